"""Rules about what stands inside a line: emphasis, links, footnotes, signs that nobody sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .manuscripts import Kind
from .remarks import Remark, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .manuscripts import Manuscript

_WIDE = "\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f\U00020000-\U0003ffff"
HIDDEN = "\ue000"
"""Stands for what no rule may look at: no word, no space, and nothing that Markdown knows."""
CODE = re.compile(r"(?<!\\)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_TAG = re.compile(
    r"<(?:/?[a-zA-Z][^<>]*|!--.*?--|https?://[^<>\s]*|[^<>\s@]+@[^<>\s]+)>", re.DOTALL
)
_TARGET = re.compile(r"\]\((?:<[^>\n]*>|[^()\s]|\([^()]*\))*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)")
_DEFINITION = re.compile(r"^ {0,3}\[(?P<name>[^\]^][^\]]*)\]:.*$", re.MULTILINE)
_NOTE = re.compile(r"^ {0,3}\[\^(?P<name>[^\]]+)\]:", re.MULTILINE)
_NOTE_MARK = re.compile(r"\[\^(?P<name>[^\]\s]+)\](?!:)")
_REFERENCE = re.compile(r"\[(?P<text>[^\[\]\n]+)\]\[(?P<name>[^\[\]^\n]*)\]")
_URL = re.compile(r"https?://[!-~]*[\w/#=&]", re.ASCII)
"""Up to the first sign that an address writes as `%xx`, and without the stop that ends a sentence."""
_FULL_WIDTH_LINK = re.compile(
    r"(?:\[[^\[\]\n]+\]（|［[^［］\n]+］\s*[（(])\s*(?:https?:|/|\{)[^\s）)]*[）)]?"
)
_UNDERSCORES = re.compile(r"(?<!_)(?P<sign>__?)(?![\s_])(?P<text>[^_\n]+?)(?<!\s)(?P=sign)(?!_)")
_NEAR_WIDE = re.compile(rf"[{_WIDE}]")
_STARS = re.compile(
    r"＊＊[^＊\n]+＊＊|(?<!\*)\*\*(?!\*)(?:[ \u3000][^*\n]+|[^*\n]+[ \u3000])\*\*(?!\*)"
)
_STRIKE = re.compile(r"~~(?=\S)[^~\n]+~~")
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|[かきくけこ-とは-ほウカ-トハ-ホ][\u3099\u309a]"
)


def wording_remarks(manuscript: Manuscript, is_card: Callable[[str], bool]) -> Iterator[Remark]:
    """Yield what is wrong inside the lines of a body.

    Args:
        manuscript: the body.
        is_card: tells whether an address alone in a paragraph becomes a card with a link.
    """
    text = text_of(manuscript)
    first = manuscript.lines[0].number if manuscript.lines else 1
    masked = _masked(text)
    for place, rule, subject in _findings(masked, is_card):
        yield Remark(first + text.count("\n", 0, place), rule, subject)
    yield from _dangling(covered(text, CODE), first)


def text_of(manuscript: Manuscript) -> str:
    """Return the body with an empty line for everything that is no text."""
    return "\n".join(line.text if line.kind is Kind.TEXT else "" for line in manuscript.lines)


def covered(text: str, pattern: re.Pattern[str]) -> str:
    """Cover what a pattern finds; every other character keeps its place."""
    return pattern.sub(lambda found: re.sub(r"[^\n]", HIDDEN, found[0]), text)


def _masked(text: str) -> str:
    """Hide code, tags, targets of links and definitions, where marks mean nothing."""
    # two lines apart is another paragraph, which no code span reaches
    paragraphs = text.split("\n\n")
    hidden = "\n\n".join(covered(paragraph, CODE) for paragraph in paragraphs)
    for pattern in (_TAG, _TARGET, _DEFINITION):
        hidden = covered(hidden, pattern)
    return hidden


def _findings(text: str, is_card: Callable[[str], bool]) -> Iterator[tuple[int, Rule, str]]:
    for found in _INVISIBLE.finditer(text):
        names = ", ".join(f"U+{ord(character):04X}" for character in found[0])
        yield found.start(), Rule.INVISIBLE, names
    for found in _FULL_WIDTH_LINK.finditer(text):
        yield found.start(), Rule.FULL_WIDTH_LINK, found[0]
    text = covered(text, _FULL_WIDTH_LINK)
    for found in _URL.finditer(text):
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.end())
        is_alone = text[start : end if end >= 0 else None].strip() == found[0]
        if not (is_alone and is_card(found[0])):
            yield found.start(), Rule.URL_BARE, found[0]
    rest = covered(text, _URL)
    for found in _UNDERSCORES.finditer(rest):
        if _is_literal(rest, found):
            yield found.start(), Rule.UNDERSCORES, found[0]
    for found in _STARS.finditer(rest):
        if _is_spaced(rest, found):
            yield found.start(), Rule.EMPHASIS_SPACED, found[0]
    for found in _STRIKE.finditer(rest):
        yield found.start(), Rule.STRIKE, found[0]


def _is_literal(text: str, found: re.Match[str]) -> bool:
    """Tell whether underscores that look like emphasis stay, because a word goes on beside them."""
    before, after = text[: found.start()][-1:], text[found.end() :][:1]
    is_joined = bool(re.match(r"\w", before) or re.match(r"\w", after))
    return is_joined and bool(_NEAR_WIDE.search(before + found["text"] + after))


def _is_spaced(text: str, found: re.Match[str]) -> bool:
    """Tell an emphasis with a space inside from the end of one and the beginning of the next."""
    line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
    return line.count("**") % 2 == 0


def _dangling(text: str, first: int) -> Iterator[Remark]:
    """Compare the marks of footnotes and references with what they refer to."""

    def line(found: re.Match[str]) -> int:
        return first + text.count("\n", 0, found.start())

    notes = {found["name"]: found for found in reversed(list(_NOTE.finditer(text)))}
    marks = {found["name"]: found for found in reversed(list(_NOTE_MARK.finditer(text)))}
    for name, found in marks.items():
        if name not in notes:
            yield Remark(line(found), Rule.FOOTNOTE_UNDEFINED, name)
    for name, found in notes.items():
        if name not in marks:
            yield Remark(line(found), Rule.FOOTNOTE_UNUSED, name)
    known = {found["name"].strip().lower() for found in _DEFINITION.finditer(text)}
    for found in _REFERENCE.finditer(text):
        if (found["name"] or found["text"]).strip().lower() not in known:
            yield Remark(line(found), Rule.REFERENCE, found[0])
