"""The sitemap: every page that readers may find, with its languages, and no other."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from sitemap.sitemaps import Location, robots_text, sitemap_files
from themed import PAGES, THEME, build_themed_site

if TYPE_CHECKING:
    from collections.abc import Callable

    from sites import Built, Site

_NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
_POSTS = """-- content/a.md --
Title: 題
Date: 2024-01-02 10:00
Slug: a

本文です。
-- content/draft.md --
Title: 下書き
Date: 2024-01-02
Slug: draft
Status: draft

本文です。
-- content/hidden.md --
Title: 隠した記事
Date: 2024-01-02
Slug: hidden
Status: hidden

本文です。
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the themed site with its sitemap once."""
    plugins = ["hand_made_sections", "contents", "stylesheet", "feeds", "facts"]
    return build_themed_site(
        tmp_path_factory.mktemp("sitemap"), PLUGINS=[*plugins, "sitemap", "policy"]
    )


def _urls(built: Built, name: str = "sitemap.xml") -> dict[str, etree._Element]:
    root = etree.fromstring(built.files()[name])
    return {str(url.findtext("s:loc", namespaces=_NAMES)): url for url in root}


def test_every_page_is_listed_once(built: Built) -> None:
    """All pages stand in the sitemap but the one for what is not found."""
    pages = {name for name in built.files() if name.endswith(".html")} - {"404.html"}
    text = built.html("sitemap.xml")

    assert len(pages) == text.count("<url>")
    of_plugins = {PAGES[name] for name in ("search", "ledger", "ledger, one outcome")}
    assert set(PAGES.values()) - {"404.html"} - of_plugins <= pages
    assert "404" not in text


def test_addresses_are_those_that_pages_claim(built: Built) -> None:
    """A page's canonical address and the sitemap's are the same."""
    urls = _urls(built)

    assert {"https://blog.example/", "https://blog.example/full.html"} <= set(urls)
    assert "https://blog.example/tag/%E6%B8%AF.html" in urls
    assert 'rel="canonical" href="https://blog.example/tag/%E6%B8%AF.html"' in built.html(
        "tag/港.html"
    )


@pytest.mark.parametrize("page", ["full.html", "full-en.html"])
def test_translations_name_each_other(built: Built, page: str) -> None:
    """Each version lists all versions, itself among them, and the default for other readers."""
    links = _urls(built)[f"https://blog.example/{page}"].iterfind("x:link", _NAMES)

    expected = {
        "ja": "https://blog.example/full.html",
        "en": "https://blog.example/full-en.html",
        "x-default": "https://blog.example/full.html",
    }
    assert expected == {str(link.get("hreflang")): link.get("href") for link in links}


def test_days_of_change_are_the_authors(built: Built) -> None:
    """`Modified:` or else `Date:`; a list, which nobody dates, has none."""
    urls = _urls(built)
    days = {url: element.findtext("s:lastmod", namespaces=_NAMES) for url, element in urls.items()}

    assert "2024-03-05T10:00:00+09:00" == days["https://blog.example/full.html"]
    assert "2023-11-20T18:30:00+09:00" == days["https://blog.example/plain.html"]
    assert days["https://blog.example/"] is None


def test_drafts_and_hidden_articles_are_left_out(site: Callable[..., Site]) -> None:
    """What has an address and is shown in no list stands in no sitemap either."""
    built = site(_POSTS, PLUGINS=["sitemap"]).build()

    assert "hidden.html" in built.files()
    assert "https://blog.example/a.html" in _urls(built)
    assert "draft" not in built.html("sitemap.xml")
    assert "hidden" not in built.html("sitemap.xml")


def test_pages_that_ask_for_it_are_left_out(site: Callable[..., Site]) -> None:
    """A page of a theme that says `noindex` of itself is not listed."""
    theme = '-- t/templates/article.html --\n<meta content="noindex, follow" name="robots">\n'
    built = site(_POSTS + theme, PLUGINS=["sitemap"], THEME="t").build()

    assert 0 == built.code
    assert not [url for url in _urls(built) if url.endswith("/a.html")]


def test_drafts_ask_to_be_left_out(site: Callable[..., Site]) -> None:
    """The theme's draft and hidden pages say `noindex`; a published article does not."""
    built = site(
        _POSTS,
        PLUGINS=["contents", "stylesheet"],
        THEME=str(THEME),
        JINJA_ENVIRONMENT={"autoescape": True},
    ).build()
    mark = '<meta name="robots" content="noindex">'

    assert mark in built.html("drafts/draft.html")
    assert mark in built.html("hidden.html")
    assert mark not in built.html("a.html")


def test_robots_are_told_where_it_is(built: Built) -> None:
    """`robots.txt` allows everything and names the sitemap."""
    assert robots_text("https://blog.example/") == built.html("robots.txt")
    assert "Sitemap: https://blog.example/sitemap.xml" in built.html("robots.txt")


def test_an_authors_own_robots_file_stays(site: Callable[..., Site]) -> None:
    """A `robots.txt` among the static files is not replaced."""
    own = "-- content/extra/robots.txt --\nUser-agent: *\nDisallow: /x\n"
    built = site(
        _POSTS + own,
        PLUGINS=["sitemap"],
        STATIC_PATHS=["extra"],
        EXTRA_PATH_METADATA={"extra/robots.txt": {"path": "robots.txt"}},
    ).build()

    assert "User-agent: *\nDisallow: /x\n" == built.html("robots.txt")
    assert "sitemap.xml" in built.files()


def test_a_site_below_a_path_has_no_robots_file(site: Callable[..., Site]) -> None:
    """Robots ask the root of the host only, where such a site has nothing."""
    files = site(_POSTS, PLUGINS=["sitemap"], SITEURL="https://x.example/blog").build().files()

    assert b"<loc>https://x.example/blog/a.html</loc>" in files["sitemap.xml"]
    assert "robots.txt" not in files


def test_a_local_build_has_none(site: Callable[..., Site]) -> None:
    """Without a public address there is nothing that a sitemap could say."""
    files = site(_POSTS, PLUGINS=["sitemap"], SITEURL="", RELATIVE_URLS=True).build().files()

    assert not {"sitemap.xml", "robots.txt"} & set(files)


def test_many_pages_are_divided() -> None:
    """Beyond the protocol's limit, an index lists files that together have every page once."""
    locations = [Location(f"https://b.example/{number:03}") for number in range(25)]
    files = sitemap_files(locations, "https://b.example/", most=10)

    assert ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"] == list(files)
    index = etree.fromstring(files["sitemap.xml"].encode())
    assert [f"https://b.example/sitemap-{n}.xml" for n in (1, 2, 3)] == index.xpath(
        "s:sitemap/s:loc/text()", namespaces=_NAMES
    )
    assert 25 == sum(text.count("<url>") for text in files.values())


def test_signs_in_addresses_are_escaped() -> None:
    """An `&` in an address does not end the file."""
    when = dt.datetime(2024, 1, 2, tzinfo=dt.UTC)
    url = "https://b.example/?a&b"
    versions = (("ja", url), ("en", url))
    (text,) = sitemap_files([Location(url, when, versions, url)], "").values()
    root = etree.fromstring(text.encode())

    assert [url] == root.xpath("s:url/s:loc/text()", namespaces=_NAMES)
    assert [url] * 3 == root.xpath("s:url/x:link/@href", namespaces=_NAMES)


def test_an_empty_site_has_an_empty_sitemap() -> None:
    """No page at all gives a file that can be read."""
    (text,) = sitemap_files([], "https://b.example/").values()

    assert [] == list(etree.fromstring(text.encode()))
