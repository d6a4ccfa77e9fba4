"""The Pelican adapter: contents in, their cards beside them, and a line for each that lacks signs.

Each article and page without a picture for link previews gets `headline_image`, with the
attributes `url`, `width`, `height`, `alt` and `mime`, as every other plugin that has pictures
gives it; and one without any picture gets `headline_picture` for its page. Templates have
`site_image` for the pages that are no article.
"""

from __future__ import annotations

import logging
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.contents import Article, Static
from pelican.generators import ArticlesGenerator, PagesGenerator, StaticGenerator

from .cache import CardCache
from .card import Card, missing_glyphs, set_text, settable
from .palette import ACCENTS, palette, palettes
from .plate import FRAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pelican.generators import Generator

    from .palette import Palette

    Content = Any  # articles and pages, which plugins give attributes to

logger = logging.getLogger(__name__)

_FOLDER = "cards"
_ARTICLES = (
    "articles translations hidden_articles hidden_translations drafts drafts_translations".split()
)
_PAGES = (
    "pages translations hidden_pages hidden_translations draft_pages draft_translations".split()
)


@dataclass(frozen=True, slots=True)
class HeadlineImage:
    """What a service that shows a preview of a link is told."""

    url: str
    """Relative to the site's address."""
    width: int
    height: int
    alt: str
    mime: str


@dataclass(frozen=True, slots=True)
class HeadlinePicture:
    """What a page shows above its title."""

    url: str
    width: int
    height: int
    alt: str = ""
    sources: tuple[object, ...] = ()
    """Other formats of it: none, since SVG needs none."""


def register() -> None:
    """Connect to the signal at which every picture that an author gave is known."""
    signals.all_generators_finalized.connect(add_cards)


def add_cards(generators: Sequence[Generator]) -> None:
    """Give every content that lacks one its card; whatever happens, the content is published."""
    static = next((g for g in generators if isinstance(g, StaticGenerator)), None)
    if static is None:
        return
    problem = ""
    try:
        _Desk(static).add(list(_contents(generators)))
    except OSError as error:
        problem = f"{error.filename}: {error.strerror}; free space or mend permissions"
    except Exception as error:  # an exception here would end the whole build
        logger.debug("cards failed", exc_info=True)
        problem = f"{error!r}; this is a bug, run again with `--debug` for where, and report it"
    if problem:  # outside any `except`: with --fatal=errors this raises
        logger.error("cards: not every article has its card: %s", problem)


class _Desk:
    """Makes the cards of one build."""

    def __init__(self, static: StaticGenerator) -> None:
        self._settings: dict[str, Any] = static.settings
        self._context: dict[str, Any] = static.context
        self._root = Path(self._settings["PATH"]).resolve().parent
        self._cache = CardCache(self._root / ".cache" / _FOLDER)
        self._output = Path(static.output_path)
        self._published: set[str] = set()

    def add(self, contents: Sequence[Content]) -> None:
        by_category = palettes(_category(content) for content in contents)
        blank = palette(ACCENTS[0])
        by_category[""] = blank
        cards = [self._card(content, by_category[_category(content)]) for content in contents]
        self._draw([card for content, card in zip(contents, cards, strict=True) if _lacks(content)])
        for content, card in zip(contents, cards, strict=True):
            self._add(content, card)
        self._add_site(Card(str(self._settings["SITENAME"]), "", "", "", "", blank))

    def _card(self, content: Content, colours: Palette) -> Card:
        return Card(
            title=str(content.title),
            category=_category(content),
            day=str(getattr(content, "locale_date", "")),
            site=str(self._settings["SITENAME"]),
            seed=str(content.slug),
            palette=colours,
        )

    def _draw(self, cards: Sequence[Card]) -> None:
        """Draw what is missing, on every core where `swift` offers them; one that fails waits."""
        missing = [card for card in map(settable, cards) if not self._cache.has_preview(card)]
        each: Callable[..., Iterable[Path]] = self._settings.get("MAP_ON_CORES", map)
        with suppress(Exception):  # it is met again, in the order of the articles, where it is said
            deque(each(self._cache.preview, missing), maxlen=0)

    def _add(self, content: Content, card: Card) -> None:
        if _lacks(content):
            self._report(content)
            alt = str(content.title)
            content.headline_image = self._preview(settable(card), alt)
        has_picture = hasattr(content, "headline_picture") or bool(getattr(content, "image", ""))
        if not has_picture and _is_article(content):
            url = self._publish(self._cache.plate(card))
            content.headline_picture = HeadlinePicture(url, FRAME.width, FRAME.height)

    def _add_site(self, card: Card) -> None:
        self._context["site_image"] = self._preview(settable(card), card.title)

    def _preview(self, card: Card, alt: str) -> HeadlineImage:
        url = self._publish(self._cache.preview(card))
        return HeadlineImage(url, 1200, 630, alt, "image/jpeg")

    def _publish(self, path: Path) -> str:
        """Have Pelican copy a card that is not on the site yet; return its address."""
        url = f"{_FOLDER}/{path.name}"
        if url not in self._published and not _is_there(self._output / url, path):
            metadata = {"title": path.name, "save_as": url, "url": url}
            static = Static("", metadata, self._settings, str(path), self._context)
            self._context["staticfiles"].append(static)
        self._published.add(url)
        return url

    def _report(self, content: Content) -> None:
        missing = missing_glyphs(set_text(str(content.title)))
        if not missing:
            return
        source = Path(content.source_path)
        signs = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in missing[:5])
        logger.warning(
            "%s: the card goes without the title, because its font has no %s; "
            "write the title without it, or give an `Image:`",
            _place(source, self._root, str(content.title)),
            signs,
        )


def _contents(generators: Iterable[Generator]) -> Iterator[Content]:
    for generator in generators:
        names: Sequence[str] = ()
        if isinstance(generator, ArticlesGenerator):
            names = _ARTICLES
        elif isinstance(generator, PagesGenerator):
            names = _PAGES
        for name in names:
            yield from getattr(generator, name)


def _is_there(copy: Path, card: Path) -> bool:
    """Tell whether a copy is whole; its name says what is in it."""
    return copy.is_file() and copy.stat().st_size == card.stat().st_size


def _lacks(content: Content) -> bool:
    return getattr(content, "headline_image", None) is None


def _is_article(content: Content) -> bool:
    return isinstance(content, Article)


def _category(content: Content) -> str:
    return str(getattr(content, "category", "") or "")


def _place(source: Path, root: Path, title: str) -> str:
    """Write where a title stands, from the blog's folder."""
    name = source.relative_to(root) if source.is_relative_to(root) else source
    try:
        lines = source.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeError):
        return name.as_posix()
    line = next((number for number, line in enumerate(lines, start=1) if title in line), 1)
    return f"{name.as_posix()}:{line}"
