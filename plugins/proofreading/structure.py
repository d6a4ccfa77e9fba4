"""Rules about lines: lists, tables, headings and what stands at the beginning of a line."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from .manuscripts import CODE_INDENT, ITEM, STANDS_ALONE, Kind, indent_of
from .remarks import Remark, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .manuscripts import Line, Manuscript

_SPACE = "\u3000"
_MARKED = re.compile(rf" *{_SPACE}[ {_SPACE}]*(?P<mark>[-*+] |#{{1,6}}|>|[0-9]+\. )")
_HEADING = re.compile(r" {0,3}(?P<signs>#{1,6})(?P<space> ?)(?P<text>\S?)")
_FULL_WIDTH_HEADING = re.compile(r" {0,3}(?P<signs>＃+)")
_BULLET = re.compile(r" *(?P<sign>[・●○■□◆◇▼▶►※✓✔•]|[①-⑳]|[（(]?[０-９0-9]{1,2}[）)．])")
_FULL_WIDTH_NUMBER = re.compile(r" {0,3}(?P<mark>[0-9]*[０-９][0-9０-９]*\. )")
_HARD_BREAK = re.compile(r"(?: {2}|<br */?>)\Z", re.IGNORECASE)
_DELIMITER = re.compile(r" {0,3}\|?[ :]*-[-: ]*(?:\|[ :]*-[-: ]*)*\|?[ ]*\Z")


def structure_remarks(manuscript: Manuscript) -> Iterator[Remark]:
    """Yield what is wrong with the lines of a body."""
    for block in manuscript.blocks():
        yield from _glued(block)
        yield from _run_together(block)
        for line in block:
            yield from _line_remarks(line)
    yield from _flattened(manuscript.lines)
    yield from _indented_paragraphs(manuscript)


def _glued(block: Sequence[Line]) -> Iterator[Remark]:
    """Find lists and tables that a paragraph swallows, and what a table swallows."""
    is_reported = False
    for above, line in pairwise(block):
        if STANDS_ALONE.match(above.text):
            is_reported = False
        elif _begins_list(above, line) and not is_reported:
            is_reported = True
            yield Remark(line.number, Rule.LIST_GLUED, line.text.strip())
    yield from _glued_tables(block)


def _begins_list(above: Line, line: Line) -> bool:
    item = ITEM.match(line.text)
    if item is None or line.is_listed or len(item["indent"]) >= CODE_INDENT:
        return False
    # a sentence may well go on with a number and a full stop, but hardly with `1.`
    is_number = line.text.lstrip()[0].isdigit()
    return not is_number or line.text.lstrip().startswith("1.") or bool(ITEM.match(above.text))


def _glued_tables(block: Sequence[Line]) -> Iterator[Remark]:
    for place, line in enumerate(block):
        if place == 0 or "|" not in block[place - 1].text or "|" not in line.text:
            continue
        if not _DELIMITER.match(line.text) or line.is_listed:
            continue
        if place > 1 and not STANDS_ALONE.match(block[place - 2].text):
            header = block[place - 1]
            yield Remark(header.number, Rule.TABLE_GLUED, header.text.strip())
        after = next((row for row in block[place + 1 :] if "|" not in row.text), None)
        if after is not None:
            yield Remark(after.number, Rule.TABLE_SWALLOWS, after.text.strip())


def _run_together(block: Sequence[Line]) -> Iterator[Remark]:
    """Find lines that the author begins with a sign of his own, or with a full-width space."""
    bullets, indents = False, False
    for above, line in pairwise(block):
        is_broken = bool(_HARD_BREAK.search(above.text))
        first, second = _BULLET.match(above.text), _BULLET.match(line.text)
        if first and second and not is_broken and not bullets:
            bullets = True
            yield Remark(above.number, Rule.BULLET_SIGNS, first["sign"])
        is_indented = line.text.startswith(_SPACE) and not _MARKED.match(line.text)
        if is_indented and not is_broken and not indents:
            indents = True
            yield Remark(line.number, Rule.INDENT_LINE)


def _line_remarks(line: Line) -> Iterator[Remark]:
    if found := _MARKED.match(line.text):
        yield Remark(line.number, Rule.INDENT_MARK, found["mark"].strip())
    if found := _FULL_WIDTH_HEADING.match(line.text):
        yield Remark(line.number, Rule.FULL_WIDTH_MARK, found["signs"])
    if found := _FULL_WIDTH_NUMBER.match(line.text):
        yield Remark(line.number, Rule.NUMBER_FULL_WIDTH, found["mark"].strip())
    heading = _HEADING.match(line.text)
    if heading and heading["text"] and heading["text"] != "#":
        yield from _heading_remarks(line, heading)


def _heading_remarks(line: Line, heading: re.Match[str]) -> Iterator[Remark]:
    is_top = heading["signs"] == "#"
    if is_top and not heading["space"]:
        yield Remark(line.number, Rule.HASH_TAG, line.text.split()[0])
    elif is_top:
        yield Remark(line.number, Rule.HEADING_TOP)
    elif not heading["space"]:
        yield Remark(line.number, Rule.HEADING_GLUED, heading["signs"])


def _flattened(lines: Sequence[Line]) -> Iterator[Remark]:
    """Find items that their author indented, and that Markdown puts on the level above."""
    indents: list[int] = []
    is_reported = False
    for line in lines:
        if line.kind is Kind.TEXT and not line.is_listed:
            indents, is_reported = [], False
        item = ITEM.match(line.text)
        if not line.is_listed or item is None:
            continue
        indent = indent_of(line.text)
        is_flat = any(
            above < indent and above // CODE_INDENT == indent // CODE_INDENT for above in indents
        )
        if is_flat and not is_reported:
            is_reported = True
            yield Remark(line.number, Rule.LIST_NESTING, line.text.strip())
        indents.append(indent)


def _indented_paragraphs(manuscript: Manuscript) -> Iterator[Remark]:
    heads = [
        block[0]
        for block in manuscript.blocks()
        if block[0].text.startswith(_SPACE) and not _MARKED.match(block[0].text)
    ]
    if heads:
        yield Remark(heads[0].number, Rule.INDENT_PARAGRAPH, str(len(heads)))
