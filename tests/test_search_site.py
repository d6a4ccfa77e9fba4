"""The search of a whole site: what is in the index, where the page stands, what every page links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from themed import THEME, build_themed_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sites import Built, Site

_EXTRA = """-- content/posts/draft.md --
Title: 下書きの題名
Date: 2024-01-01
Slug: draft
Status: draft

下書きの本文です。
-- content/pages/hidden.md --
Title: 隠れた頁
Slug: hidden
Status: hidden

隠れた本文です。
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the themed site with its search."""
    return build_themed_site(tmp_path_factory.mktemp("search"))


def texts(built: Built) -> str:
    """Return all that a search can show."""
    files = built.files()
    return "".join(files[name].decode() for name in files if name.startswith("search/texts/"))


def test_articles_translations_and_pages_are_found(built: Built) -> None:
    """Everything that is published has its text in the index, under its address."""
    shown = texts(built)
    urls = set(re.findall(r"^[^\t\n]+\t([^\t]+)\t[^\t]*\t\w+$", shown, flags=re.MULTILINE))

    assert {"full.html", "full-en.html", "plain.html", "pages/about.html"} <= urls
    assert "-市議会は市電を港まで延ばす計画を可決しました。" in shown


def test_sections_of_a_model_are_marked_and_extracts_left_out(built: Built) -> None:
    """A sentence that AI wrote says so in the results; an extract's stands in the article."""
    lines = texts(built).splitlines()

    assert [line for line in lines if line.startswith("+")]
    assert not [line for line in lines if "この記事にはAIが書いた節があります" in line]


def test_drafts_and_hidden_pages_are_not_found(tmp_path: Path) -> None:
    """What is not published cannot be found, not even by its file in the index."""
    built = build_themed_site(tmp_path, extra=_EXTRA)

    assert (built.output / "drafts").is_dir()
    assert "下書き" not in texts(built)
    assert "隠れた" not in texts(built)


def test_each_language_has_its_page(built: Built) -> None:
    """The page stands in each language, and both read the one index."""
    for name, language, word in (("search/", "ja", "検索"), ("en/search/", "en", "Search")):
        page = BeautifulSoup(built.html(f"{name}index.html"), "html.parser")
        form = page.select("form")[0]

        assert language == page.select("html")[0]["lang"]
        assert word == page.select("h1")[0].get_text()
        assert "https://blog.example/search/" == form["data-index"]
        assert "q" == form.select("input")[0]["name"]
    assert not (built.output / "en" / "search" / "index.txt").exists()


def test_pages_link_the_search_of_their_language(built: Built) -> None:
    """The header leads to the search page that speaks the language of the page."""
    for name, expected in (("full.html", "search/"), ("full-en.html", "en/search/")):
        links = BeautifulSoup(built.html(name), "html.parser").select(".site-header a")

        assert f"https://blog.example/{expected}" in [link["href"] for link in links]


def test_only_the_search_page_may_run_scripts_of_the_site(built: Built) -> None:
    """The other pages give scripts from files no permission."""
    assert "script-src 'self' " in built.html("search/index.html")
    for name, content in built.files().items():
        if name.endswith(".html") and not name.endswith("search/index.html"):
            assert b"script-src 'self'" not in content, name


def test_without_the_plugin_nothing_is_linked(tmp_path: Path) -> None:
    """Switched off, the plugin leaves no page, no index and no link."""
    built = build_themed_site(tmp_path, PLUGINS=["hand_made_sections", "contents", "stylesheet"])

    assert not (built.output / "search").exists()
    assert (
        "search"
        not in BeautifulSoup(built.html("full.html"), "html.parser").select("header")[0].text
    )
    assert "検索" not in built.html("full.html")


def test_same_sources_give_the_same_bytes(tmp_path: Path, built: Built) -> None:
    """The order in which Pelican reads files makes no difference to the index."""
    (tmp_path / "other").mkdir()
    other = build_themed_site(tmp_path / "other")
    again = [
        {name: content for name, content in site.files().items() if name.startswith("search/")}
        for site in (built, other)
    ]

    assert again[0] == again[1]


def test_place_is_a_setting(tmp_path: Path) -> None:
    """The page may have another name, and the index goes with it."""
    built = build_themed_site(tmp_path, SEARCH_SAVE_AS="find.html")

    assert (built.output / "find" / "index.txt").is_file()
    assert "https://blog.example/find/" in built.html("find.html")
    assert 'href="https://blog.example/en/find.html"' in built.html("full-en.html")


def test_page_with_the_same_address_is_named(site: Callable[..., Site]) -> None:
    """A page of the author's is not overwritten: the log says what to change."""
    text = "-- content/pages/s.md --\nTitle: 検索\nSlug: search\n\n本文です。\n"
    built = site(
        text,
        PLUGINS=["contents", "stylesheet", "search_index"],
        THEME=str(THEME),
        PAGE_PATHS=["pages"],
        PAGE_SAVE_AS="{slug}/index.html",
        JINJA_ENVIRONMENT={"autoescape": True},
        SITESUBTITLE="",
    ).build()

    assert "pages/s.md: is written to `search/index.html`, where the search page" in built.log
    assert "本文です" in built.html("search/index.html")


def test_theme_without_the_template_is_told(site: Callable[..., Site]) -> None:
    """In a theme that knows no search, one line says so, and the site is built."""
    text = "-- content/a.md --\nTitle: 題\nDate: 2024-01-01\nSlug: a\n\n本文です。\n"
    built = site(text, PLUGINS=["search_index"]).build()

    assert 0 == built.code
    assert "`search.html`" in built.log
    assert (built.output / "a.html").is_file()
    assert not (built.output / "search").exists()
