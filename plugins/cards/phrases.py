"""Where a title may break: between phrases in Japanese, between words elsewhere."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budoux import Parser

_JAPANESE = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]")
_WORD = re.compile(r"\S+?(?:[-‐–—/](?=\w)|(?=\s|\Z))\s*|\s+")
# inside a compound, where one kind of sign meets the other
_SEAM = re.compile(
    r"(?<=[\u30a1-\u30fa\u30fc])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[\u30a1-\u30fa])"
)
_LONG = 12
# cannot begin a line: JIS X 4051 and JLReq, the classes of closing and small signs
_NOT_FIRST = frozenset(
    "、。，．・：；？！?!,.:;）〕］｝〉》」』】〙〗｠»)]}’”ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々〻ゝゞヽヾ‐–〜～゠…‥―—─"
)
_NOT_LAST = frozenset("（〔［｛〈《「『【〘〖｟«([{‘“￥＄￡#＃№")


def phrases(text: str) -> list[str]:
    """Cut a text where a line may end; the pieces together are the text."""
    return _joined([word for piece in _pieces(text) for word in _WORD.findall(piece)])


def clusters(phrase: str) -> list[str]:
    """Cut a phrase that is longer than a line between characters, where Japanese rules allow."""
    return _joined(list(phrase))


def _pieces(text: str) -> list[str]:
    if not _JAPANESE.search(text):
        return [text]
    return [part for phrase in _parser().parse(text) for part in _parts(phrase)]


@cache
def _parser() -> Parser:
    """Read the model, which costs some milliseconds: only when a card is drawn, and once."""
    from budoux import load_default_japanese_parser  # noqa: PLC0415

    return load_default_japanese_parser()


def _parts(phrase: str) -> list[str]:
    """Cut a long phrase where katakana meets kanji, so that it need not stand on one line."""
    return [phrase] if len(phrase) <= _LONG else _SEAM.split(phrase)


def _joined(pieces: list[str]) -> list[str]:
    """Join pieces where the next begins, or the last ends, with what cannot stand there."""
    joined: list[str] = []
    for piece in pieces:
        if joined and (
            piece[0] in _NOT_FIRST or piece.isspace() or joined[-1].rstrip()[-1:] in _NOT_LAST
        ):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined
