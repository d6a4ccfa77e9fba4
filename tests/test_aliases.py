"""Old addresses: each leads to its article, and none takes the place of anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from aliases.addresses import OldAddress, Refusal, read_alias, split_aliases
from aliases.pages import redirects_file
from aliases.redirects import Target, plan_redirects

if TYPE_CHECKING:
    from collections.abc import Callable

    from sites import Built, Site

_SITE = "https://blog.example"


# --- what authors write ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/old/, /older/", ("/old/", "/older/")),
        ("/old/; 2023/11/x.html ;", ("/old/", "2023/11/x.html")),
        ("/古い/、/もっと古い/", ("/古い/", "/もっと古い/")),
        (["/a/", "/b/"], ("/a/", "/b/")),
        ("/a/, /a/", ("/a/",)),
        ("", ()),
    ],
)
def test_lists_of_aliases(text: object, expected: tuple[str, ...]) -> None:
    """Commas, semicolons, their Japanese forms and lines divide; what is said twice counts once."""
    assert expected == split_aliases(text)


@pytest.mark.parametrize(
    ("alias", "path", "save_as"),
    [
        ("/old/", "/old/", "old/index.html"),
        ("old", "/old", "old/index.html"),
        ("/2023/11/x.html", "/2023/11/x.html", "2023/11/x.html"),
        ("/v1.2", "/v1.2", "v1.2/index.html"),
        ("/%E5%8F%A4%E3%81%84/", "/古い/", "古い/index.html"),
        ("/古い/", "/古い/", "古い/index.html"),
        ("https://blog.example/old/", "/old/", "old/index.html"),
        ("/feed.xml", "/feed.xml", ""),
        ("/index.php", "/index.php", ""),
    ],
)
def test_aliases_that_can_be_used(alias: str, path: str, save_as: str) -> None:
    """A path becomes the file that a server looks for; what is no page has none."""
    assert OldAddress(path, save_as) == read_alias(alias, _SITE)


@pytest.mark.parametrize(
    ("alias", "words"),
    [
        ("https://elsewhere.example/x", "leads off the site"),
        ("//elsewhere.example/x", "leads off the site"),
        ("javascript:alert(1)", "leads off the site"),
        ("/../secret/", "has `..`"),
        ("/a/%2e%2e/b/", "has `..`"),
        ("/a/./b/", "has `..` or `.`"),
        ("/old/?p=3", "has a `?` or `#`"),
        ("/old/#part", "has a `?` or `#`"),
        ("/a//b/", "two slashes"),
        ("/", "is the front page"),
        ("/a\\b/", "no file name"),
        ("/a%00b/", "no file name"),
        ("/%FF/", "not encoded as UTF-8"),
        ("/old.html/part/", "a folder called like a page"),
    ],
)
def test_aliases_that_cannot_be_used(alias: str, words: str) -> None:
    """The reason is named with the alias as its author wrote it."""
    refused = read_alias(alias, _SITE)

    assert isinstance(refused, Refusal)
    assert words in str(refused)
    assert f"`Aliases: {alias}`" in str(refused)


@given(st.text("/.%2eEfF\\a日 ", max_size=30))
def test_no_alias_leads_out_of_the_site(alias: str) -> None:
    """Whatever an author writes, the file lies below the output folder."""
    read = read_alias(alias, "")

    assert isinstance(read, Refusal) or not {"..", ".", ""} & set(read.save_as.split("/")[:-1])


# --- what leads where -----------------------------------------------------------------------


def _target(name: str, *aliases: str) -> Target:
    return Target(f"content/{name}.md", f"{name}/", f"{name}/index.html", name, "ja", aliases)


def test_nothing_is_taken_from_a_page() -> None:
    """An alias that is a page's address, its own address, or another's alias is named and dropped."""
    targets = [_target("a", "/b/", "/A/", "/old/"), _target("b", "/OLD/", "/good/")]
    taken = {"a/index.html": "`content/a.md`", "b/index.html": "`content/b.md`"}
    redirects, findings = plan_redirects(targets, taken, _SITE)

    assert [("/old/", "a/"), ("/good/", "b/")] == [(r.old.path, r.target.url) for r in redirects]
    assert [
        ("content/a.md:1", "is the address of `content/b.md`"),
        ("content/a.md:1", "is its address now"),
        ("content/b.md:1", "leads to `content/a.md` already"),
    ] == [
        (finding.place, next(words for words in _WORDS if words in finding.message))
        for finding in findings
    ]


_WORDS = (
    "is the address of `content/b.md`",
    "is its address now",
    "leads to `content/a.md` already",
)


def test_what_is_no_page_is_told() -> None:
    """An old feed can be redirected by some hosts only, and the author learns which."""
    redirects, (finding,) = plan_redirects([_target("a", "/feed.xml")], {}, _SITE)

    assert [""] == [redirect.old.save_as for redirect in redirects]
    assert "only on hosts that read `_redirects`" in finding.message


def test_rules_for_hosts() -> None:
    """Each line has both addresses as a server sees them; an author's own rules come first."""
    redirects, _ = plan_redirects([_target("日", "/古い/", "/a b.html")], {}, _SITE)

    expected = (
        "/x /y 302\n/r/%E5%8F%A4%E3%81%84/ /r/%E6%97%A5/ 301\n/r/a%20b.html /r/%E6%97%A5/ 301\n"
    )
    assert expected == redirects_file(redirects, "/r", "/x /y 302\n\n")


# --- whole sites ----------------------------------------------------------------------------

_POSTS = """-- content/a.md --
Title: 新しい <題>
Date: 2024-01-02
Slug: a
Lang: ja
Tags: 港
Aliases: /old/, 2023/x.html; /feed.xml, /tag/gang.html, /b.html, ../c/

本文です。
-- content/b.md --
Title: Other
Date: 2024-01-03
Slug: b
Lang: ja
Aliases: /old/

本文です。
-- content/draft.md --
Title: 下書き
Date: 2024-01-02
Slug: draft
Status: draft
Aliases: /from-draft/

本文です。
-- content/pages/about.md --
Title: About
Slug: about
Lang: en
Aliases: /about-us/

本文です。
"""


def _build(site: Callable[..., Site], *arguments: str, **settings: object) -> Built:
    values = {"PLUGINS": ["aliases"], "ARTICLE_EXCLUDES": ["pages"]} | settings
    return site(_POSTS, **values).build(*arguments)


def test_an_old_address_sends_readers_on(site: Callable[..., Site]) -> None:
    """The page refreshes at once, names the new address to machines and has a link for people."""
    html = _build(site).html("old/index.html")
    soup = BeautifulSoup(html, "html.parser")

    target = f"{_SITE}/a.html"
    assert [target] == [str(tag["href"]) for tag in soup.select('link[rel="canonical"]')]
    assert [target] == [str(tag["href"]) for tag in soup.select("a")]
    assert [f"0; url={target}"] == [
        str(tag["content"]) for tag in soup.select('meta[http-equiv="refresh"]')
    ]
    assert soup.select('meta[name="robots"][content="noindex"]')
    assert "新しい <題>" == soup.select("a")[0].get_text()
    assert "ja" == soup.select("html")[0]["lang"]


def test_pages_stay_what_they_are(site: Callable[..., Site]) -> None:
    """No article, list or page of another source is replaced, and each clash is told once."""
    built = _build(site, TAG_SAVE_AS="tag/{slug}.html", SLUGIFY_USE_UNICODE=False)

    assert "本文です" in built.html("b.html")
    assert "refresh" not in built.html("tag/gang.html")
    assert "content/a.md:6: `Aliases: /b.html` is the address of `content/b.md`" in built.log
    assert (
        "content/a.md:6: the alias `/tag/gang.html` is the address of something else" in built.log
    )
    assert "content/a.md:6: `Aliases: ../c/` has `..`" in built.log
    assert "content/b.md:5: `Aliases: /old/` leads to `content/a.md` already" in built.log


def test_pages_and_drafts(site: Callable[..., Site]) -> None:
    """A page may have been elsewhere too; a draft, which nobody was given, sends nobody on."""
    built = _build(site)

    assert 'lang="en"' in built.html("about-us/index.html")
    assert "This page has moved" in built.html("about-us/index.html")
    assert "from-draft/index.html" not in built.files()


def test_rules_are_written_for_hosts(site: Callable[..., Site]) -> None:
    """`_redirects` has every old address that leads somewhere, and no other."""
    built = _build(site)

    expected = [
        "/2023/x.html /a.html 301",
        "/about-us/ /pages/about-en.html 301",
        "/feed.xml /a.html 301",
        "/old/ /a.html 301",
    ]
    assert expected == built.html("_redirects").splitlines()


def test_a_local_build_links_relatively(site: Callable[..., Site]) -> None:
    """Without a public address the old pages work all the same, under any address."""
    built = _build(site, SITEURL="", RELATIVE_URLS=True)
    html = built.html("2023/x.html")

    assert 'content="0; url=../a.html"' in html
    assert "canonical" not in html
    assert "_redirects" not in built.files()


def test_a_second_build_is_the_same(site: Callable[..., Site]) -> None:
    """What an earlier build left in the output folder is no clash."""
    first = _build(site)
    before = first.files()
    second = _build(site)

    assert before == second.files()
    assert first.log.count("WARNING") == second.log.count("WARNING")


def test_something_in_the_way(site: Callable[..., Site]) -> None:
    """A file where the folder would be is told, and the rest of the site is built."""
    post = "-- content/c.md --\nTitle: C\nDate: 2024-01-02\nAliases: /blocked/x/\n\n本文。\n"
    built = site(post + "-- output/blocked --\nx\n", PLUGINS=["aliases"]).build()

    assert 0 == built.code
    assert "content/c.md:3: the alias `/blocked/x/` cannot be written" in built.log
    assert "c.html" in built.files()
