"""JSON-LD: what an article is, who wrote it and where it stands, in a form that cannot break a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from facts.statements import (
    ArticleFacts,
    Author,
    Image,
    Step,
    article_statement,
    as_script,
)
from themed import build_themed_site

if TYPE_CHECKING:
    from pathlib import Path

    from sites import Built

_HOME = "https://blog.example/"
_WHEN = "2024-03-02T09:30:00+09:00"


def _facts(**changes: Any) -> ArticleFacts:
    values: dict[str, Any] = {
        "title": "題",
        "summary": "要約",
        "language": "ja",
        "published": _WHEN,
        "modified": _WHEN,
        "site": "見通し",
    }
    return ArticleFacts(**(values | changes))


def _read(built: Built, name: str) -> list[dict[str, Any]]:
    scripts = BeautifulSoup(built.html(name), "html.parser").select(
        "script[type='application/ld+json']"
    )
    return [json.loads(script.get_text()) for script in scripts]


def test_the_least_that_can_be_said() -> None:
    """Without an address nothing is claimed that needs one, and nothing is empty."""
    statement = article_statement(_facts())

    assert {"headline", "description", "datePublished", "dateModified"} <= set(statement)
    assert not {"url", "publisher", "mainEntityOfPage", "image", "author"} & set(statement)
    assert all(statement.values())


def test_the_way_to_an_article() -> None:
    """The steps from the front page are numbered, and each has its name and address."""
    trail = (Step("見通し", _HOME), Step("題", f"{_HOME}a/"))
    statement = article_statement(_facts(home=_HOME, url=f"{_HOME}a/", trail=trail))
    page: Any = statement["mainEntityOfPage"]

    expected = [
        {"@type": "ListItem", "position": 1, "name": "見通し", "item": _HOME},
        {"@type": "ListItem", "position": 2, "name": "題", "item": f"{_HOME}a/"},
    ]
    assert {"@type": "BreadcrumbList", "itemListElement": expected} == page["breadcrumb"]


def test_people_and_organizations() -> None:
    """One author stands alone, several in a list, and an editorial desk is no person."""
    desk = Author("編集部", is_organization=True)
    person = Author("山田", f"{_HOME}author/yamada/")
    alone = article_statement(_facts(authors=(desk,)))["author"]
    together = article_statement(_facts(authors=(desk, person)))["author"]

    assert {"@type": "Organization", "name": "編集部"} == alone
    assert [alone, {"@type": "Person", "name": "山田", "url": person.url}] == together


def test_pictures_have_sizes_where_they_are_known() -> None:
    """A width without a height says nothing."""
    whole = Image("https://blog.example/a.jpg", 1200, 630)
    half = Image("https://blog.example/a.jpg", 1200)

    expected = {"@type": "ImageObject", "url": whole.url, "width": 1200, "height": 630}
    assert expected == article_statement(_facts(home=_HOME, image=whole))["image"]
    assert {"@type", "url"} == set(
        dict(article_statement(_facts(home=_HOME, image=half))["image"])  # type: ignore[call-overload]
    )


@given(st.text())
def test_no_text_ends_the_element(text: str) -> None:
    """Whatever a title holds, it comes back as it was, and the script element ends where it should."""
    statement = {"headline": text + "</script><!--", "@type": "x"}
    written = as_script(statement)

    assert statement == json.loads(str(written))
    assert not set("<>&\u2028\u2029") & set(str(written))


def test_letters_stay_letters() -> None:
    """Japanese is written as it stands elsewhere in the page, so that it compresses."""
    assert '{"a":"日本"}' == str(as_script({"a": "日本"}))


def test_the_front_page_says_what_the_site_is(tmp_path: Path) -> None:
    """Name and address of the site stand in the front page and in no other list."""
    built = build_themed_site(tmp_path)

    (site,) = _read(built, "index.html")
    assert ("WebSite", _HOME, "見通し & <試験>") == (site["@type"], site["url"], site["name"])
    assert [] == _read(built, "index2.html")


def test_an_author_can_be_an_organization(tmp_path: Path) -> None:
    """An author's profile says of a desk that it is no single person."""
    built = build_themed_site(tmp_path, AUTHOR_PROFILES={"編集部": {"organization": True}})

    assert "Organization" == _read(built, "full.html")[0]["author"]["@type"]


def test_a_local_build_claims_no_address(tmp_path: Path) -> None:
    """Without a public address, the article is described and no address is named."""
    built = build_themed_site(tmp_path, SITEURL="", RELATIVE_URLS=True)
    (article,) = _read(built, "full.html")

    assert "BlogPosting" == article["@type"]
    assert not {"url", "image", "publisher", "mainEntityOfPage"} & set(article)
    assert [] == _read(built, "index.html")


def test_an_author_without_a_page_has_no_address(tmp_path: Path) -> None:
    """Pelican makes author pages of listed articles; a translation's own author has none."""
    built = build_themed_site(tmp_path, AUTHOR_SAVE_AS="", AUTHOR_URL="")

    assert {"@type": "Person", "name": "編集部"} == _read(built, "full.html")[0]["author"]


def test_pages_without_the_plugin(tmp_path: Path) -> None:
    """The theme works without it, and its pages then say nothing to machines."""
    plugins = ["hand_made_sections", "contents", "stylesheet", "policy"]
    built = build_themed_site(tmp_path, PLUGINS=plugins)

    assert [] == _read(built, "full.html")
