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
from array import array
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from .passages import Passage
from .postings import encode, encode_each
from .terms import fold, folded_terms, kanji, literal, normalise, terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from .passages import Body

    Map = Callable[..., Iterable[Any]]

FORMAT = 1
"""Changes with the format; `search-index.js` reads the same one."""
FIELDS = 3
"""Passages before the body: title, summary, headings."""
BY_AUTHOR, BY_MODEL = "-", "+"
"""The first sign of a passage in a block."""

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
_TOGETHER = 16
"""Texts read at a time: a few terms of each are those of others."""
_WORD = re.compile(f"[a-zß-öø-ɏͰ-῿가-힣]{{{_PREFIX},}}")
_MARK = re.compile("[~=*]")


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


def index_files(texts: Sequence[Searchable], each: Map = map) -> Iterator[tuple[str, str]]:
    """Yield the name and the content of every file; the same texts give the same bytes.

    Args:
        texts: in the order in which they are numbered.
        each: what reads the texts, such as a map that works on every core.
    """
    counts = [FIELDS + len(text.body.passages) for text in texts]
    starts = list(accumulate(counts, initial=0))
    lines = _lines(_occurrences(texts, starts, each))
    per_block = max(_LEAST_PASSAGES, -(-starts[-1] // _MOST_BLOCKS))
    blocks = [
        (f"texts/{number}-{block}.txt", content)
        for number, text in enumerate(texts)
        for block, content in enumerate(_blocks(text, per_block))
    ]
    size = sum(len(line.encode()) for line in lines)
    files = min(_MOST_SHARDS, 1 << (size // _BYTES_OF_SHARD).bit_length())
    digest = _digest(lines, blocks)
    yield (
        "index.txt",
        (f"{FORMAT} {digest} {files} {per_block}\n{encode_each(n - FIELDS for n in counts)}\n"),
    )
    yield from ((f"terms/{n}.txt", text) for n, text in enumerate(_shards(lines, files, digest)))
    yield from blocks


def _occurrences(
    texts: Sequence[Searchable], starts: Sequence[int], each: Map
) -> Mapping[str, array[int]]:
    """Read all texts; return the passages of each term, in order.

    A term that only the folded form of a passage has ends with `~`.
    """
    numbered = list(zip(texts, starts, strict=False))
    parts = [numbered[at : at + _TOGETHER] for at in range(0, len(numbered), _TOGETHER)]
    found: dict[str, array[int]] = {}
    for part in each(_occurrences_in, parts):
        for term, numbers in part.items():
            if term in found:
                found[term].extend(numbers)
            else:
                found[term] = numbers
    return found


def _occurrences_in(part: Sequence[tuple[Searchable, int]]) -> dict[str, array[int]]:
    """Read some texts, each with the number of its first passage.

    Of a lone kanji only the first passage in each text is taken.
    """
    found: defaultdict[str, array[int]] = defaultdict(_numbers)
    for text, start in part:
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
    return dict(found)


def _numbers() -> array[int]:
    return array("I")


def _passages(text: Searchable) -> Iterator[str]:
    yield " \n ".join((text.title, *text.keywords))
    yield text.summary
    yield " \n ".join(text.body.headings)
    yield from (passage.text for passage in text.body.passages)


def _lines(found: Mapping[str, array[int]]) -> list[str]:
    """Return a line for each term, and one for each beginning of words, in order.

    After a term stands `=` and its passages, after a beginning `*` and the words that begin so, the
    frequent ones first.
    """
    lines = [f"{term}={encode(numbers)}" for term, numbers in found.items()]
    words: defaultdict[str, list[str]] = defaultdict(list)
    for word in filter(_WORD.fullmatch, found):
        words[word[:_PREFIX]].append(word)
    for start, ends in words.items():
        ends.sort(key=lambda word: (-len(found[word]), word))
        lines.append(f"{start}*{' '.join(ends[:_MOST_WORDS])}")
    return sorted(lines)


def _blocks(text: Searchable, per_block: int) -> Iterator[str]:
    """Yield a text in pieces, each below its head; the title is in the head already."""
    head = f"{text.title}\t{text.url}\t{text.date}\t{text.language}"
    shown = [Passage(text.summary), Passage(" / ".join(text.body.headings)), *text.body.passages]
    for start in range(0, len(shown), per_block):
        lines = (
            f"{BY_MODEL if passage.is_by_model else BY_AUTHOR}{passage.text}\n"
            for passage in shown[start : start + per_block]
        )
        yield f"{head}\n{''.join(lines)}"


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
