"""The answers in a file of the journal, both ways: a torn or damaged one is no answer."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

_NAME_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer."""

    key: str
    """Fingerprint of the request."""
    content: bytes


def file_name(article: str) -> str:
    """Return what the file of an article is called, without its ending."""
    return sha256(article.encode("utf-8", "surrogateescape")).hexdigest()[:_NAME_LENGTH]


def dump_entry(entry: Entry) -> bytes:
    """Write an answer: a line with key, length and digest, the answer, and the end of its line."""
    digest = sha256(entry.content).hexdigest()
    return f"{entry.key} {len(entry.content)} {digest}\n".encode() + entry.content + b"\n"


def parse_entries(text: bytes) -> tuple[tuple[Entry, ...], int]:
    """Read the whole answers at the start of a text, and how many bytes they take."""
    entries: list[Entry] = []
    place = 0
    while found := _entry_at(text, place):
        entry, place = found
        entries.append(entry)
    return tuple(entries), place


def _entry_at(text: bytes, start: int) -> tuple[Entry, int] | None:
    head_ends = text.find(b"\n", start)
    head = text[start : max(start, head_ends)].split(b" ")
    if len(head) != len(Entry.__slots__) + 1 or not head[1].isdigit():
        return None
    content_ends = head_ends + 1 + int(head[1])
    content = text[head_ends + 1 : content_ends]
    is_whole = text[content_ends : content_ends + 1] == b"\n"
    if not is_whole or sha256(content).hexdigest().encode() != head[2]:
        return None
    return Entry(head[0].decode("ascii", "replace"), content), content_ends + 1
