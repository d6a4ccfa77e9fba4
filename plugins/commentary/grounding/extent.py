"""Is a section as long as it should be, has it as many parts, and headings of the right size?

Lengths are in characters; English takes about twice as many as Japanese for the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..sections import Form, Kind
from .shared import advisory, blocking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..sections import Finding, Section
    from ..source import Source

_WIDTH = {"ja": 1, "en": 2}
_HEADING = {"ja": (8, 20), "en": (8, 60)}
_POINT = (60, 190)
"""Around the 90 to 150 characters of a theme and the 100 to 130 of an item."""
_POINTS = {Form.THEMES: (2, 5), Form.LIST: (3, 6)}
_CONCLUSION_SENTENCES = (3, 6)
_CONCLUSION = 320
_SHORT = 1500
"""Up to here an article is short: its points may be too, and a section longer than it."""
_SENTENCE_END = re.compile(r"[。.!！]$|(?:です|ます|でしょう|だろう|である)$")


def heading_sizes(section: Section, source: Source) -> Iterator[Finding]:
    """The headings of an outlook are noun phrases of 8 to 20 characters, of up to 60 in English.

    Labels of a list may be shorter.
    """
    if section.kind is not Kind.OUTLOOK or source.language not in _HEADING:
        return
    least, most = _HEADING[source.language]
    labels = 0 if section.form is Form.LIST else least
    sizes = [(section.heading, least), *((point.heading, labels) for point in section.points)]
    for heading, shortest in sizes:
        if not shortest <= len(heading) <= most:
            message = f"has {len(heading)} characters, not {shortest} to {most}"
            yield advisory("length", message, heading)
        if _SENTENCE_END.search(heading):
            yield advisory("headings", "is a sentence; a heading names its subject", heading)


def counts(section: Section, _source: Source) -> Iterator[Finding]:
    """An outlook has two to five themes or three to six items, a conclusion three to six sentences."""
    if section.kind is Kind.CONCLUSION:
        what, found, (least, most) = "sentences", len(section.sentences), _CONCLUSION_SENTENCES
    else:
        what, found, (least, most) = "points", len(section.points), _POINTS[section.form]
    if not least <= found <= most:
        yield advisory("length", f"{what}: {found}, not {least} to {most}")


def lengths(section: Section, source: Source) -> Iterator[Finding]:
    """A section is not longer than its article, a point some 90 to 150 characters, a conclusion short.

    Longer than the article, and than a page or so, is no commentary on it: that blocks.
    """
    width = _WIDTH.get(source.language, 1)
    size = sum(len(sentence.text) for sentence in section.sentences)
    body = len(source.text)
    if size > max(body, width * _SHORT):
        yield blocking("length", f"has {size} characters, more than the {body} of the article")
    elif section.kind is Kind.CONCLUSION and size > width * _CONCLUSION:
        yield advisory("length", f"has {size} characters, more than {width * _CONCLUSION}")
    least, most = (width * size for size in _POINT)
    if body < width * _SHORT:
        least //= 2
    for point in section.points:
        found = sum(len(sentence.text) for sentence in point.sentences)
        if not least <= found <= most:
            message = f"has {found} characters under it, not {least} to {most}"
            yield advisory("length", message, point.heading)
