"""A person's changes to single sentences of a section; sentences are counted from 1 as they are read.

What a change means (that an acceptance no longer holds, say) follows from the texts: nothing here
sets a state.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .errors import SettingsError
from .sections import Point
from .texts import tidy, without_control

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .sections import Section, Sentence


def reword(section: Section, number: int, text: str) -> Section:
    """Give a sentence other words; it keeps its grounds, and the checks say whether they hold.

    Raises:
        SettingsError: there is no such sentence, or the text is empty.
    """
    line = tidy(without_control(text))
    if not line:
        raise SettingsError("an empty sentence says nothing; drop it instead")
    sentence = sentence_at(section, number)
    return with_sentences(section, {number: (replace(sentence, text=line),)})


def drop(section: Section, number: int) -> Section:
    """Take a sentence out, and with the last sentence of a point its heading.

    Raises:
        SettingsError: there is no such sentence, or it is the last one.
    """
    sentence_at(section, number)
    if len(section.sentences) == 1:
        raise SettingsError("this is the section's only sentence; reject the section instead")
    return with_sentences(section, {number: ()})


def sentence_at(section: Section, number: int) -> Sentence:
    """Return a sentence by its number.

    Raises:
        SettingsError: there is no such sentence.
    """
    if not 1 <= number <= len(section.sentences):
        raise SettingsError(
            f"`{section.id}` has no sentence {number}; it has {len(section.sentences)}"
        )
    return section.sentences[number - 1]


def numbers_of_point(section: Section, point: int) -> tuple[int, ...]:
    """Return the numbers of the sentences of a point, points counted from 1.

    Raises:
        SettingsError: there is no such point.
    """
    if not 1 <= point <= len(section.points):
        raise SettingsError(f"`{section.id}` has no item {point}; it has {len(section.points)}")
    before = sum(len(earlier.sentences) for earlier in section.points[: point - 1])
    first = len(section.opening) + before + 1
    return tuple(range(first, first + len(section.points[point - 1].sentences)))


def with_sentences(section: Section, changes: Mapping[int, tuple[Sentence, ...]]) -> Section:
    """Put other sentences in the places of some; a point without any goes."""
    numbered = iter(range(1, len(section.sentences) + 1))

    def changed(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
        pairs = ((sentence, next(numbered)) for sentence in sentences)
        return tuple(new for old, number in pairs for new in changes.get(number, (old,)))

    opening = changed(section.opening)
    points = tuple(Point(point.heading, changed(point.sentences)) for point in section.points)
    return replace(
        section,
        opening=opening,
        points=tuple(point for point in points if point.sentences),
        closing=changed(section.closing),
    )
