"""Who is quoted: a name beyond doubt, or nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from commentary.quotations import quotations
from commentary.source import parse_source

if TYPE_CHECKING:
    from commentary.source import Source


def read(html: str) -> Source:
    """Read a body as an article."""
    return parse_source(html, title="")


def speakers(source: Source) -> list[str]:
    """Return who is quoted, once for each text."""
    return [q.speaker for q in quotations(list(source.paragraphs), source.language)]


def quoted(*lines: str, before: str = "市は橋の計画を3月に公表しました。") -> Source:
    """Return an article with one quote after a line, among sentences that are no forecasts."""
    inside = "".join(f"<p>{line}</p>" for line in lines)
    return read(
        f"<p>{before}</p><blockquote>{inside}</blockquote><p>{'町の人口はおよそ二万人のままです。' * 3}</p>"
    )


@pytest.mark.parametrize(
    ("source", "labels"),
    [
        pytest.param(
            quoted("新しい橋がいつか必要になるでしょう。", "— 森田葵（川東市長）"),
            ["森田葵"],
            id="dash",
        ),
        pytest.param(
            quoted("新しい橋がいつか必要になるでしょう。——森田葵"),
            ["森田葵"],
            id="dash in the line",
        ),
        pytest.param(
            quoted(
                "新しい橋がいつか必要になるでしょう。",
                before="森田葵（もりた あおい）市長はこう述べました。",
            ),
            ["森田葵市長"],
            id="line before",
        ),
        pytest.param(
            quoted("新しい橋がいつか必要になるでしょう。", before="森田市長は会見に出ました。"),
            [],
            id="no saying",
        ),
        pytest.param(
            quoted(
                "新しい橋がいつか必要になるでしょう。",
                before="森田氏が呼び、林氏はこう述べました。",
            ),
            [],
            id="two names",
        ),
        pytest.param(quoted("新しい橋がいつか必要になるでしょう。"), [], id="nobody"),
        pytest.param(
            read("<blockquote><p>新しい橋がいつか必要になるでしょう。</p></blockquote>"),
            [],
            id="nothing before",
        ),
        pytest.param(
            quoted("新しい橋がいつか必要になるでしょう。", "春、夏、秋"),
            [],
            id="no line that names anyone",
        ),
        pytest.param(
            quoted("The bridge will be needed soon.", "林健、町の会報、2026年"),
            [],
            id="another language",
        ),
        pytest.param(
            quoted(
                f"{'町の橋は古い。' * 30}橋はいつか必ず必要になるでしょう。", "林健、会報、2026年"
            ),
            ["林健"],
            id="long",
        ),
    ],
)
def test_quote_without_a_named_speaker_is_left_out(source: Source, labels: list[str]) -> None:
    """Nobody's words are given to the author, nor to one of two people."""
    assert labels == speakers(source)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Chief engineer Ann Berg wrote to the council the same day:", id="verb"),
        pytest.param("The chief engineer, Ann Berg, told the council:", id="name set off"),
        pytest.param("Ann Berg, chief engineer of Norra, said:", id="office set off"),
    ],
)
def test_speaker_in_english_is_named_by_the_line_before(line: str) -> None:
    """A line that ends in a colon and names one person introduces the quote."""
    html = (
        f"<p>The council asked for advice on the bridge. {line}</p>"
        "<blockquote><p>The old bridge will not last.</p></blockquote>"
    )
    assert ["Ann Berg"] == speakers(read(html))
