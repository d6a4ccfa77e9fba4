"""A build that knows the last one: where nothing changed there is nothing to do.

What stands in `.cache/build/` after a build says what it was made of and what it made. A build
reads that before Pelican is imported, which would cost more than the comparison. In doubt,
everything is built: nothing here can make a page, only leave one as it is.

`command` joins the parts; `footprints` tells files apart, `circumstances` everything else that a
build depends on; `memory` holds both from one build to the next, `delivery` brings what was built
to where it is served, and `turns` lets one build wait for another.
"""
