"""Plain HTML becomes the tree that Beautiful Soup makes of it."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commentary.html_tree import Element, _plain_tree, read_tree
from commentary.tolerant_html import tolerant_tree
from sites import ROOT

_PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            '<p id="p1">',
            "<br>",
            "<br/>",
            "<div>",
            "</div>",
            "<pre>",
            "</pre>",
            "<b>",
        ),
        *("</b>", '<a href="/a?b&amp;c" class="x y  z">', "</a>", "<P>", "</P >", "<li>", "</li>"),
        *(
            "<img alt>",
            "<image>",
            "<p/>",
            "<ruby>",
            "</ruby>",
            "<rt>",
            "</rt>",
            "<script>",
            "&nbsp;",
        ),
        *("&amp;", "&lt", "&#8617;", "&unknown;", "&#1;", "<!-- a -->", "<![CDATA[a]]>", "<", ">"),
        *(
            "text",
            "漢字",
            "\n",
            " ",
            "\t\n ",
            "\v",
            "\u3000",
            '"',
            '<p class="a" class="b">',
            "<p id>",
        ),
    ]
)


def _shape(item: object) -> object:
    if isinstance(item, Element):
        inner = [_shape(child) for child in item.contents]
        return item.name, item.start, item.attributes, sorted(item.classes), inner, item.text
    return type(item).__name__, item


@given(st.lists(_PIECES, max_size=14).map("".join))
@example("<pre> <b>\n \n</b></pre> \n ")
@settings(max_examples=300)
def test_the_tree_is_the_same(html: str) -> None:
    """Where the short way says that it can read something, it reads what the long way reads."""
    plain = _plain_tree(html)
    if plain is not None:
        assert _shape(tolerant_tree(html)) == _shape(plain)


@pytest.mark.parametrize("path", sorted((ROOT / "content" / "posts").glob("*.md")), ids=str)
def test_posts_take_the_short_way(path: object) -> None:
    """What Markdown makes of the blog's own posts is plainly written."""
    assert hasattr(path, "read_text")
    html = markdown.markdown(path.read_text(encoding="utf-8"), extensions=["extra"])
    plain = _plain_tree(html)
    assert plain is not None
    assert _shape(tolerant_tree(html)) == _shape(plain)


def test_open_elements_are_left_to_beautiful_soup() -> None:
    """Crossed and open elements are no failure."""
    assert ["p", "p"] == [child.name for child in read_tree("<p>A<b>B</p><p>C</p>").children]
