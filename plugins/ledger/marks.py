"""What stands on the old article: a line at the head of its outlook, and a mark behind each prediction.

Both are inserted; no letter of the author's or the section's text is changed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from .tallies import tally_of
from .wording import wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from .entries import Entry

# Inline elements may begin and end within a quoted sentence.
_INLINE = r"(?:</?(?:a|b|code|em|i|mark|q|span|strong|wbr)\b[^>]*>)*"
_CLOSED = r"(?:</(?:a|b|code|em|i|mark|q|span|strong)>)*"
_REFERENCES = r"(?:\s*<sup\b[^>]*>(?:(?!</sup>).)*</sup>)*"
_SECTION = re.compile(r"<section\b[^>]*\sdata-commentary=.*?</section>", re.DOTALL)
_ID = re.compile(r"<section\b[^>]*?\sid=\"([^\"]*)\"")
# A section of a model begins with its heading and the label that says so; nothing stands before.
_OUTLOOK = re.compile(
    r"""<section\b[^>]*\sdata-commentary="outlook"[^>]*>
    (?:\s*<h2\b[^>]*>(?:(?!</h2>).)*</h2>\n?)?
    (?:\s*<p\ class="ai-label">(?:(?!</p>).)*</p>\n?)?""",
    re.DOTALL | re.VERBOSE,
)
_WRITTEN = {
    " ": r"\s+",
    "{": r"(?:\{|&\#123;)",
    "<": "&lt;",
    ">": "&gt;",
    "&": "&amp;",
    '"': '(?:"|&quot;|&\\#34;)',
    "'": "(?:'|&\\#39;|&\\#x27;)",
}
_MARK = Markup('<sup class="answer"{}><a href="{}">{}</a></sup>')
_GROUNDS = '<details class="grounds"'


@dataclass(frozen=True, slots=True)
class Links:
    """Where the line and the marks of one article lead."""

    ledger: str
    entries: Mapping[str, str]
    """By key."""
    anchors: Mapping[str, str]
    """Ids of the marks, by key."""


def marked(
    html: str, entries: Sequence[Entry], links: Links, today: dt.date
) -> tuple[str, frozenset[str]]:
    """Insert the line and the marks of one article.

    Args:
        html: the article's body with its sections.
        entries: the predictions of this article; at least one.
        links: as they shall stand in the article.
        today: the day of the build.

    Returns:
        the body, and the keys of entries whose mark has an id, since their sentence has none.
    """
    words = wording(entries[0].post.language)
    insertions: defaultdict[int, str] = defaultdict(str)
    found = set()
    outlook = _OUTLOOK.search(html)
    banner = Markup('<p class="answers"><a href="{}">{}</a>{}</p>\n').format(
        links.ledger, words.title, words.banner(tally_of(entries, today))
    )
    insertions[outlook.end() if outlook else len(html)] += banner
    for entry in entries:
        place = _end_of(entry.quote, entry.section, html)
        if place is not None:
            word = words.marks[entry.outcome or entry.state(today)]
            name = ""
            if not entry.anchor:
                name = Markup(' id="{}"').format(links.anchors[entry.key])
                found.add(entry.key)
            insertions[place] += _MARK.format(name, links.entries[entry.key], word)
    return _with(html, insertions), frozenset(found)


def _with(html: str, insertions: dict[int, str]) -> str:
    pieces, start = [], 0
    for place in sorted(insertions):
        pieces += [html[start:place], insertions[place]]
        start = place
    return "".join((*pieces, html[start:]))


def _end_of(quote: str, section: str, html: str) -> int | None:
    """Return where the sentence that a quote ends in is over, its references included."""
    pattern = _pattern(quote)
    if pattern is None:
        return None
    for start, end in _regions(section, html):
        for hit in pattern.finditer(html, start, end):
            if not _is_in_tag(hit.start(), html):
                return hit.end()
    return None


def _is_in_tag(place: int, html: str) -> bool:
    return html.rfind("<", 0, place) > html.rfind(">", 0, place)


def _regions(section: str, html: str) -> Iterator[tuple[int, int]]:
    """Yield where to look: the section named, the other sections, then the whole article."""
    own: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    for found in _SECTION.finditer(html):
        grounds = html.find(_GROUNDS, found.start(), found.end())
        region = (found.start(), grounds if grounds >= 0 else found.end())
        named = _ID.match(found.group())
        (own if named and named[1] == section else others).append(region)
    yield from own
    yield from others
    yield 0, len(html)


def _pattern(quote: str) -> re.Pattern[str] | None:
    letters = [_letter(letter) for letter in " ".join(quote.split())]
    if not letters:
        return None
    return re.compile(_INLINE.join(letters) + _CLOSED + _REFERENCES, re.DOTALL)


def _letter(letter: str) -> str:
    """Match a letter however HTML may write it."""
    return _WRITTEN.get(letter, re.escape(letter))
