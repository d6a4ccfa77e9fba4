"""A new post in the shape of the blog's articles, with what the author has to fill in."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from commentary.errors import SettingsError
from commentary.texts import language_of

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

_SHAPES = {
    "ja": """Title: {title}
Date: {date}
Slug: {slug}
Lang: ja
Category: 時事
Tags:
Status: draft
Summary: （80〜120字の要約）

（リード：誰が、何を、なぜ重要か。2〜3文。人名は初出で一度だけ「名前（Latin Name）」とします）

## 出来事の概要

（何が起きたか。発言を引くときは、誰の言葉かを前の段落に書きます）

> （引用）

（その発言が何を意味するか）

## 事の経緯

（時間の順に。最後の段落は「要約すると」で始めます）

## 出典

- [題名](https://example.org/)（{today}閲覧）
""",
    "en": """Title: {title}
Date: {date}
Slug: {slug}
Lang: en
Category: News
Tags:
Status: draft
Summary: (140 to 200 characters)

(Lede: who, what, why it matters. Two or three sentences.)

## What happened

(When you quote somebody, say who speaks in the paragraph before.)

> (quotation)

(What the statement stands for.)

## How it came about

(In time order. The last paragraph sums up.)

## Sources

- [Title](https://example.org/) (read on {today})
""",
}


def new_article(title: str, folder: Path, *, slug: str, now: dt.datetime) -> Path:
    """Write the skeleton of a post and return its path.

    Args:
        title: of the post; decides the language.
        folder: where posts lie.
        slug: part of the address; empty makes one of the title's Latin words and the day.
        now: local time.

    Raises:
        SettingsError: the title is empty, the slug is not ASCII, or the file exists.
    """
    if not title.strip():
        raise SettingsError('a post needs a title; write `invoke new "TITLE"`')
    slug = slug or _slug(title, now)
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug):
        raise SettingsError(
            f"the slug {slug!r} must be small letters, digits and hyphens; name one with `--slug`"
        )
    path = folder / f"{slug}.md"
    folder.mkdir(parents=True, exist_ok=True)
    language = "ja" if language_of(title) in ("ja", "zh") else "en"
    text = _SHAPES[language].format(
        title=" ".join(title.split()),
        date=now.strftime("%Y-%m-%d %H:%M"),
        slug=slug,
        today=now.date().isoformat(),
    )
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise SettingsError(f"{path.name} exists; choose another slug with `--slug`") from None
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return path


def _slug(title: str, now: dt.datetime) -> str:
    """Make a slug of the Latin words of a title; the day alone where there are none."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    day = now.strftime("%Y-%m-%d")
    return "-".join((day, *words[:6])) if words else day
