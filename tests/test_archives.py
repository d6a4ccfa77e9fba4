"""Lists of many articles: by year and month, and never longer than a reader can use."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from sites import ROOT, Site

if TYPE_CHECKING:
    from pathlib import Path

    from sites import Built

_PERIODS: dict[str, object] = {
    "YEAR_ARCHIVE_SAVE_AS": "archives/{date:%Y}/index.html",
    "YEAR_ARCHIVE_URL": "archives/{date:%Y}/",
    "MONTH_ARCHIVE_SAVE_AS": "archives/{date:%Y}/{date:%m}/index.html",
    "MONTH_ARCHIVE_URL": "archives/{date:%Y}/{date:%m}/",
}


def built_with(root: Path, count: int, settings: dict[str, object], gap: int = 10) -> Built:
    """Build a blog with an article every so many days, the last ones in 2024."""
    last = dt.date(2024, 12, 25)
    posts = "".join(
        f"-- content/p{number}.md --\nTitle: 題 {number}\nDate: {last - dt.timedelta(gap * number)}\n"
        f"Slug: p{number}\nLang: ja\nCategory: 経済\nSummary: 要約\n\n本文です。\n\n"
        for number in range(count)
    )
    usual: dict[str, object] = {
        "THEME": str(ROOT / "theme"),
        "PLUGINS": [],
        "COMMENTARY": ...,
        "JINJA_ENVIRONMENT": {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True},
    }
    return Site(root, posts, usual | settings).build()


def years(built: Built, name: str) -> dict[str, tuple[int, int]]:
    """Map the years of a page to the number of their articles and headings of months there."""
    soup = BeautifulSoup(built.html(name), "html.parser")
    return {
        section.h2.get_text(): (len(section.select("time")), len(section.select("h3")))
        for section in soup.select(".archive-year")
        if section.h2
    }


def test_a_short_list_has_everything(tmp_path: Path) -> None:
    """A year of few articles needs no headings; one of more than thirty-six has its months."""
    built = built_with(tmp_path, 72, _PERIODS)

    assert {"2024": (36, 0), "2023": (36, 0)} == years(built, "archives.html")


def test_a_long_list_has_the_newest_year(tmp_path: Path) -> None:
    """Of the others it says how many there are, and leads to their pages, where months are set off."""
    built = built_with(tmp_path, 210, _PERIODS, gap=9)
    listed = years(built, "archives.html")
    soup = BeautifulSoup(built.html("archives.html"), "html.parser")
    told = [link.get_text() for link in soup.select('.archive-year p a[href*="/archives/2022/"]')]

    assert (40, 12) == listed.pop("2024")
    assert {(0, 0)} == set(listed.values())
    assert ["41本の記事"] == told
    assert {"2022": (41, 12)} == years(built, "archives/2022/index.html")


def test_without_pages_of_years_all_are_listed(tmp_path: Path) -> None:
    """Nothing is out of reach where no page of its own could show it."""
    built = built_with(tmp_path, 210, {})

    assert 210 == sum(count for count, _ in years(built, "archives.html").values())
