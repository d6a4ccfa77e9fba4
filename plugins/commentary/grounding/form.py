"""Is a section plain text without filler, strange addresses or repeated headings?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..patterns import FILLER, MARKUP, URL
from ..texts import fold
from .shared import advisory, blocking, everything, headings_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..sections import Finding, Section
    from ..source import Source


def unknown_addresses(section: Section, source: Source) -> Iterator[Finding]:
    """No web or mail address stands in a section unless the article has it."""
    known = {_bare(url) for url in URL.findall(everything(source))}
    for text in texts_of(section):
        for url in map(_bare, URL.findall(text)):
            if url not in known:
                yield blocking("addresses", f"{url!r} is not in the article", text)


def markup(section: Section, _source: Source) -> Iterator[Finding]:
    """Sentences and headings are plain text: no HTML, Markdown or template marks."""
    for text in texts_of(section):
        if MARKUP.search(text):
            yield blocking("markup", "holds markup; write plain text", text)


def repeated_headings(section: Section, source: Source) -> Iterator[Finding]:
    """No heading repeats another of the section or of the body."""
    seen = {fold(heading) for heading in source.headings}
    for heading in headings_of(section):
        if fold(heading) in seen:
            yield advisory("headings", f"the heading {heading!r} stands twice")
        seen.add(fold(heading))


def filler(section: Section, _source: Source) -> Iterator[Finding]:
    """No phrase that nobody would miss."""
    for sentence in section.sentences:
        if found := FILLER.search(sentence.text):
            yield advisory("filler", f"says {found[0]!r}, which nobody would miss", sentence)


def _bare(url: str) -> str:
    return url.rstrip(".,;:!?'").lower()
