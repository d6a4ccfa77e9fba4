"""Markdown's patterns are tried only where they can match, and the HTML stays the same."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from sites import ROOT
from swift.markdown_signs import _ALWAYS, _SIGNS, VERSION, Signs

_EXTENSIONS = ["extra", "toc", "sane_lists", "smarty", "wikilinks", "admonition", "nl2br"]
_PIECES = st.sampled_from(
    [
        *(
            "*",
            "**",
            "_",
            "__",
            "`",
            "``",
            "\\",
            "[",
            "]",
            "(",
            ")",
            "![",
            "[^1]",
            "[a]: /b",
            "<",
            ">",
        ),
        *(
            "&",
            "&amp;",
            "&#1;",
            "  \n",
            "\n",
            "\n\n",
            "- ",
            "1. ",
            "# ",
            "> ",
            "    ",
            "|",
            "---",
            ":",
        ),
        *("<https://a.example>", "<a@b.example>", "<b>", "</b>", "<!-- a -->", '[a](/b "c")', '"'),
        *(
            "[[wiki]]",
            "*[a]: b",
            "a",
            "word",
            "漢字",
            "。",
            " ",
            "[^1]: note",
            "{#a .b}",
            "!!! note",
        ),
        *("\u0002", "\u0003", "klzzwxh:0000", "~~~", "\\*", "\\`", "'", "--"),
    ]
)


@given(st.lists(_PIECES, max_size=25).map("".join))
@example("[link](/a) and **strong**")
@example("`a` *b* `c` [d](/e) _f_ <g> &amp; \\* ![h](/i)")
@settings(max_examples=400, deadline=None)
def test_html_is_the_same(text: str) -> None:
    """Whatever stands in a text, and in whatever order, it becomes the same HTML."""
    for extensions in (["extra"], _EXTENSIONS):
        expected = Markdown(extensions=extensions).convert(text)
        assert expected == Markdown(extensions=[*extensions, Signs()]).convert(text)


def test_posts_are_the_same() -> None:
    """The blog's own posts become the same HTML."""
    for path in sorted((ROOT / "content").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        expected = Markdown(extensions=["extra", "toc"]).convert(text)
        assert expected == Markdown(extensions=["extra", "toc", Signs()]).convert(text)


def test_every_pattern_of_the_blog_has_its_signs() -> None:
    """A pattern of Python-Markdown that changes its expression would be tried always again."""
    if markdown.__version_info__[:2] != VERSION:
        pytest.fail("another Python-Markdown: compare `markdown_signs` with its `treeprocessors`")
    patterns = Markdown(extensions=["extra", "toc"]).inlinePatterns
    tried = [pattern.pattern for pattern in patterns if pattern.pattern not in _SIGNS]
    assert [] == tried
    assert all(signs != _ALWAYS for signs in _SIGNS.values())
