"""Posts as each generator reads them; the Markdown is the same for all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from corpus import article_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from corpus_texts import Post


def write_posts(posts: Iterable[Post], folder: Path, text_of: Callable[[Post], str]) -> None:
    """Write a file for each post."""
    folder.mkdir(parents=True, exist_ok=True)
    for post in posts:
        path = folder / f"{post.slug}.md"
        path.write_text(text_of(post), encoding="utf-8", newline="\n")


def for_pelican(post: Post) -> str:
    """Return a post with Pelican's metadata."""
    return article_text(post)


def for_hugo(post: Post) -> str:
    """Return a post with YAML, taxonomies in lists."""
    return _yaml(post, {**_common(post), "tags": post.tags, "categories": [post.category]})


def for_eleventy(post: Post) -> str:
    """Return a post with YAML; `tags` would make a collection of each."""
    return _yaml(post, {**_common(post), "topics": post.tags, "category": post.category})


def for_hexo(post: Post) -> str:
    """Return a post with YAML, and a date as Hexo reads it."""
    date = post.date.isoformat(" ")
    fields = {"date": date, "tags": post.tags, "categories": [post.category]}
    return _yaml(post, {**_common(post), **fields})


def for_zola(post: Post) -> str:
    """Return a post with TOML; a string of JSON is one of TOML too."""
    lines = (
        f"title = {_text(post.title)}",
        f"date = {post.date.isoformat()}",
        f"slug = {_text(post.slug)}",
        f"description = {_text(post.summary)}",
        "[taxonomies]",
        f"tags = {_text(post.tags)}",
        f"categories = {_text([post.category])}",
        "[extra]",
        f"lang = {_text(post.language)}",
    )
    return "\n".join(("+++", *lines, "+++", "", post.body))


def _common(post: Post) -> Mapping[str, object]:
    return {
        "title": post.title,
        "date": f"{post.date.isoformat()}Z",
        "slug": post.slug,
        "lang": post.language,
        "summary": post.summary,
    }


def _yaml(post: Post, fields: Mapping[str, object]) -> str:
    """Return front matter and body; what JSON writes in one line is YAML too."""
    lines = (
        f"{name}: {value if name == 'date' else _text(value)}" for name, value in fields.items()
    )
    return "\n".join(("---", *lines, "---", "", post.body))


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
