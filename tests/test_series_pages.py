"""A page for each series: its parts in order, at an address of its own, linked from each part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from sites import ROOT, Site
from themed import build_themed_site

if TYPE_CHECKING:
    from pathlib import Path

_PLUGINS = ("relations", "contents", "stylesheet", "search_index", "sitemap")


def part(slug: str, series: str, index: int, lang: str = "ja", day: int = 1) -> str:
    """Return the source of one part."""
    return (
        f"-- content/posts/{slug}.md --\nTitle: 題 {slug}\nDate: 2024-05-0{day}\nSlug: {slug}\n"
        f"Lang: {lang}\nCategory: 経済\nSummary: 要約\nSeries: {series}\nSeries_Index: {index}\n\n"
        "本文です。\n\n"
    )


_POSTS = (
    part("b", "Ａ 鉄道", 2, day=1)
    + part("a", "a 鉄道", 1, day=2)
    + part("c", "Towns", 1, "en")
    + part("d", "Towns", 2, "en")
    + part("alone", "ひとつ", 1)
)


def test_a_series_has_a_page(tmp_path: Path) -> None:
    """Its parts stand in their order, each part links to it, and it is in the sitemap."""
    built = build_themed_site(tmp_path, _POSTS, PLUGINS=[*_PLUGINS])
    page = BeautifulSoup(built.html("series/a-鉄道/index.html"), "html.parser")
    links = [str(link["href"]).rsplit("/", 1)[1] for link in page.select(".article-card h2 a")]
    box = BeautifulSoup(built.html("b.html"), "html.parser").select_one("#series-title a")

    assert ["a.html", "b.html"] == links
    assert box
    assert str(box["href"]).endswith("/series/a-%E9%89%84%E9%81%93/")
    assert "第2回" in page.get_text()
    assert "/series/a-%E9%89%84%E9%81%93/" in built.html("sitemap.xml")


def test_a_series_speaks_its_language(tmp_path: Path) -> None:
    """A series of another language stands below it, in its words."""
    built = build_themed_site(tmp_path, _POSTS, PLUGINS=[*_PLUGINS])
    page = BeautifulSoup(built.html("en/series/towns/index.html"), "html.parser")

    assert page.html
    assert "en" == page.html["lang"]
    assert page.h1
    assert "Series: Towns" == page.h1.get_text()


def test_one_article_is_no_series(tmp_path: Path) -> None:
    """It has neither a page nor a box."""
    built = build_themed_site(tmp_path, _POSTS, PLUGINS=[*_PLUGINS])

    assert not (built.output / "series" / "ひとつ").exists()
    assert "series-title" not in built.html("alone.html")


def test_without_an_address_no_page_is_written(tmp_path: Path) -> None:
    """An empty setting leaves pages and links out."""
    built = build_themed_site(tmp_path, _POSTS, PLUGINS=[*_PLUGINS], SERIES_SAVE_AS="")

    assert not (built.output / "series").exists()
    assert "<a" not in str(
        BeautifulSoup(built.html("b.html"), "html.parser").select_one("#series-title")
    )


def test_two_names_with_one_address_are_told(tmp_path: Path) -> None:
    """The one that comes first has the page; the other is named, and loses nothing else."""
    posts = part("a", "A!", 1) + part("b", "A!", 2) + part("c", "A?", 1) + part("d", "A?", 2)
    built = build_themed_site(tmp_path, posts, PLUGINS=[*_PLUGINS])

    assert "the series `A?` and `A!` would both be written to `series/a/index.html`" in built.log
    assert "series-title" in built.html("c.html")


def test_an_article_keeps_its_address(tmp_path: Path) -> None:
    """A series that would be written where an article stands is named and left out."""
    posts = part("a", "A", 1) + part("b", "A", 2)
    settings = {
        "THEME": str(ROOT / "theme"),
        "PLUGINS": [*_PLUGINS],
        "COMMENTARY": ...,
        "SERIES_SAVE_AS": "{slug}.html",
        "JINJA_ENVIRONMENT": {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True},
    }
    built = Site(tmp_path, posts, settings).build()

    assert "content/posts/a.md: is written to `a.html`, where the series `A` stands" in built.log
    assert "本文です。" in built.html("a.html")


def test_search_knows_the_series(tmp_path: Path) -> None:
    """A word of the name finds the parts."""
    built = build_themed_site(tmp_path, _POSTS, PLUGINS=[*_PLUGINS])
    files = "".join(
        text.decode() for name, text in built.files().items() if name.startswith("search/")
    )

    assert "鉄道" in files
