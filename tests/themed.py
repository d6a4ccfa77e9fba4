"""A small site in this project's theme, with everything that pages can have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jinja2

from predictions import answered, table
from sites import ROOT, Built, Site

if TYPE_CHECKING:
    from pathlib import Path

THEME = ROOT / "theme"
DIRECT_TEMPLATES = ["index", "tags", "categories", "authors", "archives", "corrections", "404"]
_PREDICTIONS = {
    "ja/full": [
        table(1),
        table(2, resolves_on="2026-03-01", quote="費用は増える可能性があります。"),
        table(3, quote="反対の声もあります。", resolution=answered("yes", note="開業した。")),
        table(4, quote="港と駅を一本で結べば、", kind="stated", speaker="山田 花子"),
        table(
            5,
            quote="以上は推測です。",
            speaker="model:a-model",
            probability_by="model",
            author_probability=0.2,
            resolution=answered("no"),
            history=[{"on": "2025-01-01", "field": "statement", "before": "前", "after": "後"}],
        ),
    ]
}
PLUGINS = [
    *("hand_made_sections", "hand_made_predictions", "imprint", "ledger"),
    *("relations", "contents", "stylesheet"),
    *("search_index", "feeds", "facts", "policy"),
]
_SETTINGS: dict[str, object] = {
    "THEME": str(THEME),
    "PLUGIN_PATHS": [str(ROOT / "plugins"), str(ROOT / "tests")],
    "PLUGINS": PLUGINS,
    "COMMENTARY": ...,
    "HAND_MADE_PREDICTIONS": json.dumps(_PREDICTIONS, default=str),
    "HAND_MADE_STATEMENTS": {"ja/full": 12},
    "SITENAME": "見通し & <試験>",
    "SITESUBTITLE": "ニュースのその後を考える",
    "SUPPORT_URL": "https://support.example/",
    "REPOSITORY_URL": "https://code.example/",
    "DIRECT_TEMPLATES": DIRECT_TEMPLATES,
    "ARTICLE_PATHS": ["posts"],
    "PAGE_PATHS": ["pages"],
    "STATIC_PATHS": ["images"],
    "DEFAULT_PAGINATION": 3,
    "SLUGIFY_USE_UNICODE": True,
    "YEAR_ARCHIVE_SAVE_AS": "archives/{date:%Y}/index.html",
    "MONTH_ARCHIVE_SAVE_AS": "archives/{date:%Y}/{date:%m}/index.html",
    "JINJA_ENVIRONMENT": {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True},
    "MARKDOWN": {
        "extension_configs": {
            "markdown.extensions.extra": {},
            "markdown.extensions.toc": {},
        },
        "output_format": "html5",
    },
    "DEFAULT_DATE_FORMAT": "%Y年%m月%d日",
}
PAGES = {
    "index": "index.html",
    "index, page 2": "index2.html",
    "article": "full.html",
    "article without sections": "plain.html",
    "translation": "full-en.html",
    "page": "pages/about.html",
    "archives": "archives.html",
    "year": "archives/2024/index.html",
    "month": "archives/2024/03/index.html",
    "category": "category/交通.html",
    "categories": "categories.html",
    "tag": "tag/港.html",
    "tags": "tags.html",
    "author": "author/編集部.html",
    "authors": "authors.html",
    "corrections": "corrections.html",
    "not found": "404.html",
    "feeds": "subscribe/index.html",
    "ledger": "outlook/index.html",
    "ledger, one outcome": "outlook/outcome/yes/index.html",
    "search": "search/index.html",
}
"""Every kind of page, and a file of that kind."""

_FULL = """-- content/posts/full.md --
Title: 港と駅を結ぶ市電の延伸を市議会が可決した夜と、そのあとに残る費用の問題
Date: 2024-03-02 09:30
Modified: 2024-03-05 10:00
Slug: full
Lang: ja
Author: 編集部
Category: 交通
Tags: 港, 市電, C & <D>
Image: images/line.svg
Image_Alt: 港と駅を結ぶ線の図
Summary: 市議会は市電を港まで延ばす計画を可決しました。何が決まり、何が残ったのかを整理します。

市議会は市電を港まで延ばす計画を可決しました。詳しくは[公式の発表](https://example.org/)にあります[^1]。

## 出来事の概要

> 港と駅を一本で結べば、車のない暮らしが選べる町になります。

- 一つ目の項目
- 二つ目の項目

### 数字で見る

| 年 | 出来事 | 金額（億円） | とても長い見出しの列がここにあります | 備考として書いた列 |
|---|:-:|---:|---|---|
| 2019年 | 計画の公表 | 120 | 市議会の資料による概算の金額です | 一度は見送られました |

## 事の経緯

要約すると、`extend()` のような短いコードも、次のような長い行もあります。

```
a_very_long_line_of_code(with_arguments, that_does_not_fit, into_a_narrow_window, at_all, never)
```

![線の図]({static}/images/line.svg)

https://example.org/an/address/that/is/long/and/has/no/place/to/break/it/at/all/in/the/text

[^1]: 発表の原文によります。
-- content/posts/full-en.md --
Title: The council votes for the tram line to the harbour
Date: 2024-03-02 09:30
Slug: full
Lang: en
Author: 編集部
Category: 交通
Image: images/line.svg
Image_Alt: The line from the harbour to the station
Summary: The council votes for a tram line to the harbour; what is settled and what is not.

The council votes for the line.

## What happened

A paragraph of English words stands here, so that hyphenation has something to do.

What follows is not decided.
-- content/posts/plain.md --
Title: A & <B> を比べる
Date: 2023-11-20 18:30
Slug: plain
Lang: ja
Author: 編集部
Category: 交通
Tags: 港
Summary: 二つの案 A &amp; B を比べます。

節のない記事です。
-- content/pages/about.md --
Title: このブログについて
Slug: about
Lang: ja

説明です。
-- content/images/line.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630"><path d="M0 0h1200v630H0z"/></svg>
"""
_SHORT = """-- content/posts/plain-{number}.md --
Title: 短い記事その{number}
Date: 2024-01-0{number} 08:00
Slug: plain-{number}
Lang: ja
Author: 編集部
Category: 交通
Tags: 港
Summary: 短い記事の要約その{number}です。

短い記事です。
"""


def build_themed_site(root: Path, extra: str = "", **settings: object) -> Built:
    """Build the site; a build that complains is no start for a test.

    Args:
        root: the folder.
        extra: further files with `-- path --` marks.
        settings: instead of the usual ones.
    """
    short = "".join(_SHORT.format(number=number) for number in (1, 2, 3))
    built = Site(root, _FULL + short + extra, _SETTINGS | settings).build("--fatal=errors")
    assert built.code == 0, built.log
    return built


def theme_strings() -> dict[str, dict[str, str]]:
    """Return the words of the theme by language."""
    loader = jinja2.FileSystemLoader(THEME / "templates")
    template = jinja2.Environment(loader=loader, autoescape=True).get_template(
        "partials/strings.html"
    )
    words = vars(template.module)["STRINGS"]
    assert isinstance(words, dict)
    return words
