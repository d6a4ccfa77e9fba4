"""The words of the feeds themselves and of the page about them, in Japanese and English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """All words of one language."""

    all_articles: str
    in_language: str
    """Of one language: takes its name."""
    without_ai: str
    """Takes the name of a feed."""
    page_title: str
    page_summary: str


_JA = Wording(
    all_articles="すべての記事",
    in_language="{}の記事",
    without_ai="{}（AIが書いた節を除く）",
    page_title="購読する",
    page_summary="新しい記事をフィードリーダーで受け取る方法と、フィードの一覧です。",
)
_EN = Wording(
    all_articles="All articles",
    in_language="Articles in {}",
    without_ai="{} (without AI-written sections)",
    page_title="Subscribe",
    page_summary="How to receive new articles in a feed reader, and a list of all feeds.",
)
_NAMES = {"ja": {"ja": "日本語", "en": "英語"}, "en": {"ja": "Japanese", "en": "English"}}


def wording(language: str) -> Wording:
    """Return the words of a language; English where there are none."""
    return _JA if language.startswith("ja") else _EN


def language_name(language: str, reader: str) -> str:
    """Return what a language is called in the reader's; its code where there is no name."""
    names = _NAMES["ja" if reader.startswith("ja") else "en"]
    return names.get(language.split("-", maxsplit=1)[0], language)
