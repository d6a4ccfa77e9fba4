"""Pelican's articles become ours: who gets sections, and what each author asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from pelican.utils import (
    strip_toc_elements_from_html,
    truncate_html_paragraphs,
    truncate_html_words,
)

from .environment import blog_root
from .errors import SourceError
from .joining import without_marks
from .pipeline import Article
from .report import ArticleState
from .sections import Kind
from .source import parse_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pelican.contents import Article as PelicanArticle
    from pelican.generators import ArticlesGenerator

    from .rendering import Commentary
    from .settings import Settings
    from .source import Source

    Map = Callable[..., Iterable[Any]]

_NONE = ("none", "no", "false", "なし")


@dataclass(frozen=True, slots=True)
class Found:
    """An article with the object that Pelican has of it."""

    article: Article
    content: PelicanArticle

    @property
    def body(self) -> str:
        """The HTML of what the author wrote, before any plugin changed it."""
        return str(self.content._content)  # noqa: SLF001 - `.content` would be remembered from now on

    def parse(self, body: str) -> Source:
        """Read another body under the same metadata."""
        return _source(_text(self.content, body))

    def keep_summary(self, body: str) -> None:
        """Fix the summary that Pelican would otherwise cut from the body with its sections.

        Args:
            body: what the author wrote, without the marks for sections.
        """
        settings: dict[str, Any] = self.content.settings
        if "summary" in self.content.metadata:
            return
        if (paragraphs := settings.get("SUMMARY_MAX_PARAGRAPHS")) is not None:
            body = truncate_html_paragraphs(body, paragraphs)
        if (length := settings["SUMMARY_MAX_LENGTH"]) is not None:
            body = truncate_html_words(body, length, settings["SUMMARY_END_SUFFIX"])
        self.content.metadata["summary"] = strip_toc_elements_from_html(body)


@dataclass(frozen=True, slots=True)
class FoundArticles:
    """All articles whose pages may show sections, and those whose wishes cannot be read."""

    articles: tuple[Found, ...]
    refused: tuple[ArticleState, ...]


def find_articles(
    generator: ArticlesGenerator, settings: Settings, *, named: frozenset[str] = frozenset()
) -> FoundArticles:
    """Read every article of a generator.

    Published articles and translations want sections; drafts and hidden ones only when named,
    but theirs are shown where a sidecar has them.

    Args:
        generator: after Pelican has read all articles.
        settings: kinds and the shortest body.
        named: names of articles that are asked for.
    """
    found: list[Found] = []
    refused: list[ArticleState] = []
    folder = _folder(generator)
    contents = list(contents_of(generator))
    sources: Iterable[Source] = map_of(generator)(_source, [_text(c) for c, _ in contents])
    for (content, is_listed), source in zip(contents, sources, strict=True):
        name = f"{folder}{content.get_relative_source_path()}"
        wants = is_listed or name in named
        try:
            article = _article(content, name, settings, source, wants=wants)
            found.append(Found(replace(article, is_listed=is_listed), content))
        except SourceError as error:
            withdraw(content)
            refused.append(ArticleState(name, error=error))
    return FoundArticles(tuple(found), tuple(refused))


def _folder(generator: ArticlesGenerator) -> str:
    """Return what to put before a path so that a terminal in the blog's folder can open it."""
    content = Path(generator.path).resolve()
    below = content.relative_to(blog_root(content)).as_posix()
    return "" if below == "." else f"{below}/"


def show(content: PelicanArticle, commentary: Commentary | None) -> None:
    """Give templates `article.commentary`, in place of the metadata field of that name."""
    vars(content)["commentary"] = commentary


def show_predictions(
    content: PelicanArticle, predictions: tuple[dict[str, Any], ...], statements: int
) -> None:
    """Give other plugins `article.predictions`, and how many statements its outlooks have."""
    vars(content)["predictions"] = predictions
    vars(content)["outlook_statements"] = statements


def withdraw(content: PelicanArticle) -> None:
    """Leave no trace of commentary in an article that gets none."""
    show(content, None)
    show_predictions(content, (), 0)
    content._content = without_marks(content._content)  # noqa: SLF001 - as Pelican's plugins do


def contents_of(generator: ArticlesGenerator) -> Iterator[tuple[PelicanArticle, bool]]:
    """Yield all articles, and whether the site lists them."""
    for content in (*generator.articles, *generator.translations):
        yield content, True
    for lists in ("drafts", "drafts_translations", "hidden_articles", "hidden_translations"):
        for content in getattr(generator, lists):
            yield content, False


def map_of(generator: ArticlesGenerator) -> Map:
    """Return a map: `keepsakes` has what a build made before, `swift` works on every core."""
    settings = generator.settings
    found: Map = settings.get("MAP_KEPT") or settings.get("MAP_ON_CORES") or map
    return found


@dataclass(frozen=True, slots=True)
class _Text:
    """All of an article that its source is made of."""

    source_path: str
    html: str
    title: str
    date: str
    language: str
    subjects: tuple[str, ...]


def _text(content: PelicanArticle, body: str | None = None) -> _Text:
    return _Text(
        str(content.source_path),
        content._content if body is None else body,  # noqa: SLF001 - `.content` would be remembered
        title=Markup(vars(content)["title"]).striptags(),  # noqa: S704 - tags and entities come off
        date=content.date.date().isoformat(),
        language=str(content.metadata.get("lang", "")),
        subjects=_subjects(content),
    )


def _source(text: _Text) -> Source:
    return parse_source(
        text.html,
        title=text.title,
        date=text.date,
        language=text.language,
        subjects=text.subjects,
    )


def _subjects(content: PelicanArticle) -> tuple[str, ...]:
    return _split(content.metadata.get("outlook", ""), ";；")


def _article(
    content: PelicanArticle, name: str, settings: Settings, source: Source, *, wants: bool
) -> Article:
    metadata = content.metadata
    path = Path(str(content.source_path))
    kinds = _kinds(metadata.get("commentary"), settings, path, name)
    allowed = tuple(kind for kind in kinds if kind not in source.own_kinds)
    return Article(
        path=path,
        name=name,
        source=source,
        kinds=_wanted(allowed, source, settings) if wants else (),
        allowed=allowed,
        note=_note(allowed, source, settings, wants=wants),
        is_short=bool(allowed) and wants and not _wanted(allowed, source, settings),
        subjects=_subjects(content),
        model=str(metadata.get("commentary_model", "")).strip(),
        timezone=str(content.settings["TIMEZONE"] or "UTC"),
    )


def _wanted(allowed: tuple[Kind, ...], source: Source, settings: Settings) -> tuple[Kind, ...]:
    return allowed if len(source.text) >= settings.minimum_characters else ()


def _note(allowed: tuple[Kind, ...], source: Source, settings: Settings, *, wants: bool) -> str:
    """Say why an article gets no section; empty when it gets one."""
    if not allowed:
        return "none is wanted: `Commentary:`, the settings, or headings of the author's own"
    if not wants:
        return "no published article; ask for it by `invoke generate --article`"
    if len(source.text) < settings.minimum_characters:
        return (
            f"too short to comment on: {len(source.text)} characters, and `minimum_characters` "
            f"is {settings.minimum_characters}"
        )
    return ""


def _kinds(wish: object, settings: Settings, path: Path, name: str) -> tuple[Kind, ...]:
    """Read `Commentary:`: `none`, or a list out of the kinds."""
    if wish is None or not str(wish).strip():
        return settings.sections
    words = _split(str(wish).lower(), ",、，;")
    if words and all(word in _NONE for word in words):
        return ()
    try:
        wanted = {Kind(word) for word in words}
    except ValueError:
        raise SourceError(
            f"`Commentary: {wish}` is not known; write `none`, or a list out of "
            f"{', '.join(f'`{kind}`' for kind in Kind)}",
            path=name,
            line=_line_of(path, "commentary"),
        ) from None
    return tuple(kind for kind in Kind if kind in wanted)


def _split(text: object, separators: str) -> tuple[str, ...]:
    words = "\n".join(map(str, text)) if isinstance(text, list | tuple) else str(text)
    for separator in separators:
        words = words.replace(separator, "\n")
    return tuple(word.strip() for word in words.split("\n") if word.strip())


def _line_of(path: Path, key: str) -> int:
    """Return the line of a metadata field in the author's file, 1 when it cannot be told."""
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    for number, line in enumerate(lines, start=1):
        if line.lower().lstrip(":").startswith(f"{key}:"):
            return number
    return 1
