"""The same sources, settings and day give the same bytes, whatever machine builds them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from sites import ROOT, Built, Site

if TYPE_CHECKING:
    from pathlib import Path

PLUGINS = [
    *("guard", "swift", "commentary", "imprint", "relations", "pictures", "contents", "embeds"),
    *("japanese", "stylesheet", "search_index", "feeds", "facts", "sitemap", "aliases", "policy"),
]
_SETTINGS: dict[str, object] = {
    "PLUGINS": PLUGINS,
    "THEME": str(ROOT / "theme"),
    "DEFAULT_DATE_FORMAT": "%Y年%m月%d日",
    "DEFAULT_PAGINATION": 5,
    "DIRECT_TEMPLATES": ["index", "tags", "categories", "authors", "archives"],
    "FEED_ALL_ATOM": None,
    "JINJA_ENVIRONMENT": {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True},
    "SLUGIFY_USE_UNICODE": True,
}
# of equal dates, so that an order which nothing decides shows
_ARTICLES = [
    f"""-- content/post-{number:02}.md --
Title: 記事{number}の題と A{number % 3}
Date: 2024-03-{number % 4 + 1:02}
Slug: post-{number:02}
Lang: ja
Category: 分類{number % 2}
Tags: 港, 駅{number % 3}, C{number % 5}
Summary: 記事{number}の要約です。市議会の決定を整理します。

市議会は、市電を港まで延ばす計画を可決しました。費用は{number + 3}億円です。[発表](https://example.org/{number})。

## 出来事の概要

- 項目{number}
- 次の項目

| 年 | 金額 |
|---|---:|
| 2024 | {number} |
"""
    for number in range(24)
]


def _build(folder: Path, articles: list[str], **variables: str) -> Built:
    folder.mkdir()
    settings = {**_SETTINGS, "CORES": int(variables.pop("CORES", "1"))}
    return Site(folder, "".join(articles), settings).build("--fatal=errors", **variables)


def test_the_bytes_are_the_same_everywhere(tmp_path: Path) -> None:
    """Hash seed, time zone, order of the folder and number of cores decide nothing."""
    shuffled = random.Random(1).sample(_ARTICLES, len(_ARTICLES))  # noqa: S311 - any other order
    expected = _build(tmp_path / "first", _ARTICLES)
    assert 0 == expected.code, expected.log
    for name, articles, variables in (
        ("seed", _ARTICLES, {"PYTHONHASHSEED": "4711"}),
        ("zone", _ARTICLES, {"TZ": "America/Los_Angeles"}),
        ("order", shuffled, {"PYTHONHASHSEED": "12"}),
        ("cores", shuffled, {"CORES": "3", "PYTHONHASHSEED": "99"}),
    ):
        built = _build(tmp_path / name, articles, **variables)
        assert expected.files().keys() == built.files().keys(), built.log
        different = [file for file, text in built.files().items() if expected.files()[file] != text]
        assert [] == different, name


_LISTED = """import atexit, sys
def _say():
    import pathlib
    pathlib.Path("modules.txt").write_text("\\n".join(sorted(sys.modules)))
atexit.register(_say)
"""
_HEAVY = {
    *("openai", "pydantic", "httpx2", "genai_prices", "bs4", "lxml", "PIL.ImageDraw"),
    *("livereload", "tornado", "playwright", "asyncio", "cards.drawing"),
}
"""What a build without anything to ask, draw or scale does not need."""


def test_a_build_imports_nothing_heavy(tmp_path: Path) -> None:
    """A build that asks no model and draws no picture loads no library for these."""
    site = Site(tmp_path, "".join(_ARTICLES[:3]), _SETTINGS)
    settings = tmp_path / "pelicanconf.py"
    settings.write_text(_LISTED + settings.read_text(encoding="utf-8"), encoding="utf-8")
    built = site.build()
    assert 0 == built.code, built.log
    loaded = set((tmp_path / "modules.txt").read_text(encoding="utf-8").split())
    assert [] == sorted(_HEAVY & loaded)
    assert "pelican.generators" in loaded
