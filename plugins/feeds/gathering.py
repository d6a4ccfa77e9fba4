"""Pelican's articles become entries: the one module that knows what Pelican calls things."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from markupsafe import Markup

from .bodies import both_bodies, without_control
from .entries import Author, Entry, Picture
from .identity import id_without_ai

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from pelican.contents import Article

    Kept = Callable[[Callable[[Any], Any], Any], Any]

# What may stand in an address as it is; `%`, because Pelican's may be quoted already.
_SAFE = "/:?#[]@!$&'()*+,;=%~"
# the field in Markdown, reStructuredText or HTML
_ID_FIELD = re.compile(r"^:?id:|name=[\"']id[\"']", re.IGNORECASE | re.MULTILINE)
_PLAIN_TITLES = frozenset({".md", ".markdown", ".mkd", ".mdown"})


def _at_once(work: Callable[[Any], Any], item: Any) -> Any:  # noqa: ANN401 - whatever work makes
    return work(item)


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Reads articles for the feeds of one site."""

    site_url: str
    """Without a slash at its end; empty in a local build, whose addresses begin with a slash."""
    ids: Mapping[str, str]
    """By source."""
    author_pages: frozenset[str]
    """Slugs of the authors who have a page; a translation's author may have none."""

    kept: Kept = _at_once
    """Makes a value by a function, or has it from another time."""

    def entry(self, article: Article, *, has_ai: bool = True) -> Entry:
        """Read one article, with what a model wrote or without it."""
        page = self.address(article.url)
        url: str = self.site_url or "/"
        identifier = self.ids[source_of(article)]
        complete, without_ai = self.kept(both_bodies, (str(article.get_content(url)), page))
        return Entry(
            id=identifier if has_ai else id_without_ai(identifier),
            url=page,
            language=article.lang,
            title=_plain(_title(article)),
            summary=_plain(Markup(article.summary).striptags()),  # noqa: S704 - tags come off
            html=complete if has_ai else without_ai,
            published=article.date,
            updated=changed(article),
            authors=tuple(self._author(author) for author in getattr(article, "authors", ())),
            terms=tuple(dict.fromkeys(_terms(article))),
            picture=self._picture(article),
        )

    def address(self, url: str) -> str:
        """Make an address below the site's complete."""
        return urljoin(f"{self.site_url}/", quote(url, safe=_SAFE))

    def _author(self, author: Any) -> Author:  # noqa: ANN401 - a class of Pelican's
        url = self.address(author.url) if author.slug in self.author_pages else ""
        return Author(_plain(author.name), url)

    def _picture(self, article: Article) -> Picture | None:
        """Take the headline image that another plugin prepared, or the author's own."""
        ready = getattr(article, "headline_image", None)
        if ready is not None:
            return Picture(
                self.address(ready.url), ready.mime, ready.width, ready.height, _plain(ready.alt)
            )
        named = str(getattr(article, "image", "")).strip()
        if not named:
            return None
        mime = mimetypes.guess_type(named)[0] or "image/jpeg"
        alt = _plain(str(getattr(article, "image_alt", "")))
        return Picture(self.address(named), mime, alt=alt)


def changed(article: Article) -> dt.datetime:
    """Return when an article's author last changed it."""
    when: dt.datetime = getattr(article, "modified", article.date)
    return when


def source_of(article: Article) -> str:
    """Return an article's path below the content folder, with slashes."""
    return article.relative_source_path or ""


def line_of_id(article: Article) -> int:
    """Return the line of `Id:` in an article's source, 1 when it cannot be told."""
    text = Path(str(article.source_path)).read_text(encoding="utf-8", errors="replace")
    found = _ID_FIELD.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def has_control(article: Article) -> bool:
    """Tell whether an article has characters that no feed can hold."""
    texts = (article._content, str(vars(article)["title"]))  # noqa: SLF001 - read without being remembered
    return any(without_control(text)[1] for text in texts)


def _title(article: Article) -> str:
    """Return a title as text: Markdown's metadata is text, that of other sources is HTML."""
    title = str(vars(article)["title"])
    is_text = PurePosixPath(source_of(article)).suffix.lower() in _PLAIN_TITLES
    return title if is_text else Markup(title).striptags()  # noqa: S704 - as above


def _terms(article: Article) -> list[str]:
    category = [article.category] if hasattr(article, "category") else []
    return [_plain(term.name) for term in (*category, *getattr(article, "tags", ()))]


def _plain(text: str) -> str:
    return without_control(str(text))[0].strip()
