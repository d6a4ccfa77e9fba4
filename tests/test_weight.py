"""What a page adds to its text on the wire, in an article with sections and in a long one."""

from __future__ import annotations

import gzip
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from sites import ROOT, Built
from themed import build_themed_site
from workbench.pages.weights import page_weight, text_length

if TYPE_CHECKING:
    from pathlib import Path

_PLUGINS = [
    *("hand_made_sections", "imprint", "relations", "contents", "stylesheet"),
    *("search_index", "feeds", "facts", "compact", "policy"),
]
_ARTICLE = """-- content/posts/{slug}.md --
Title: 日銀がマイナス金利を解除、賃上げに押された17年ぶりの利上げと、その後に残る問い
Date: 2024-03-19 18:30
Slug: {slug}
Lang: ja
Author: 編集部
Category: 交通
Tags: 日本銀行, 金融政策, 賃上げ
Summary: 日本銀行がマイナス金利政策を終え、2007年以来の利上げを決めました。何が決まり、何がまだ分からないのかを、決定の文面にそって整理します。

{body}
"""


def _bodies() -> str:
    """Return the running text of the sample articles in Japanese, the longest first."""
    paths = (ROOT / "content" / "posts").glob("*.md")
    texts = (path.read_text(encoding="utf-8") for path in paths)
    bodies = (text.split("\n\n", 1)[1] for text in texts if "Lang: ja" in text)
    paragraphs = "\n\n".join(sorted(bodies, key=len, reverse=True)).split("\n\n")
    return "\n\n".join(text for text in paragraphs if "](" not in text and "[^" not in text)


def _cut(text: str, length: int) -> str:
    """Cut after the paragraph in which so many characters are reached."""
    end = text.find("\n\n", length)
    return text[: end if end > 0 else len(text)]


@pytest.mark.parametrize(("length", "most"), [(1250, 5600), (2000, 5800), (7800, 6900)])
def test_a_page_adds_little_to_its_text(tmp_path: Path, length: int, most: int) -> None:
    """Markup, style and script of an article with sections, grounds and labels stay small.

    The text is taken off, since how far words can be compressed is their author's affair.
    """
    built = _built(tmp_path, length)
    main = BeautifulSoup(built.html("long.html"), "html.parser").main
    assert main
    words = len(gzip.compress("".join(main.get_text().split()).encode("utf-8")))
    added = page_weight(built.output, PurePosixPath("long.html")) - words

    assert most >= added


def test_a_page_of_4000_characters_keeps_its_budget(tmp_path: Path) -> None:
    """An article of some 4,000 characters, with three sections by a model, weighs 9 kB at most."""
    built = _built(tmp_path, 1200)

    assert 3_900 <= text_length(built.html("long.html")) <= 4_000
    assert 9_000 >= page_weight(built.output, PurePosixPath("long.html"))


def _built(root: Path, length: int) -> Built:
    """Build an article whose own text has at least so many characters of Markdown."""
    text = _bodies()
    body = _cut(text, length)
    sentences = re.findall(r"[^。\n#>|-][^。\n]{20,}。", text[len(body) :])
    article = _ARTICLE.format(slug="long", body=body)
    return build_themed_site(root, article, HAND_MADE_SENTENCES=sentences, PLUGINS=_PLUGINS)
