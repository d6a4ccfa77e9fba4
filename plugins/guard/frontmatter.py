"""Reads Markdown metadata with its line numbers, by the rules of Python-Markdown's `meta`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FIELD = re.compile(r"[ ]{0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
MORE = re.compile(r"[ ]{4,}\S")
OPENING = re.compile(r"-{3}(\s.*)?\Z")
CLOSING = re.compile(r"(-{3}|\.{3})(\s.*)?\Z")
KNOWN = "title date modified tags category author authors slug summary status lang".split()
MEANT = re.compile(rf"\s*(?P<key>{'|'.join(KNOWN)})(?![\w-])\s*(?P<sign>[:：]?)\s*", re.IGNORECASE)
REACH = 20
"""So many lines below its end the metadata's remains are looked for."""


@dataclass(frozen=True, slots=True)
class Field:
    """One entry of the metadata."""

    key: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A file's metadata, and the line that ended it."""

    fields: tuple[Field, ...]
    end: int
    """Line that ended the metadata; one past the last line if none did."""
    opened: bool
    """Whether `---` stands above it."""

    def get(self, key: str) -> Field | None:
        """Give the first entry of that name."""
        return next((field for field in self.fields if field.key == key.lower()), None)


def read_front_matter(text: str) -> FrontMatter:
    """Read what Python-Markdown takes as metadata."""
    lines = text.split("\n")
    opened = bool(OPENING.match(lines[0]))
    fields: list[Field] = []
    for number, line in enumerate(lines[opened:], start=1 + opened):
        found = FIELD.match(line)
        if not line.strip() or CLOSING.match(line):
            return FrontMatter(tuple(fields), number, opened)
        if found:
            fields.append(Field(found["key"].lower(), found["value"].strip(), number))
        elif not (fields and MORE.match(line)):
            return FrontMatter(tuple(fields), number, opened)
    return FrontMatter(tuple(fields), len(lines) + 1, opened)


def why_unseen(metadata: FrontMatter, text: str, keys: Sequence[str]) -> tuple[int, str] | None:
    """Say, with its line, what hides keys that the author may well have written."""
    lines = text.split("\n")
    if metadata.end > len(lines):
        return None
    last = lines[metadata.end - 1]
    below = _line_below(lines, metadata.end, keys)
    if not last.strip() or CLOSING.match(last):
        return _ended_early(metadata.end, below) if below else None
    if misspelt := _misspelt(last):
        return metadata.end, misspelt
    if metadata.opened and not any(CLOSING.match(line) for line in lines[1:]):
        return metadata.end, (
            "the metadata that `---` opens on line 1 is never closed; put `---` above this line"
        )
    if below:
        return metadata.end, (
            f"this line ends the metadata, so line {below} counts as text; "
            "give every line the form `Name: value`, lists too (`Tags: a, b`)"
        )
    return None


def stray_field(metadata: FrontMatter, text: str) -> tuple[int, str] | None:
    """Find a field in the first paragraph of the text, which readers would see."""
    lines = text.split("\n")
    ended_by = lines[metadata.end - 1] if metadata.end <= len(lines) else ""
    is_text = bool(ended_by.strip()) and not CLOSING.match(ended_by)
    start = metadata.end - is_text
    numbered = list(enumerate(lines[start:], start=start + 1))
    blank = (number for number, line in numbered if not line.strip() and number > start + 1)
    first = next((number for number, line in numbered if line.strip()), start + 1)
    last = next((n for n in blank if n > first), len(lines) + 1)
    for number, line in numbered:
        found = MEANT.match(line)
        if first <= number < last and found and found["sign"]:
            return number, (
                f"`{line.strip()[:40]}` counts as text and stands on the page, because the metadata "
                f"ended at line {metadata.end}; write every line above it as `Name: value`, "
                "with an ASCII colon and no empty line between"
            )
    return None


def _ended_early(end: int, below: int) -> tuple[int, str]:
    return below, (
        f"the metadata ended at line {end}, so this line counts as text; "
        "move it up to the others, without an empty line between them"
    )


def _line_below(lines: Sequence[str], end: int, keys: Sequence[str]) -> int | None:
    for number in range(end + 1, min(end + REACH, len(lines)) + 1):
        found = MEANT.match(lines[number - 1])
        if found and found["sign"] and found["key"].lower() in keys:
            return number
    return None


def _misspelt(line: str) -> str | None:
    found = MEANT.match(line)
    if found is None:
        return None
    key, shown = found["key"], line.strip()
    if found["sign"] == "：":
        return f"`{shown}` has a full-width colon; write `{key}: …` with an ASCII one"
    if not found["sign"]:
        return f"`{shown}` has no colon after the name; write `{key}: …`"
    return f"`{shown}` has white space before the name or the colon; write `{key}: …`"
