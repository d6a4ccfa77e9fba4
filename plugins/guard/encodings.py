"""Decodes a source, or says which line and byte is not UTF-8 and what the file seems to be."""

from __future__ import annotations

import re
from dataclasses import dataclass

KANA = re.compile("[\u3041-\u30ff\u3001\u3002]")
HALF_WIDTH = re.compile("[\uff61-\uff9f]")
ISO_2022_JP = re.compile(r"\x1b(?:\$[@B]|\([BJ])")
"""Its escapes, which are valid UTF-8."""
CANDIDATES = (("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"))


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file cannot be read as text."""

    line: int | None
    message: str


def decoded(raw: bytes) -> str | Problem:
    """Decode a file as Pelican does, or give line and message of what keeps it from that."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(1, f"is UTF-16, not UTF-8; {remedy('utf-16')}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _not_utf8(raw, error)
    if not text.strip():
        return Problem(None, "is empty; write the article, or delete the file")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _not_utf8(raw: bytes, error: UnicodeDecodeError) -> Problem:
    # `utf-8-sig` counts from behind the byte order mark.
    start = error.start + (3 if raw.startswith(b"\xef\xbb\xbf") else 0)
    line = raw.count(b"\n", 0, start) + 1
    place = f"byte {start + 1} (0x{raw[start]:02X}) is not UTF-8"
    guess = _guess(raw)
    if guess is None:
        return Problem(line, f"{place}; save the file as UTF-8")
    codec, name = guess
    return Problem(line, f"{place}, and the file looks like {name}; {remedy(codec)}")


def remedy(codec: str) -> str:
    """Say how to save a file anew."""
    return (
        "save it as UTF-8 in your editor, or write a new file with "
        f"`iconv -f {codec.replace('_', '-').upper()} -t UTF-8`"
    )


def _guess(raw: bytes) -> tuple[str, str] | None:
    scores = [(_score(raw, codec), -place) for place, (codec, _) in enumerate(CANDIDATES)]
    best, place = max(scores)
    return CANDIDATES[-place] if best > 0 else None


def _score(raw: bytes, codec: str) -> int:
    """Count signs of Japanese: read in the wrong one, kana become half-width or kanji."""
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        return 0
    return 1 + len(KANA.findall(text)) - len(HALF_WIDTH.findall(text))
