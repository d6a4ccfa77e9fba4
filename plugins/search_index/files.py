"""Texts become the files of an index, as names and contents; nothing is written here.

- `index.txt`: what the others mean: their digest, how many there are, the passages of each text.
- `terms/N.txt`: the terms whose hash is `N`, one a line, each with the passages that have it.
- `texts/D-B.txt`: block `B` of text `D`: its head and some of its passages, to show a match.

Texts stand in order of their day, the oldest first, so that a new one leaves the numbers of the
others as they were. The passages of all texts are numbered through: of each text first its title,
then its summary, its headings, and its body.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from .postings import encode_each
from .reading import FIELDS, read_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .reading import Read, Searchable

T = TypeVar("T")

_Found: TypeAlias = "dict[str, list[Any]]"
"""By term: its last passage so far, how many it has, and then all of them as pieces of text."""

FORMAT = 1
"""Changes with the format; `search-index.js` reads the same one."""
_MOST_BLOCKS = 10_000
"""Some hosts take no more than 20,000 files."""
_LEAST_PASSAGES = 4
"""In one block: about 550 characters, which are some 750 bytes over the wire."""
_BYTES_OF_SHARD = 1_200
"""On average, before compression."""
_MOST_SHARDS = 4_096
_PREFIX = 3
"""Letters of a word by which is listed how words go on."""
_MOST_WORDS = 100
"""In such a list."""
_TOGETHER = 8
"""Texts read at a time: many terms of each are those of others, and all are read again with one."""
_WORD = re.compile(f"[a-zß-öø-ɏͰ-῿가-힣]{{{_PREFIX},}}")
_MARK = re.compile("[~=*]")


def in_parts(texts: Sequence[T]) -> list[tuple[T, ...]]:
    """Return texts as they are read together, the last part with what is left."""
    return [tuple(texts[at : at + _TOGETHER]) for at in range(0, len(texts), _TOGETHER)]


def index_files(texts: Sequence[Searchable]) -> Iterator[tuple[str, str]]:
    """Yield the name and the content of every file; the same texts give the same bytes.

    Args:
        texts: in the order in which they are numbered.
    """
    return files_of(map(read_texts, in_parts(texts)))


def files_of(parts: Iterable[Read]) -> Iterator[tuple[str, str]]:
    """Yield the name and the content of every file.

    Args:
        parts: all texts, read as `in_parts` puts them together; the result does not depend on how
            many there are in each.
    """
    found: _Found = {}
    shown: list[tuple[str, tuple[str, ...]]] = []
    passages = 0
    for part in parts:
        _add(found, part, passages)
        shown += part.shown
        passages += sum(_passages_of(lines) for _, lines in part.shown)
    lines = _lines(found)
    per_block = max(_LEAST_PASSAGES, -(-passages // _MOST_BLOCKS))
    blocks = [
        (f"texts/{number}-{block}.txt", content)
        for number, text in enumerate(shown)
        for block, content in enumerate(_blocks(*text, per_block))
    ]
    size = sum(len(line.encode()) for line in lines)
    files = min(_MOST_SHARDS, 1 << (size // _BYTES_OF_SHARD).bit_length())
    digest = _digest(lines, blocks)
    counts = encode_each(_passages_of(lines) - FIELDS for _, lines in shown)
    yield "index.txt", f"{FORMAT} {digest} {files} {per_block}\n{counts}\n"
    yield from ((f"terms/{n}.txt", text) for n, text in enumerate(_shards(lines, files, digest)))
    yield from blocks


def _passages_of(lines: Sequence[str]) -> int:
    return len(lines) + 1  # the title is one, and stands in the head


def _add(found: _Found, part: Read, start: int) -> None:
    """Number the passages of a part on from those before, of which there are `start`."""
    for term, (first, last, count, rest) in part.places.items():
        known = found.get(term)
        if known is None:
            found[term] = [start + last, count, encode_each((start + first,)), rest]
            continue
        known.append(encode_each((start + first - known[0] - 1,)) + rest)
        known[0] = start + last
        known[1] += count


def _lines(found: _Found) -> list[str]:
    """Return a line for each term, and one for each beginning of words, in order.

    After a term stands `=` and its passages, after a beginning `*` and the words that begin so, the
    frequent ones first.
    """
    lines = [f"{term}={''.join(known[2:])}" for term, known in found.items()]
    words: defaultdict[str, list[str]] = defaultdict(list)
    for word in filter(_WORD.fullmatch, found):
        words[word[:_PREFIX]].append(word)
    for start, ends in words.items():
        ends.sort(key=lambda word: (-found[word][1], word))
        lines.append(f"{start}*{' '.join(ends[:_MOST_WORDS])}")
    return sorted(lines)


def _blocks(head: str, lines: Sequence[str], per_block: int) -> Iterator[str]:
    """Yield a text in pieces, each below its head."""
    for start in range(0, len(lines), per_block):
        yield f"{head}\n{''.join(lines[start : start + per_block])}"


def _shards(lines: Sequence[str], files: int, digest: str) -> Iterator[str]:
    shards: list[list[str]] = [[] for _ in range(files)]
    for line in lines:
        shards[shard_of(_MARK.split(line, maxsplit=1)[0], files)].append(line)
    return ("\n".join((digest, *shard, "")) for shard in shards)


def shard_of(term: str, files: int) -> int:
    """Return the number of the file that has a term: FNV-1a, by code points, modulo `files`."""
    value = 0x811C9DC5
    for character in term:
        value = ((value ^ ord(character)) * 0x01000193) & 0xFFFFFFFF
    return value % files


def _digest(lines: Sequence[str], blocks: Sequence[tuple[str, str]]) -> str:
    digest = hashlib.sha256()
    for piece in chain(lines, *blocks):
        digest.update(piece.encode())
        digest.update(b"\0")
    return digest.hexdigest()[:12]
