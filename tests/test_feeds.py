"""Feeds: valid in both formats, in their language, with lasting ids and complete addresses."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import feedparser
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from commentaries import ARTICLE, WITH_MODEL, good_reply
from fault_server import FaultServer
from feeds.bodies import feed_body, without_ai_sections, without_control
from feeds.errors import FeedSettingsError
from feeds.identity import Naming, blog_identity, entry_ids
from feeds.settings import FeedSettings, load_settings
from themed import THEME, build_themed_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sites import Built, Site

_ATOM = {"a": "http://www.w3.org/2005/Atom", "media": "http://search.yahoo.com/mrss/"}
_PAGE = "https://blog.example/posts/a/"
_PLUGINS = ["hand_made_sections", "contents", "stylesheet", "facts", "feeds", "policy"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the themed site with its feeds once for all tests that only read it."""
    return build_themed_site(tmp_path_factory.mktemp("feeds"), PLUGINS=_PLUGINS, FEED_ALL_ATOM=None)


def _atoms(built: Built) -> dict[str, etree._Element]:
    names = [name for name in built.files() if name.endswith(".atom.xml")]
    return {name: etree.fromstring(built.files()[name]) for name in names}


def _json(built: Built, name: str) -> dict[str, Any]:
    feed: dict[str, Any] = json.loads(built.html(name))
    return feed


def _texts(element: etree._Element, path: str) -> list[str]:
    found = element.xpath(path, namespaces=_ATOM)
    assert isinstance(found, list)
    return [str(text) for text in found]


# --- whole feeds ----------------------------------------------------------------------------


def test_every_list_has_its_feeds(built: Built) -> None:
    """The site, each language, category and tag have a feed in each format."""
    stems = {
        re.sub(r"\.(atom\.xml|json)$", "", name)
        for name in built.files()
        if name.startswith("feeds/")
    }

    general = {"all", "ja", "en"} | {"all-without-ai", "ja-without-ai", "en-without-ai"}
    terms = {"category/交通", "tag/港", "tag/市電", "tag/c"}
    assert {f"feeds/{stem}" for stem in general | terms} == stems
    assert all({f"{stem}.atom.xml", f"{stem}.json"} <= set(built.files()) for stem in stems)


def test_every_atom_feed_is_read_without_a_complaint(built: Built) -> None:
    """A feed reader's parser finds nothing wrong, and every entry."""
    for name in _atoms(built):
        feed = feedparser.parse(built.files()[name])

        assert not feed.bozo, name
        assert feed.entries, name


def test_atom_has_what_its_standard_demands(built: Built) -> None:
    """RFC 4287: one id, title, day of change and author for feeds and entries; a link to itself."""
    for name, feed in _atoms(built).items():
        for element in (feed, *feed.iterfind("a:entry", _ATOM)):
            for wanted in ("id", "title", "updated"):
                assert 1 == len(element.findall(f"a:{wanted}", _ATOM)), (name, wanted)
            (updated,) = _texts(element, "a:updated/text()")
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00", updated), name
        ids = _texts(feed, "a:entry/a:id/text()")
        assert len(set(ids)) == len(ids), name
        assert _texts(feed, "a:author/a:name/text()")
        (own,) = _texts(feed, "a:link[@rel='self']/@href")
        assert f"https://blog.example/{quote(name)}" == own


def test_the_kind_of_feed_that_browsers_styled_is_gone(built: Built) -> None:
    """No feed asks for a style sheet in XSL, which browsers no longer read."""
    assert all(b"xml-stylesheet" not in built.files()[name] for name in _atoms(built))


def test_languages_are_named(built: Built) -> None:
    """Feed and entry say their language, and an entry has one link, to its own page."""
    feed = _atoms(built)["feeds/ja.atom.xml"]
    english = _atoms(built)["feeds/en.atom.xml"]
    lang = "{http://www.w3.org/XML/1998/namespace}lang"

    assert "ja" == feed.get(lang)
    assert "en" == english.get(lang)
    assert ["en"] == [entry.get(lang) for entry in english.iterfind("a:entry", _ATOM)]
    links = english.xpath("a:entry/a:link[@rel='alternate']", namespaces=_ATOM)
    assert isinstance(links, list)
    (link,) = links
    assert "https://blog.example/full-en.html" == link.get("href")


def test_no_language_is_told_twice(built: Built) -> None:
    """The whole site's feed has each article once, in the language it was first written in."""
    titles = [entry.title for entry in feedparser.parse(built.html("feeds/all.atom.xml")).entries]

    assert 5 == len(titles)
    assert not [title for title in titles if title.startswith("The council")]


def test_signs_in_titles_stay(built: Built) -> None:
    """A title with `&` and `<` is the same text in both formats."""
    titles = _texts(_atoms(built)["feeds/all.atom.xml"], "a:entry/a:title/text()")

    assert "A & <B> を比べる" in titles
    assert titles == [item["title"] for item in _json(built, "feeds/all.json")["items"]]


def test_pictures_of_articles(built: Built) -> None:
    """An article's headline image stands in both formats with its complete address."""
    feed = _atoms(built)["feeds/en.atom.xml"]
    (item,) = _json(built, "feeds/en.json")["items"]

    image = "https://blog.example/images/line.svg"
    assert [image] == _texts(feed, "a:entry/media:thumbnail/@url")
    assert image == item["image"]


def test_full_text_has_labels_and_complete_addresses(built: Built) -> None:
    """The content is the page's, labels included, and no address in it depends on the page."""
    (content,) = [
        item["content_html"]
        for item in _json(built, "feeds/all.json")["items"]
        if item["id"].endswith(":posts/full")
    ]
    soup = BeautifulSoup(content, "html.parser")
    addresses = [str(tag.get("href") or tag.get("src")) for tag in soup.select("[href], [src]")]

    assert 3 == len(soup.select(".ai-label"))
    assert 1 == len(soup.select("[data-commentary-notice]"))
    assert addresses
    assert [] == [address for address in addresses if not address.startswith("https://")]
    assert "https://blog.example/full.html#fn:1" in addresses


def test_feeds_without_ai_sections(built: Built) -> None:
    """What a model wrote is gone, with its announcement; extracts and the author's words stay."""
    items = {item["title"]: item for item in _json(built, "feeds/all-without-ai.json")["items"]}
    (title,) = [title for title in items if title.startswith("港と駅")]
    soup = BeautifulSoup(items[title]["content_html"], "html.parser")

    assert [] == soup.select("[data-ai-disclosure], [data-commentary-notice]")
    assert {"extract"} == {str(s["data-origin"]) for s in soup.select("section")}
    assert "車のない暮らしが選べる町になります" in soup.get_text()
    full = {item["id"] for item in _json(built, "feeds/all.json")["items"]}
    assert not full & {item["id"] for item in items.values()}


def test_what_a_model_wrote_is_in_one_feed_and_not_in_the_other(site: Callable[..., Site]) -> None:
    """With real sections: labels and notice in the full feed, the author's body in the other."""
    with FaultServer(lambda _: good_reply()) as model:
        blog = site(
            ARTICLE, COMMENTARY=WITH_MODEL, PLUGINS=["commentary", "feeds"], FEED_ALL_ATOM=None
        )
        built = blog.build(OPENAI_BASE_URL=model.url())
    (full,) = _json(built, "feeds/all.json")["items"]
    (without,) = _json(built, "feeds/all-without-ai.json")["items"]

    assert 2 == full["content_html"].count("data-ai-disclosure=")
    assert 2 == full["content_html"].count("著者は未確認です")
    assert "data-commentary-notice" in full["content_html"]
    assert "著者は未確認" not in without["content_html"]
    assert "<section" not in without["content_html"]
    assert without["content_html"].rstrip().endswith("可決に至りました。</p>")


def test_json_feeds_keep_to_their_specification(built: Built) -> None:
    """Version 1.1: required members, types, known names, nothing empty."""
    for name in [n for n in built.files() if re.fullmatch(r"feeds/.*\.json", n)]:
        assert [] == list(_faults(_json(built, name))), name


_TOP: dict[str, type] = {
    "version": str,
    "title": str,
    "home_page_url": str,
    "feed_url": str,
    "description": str,
    "authors": list,
    "language": str,
    "items": list,
}
_ITEM: dict[str, type] = {
    "id": str,
    "url": str,
    "title": str,
    "summary": str,
    "content_html": str,
    "image": str,
    "date_published": str,
    "date_modified": str,
    "authors": list,
    "tags": list,
    "language": str,
}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")


def _faults(feed: dict[str, Any]) -> list[str]:
    """Check a feed against jsonfeed.org/version/1.1, as far as we use it."""
    faults = [f"{key}: unknown or of a wrong type" for key in feed if not _fits(feed, key, _TOP)]
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        faults.append("version")
    faults += [f"{key} is missing" for key in ("version", "title", "items") if key not in feed]
    for item in feed["items"]:
        faults += [
            f"{key}: unknown or of a wrong type" for key in item if not _fits(item, key, _ITEM)
        ]
        faults += [f"{key} is missing" for key in ("id", "content_html") if not item.get(key)]
        faults += [
            f"{key} is no date"
            for key in item
            if key[:5] == "date_" and not _TIME.fullmatch(item[key])
        ]
        urls = [item["url"], *[author["url"] for author in item["authors"] if "url" in author]]
        faults += [f"{url} is not complete" for url in urls if not url.startswith("https://")]
        faults += ["an author without a name"] * sum("name" not in a for a in item["authors"])
    return faults


def _fits(values: dict[str, Any], key: str, types: dict[str, type]) -> bool:
    return (
        key in types and isinstance(values[key], types[key]) and bool(values[key] or key == "items")
    )


# --- ids ------------------------------------------------------------------------------------

_POST = """-- content/a.md --
Title: {title}
Date: {date}
Slug: {slug}
{more}
本文です。
"""


def _ids(site: Callable[..., Site], post: dict[str, str], **settings: object) -> list[str]:
    values = {"title": "題", "date": "2024-01-02", "slug": "a", "more": ""} | post
    built = site(_POST.format(**values), PLUGINS=["feeds"], FEED_ALL_ATOM=None, **settings).build()
    ids = _texts(_atoms(built)["feeds/all.atom.xml"], "a:entry/a:id/text()")
    assert ids
    return ids


@pytest.mark.parametrize(
    "change",
    [
        {"title": "別の題"},
        {"date": "2025-05-05"},
        {"slug": "elsewhere"},
        {"more": "Category: 経済\n"},
    ],
    ids=["title", "date", "address", "category"],
)
def test_ids_stay(site: Callable[..., Site], change: dict[str, str]) -> None:
    """An entry keeps its id whatever its author changes in the metadata."""
    assert ["tag:blog.example,2026:a"] == _ids(site, change)


def test_ids_stay_when_the_blog_moves(site: Callable[..., Site]) -> None:
    """With an identity in the settings, another host and other addresses change no id."""
    moved = {"SITEURL": "https://new.example/blog", "ARTICLE_URL": "{date:%Y}/{slug}/"}

    assert ["tag:old.example,2020:a"] == _ids(
        site, {}, FEEDS={"identity": "old.example,2020"}, **moved
    )


def test_an_author_can_name_an_id(site: Callable[..., Site]) -> None:
    """`Id:` keeps what another program gave, letter by letter."""
    more = "Id: https://old.example/?p=42\n"

    assert ["https://old.example/?p=42"] == _ids(site, {"more": more})


def test_an_id_that_cannot_be_used_is_told(site: Callable[..., Site]) -> None:
    """The build names file and line, and gives the article the id it would have without."""
    post = _POST.format(title="題", date="2024-01-02", slug="a", more="Id: my post\n")
    built = site(post, PLUGINS=["feeds"], FEED_ALL_ATOM=None).build()

    assert "content/a.md:4: `Id: my post` cannot be an id" in built.log
    assert "tag:blog.example,2026:a<" in built.html("feeds/all.atom.xml")


def test_ids_that_two_articles_want_are_named() -> None:
    """The second article gets an id of its own, and the author is told."""
    namings = [Naming("a.md"), Naming("b.md", "a"), Naming("c.md", "x y"), Naming("d.md", "keep")]
    ids, problems = entry_ids(namings, "h,2026")

    expected = {"a.md": "a", "b.md": "b", "c.md": "c", "d.md": "keep"}
    assert {source: f"tag:h,2026:{name}" for source, name in expected.items()} == ids
    assert ["b.md", "c.md"] == [source for source, _ in problems]
    assert "`a.md` already" in dict(problems)["b.md"]


_SOURCES = st.from_regex(r"(?:[ab]/)?[ab日]\.(?:md|rst)", fullmatch=True)


@given(st.lists(st.builds(Naming, _SOURCES, st.text("ab: 日/", max_size=3)), max_size=8))
def test_ids_are_never_shared(namings: list[Naming]) -> None:
    """Whatever authors wish for, every source has an id, and no two have the same."""
    unique = {naming.source: naming for naming in namings}
    ids, _ = entry_ids(unique.values(), "h,2026")

    assert set(unique) == set(ids)
    assert len(set(ids.values())) == len(ids)


def test_identity_without_a_setting() -> None:
    """The host of the public address, or this machine's."""
    assert "blog.example,2026" == blog_identity("", "https://blog.example/path")
    assert "localhost,2026" == blog_identity("", "")


# --- bodies ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="#p1">x</a>', f'<a href="{_PAGE}#p1">x</a>'),
        ("<a href=../b/>x</a>", '<a href="https://blog.example/posts/b/">x</a>'),
        ("<img src='/i.png?a=1&amp;b=2'>", '<img src="https://blog.example/i.png?a=1&amp;b=2">'),
        (
            '<img srcset="/a.png 1x, b.png 2x">',
            f'<img srcset="https://blog.example/a.png 1x, {_PAGE}b.png 2x">',
        ),
        ('<a href="https://x.example/?a&amp;b">', '<a href="https://x.example/?a&amp;b">'),
        ('<a href="mailto:a@b.example">', '<a href="mailto:a@b.example">'),
        ('<a href="http://[">', '<a href="http://[">'),
        ('<a title="href=x" href="#a">', f'<a title="href=x" href="{_PAGE}#a">'),
        ('<p data-href="x">a > b', '<p data-href="x">a > b'),
        ('<script src="x.js">if (a < b) {}</script>t', "t"),
        ("<style>p { color: red }</style>t", "t"),
        ('<!-- <a href="x"> -->t', "t"),
        ('<a href="x', '<a href="x'),
    ],
)
def test_addresses_become_complete(html: str, expected: str) -> None:
    """What a browser would read against the page is written out; everything else stays."""
    assert expected == feed_body(html, _PAGE)


@given(st.text("<>a=\"' /#!-hrefsctyl\n", max_size=80))
def test_bodies_without_addresses_are_left_alone(html: str) -> None:
    """No text makes the reading of a body fail or go on for ever, and doing it twice changes nothing."""
    once = feed_body(html, _PAGE)

    assert once == feed_body(once, _PAGE) or "<!--" in once or "<s" in once.lower()


def test_sections_in_sections_end_where_they_should() -> None:
    """A section of a model's may hold sections; what follows it stays."""
    html = (
        '<p class="n" data-commentary-notice>x <a href="#a">a</a></p>\n<p>1</p>\n'
        '<section id="a" data-ai-disclosure="ai-autonomous"><section>2</section>3</section>'
        '<section data-origin="author">4</section>'
    )

    assert '<p>1</p><section data-origin="author">4</section>' == without_ai_sections(html)


def test_control_characters_are_left_out(site: Callable[..., Site]) -> None:
    """Without the guard too, a feed can be read, and the author is told which file to mend."""
    built = site(
        _POST.format(title="題\x0b", date="2024-01-02", slug="a", more="") + "文\x0c字\ufffe",
        PLUGINS=["feeds"],
        FEED_ALL_ATOM=None,
    ).build()
    feed = feedparser.parse(built.html("feeds/all.atom.xml"))

    assert not feed.bozo
    assert "文字" in feed.entries[0].content[0].value
    assert "content/a.md: has control characters" in built.log
    assert ("ab", 2) == without_control("a\x00b\ud800")


# --- pages ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("folder", "other"), [("", "en/"), ("en/", "")])
def test_a_page_explains_and_lists_all_feeds(built: Built, folder: str, other: str) -> None:
    """In each language there is a page that links every feed in every format, and its other half."""
    soup = BeautifulSoup(built.html(f"{folder}subscribe/index.html"), "html.parser")
    linked = {str(a["href"]) for a in soup.select("main .feed-list li a[href]")}
    files = [name for name in built.files() if name.startswith("feeds/")]

    assert len(files) == len(linked)
    assert (folder[:2] or "ja") == str(soup.select("html")[0]["lang"])
    assert soup.select(f'link[hreflang][href="https://blog.example/{other}subscribe/"]')
    assert 3 == len(soup.select("main .feed-list > p"))


@pytest.mark.parametrize(
    ("page", "feeds"),
    [
        ("full.html", ["ja.atom.xml"]),
        ("full-en.html", ["en.atom.xml"]),
        ("index.html", ["ja.atom.xml", "ja.json"]),
        ("tag/港.html", ["ja.atom.xml", "ja.json", "tag/%E6%B8%AF.atom.xml", "tag/%E6%B8%AF.json"]),
    ],
)
def test_pages_name_their_feeds(built: Built, page: str, feeds: list[str]) -> None:
    """A page's head names the feeds of its language and of its subject, and these exist."""
    soup = BeautifulSoup(built.html(page), "html.parser")
    links = [str(link["href"]) for link in soup.select('head link[rel="alternate"][type]')]

    assert [f"https://blog.example/feeds/{name}" for name in feeds] == links


def test_a_page_of_the_authors_stays(site: Callable[..., Site]) -> None:
    """If a page of the blog has the address of ours, it is written, and the clash is told."""
    page = "-- content/pages/s.md --\nTitle: 私の頁\nSlug: subscribe\n\n私の説明です。\n"
    post = _POST.format(title="題", date="2024-01-02", slug="a", more="")
    built = site(
        post + page,
        PLUGINS=["contents", "stylesheet", "policy", "facts", "feeds"],
        THEME=str(THEME),
        JINJA_ENVIRONMENT={"autoescape": True},
        ARTICLE_PATHS=[""],
        ARTICLE_EXCLUDES=["pages"],
        PAGE_PATHS=["pages"],
        PAGE_SAVE_AS="{slug}/index.html",
        FEED_ALL_ATOM=None,
    ).build()

    assert "私の説明です" in built.html("subscribe/index.html")
    assert "content/pages/s.md: is written to `subscribe/index.html`" in built.log


def test_a_theme_without_the_page_is_told(site: Callable[..., Site]) -> None:
    """With a theme that has no such template, the feeds are written and the page is not."""
    text = _POST.format(title="題", date="2024-01-02", slug="a", more="")
    built = site(text, PLUGINS=["feeds"], FEED_ALL_ATOM=None).build()

    assert 0 == built.code
    assert "the theme has no `subscribe.html`" in built.log
    assert "feeds/all.json" in built.files()


# --- settings -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"formats": ["rss"]}, "'atom', 'json'"),
        ({"grups": []}, "nearest one is `groups`"),
        ({"entries": 0}, "a number above 0"),
        ({"entries": True}, "a number above 0"),
        ({"identity": "https://x"}, "blog.example.org,2026"),
        ({"folder": "../x"}, '"feeds"'),
        ({"folder": ""}, '"feeds"'),
        ({"page": 3}, '"subscribe"'),
    ],
)
def test_settings_that_cannot_be_used(values: dict[str, object], words: str) -> None:
    """What is wrong is named with what to write instead."""
    with pytest.raises(FeedSettingsError, match=re.escape(words)):
        load_settings(values)


def test_settings_by_default() -> None:
    """Without a dict, and with an empty one, the defaults hold."""
    assert FeedSettings() == load_settings(None) == load_settings({})


def test_wrong_settings_stop_the_build(site: Callable[..., Site]) -> None:
    """A wrong key ends the build with 2 before anything is written."""
    text = _POST.format(title="題", date="2024-01-02", slug="a", more="")
    built = site(text, PLUGINS=["feeds"], FEEDS={"entrys": 5}).build()

    assert 2 == built.code
    assert "nearest one is `entries`" in built.log
    assert not built.output.exists()


# --- whole builds ---------------------------------------------------------------------------


def test_builds_give_the_same_bytes(tmp_path: Path) -> None:
    """Two builds under different seeds write the same feeds."""
    feeds = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        build_themed_site(folder, PLUGINS=_PLUGINS, FEED_ALL_ATOM=None)
        feeds.append({p.name: p.read_bytes() for p in (folder / "output/feeds").rglob("*.*")})

    assert feeds[0] == feeds[1]


def test_only_the_newest_articles(tmp_path: Path) -> None:
    """A feed has as many articles as the settings say, the newest first."""
    built = build_themed_site(tmp_path, PLUGINS=_PLUGINS, FEED_ALL_ATOM=None, FEEDS={"entries": 2})
    days = [item["date_published"][:10] for item in _json(built, "feeds/all.json")["items"]]

    assert ["2024-03-02", "2024-01-03"] == days


def test_a_local_build_has_feeds_too(tmp_path: Path) -> None:
    """Without a public address, feeds are well-formed and their addresses begin at the root."""
    built = build_themed_site(
        tmp_path, PLUGINS=_PLUGINS, FEED_ALL_ATOM=None, SITEURL="", RELATIVE_URLS=True
    )
    feed = feedparser.parse(built.html("feeds/all.atom.xml"))

    assert not feed.bozo
    assert "/full.html" == feed.entries[0].link
    assert 'href="/full.html#' in feed.entries[0].content[0].value


def test_without_the_plugin_pelicans_own_feed_is_named(tmp_path: Path) -> None:
    """The theme works without it: head and footer name the feed that Pelican writes."""
    built = build_themed_site(tmp_path, PLUGINS=["hand_made_sections", "contents", "stylesheet"])
    soup = BeautifulSoup(built.html("index.html"), "html.parser")

    assert soup.select('head link[type="application/atom+xml"][href$="/all.atom.xml"]')
    assert soup.select('footer a[href$="/all.atom.xml"]')
