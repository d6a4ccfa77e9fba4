"""The Pelican adapter: offers `MAP_ON_CORES` to other plugins, and has articles read by it.

`MAP_ON_CORES` is called like Python's `map`, with a list; where this plugin is switched off, `map`
does the same.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.readers import MarkdownReader as PelicanMarkdownReader

from .addresses import use_lean_addresses
from .cores import map_on_cores, usable_cores
from .reading import MarkdownReader

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.generators import ArticlesGenerator, Generator
    from pelican.readers import Readers

CORES = "CORES"
LEAN_ADDRESSES = "LEAN_ADDRESSES"
MAP_ON_CORES = "MAP_ON_CORES"
_MAP_KEPT = "MAP_KEPT"
"""Of `keepsakes`, which has results of the last build."""
_SIGNS = f"{__package__}.markdown_signs:Signs"


def register() -> None:
    """Connect the receivers, in the order of a build."""
    signals.initialized.connect(offer_map)
    signals.initialized.connect(extend_markdown)
    signals.initialized.connect(make_addresses_lean)
    signals.readers_init.connect(replace_reader)
    signals.generator_init.connect(trust_templates)
    signals.article_generator_init.connect(expect_articles)


def offer_map(sender: Pelican) -> None:
    """Put the map into the settings, where every plugin finds it."""
    settings: dict[str, Any] = sender.settings
    settings[MAP_ON_CORES] = partial(map_on_cores, usable_cores(_wish(settings)))


def extend_markdown(sender: Pelican) -> None:
    """Add the Markdown extension; a copy, because Pelican's default is shared by all sites."""
    settings: dict[str, Any] = sender.settings
    markdown = settings["MARKDOWN"]
    configs = {**markdown.get("extension_configs", {}), _SIGNS: {}}
    settings["MARKDOWN"] = {**markdown, "extension_configs": configs}


def make_addresses_lean(sender: Pelican) -> None:
    """Have addresses made of what their patterns name, unless the settings say otherwise."""
    use_lean_addresses(is_wanted=bool(sender.settings.get(LEAN_ADDRESSES, True)))


def trust_templates(generator: Generator) -> None:
    """Do not look for changes of a template each time it is included.

    Pelican makes its generators, and with them Jinja's environments, anew for every build.
    """
    generator.env.auto_reload = False


def replace_reader(readers: Readers) -> None:
    """Take the place of Pelican's own Markdown reader; that of another plugin keeps its place."""
    for name, reader in readers.reader_classes.items():
        if reader is PelicanMarkdownReader:
            readers.reader_classes[name] = MarkdownReader


def expect_articles(generator: ArticlesGenerator) -> None:
    """Tell the reader which files will be asked for; Pelican's own cache may have them all."""
    settings: dict[str, Any] = generator.settings
    reader = generator.readers.readers.get("md")
    if MAP_ON_CORES not in settings or not isinstance(reader, MarkdownReader):
        return
    if settings["LOAD_CONTENT_CACHE"]:
        return
    files = generator.get_files(settings["ARTICLE_PATHS"], exclude=settings["ARTICLE_EXCLUDES"])
    mine = sorted(str(Path(generator.path, file).absolute()) for file in files if _is_mine(file))
    reader.expect(mine, settings[MAP_ON_CORES], settings.get(_MAP_KEPT))


def _is_mine(file: str) -> bool:
    return file.endswith(".md")


def _wish(settings: dict[str, Any]) -> int:
    wish = settings.get(CORES, 0)
    return wish if isinstance(wish, int) and wish > 0 else 0
