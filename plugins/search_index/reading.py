"""Some texts are read together, apart from all others: what comes of them can be kept.

Passages are numbered from the first of these texts, so that nothing here changes when a text before
them gets longer.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from .passages import Passage, plain_text, read_body
from .postings import encode_rest
from .terms import fold, folded_terms, kanji, literal, normalise, terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .passages import Body

FIELDS = 3
"""Passages before the body: title, summary, headings."""
BY_AUTHOR, BY_MODEL = "-", "+"
"""The first sign of a passage in a block."""

Places: TypeAlias = tuple[int, int, int, str]
"""Of a term: its first and its last passage, how many it has, and all but the first as text."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """An article or page as the search sees it."""

    title: str
    url: str
    """From the root of the site."""
    date: str
    """As the site writes it; empty for a page."""
    language: str
    summary: str
    keywords: tuple[str, ...]
    """Tags and category: they find the text like its title."""
    body: Body


class Unread(NamedTuple):
    """The same before its HTML is read."""

    title: str
    """HTML, like the summary and the body."""
    url: str
    date: str
    language: str
    summary: str
    keywords: tuple[str, ...]
    body: str


@dataclass(frozen=True, slots=True)
class Read:
    """What stands in some texts."""

    shown: tuple[tuple[str, tuple[str, ...]], ...]
    """Of each text its head, and its passages as lines; the title is in the head."""
    places: dict[str, Places]
    """By term; one that only the folded form of a passage has ends with `~`."""


def read_html(part: Sequence[Unread]) -> Read:
    """Read the HTML of some texts, and then the texts."""
    return read_texts([_searchable(text) for text in part])


def read_texts(part: Sequence[Searchable]) -> Read:
    """Read some texts, in their order."""
    places = {
        term: (numbers[0], numbers[-1], len(numbers), encode_rest(numbers))
        for term, numbers in _occurrences(part).items()
    }
    return Read(tuple((_head(text), tuple(_lines(text))) for text in part), places)


def _searchable(text: Unread) -> Searchable:
    return Searchable(
        title=plain_text(text.title),
        url=text.url,
        date=text.date,
        language=text.language,
        summary=plain_text(text.summary),
        keywords=text.keywords,
        body=read_body(text.body),
    )


def _occurrences(part: Sequence[Searchable]) -> dict[str, array[int]]:
    """Return the passages of each term; of a lone kanji only the first passage in each text."""
    found: defaultdict[str, array[int]] = defaultdict(_numbers)
    start = 0
    for text in part:
        seen: set[str] = set()
        for number, passage in enumerate(_passages(text), start):
            normalised = normalise(passage)
            plain = literal(normalised)
            exact = terms(plain)
            folded = folded_terms(fold(normalised), plain, exact)
            lone = kanji(plain)
            alone = lone - seen
            seen |= alone
            for term in chain(exact - lone, alone, (f"{term}~" for term in folded - lone)):
                found[term].append(number)
        start += FIELDS + len(text.body.passages)
    return found


def _numbers() -> array[int]:
    return array("I")


def _passages(text: Searchable) -> Iterator[str]:
    yield " \n ".join((text.title, *text.keywords))
    yield text.summary
    yield " \n ".join(text.body.headings)
    yield from (passage.text for passage in text.body.passages)


def _head(text: Searchable) -> str:
    return f"{text.title}\t{text.url}\t{text.date}\t{text.language}"


def _lines(text: Searchable) -> Iterator[str]:
    shown = (Passage(text.summary), Passage(" / ".join(text.body.headings)), *text.body.passages)
    for passage in shown:
        yield f"{BY_MODEL if passage.is_by_model else BY_AUTHOR}{passage.text}\n"
