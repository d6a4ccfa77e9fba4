"""Headings that tell what an author has written already: an outlook, a conclusion, the sources."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from .sections import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBERING = re.compile(
    r"""(?ix) ^ (?:
        第\ ?[\d〇一二三四五六七八九十]+\ ?[章節部回]
      | [(〔[]? (?: \d{1,2}(?:[.\-]\d{1,2})* | [ivx]{1,5}(?=[.)、:\ ]) | [一二三四五六七八九十]+(?=[.)、:]) ) [)〕\].、:]*
      | (?:chapter|part|section)\ [\divx]+
    ) [\s.:、)|-]*"""
)
_FRAME = " 　:：.。■□◆◇●○▼▽★☆▪◎-–—【】[]〈〉《》「」『』?？!！…"
_SUBTITLE = re.compile(r"\s*(?:[:―—|]|\ [-–]\ ).*|\s*\(.*\)$")
_AND = re.compile(r"\s*(?:(?<!ま)と|・|、|／|/|,|&|\band\b)\s*")
_CONCLUSION = re.compile(
    r"(?:(?:本稿|本記事|この記事|全体)の)?(?:結論|まとめ|総括|結語|結び|むすび)(?:に|にかえて|に代えて)?|"
    r"(?:お|終)わりに|(?:最後|さいご)に|"
    r"(?:in )?conclusions?|conclud(?:ing|ed) (?:remarks|thoughts|notes)|summing(?: it)? up|"
    r"(?:final|closing) (?:thoughts|remarks|words)|wrapping(?: it)? up|wrap-?up",
    re.IGNORECASE,
)
_OUTLOOK = re.compile(
    r"(?:.{1,20}の)?(?:今後|これから|先行き|この先)(?:の?(?:展望|見通し|動向|展開|予測|予想|方向性?|行方|シナリオ|焦点|注目点|見どころ)"
    r"|について|は|に向けて)?|"
    r"(?:.{1,20}の)?将来(?:の[^をがはにで]{1,12}|展望|見通し|予測|像)?|"
    r"(?:[^をがはに]{1,12}の)?(?:展望|見通し)|"
    r"(?:the |an |our |my )*(?!microsoft |ms |via )(?:[a-z-]+ ){0,2}outlook(?: (?:for|on|of|in|to) .+)?|"
    r"looking ahead|the (?:road|path|way) ahead|what(?:'|’| i)s next(?: for .+)?|what comes next.*|"
    r"future (?:prospects|directions?|developments?)",
    re.IGNORECASE,
)
_SOURCES = re.compile(
    r"(?:主な)?(?:出典|引用元|情報源|参考(?:文献|資料|記事|情報|リンク)?|出典・参考(?:文献|資料)?)(?:一覧|リスト)?|"
    r"(?:list of )?(?:sources?|references|bibliography)|works cited|sources and references",
    re.IGNORECASE,
)


def is_sources(heading: str) -> bool:
    """Tell whether a heading stands above a list of sources."""
    bare = unicodedata.normalize("NFKC", heading).strip(_FRAME)
    return _SOURCES.fullmatch(_NUMBERING.sub("", bare)) is not None


def own_kinds(headings: tuple[str, ...]) -> Iterator[Kind]:
    """Yield the kinds of section that these headings of the author stand for.

    Numbering, frames and subtitles do not matter: `5. 結論：節目の年` is a conclusion, and
    `まとめと今後の展望` is both.
    """
    for heading in headings:
        bare = unicodedata.normalize("NFKC", heading).strip(_FRAME)
        bare = _SUBTITLE.sub("", _NUMBERING.sub("", bare)).strip(_FRAME)
        wholes = [_kind(bare)]
        parts = [_kind(part) for part in _AND.split(bare)]
        kinds = parts if None not in parts else wholes
        yield from (kind for kind in kinds if kind)


def _kind(bare: str) -> Kind | None:
    if _CONCLUSION.fullmatch(bare):
        return Kind.CONCLUSION
    return Kind.OUTLOOK if _OUTLOOK.fullmatch(bare) else None
