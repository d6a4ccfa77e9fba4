"""The theme's pages: what every page has, what articles say to readers and to machines."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
from bs4 import BeautifulSoup, Tag

from themed import PAGES, build_themed_site, theme_strings

if TYPE_CHECKING:
    from pathlib import Path

    from sites import Built


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the site once for all tests that only read it."""
    return build_themed_site(tmp_path_factory.mktemp("themed"))


def _page(built: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup(built.html(PAGES[name]), "html.parser")


def _one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    found = soup.select(selector)
    assert 1 == len(found), f"{selector}: {len(found)} found"
    return found[0]


# --- every page -----------------------------------------------------------------------------

every_page = pytest.mark.parametrize("name", PAGES)


@every_page
def test_one_h1_and_one_of_each_landmark(built: Built, name: str) -> None:
    """A page has one h1, one main, one header, one footer, and a way to skip to main."""
    soup = _page(built, name)

    assert _one(soup, "h1").get_text().strip()
    assert _one(soup, "body > main")["id"] == "content"
    assert _one(soup, ".skip-link")["href"] == "#content"
    assert _one(soup, "body > header")
    assert _one(soup, "body > footer")


@every_page
def test_language_of_the_page(built: Built, name: str) -> None:
    """A translation has its own language, in the markup and in the theme's words."""
    soup = _page(built, name)
    language = "en" if name == "translation" else "ja"

    assert language == _one(soup, "html")["lang"]
    assert theme_strings()[language]["skip"] == _one(soup, ".skip-link").get_text()


def _digest(tag: Tag) -> str:
    digest = hashlib.sha256(tag.get_text().encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@every_page
def test_policy_names_what_is_inline(built: Built, name: str) -> None:
    """The policy allows exactly the sheet and the scripts that the page has, and no more."""
    soup = _page(built, name)
    policy = str(_one(soup, 'meta[http-equiv="Content-Security-Policy"]')["content"])
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    scripts = soup.select("script:not([type='application/ld+json'])")
    expected = {"'self'" if script.get("src") else _digest(script) for script in scripts}

    assert "'none'" == rules["default-src"]
    assert _digest(_one(soup, "style")) == rules["style-src"]
    assert expected == set(rules["script-src"].split())
    assert ["theme/js/search/search.js"] * (name == "search") == [
        str(script["src"]).removeprefix("https://blog.example/")
        for script in scripts
        if script.get("src")
    ]
    assert [] == soup.select("[style], iframe")


@every_page
def test_scripts_are_small(built: Built, name: str) -> None:
    """What a page has of scripts is at most 2 kB, compressed and all together."""
    scripts = _page(built, name).select("script:not([type='application/ld+json'])")
    code = "".join(script.get_text() for script in scripts)

    assert 2000 >= len(gzip.compress(code.encode("utf-8")))


@every_page
def test_heads_are_complete(built: Built, name: str) -> None:
    """A page has a title that ends with the site's name, an icon, and its own address."""
    soup = _page(built, name)

    assert _one(soup, "head > title").get_text().endswith("見通し & <試験>")
    assert _one(soup, 'link[rel="icon"]')["href"] == "https://blog.example/theme/favicon.svg"
    canonical = [str(link["href"]) for link in soup.select('link[rel="canonical"]')]
    assert all(link.startswith("https://blog.example/") for link in canonical)
    assert (name == "not found") == (canonical == [])


@every_page
def test_ids_are_unique_and_named_things_exist(built: Built, name: str) -> None:
    """No id occurs twice, and what `aria-labelledby` and inner links name is on the page."""
    soup = _page(built, name)
    ids = [str(tag["id"]) for tag in soup.select("[id]")]
    labels = [str(tag["aria-labelledby"]) for tag in soup.select("[aria-labelledby]")]
    inner = [str(tag["href"])[1:] for tag in soup.select('a[href^="#"]')]

    assert len(set(ids)) == len(ids)
    assert not {*labels, *inner} - set(ids)


@every_page
def test_times_can_be_read_by_machines(built: Built, name: str) -> None:
    """Every day shown has its `datetime`: a moment with its zone, or a day alone."""
    times = [str(tag.get("datetime")) for tag in _page(built, name).select("time")]

    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\+09:00)?", time) for time in times)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("archives", "記事一覧"),
        ("categories", "カテゴリー"),
        ("tags", "タグ"),
        ("page", "このブログについて"),
    ],
)
def test_the_current_page_is_marked(built: Built, name: str, text: str) -> None:
    """The one link of the menu that leads to this page says so."""
    current = _one(_page(built, name), '.site-header [aria-current="page"]')

    assert text == current.get_text()


# --- articles -------------------------------------------------------------------------------


def test_signs_in_titles_are_escaped(built: Built) -> None:
    """`A & <B>` is text in a title, a tag and the site's name, wherever they are printed."""
    html = "".join(built.html(file) for file in PAGES.values())

    assert "A &amp; &lt;B&gt; を比べる" in html
    assert "C &amp; &lt;D&gt;" in html
    assert "<B>" not in html
    assert "<D>" not in html
    assert "<試験>" not in html


def test_metadata_of_an_article(built: Built) -> None:
    """Cards, disclosure, languages and structured data say what the article is."""
    soup = _page(built, "article")

    def meta(name: str) -> str:
        return str(_one(soup, f'meta[name="{name}"], meta[property="{name}"]')["content"])

    assert meta("description").startswith("市議会は市電を港まで")
    assert "ai-autonomous" == meta("ai-disclosure")
    assert "https://blog.example/images/line.svg" == meta("og:image")
    assert "article" == meta("og:type")
    links = {str(link["hreflang"]): link["href"] for link in soup.select("head link[hreflang]")}
    expected = {
        "ja": "https://blog.example/full.html",
        "en": "https://blog.example/full-en.html",
        "x-default": "https://blog.example/full.html",
    }
    assert expected == links
    assert "en_US" == meta("og:locale:alternate")


def _facts(soup: BeautifulSoup) -> dict[str, Any]:
    facts = json.loads(_one(soup, "script[type='application/ld+json']").get_text())
    assert isinstance(facts, dict)
    return facts


def test_structured_data_of_an_article(built: Built) -> None:
    """JSON-LD names author, days, parts and source, and cannot end its element early."""
    data = _facts(_page(built, "article"))

    assert "BlogPosting" == data["@type"]
    page = "https://blog.example/author/編集部.html"
    assert {"@type": "Person", "name": "編集部", "url": page} == data["author"]
    steps = data["mainEntityOfPage"]["breadcrumb"]["itemListElement"]
    assert ["見通し & <試験>", "交通", data["headline"]] == [step["name"] for step in steps]
    assert [1, 2, 3] == [step["position"] for step in steps]
    assert "https://blog.example/full.html" == steps[-1]["item"]
    assert {"@type": "ImageObject", "url": "https://blog.example/images/line.svg"} == data["image"]
    assert "2024-03-02T09:30:00+09:00" == data["datePublished"]
    assert "2024-03-05T10:00:00+09:00" == data["dateModified"]
    assert "見通し & <試験>" == data["publisher"]["name"]
    assert "</script>&" == data["hasPart"][0]["name"]
    assert data["digitalSourceType"].endswith("CompositeWithTrainedAlgorithmicMediaDigitalSource")


def test_nothing_is_said_of_ai_where_there_is_none(built: Built) -> None:
    """An article without sections has no disclosure, parts, label or notice."""
    soup = _page(built, "article without sections")
    data = _facts(soup)

    assert [] == soup.select('meta[name="ai-disclosure"], .ai-label, .commentary-notice, .ai-mark')
    assert not {"hasPart", "digitalSourceType"} & set(data)


def test_cards_say_where_ai_wrote(built: Built) -> None:
    """In a list, the article with AI sections is marked, and no other."""
    cards = _page(built, "month").select("li") + _page(built, "index").select(".article-card")
    marked = [card.get_text() for card in cards if card.select(".ai-mark")]

    assert 1 == len(marked)
    assert "港と駅を結ぶ" in marked[0]


def test_contents_list_the_sections_too(built: Built) -> None:
    """The list of contents has the author's headings and those of the sections, in order."""
    links = _page(built, "article").select(".contents a")

    expected = ["出来事の概要", "数字で見る", "事の経緯", "港と駅を結ぶ路線の将来の展望"]
    assert expected == [link.get_text() for link in links[:4]]


def test_ways_on_from_an_article(built: Built) -> None:
    """Tags, the call to support, the neighbours and the other language are links."""
    soup = _page(built, "article")
    links = {str(link["href"]) for link in soup.select("article a[href]")}

    assert "https://support.example/" in links
    assert "https://blog.example/plain-3.html" in links
    assert "https://blog.example/full-en.html" in links
    assert 3 == len(soup.select("a.tag"))


def test_without_addresses_there_are_no_calls(tmp_path: Path) -> None:
    """Without `SUPPORT_URL` and `REPOSITORY_URL`, the page does not ask for anything."""
    html = build_themed_site(tmp_path, SUPPORT_URL="", REPOSITORY_URL="").html("full.html")

    assert 'class="support' not in html
    assert theme_strings()["ja"]["error_report"] not in html


def test_a_headline_image_is_shown_once(built: Built) -> None:
    """An image that the text shows itself is not put above the title too."""
    above = _page(built, "translation").select(".headline-image")

    assert [] == _page(built, "article").select(".headline-image")
    assert ["https://blog.example/images/line.svg"] == [str(image["src"]) for image in above]


def test_a_preview_that_reloads_has_no_policy(tmp_path: Path) -> None:
    """With `LIVE_RELOAD` a page may run the script that a preview puts into it."""
    html = build_themed_site(tmp_path, LIVE_RELOAD=True).html("full.html")

    assert "Content-Security-Policy" not in html
    assert "<style>" in html


def test_without_an_address_no_page_claims_one(tmp_path: Path) -> None:
    """With relative links, no page names a canonical address."""
    html = build_themed_site(tmp_path, SITEURL="", RELATIVE_URLS=True).html(PAGES["year"])

    assert "canonical" not in html
    assert 'href="../../theme/favicon.svg"' in html


def test_labels_reach_the_feed(built: Built) -> None:
    """The feed's content has label, notice and links that lead somewhere outside the page."""
    feed = feedparser.parse(built.html("all.atom.xml"))
    content = next(entry for entry in feed.entries if "港と駅" in entry.title).content[0].value
    soup = BeautifulSoup(content, "html.parser")

    assert not feed.bozo
    assert 3 == len(soup.select(".ai-label"))
    assert 1 == len(soup.select(".commentary-notice"))
    assert all(str(a["href"]).startswith("https://") for a in soup.select(".refs a"))
