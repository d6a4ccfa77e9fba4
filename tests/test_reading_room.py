"""A site in the theme with series, sources, corrections, profiles and two languages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from sites import Site
from themed import DIRECT_TEMPLATES, THEME

if TYPE_CHECKING:
    from pathlib import Path

    from sites import Built

_SETTINGS: dict[str, object] = {
    "THEME": str(THEME),
    "PLUGINS": ["commentary", "imprint", "relations", "contents", "stylesheet", "facts"],
    "DIRECT_TEMPLATES": DIRECT_TEMPLATES,
    "ARTICLE_PATHS": ["posts"],
    "STATIC_PATHS": ["images"],
    "SLUGIFY_USE_UNICODE": True,
    "DEFAULT_PAGINATION": 3,
    "PAGINATION_PATTERNS": (
        (1, "{base_name}/", "{base_name}/index.html"),
        (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
    ),
    "YEAR_ARCHIVE_SAVE_AS": "archives/{date:%Y}/index.html",
    "YEAR_ARCHIVE_URL": "archives/{date:%Y}/",
    "MONTH_ARCHIVE_SAVE_AS": "archives/{date:%Y}/{date:%m}/index.html",
    "MONTH_ARCHIVE_URL": "archives/{date:%Y}/{date:%m}/",
    "JINJA_ENVIRONMENT": {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True},
    "DEFAULT_DATE_FORMAT": "%Y年%m月%d日",
    "DATE_FORMATS": {"en": "%d %B %Y"},
    "REPOSITORY_URL": "https://github.com/a/b",
    "AUTHOR_PROFILES": {"編集部": {"bio": "港の町の編集部です。", "url": "https://x.example/"}},
    "TAG_SAVE_AS": "tag/{slug}/index.html",
    "TAG_URL": "tag/{slug}/",
    "CATEGORY_SAVE_AS": "category/{slug}/index.html",
    "CATEGORY_URL": "category/{slug}/",
    "AUTHOR_SAVE_AS": "author/{slug}/index.html",
    "AUTHOR_URL": "author/{slug}/",
}
_TEXT = """-- content/posts/one.md --
Title: 市電の延伸案を公表
Date: 2026-01-10 09:00
Slug: one
Author: 編集部
Category: 交通
Tags: 市電, 港
Series: 市電と町
Series_Index: 1
Summary: 案が公表されました。

市は市電を港まで延ばす案を公表しました。費用は九十億円と見込まれています。
-- content/posts/two.md --
Title: 市電の延伸を市議会が可決
Date: 2026-02-10 09:00
Modified: 2026-02-11
Correction: 2026-02-12 賛成を[28票](https://x.example/)に改めました。
    当初は27票としていました。
Correction: 2026-02-20 日付を改めました。
Addition: 2026-02-15 反対の理由を書き足しました。
Slug: two
Author: 編集部
Category: 交通
Tags: 市電
Series: 市電と町
Series_Index: 2
Summary: 可決されました。

市議会は市電の延伸を可決しました。採決は夜に行われ、賛成は28票でした。着工は来年の春になる見通しです。

## 出典

- [議会だより](https://x.example/a)（2026年2月12日閲覧）
-- content/posts/two.commentary.md --
+++
schema = 1
language = "ja"

[[sections]]
id = "conclusion"
kind = "conclusion"
origin = "author"
+++

## 結論

賛成は28票でした。 [p1]
> p1「賛成は28票でした」
-- content/posts/two-en.md --
Title: The council votes for the tram
Date: 2026-02-10 09:00
Slug: two
Lang: en
Author: The Desk
Category: Transport
Tags: tram
Summary: The council votes.

The council votes for the line. A short text.
-- content/posts/english.md --
Title: The tram and its cost
Date: 2026-03-10 09:00
Slug: english
Lang: en
Author: The Desk
Category: Transport
Tags: tram
Summary: What the tram costs.

What the tram costs. A short text.
-- content/posts/three.md --
Title: 港の再開発
Date: 2026-03-20 09:00
Slug: three
Author: 編集部
Category: 町
Tags: 港
Summary: 港の再開発です。

港の再開発が始まりました。
-- content/posts/four.md --
Title: 市電の運賃
Date: 2025-12-20 09:00
Modified: 2025-12-01
Slug: four
Author: 編集部
Category: 交通
Tags: 市電
Series: 市電と町
Series_Index: zwei
Summary: 市電の運賃です。

市電の運賃が決まりました。
-- content/posts/draft.md --
Title: 市電の下書き
Date: 2026-04-01 09:00
Status: draft
Slug: draft
Author: 編集部
Category: 交通
Tags: 市電
Correction: 2026-04-02 下書きの訂正です。
Summary: 下書きです。

下書きの本文です。
-- content/posts/undated.md --
Title: 日付のない下書き
Status: draft
Slug: undated
Lang: ja
Author: 編集部
Tags: 市電
Correction: 2026-04-02 下書きの訂正です。
Summary: 下書きです。

下書きの本文です。
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the site once for all tests that only read it."""
    return _build(tmp_path_factory.mktemp("room"))


def _build(root: Path, *arguments: str, **settings: object) -> Built:
    return Site(root, _TEXT, _SETTINGS | settings).build(*arguments)


def _page(built: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup(built.html(name), "html.parser")


def _links(soup: BeautifulSoup, selector: str) -> list[str]:
    return [
        str(link["href"]).removeprefix("https://blog.example/")
        for link in soup.select(f"{selector} a")
    ]


def test_a_series_lists_its_parts(built: Built) -> None:
    """Parts stand in their order with this one marked, and the next one has a link of its own."""
    soup = _page(built, "two.html")
    numbers = [str(item["value"]) for item in soup.select(".series li")]

    assert ["1", "1", "2"] == numbers
    assert ["市電の延伸を市議会が可決"] == [
        e.get_text() for e in soup.select(".series [aria-current]")
    ]
    all_parts, *links = _links(soup, ".series")
    assert all_parts.startswith("series/")
    assert ["four.html", "one.html"] == links
    assert ["four.html", "two.html", "two.html"] == _links(_page(built, "one.html"), ".series")[1:]
    assert "連載「市電と町」第2回" in soup.select(".article-meta")[0].get_text()


def test_neighbours_and_related_articles_keep_their_language(built: Built) -> None:
    """A Japanese article leads to Japanese ones, a translation to English ones."""
    japanese, english = _page(built, "two.html"), _page(built, "two-en.html")

    assert ["one.html", "three.html"] == _links(japanese, ".article-nav")
    assert ["english-en.html"] == _links(english, ".article-nav")
    assert ["english-en.html"] == _links(english, ".reading-on ul")
    assert "english-en.html" not in _links(japanese, ".article-footer")


def test_what_to_read_next_is_offered_once(built: Built) -> None:
    """Parts of the series are not offered again; a topic leads to its page."""
    one = _page(built, "one.html")

    assert ["three.html"] == _links(one, ".reading-on ul")
    assert 1 == built.html("one.html").count('id="reading-on"')


def test_a_draft_is_related_to_what_is_published(built: Built) -> None:
    """A preview shows what readers will see, and no published page knows the draft."""
    draft = _page(built, "drafts/draft.html")

    assert {"one.html", "two.html", "four.html"} == set(_links(draft, ".reading-on ul"))
    assert [] == [
        n for n in built.files() if b"drafts/draft" in built.files()[n] and "draft" not in n
    ]


def test_sources_and_corrections_stand_in_page_and_feed(built: Built) -> None:
    """The list of sources is marked, and corrections follow it, the newest first."""
    feed = BeautifulSoup(built.html("all.atom.xml"), "xml")
    (entry,) = [
        entry for entry in feed.select("entry") if "可決" in entry.select("title")[0].get_text()
    ]
    content = entry.select("content")[0].get_text()
    for soup in (_page(built, "two.html"), BeautifulSoup(content, "html.parser")):
        (sources,) = soup.select('section.sources[role="doc-bibliography"]')
        (corrections,) = soup.select("section.corrections")
        days = [str(time["datetime"]) for time in corrections.select("time")]

        assert ["2026-02-12"] == [str(time["datetime"]) for time in sources.select("time")]
        assert ["2026-02-20", "2026-02-15", "2026-02-12"] == days
        assert "当初は27票としていました。" in corrections.get_text()
        assert sources in corrections.find_all_previous("section")


def test_sections_stand_before_the_sources(built: Built) -> None:
    """What is added to the text comes before the author's list of sources."""
    html = built.html("two.html")

    assert (
        0
        < html.index("data-commentary=")
        < html.index('class="sources')
        < html.index('id="corrections"')
    )


def test_the_last_change_is_the_newest(built: Built) -> None:
    """A correction is a change, and a page with one says so near its title."""
    soup = _page(built, "two.html")
    (meta,) = soup.select(".article-meta")
    data = json.loads(soup.select('script[type="application/ld+json"]')[0].get_text())

    assert "2026-02-20T00:00:00+09:00" == data["dateModified"]
    assert "2026年02月20日" in meta.get_text()
    assert ["#corrections"] == [a["href"] for a in meta.select("a") if "訂正" in a.get_text()]


def test_a_change_before_publication_is_not_shown(built: Built) -> None:
    """It is named with its line, and the page says nothing of it."""
    assert "content/posts/four.md:3: `Modified: 2025-12-01` is before" in built.log
    assert "2025年12月01日" not in built.html("four.html")
    assert "undated.md" not in built.log


def test_the_list_of_corrections(built: Built) -> None:
    """All corrections of published articles stand on one page, which every page links to."""
    soup = _page(built, "corrections.html")

    assert ["two.html#corrections"] * 3 == _links(soup, ".article-card h2")
    assert "下書き" not in soup.get_text()
    assert "corrections.html" in _links(_page(built, "index.html"), ".site-footer")


def test_errors_are_reported_with_the_article_filled_in(built: Built) -> None:
    """The link begins an issue with title and address."""
    (link,) = _page(built, "two.html").select(".error-report a")

    assert str(link["href"]).startswith("https://github.com/a/b/issues/new?title=市")
    assert str(link["href"]).endswith("&body=https://blog.example/two.html")


def test_authors_with_a_profile_have_a_card(built: Built) -> None:
    """The card stands below the article and on the author's page; without a profile there is none."""
    for name in ("two.html", "author/編集部/index.html"):
        (card,) = _page(built, name).select(".author-card")
        assert "港の町の編集部です。" in card.get_text()
    assert [] == _page(built, "english-en.html").select(".author-card")


def test_terms_of_translations_lead_to_no_missing_page(built: Built) -> None:
    """Every link to a list of articles has its page, in both languages."""
    files = built.files()
    for name in ("two.html", "two-en.html", "english-en.html"):
        lists = [
            link
            for link in _links(_page(built, name), "article")
            if link.startswith(("tag/", "cat", "auth"))
        ]
        assert lists
        assert {f"{link}index.html" for link in lists} <= {*files}


def test_archives_lead_to_years_and_months(built: Built) -> None:
    """Each year and month with an article has a page that the list of all articles links to."""
    links = _links(_page(built, "archives.html"), ".archive-year")
    periods = [link for link in links if link.startswith("archives/")]

    months = ["archives/2026/03/", "archives/2026/02/", "archives/2026/01/"]
    assert ["archives/2026/", *months, "archives/2025/", "archives/2025/12/"] == periods
    assert all(f"{period}index.html" in built.files() for period in periods)
    assert months == _links(_page(built, "archives/2026/index.html"), ".archive-year .months")


def test_lists_are_divided_into_pages(built: Built) -> None:
    """The second page of a list is there, is linked to, and links back."""
    first, second = _page(built, "index.html"), _page(built, "page/2/index.html")

    assert ["page/2/"] == _links(first, ".pagination")
    assert [""] == _links(second, ".pagination")


def test_bad_numbers_of_a_series_are_named(built: Built) -> None:
    """A number that is none, and one given twice, are named with their lines."""
    assert "content/posts/four.md:9: `Series_Index: zwei` is no number" in built.log
    assert (
        "content/posts/one.md:7: part 1 of the series `市電と町` is content/posts/four.md:8"
        in built.log
    )


def test_the_same_sources_give_the_same_bytes(built: Built, tmp_path: Path) -> None:
    """A second build in another order of hashing is equal."""
    again = Site(tmp_path, _TEXT, _SETTINGS).build(PYTHONHASHSEED="7")

    assert built.files() == again.files()


def test_without_the_plugins_the_theme_still_works(tmp_path: Path) -> None:
    """Each of the two can be switched off."""
    text = _TEXT.replace("Modified: 2025-12-01\n", "")
    site = Site(tmp_path, text, {**_SETTINGS, "PLUGINS": ["contents", "stylesheet"]})

    built = site.build("--fatal=errors")

    assert 0 == built.code, built.log
    assert [] == _page(built, "two.html").select(".series, .reading-on, .article-nav, .author-card")
    assert "まだありません" in built.html("corrections.html")
