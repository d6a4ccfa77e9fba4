"""The Pelican adapter: contents and their files in, smaller files and sizes out.

Articles and pages with an `Image:` get `headline_picture`, which their page shows, `listed_picture`,
which lists show, and `headline_image`, which services with previews are told of. Templates get the filter `pictures`:
it offers browsers other formats of the images in a content. Feeds have plain images.
"""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from pelican import signals
from pelican.contents import Static

from .addresses import Blog
from .album import Album
from .cache import PictureCache, write
from .markup import FOLDER, with_formats
from .stripping import stripped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pelican import Pelican
    from pelican.generators import ArticlesGenerator, Generator, PagesGenerator, StaticGenerator

logger = logging.getLogger(__name__)

_KEY = "pictures_album"
"""Where all generators of a build find its album: in the context that they share."""
_ARTICLES = (
    "articles translations hidden_articles hidden_translations drafts drafts_translations".split()
)
_PAGES = (
    "pages translations hidden_pages hidden_translations draft_pages draft_translations".split()
)
_TELLING = frozenset({".jpg", ".jpeg", ".png", ".webp"})
_copied: list[tuple[Path, Static]] = []
"""Images that Pelican copies in the build under way; to ask where to would fix it too early."""


def register() -> None:
    """Connect to the signals of one build, in their order.

    Contents change where sections are joined too: Pelican keeps its caches before, and other
    plugins read what contents hold after it.
    """
    signals.generator_init.connect(add_filter)
    signals.article_generator_finalized.connect(add_articles)
    signals.page_generator_finalized.connect(add_pages)
    signals.static_generator_finalized.connect(publish)
    signals.finalized.connect(strip)


def add_filter(generator: Generator) -> None:
    """Add `pictures` to one generator's templates."""
    generator.env.filters["pictures"] = partial(_pictures, generator.context)


def add_articles(generator: ArticlesGenerator) -> None:
    """Look at all articles, whatever their status."""
    _add(generator, _ARTICLES)


def add_pages(generator: PagesGenerator) -> None:
    """Look at all pages, whatever their status."""
    _add(generator, _PAGES)


def publish(generator: StaticGenerator) -> None:
    """Have Pelican copy what contents were told of, and resolve `{static}` to it."""
    album, context = _album(generator), generator.context
    folder, output = Path(generator.path), Path(generator.output_path)
    for path in sorted(album.originals - context["static_content"].keys()):
        _add_static(generator, path, folder / path)
    _copied.extend(
        (output, static)
        for static in context["staticfiles"]
        if Path(static.source_path).suffix.lower() in _TELLING
    )
    for facts in album.known.values():
        for rendition in facts.renditions:
            name = rendition.name(facts.digest)
            _add_static(generator, f"{FOLDER}/{name}", album.cache.path(name))


def strip(sender: Pelican) -> None:
    """Take what cameras wrote out of the copies on the site; the author's files stay."""
    del sender
    copied, _copied[:] = _copied[:], []
    problem = ""
    for path in (output / static.save_as for output, static in copied):
        try:
            content = path.read_bytes()
            clean = stripped(content)
            if clean != content:
                write(path, clean)
        except FileNotFoundError:  # a link to what is not there: Pelican has said so
            continue
        except OSError as error:
            problem = f"{path.name}: {error.strerror}; free space or mend permissions"
    if problem:
        logger.error("pictures: metadata such as places may still stand in %s", problem)


def _add_static(generator: StaticGenerator, url: str, source: Path) -> None:
    """Make a file known under an address; one that is there already is not copied again."""
    context, copy = generator.context, Path(generator.output_path, url)
    is_named_by_digest = source.parent == _album(generator).cache.folder
    metadata = {"title": source.name, "save_as": url, "url": url}
    static = Static("", metadata, generator.settings, str(source), context)
    context["static_content"][url] = static
    is_there = copy.is_file() and copy.stat().st_size == source.stat().st_size
    if not (is_named_by_digest and is_there):
        context["staticfiles"].append(static)


def _add(generator: ArticlesGenerator | PagesGenerator, names: Sequence[str]) -> None:
    """Look at contents; whatever happens, they are published."""
    album, problem = _album(generator), ""
    try:
        album.add([content for name in names for content in getattr(generator, name)])
    except OSError as error:
        problem = f"{error.filename}: {error.strerror}; free space or mend permissions"
    except Exception as error:  # an exception here would end the whole build
        logger.debug("pictures failed", exc_info=True)
        problem = f"{error!r}; this is a bug, run again with `--debug` for where, and report it"
    lines, album.problems = album.problems, []
    for line in lines:
        logger.warning("%s", line)
    if problem:  # outside any `except`: with --fatal=errors this raises
        logger.error("pictures: not every image was looked at: %s", problem)


def _pictures(context: dict[str, Any], html: str, sizes: str) -> Markup:
    known = context[_KEY].known if _KEY in context else {}
    return Markup(with_formats(html, known, sizes))  # noqa: S704 - the content as Pelican made it


def _album(generator: Generator) -> Album:
    settings, context = generator.settings, generator.context
    if _KEY not in context:
        content = Path(settings["PATH"]).resolve()
        blog = Blog(settings["SITEURL"].rstrip("/"), tuple(settings["STATIC_PATHS"]))
        cache = PictureCache(content.parent / ".cache" / FOLDER)
        context[_KEY] = Album(content, blog, cache)
    album: Album = context[_KEY]
    return album
