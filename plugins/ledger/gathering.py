"""Pelican's articles become posts with their predictions: the one module that reads them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from .entries import Post, Subject
from .reading import Reading

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from pelican.contents import Article


def read_articles(
    articles: Iterable[Article], settings: Mapping[str, Any], today: dt.date
) -> tuple[Reading, int]:
    """Read the predictions of published articles, in the order of their files.

    Returns:
        what was read, and how many statements about the future the outlooks have in all.
    """
    reading = Reading(today, str(settings["DEFAULT_LANG"]))
    folder = Path(str(settings["PATH"])).resolve().name
    statements = 0
    for article in sorted(articles, key=lambda each: str(each.relative_source_path)):
        tables = predictions_of(article)
        if tables:
            reading.add(tables, _post(article, folder))
        counted = getattr(article, "outlook_statements", 0)
        statements += counted if isinstance(counted, int) else 0
    return reading, statements


def read_orphans(reading: Reading, tables: object) -> None:
    """Read what articles predicted that are gone: it was promised to readers all the same."""
    for table in tables if isinstance(tables, list | tuple) else ():
        sidecar = str(table.get("sidecar", "")) if isinstance(table, dict) else ""
        reading.add([table], Post(sidecar, "", "", reading.default_language))


def predictions_of(article: Article) -> tuple[object, ...]:
    """Return what another plugin set as `predictions`, and nothing if there is no such plugin."""
    found = getattr(article, "predictions", ())
    return tuple(found) if isinstance(found, list | tuple) else ()


def source_of(article: Article, folder: str) -> str:
    """Return an article's file, from the blog's folder."""
    return f"{folder}/{Path(str(article.relative_source_path)).as_posix()}"


def _post(article: Article, folder: str) -> Post:
    title = Markup(vars(article)["title"]).striptags()  # noqa: S704 - tags and entities come off
    return Post(
        source=source_of(article, folder),
        url=article.url,
        title=title,
        language=article.lang,
        authors=tuple(author.name for author in getattr(article, "authors", ())),
        subjects=tuple(_subjects(article)),
    )


def _subjects(article: Article) -> Iterable[Subject]:
    if hasattr(article, "category"):
        yield Subject("category", article.category.slug, article.category.name)
    for tag in getattr(article, "tags", ()):
        yield Subject("tag", tag.slug, tag.name)
