"""Pages in fewer bytes: the same elements, attributes and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from browser import open_chromium
from compact.markup import compacted
from compact.plugin import packed, unpacked
from themed import PAGES, PLUGINS, build_themed_site

if TYPE_CHECKING:
    from pathlib import Path

# What a browser makes of a page, without its policy and the white space that nobody sees.
_TREE = """([html]) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  page.querySelectorAll("meta[http-equiv]").forEach((meta) => meta.remove());
  const tree = (node) => node.nodeType == 3 ? node.data.replace(/[ \\t\\n]+/g, " ")
    : [node.nodeName, [...node.attributes].map((one) => one.name + "=" + one.value),
       [...node.childNodes].filter((child) => child.nodeType != 8).map(tree)
         .filter((child) => child != " ")];
  return JSON.stringify(tree(page.documentElement)) + page.querySelector("main").textContent
    .replace(/\\s+/g, "");
}"""


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param('<p class="a" id="p1">x</p>', "<p class=a id=p1>x</p>", id="quotes"),
        pytest.param("<p>x</p>\n<p>y</p></div>", "<p>x<p>y</div>", id="end-of-a-paragraph"),
        pytest.param("<a><p>x</p></a>", "<a><p>x</p></a>", id="paragraph-in-a-link"),
        pytest.param("<p>x</p>y<p>", "<p>x</p>y<p>", id="text-after-a-paragraph"),
        pytest.param('<p class="a b" title="">x</p>', '<p class="a b" title="">x</p>', id="needed"),
        pytest.param("<p title='a'>x</p>", "<p title='a'>x</p>", id="others-quotes"),
        pytest.param("<p title='a=\"b\"'>", "<p title='a=\"b\"'>", id="quotes-inside"),
        pytest.param('<a href="/a/">x</a>', "<a href=/a/>x</a>", id="end-in-a-slash"),
        pytest.param('<a href="?a=b">x</a>', '<a href="?a=b">x</a>', id="sign-of-equality"),
        pytest.param('<img alt="x"/>', '<img alt="x"/>', id="closed-in-itself"),
        pytest.param("<ul>\n <li>x</li>\n</ul>", "<ul><li>x</ul>", id="between-blocks"),
        pytest.param("<b>x</b>\n<i>y</i>", "<b>x</b>\n<i>y</i>", id="between-words"),
        pytest.param("<p>x <b>y</b>\nz</p>", "<p>x <b>y</b>\nz</p>", id="text"),
        pytest.param("<p>x</p>\u3000<p>", "<p>x</p>\u3000<p>", id="full-width-space"),
        pytest.param('<pre>\n<b id="x">\n</pre>', '<pre>\n<b id="x">\n</pre>', id="pre"),
        pytest.param("<script>a = '<p id=\"b\">'\n</script>", None, id="script"),
        pytest.param('<svg><path d="M0"/>\n<g id="x"></g></svg>', None, id="svg"),
        pytest.param('<!-- <p id="x"> -->', None, id="comment"),
        pytest.param('<!-- <p id="x">', None, id="comment-without-an-end"),
        pytest.param(
            '<PRE><p id="x"></Pre ><p id="x">', '<PRE><p id="x"></Pre ><p id=x>', id="case"
        ),
        pytest.param('a < b <p id="x"', None, id="no-tag"),
    ],
)
def test_what_goes_and_what_stays(html: str, expected: str | None) -> None:
    """Quotes that nothing needs go, and white space beside blocks; all else stays (`None`)."""
    assert (html if expected is None else expected) == compacted(html)


@given(st.lists(st.sampled_from(["<p>", '<a href="/x/">', "</a>", " ", "\n", "あ", "<br>", '"'])))
def test_twice_is_once(pieces: list[str]) -> None:
    """What is compact already stays the same, whatever the page looks like."""
    once = compacted("".join(pieces))

    assert once == compacted(once)


@given(st.text(), st.text(alphabet="ab /=\"'<>`&\n"))
def test_values_stay_what_they_were(text: str, value: str) -> None:
    """A value is read as it was written, and so is the text of a paragraph."""
    soup = BeautifulSoup("<p></p>", "html.parser")
    paragraph = soup.p
    assert paragraph is not None
    paragraph["title"], paragraph.string = value, text.replace("\r", "")
    read = BeautifulSoup(compacted(str(soup)), "html.parser").p

    assert read is not None
    assert paragraph["title"] == read["title"]
    assert paragraph.get_text().strip(" \t\n\f") == read.get_text().strip(" \t\n\f")


@pytest.mark.browser
def test_browsers_see_the_same_page(tmp_path: Path) -> None:
    """Of every kind of page, elements, attributes and words are those of the page as written."""
    plain = build_themed_site(tmp_path / "plain")
    small = build_themed_site(tmp_path / "small", PLUGINS=[*PLUGINS[:-1], "compact", "policy"])
    with open_chromium() as browser:
        page = browser.new_page()
        differing = [
            name
            for name, path in PAGES.items()
            if page.evaluate(_TREE, [plain.html(path)]) != page.evaluate(_TREE, [small.html(path)])
        ]

    assert [] == differing
    assert len(small.html("full.html")) < 0.97 * len(plain.html("full.html"))


def test_page_comes_back_from_what_is_kept() -> None:
    """Also with half of a pair of surrogates, which a broken source may hold."""
    page = '<p class="a">日本語\ud800</p>\n<p>'

    assert compacted(page) == unpacked(packed(page))
