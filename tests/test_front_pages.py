"""A front page for each further language: what it lists, what leads to it, what stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from sites import ROOT, Site
from themed import build_themed_site

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sites import Built

_PLUGINS = ("front_pages", "relations", "contents", "stylesheet", "feeds", "sitemap")


_JAPANESE = (
    "-- content/posts/a.md --\nTitle: 題\nDate: 2024-05-01\nSlug: a\nLang: ja\nCategory: 経済\n"
    "Summary: 要約\n\n本文です。\n\n"
)


def plain_site(root: Path, text: str, plugins: Iterable[str]) -> Built:
    """Build a blog that has only what is given."""
    root.mkdir(exist_ok=True)
    settings: dict[str, object] = {
        "THEME": str(ROOT / "theme"),
        "PLUGINS": [*plugins],
        "COMMENTARY": ...,
        "ARTICLE_PATHS": ["posts"],
        "PAGE_PATHS": ["pages"],
        "FEEDS": {"identity": "blog.example,2024"},
        "FEED_ALL_ATOM": None,
        "JINJA_ENVIRONMENT": {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True},
    }
    return Site(root, text, settings).build()


def english(*slugs: str) -> str:
    """Return articles in English that have no translation."""
    return "".join(
        f"-- content/posts/{slug}.md --\nTitle: On {slug}\nDate: 2024-06-0{day}\nSlug: {slug}\n"
        f"Lang: en\nCategory: 経済\nSummary: In short.\n\nText.\n\n"
        for day, slug in enumerate(slugs, start=1)
    )


def soup(built: Built, name: str) -> BeautifulSoup:
    """Read a page."""
    return BeautifulSoup(built.html(name), "html.parser")


def addresses(page: BeautifulSoup, selector: str) -> list[str]:
    """Return where the links lead that a selector finds."""
    return [str(link["href"]) for link in page.select(selector)]


def test_it_lists_its_language(tmp_path: Path) -> None:
    """Articles of that language only, translations among them, the newest first, in its words."""
    built = build_themed_site(tmp_path, english("one", "two", "three"), PLUGINS=[*_PLUGINS])
    page = soup(built, "en/index.html")
    listed = [link.rpartition("/")[2] for link in addresses(page, ".article-card h2 a")]

    assert isinstance(page.html, Tag)
    assert "en" == page.html["lang"]
    assert ["three-en.html", "two-en.html", "one-en.html"] == listed
    assert "full-en.html" in built.html("en/index2.html")


def test_languages_lead_to_each_other(tmp_path: Path) -> None:
    """Lists of one language lead to the front page of the other, and machines are told."""
    built = build_themed_site(tmp_path, PLUGINS=[*_PLUGINS])
    japanese, english_page = soup(built, "index.html"), soup(built, "en/index.html")
    home = "https://blog.example/"

    assert [f"{home}en/"] == addresses(japanese, ".site-header nav a[hreflang=en]")
    assert [home] == addresses(english_page, ".site-header nav a[hreflang=ja]")
    for page in (japanese, english_page):
        assert [f"{home}en/", home, home] == addresses(page, "head link[hreflang]")
    assert [] == addresses(soup(built, "archives.html"), "head link[hreflang]")


def test_an_article_leads_to_the_front_page_of_its_language(tmp_path: Path) -> None:
    """The name of the site does it; no further link is paid for."""
    built = build_themed_site(tmp_path, PLUGINS=[*_PLUGINS])

    assert ["https://blog.example/en/"] == addresses(soup(built, "full-en.html"), "a.site-name")
    assert ["https://blog.example/"] == addresses(soup(built, "full.html"), "a.site-name")
    assert [] == addresses(soup(built, "full.html"), ".site-header nav a[hreflang]")


def test_feeds_and_sitemap_know_it(tmp_path: Path) -> None:
    """The feed of the language names it as its page; the sitemap has both versions."""
    built = build_themed_site(tmp_path, PLUGINS=[*_PLUGINS])
    sitemap = built.html("sitemap.xml")

    assert '<link rel="alternate" type="text/html" href="https://blog.example/en/"/>' in built.html(
        "feeds/en.atom.xml"
    )
    assert "<loc>https://blog.example/en/</loc>" in sitemap
    assert 'hreflang="x-default" href="https://blog.example/"' in sitemap


def test_a_blog_in_one_language_has_none(tmp_path: Path) -> None:
    """Without an article in another language, pages are as without the plugin."""
    one = plain_site(tmp_path / "a", _JAPANESE, _PLUGINS)
    without = plain_site(tmp_path / "b", _JAPANESE, _PLUGINS[1:])

    assert not (one.output / "en").exists()
    assert without.files() == one.files()


def test_a_page_keeps_its_address(tmp_path: Path) -> None:
    """A page that stands there already is not written over, and its author is told."""
    page = (
        "-- content/pages/en.md --\nTitle: English\nSlug: en\nSave_as: en/index.html\nURL: en/\n\n"
        "My own.\n\n"
    )
    built = plain_site(tmp_path, _JAPANESE + english("one") + page, _PLUGINS)

    assert "content/pages/en.md: is written to `en/index.html`" in built.log
    assert "My own." in built.html("en/index.html")
