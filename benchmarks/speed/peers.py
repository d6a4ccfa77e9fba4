"""Who runs in the race: for each generator what it reads, what is run, and what it must have made."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable  # noqa: TC003 - the fields of dataclasses name it
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import write_blog

from . import sources
from .tools import Tools  # noqa: TC001 - the fields of dataclasses name it

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus_texts import Post

_LAYOUTS = Path(__file__).with_name("layouts")
SPEED_PLUGINS = ("keepsakes", "swift")
"""Plugins that make the build fast and change no page: they stay on when the others are off."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator, or a way to run one."""

    name: str
    label: str
    """As the table names it."""
    prepare: Callable[[Sequence[Post], Path, Tools], None]
    """Writes settings, templates and posts into an empty folder."""
    command: Callable[[Tools], tuple[str, ...]]
    posts: str
    """Folder of the posts' sources, in the one that was prepared."""
    pages: str
    """Pattern of the posts' pages, with `{slug}` where that stands."""
    index: str
    """Folder of the built site."""


def _pelican() -> tuple[str, ...]:
    return sys.executable, "-m", "pelican", "--settings", "pelicanconf.py", "--log-handler", "plain"


def _own_task() -> tuple[str, ...]:
    return sys.executable, "-m", "invoke", "build"


def _prepare_own(posts: Sequence[Post], folder: Path, _: Tools) -> None:
    write_blog(posts, folder)


def _prepare_bare(posts: Sequence[Post], folder: Path, tools: Tools) -> None:
    """Write the blog with the plugins of speed alone; the theme is ours."""
    _prepare_own(posts, folder, tools)
    _add_setting(folder, f"PLUGINS = [name for name in PLUGINS if name in {SPEED_PLUGINS!r}]")


def _prepare_plain(posts: Sequence[Post], folder: Path, tools: Tools) -> None:
    """Write the blog without any plugin; the theme is ours."""
    _prepare_own(posts, folder, tools)
    _add_setting(folder, "PLUGINS = []")


def _add_setting(folder: Path, line: str) -> None:
    with (folder / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write(f"{line}\n")


def _prepared(
    name: str, posts_folder: str, text_of: Callable[[Post], str]
) -> Callable[[Sequence[Post], Path, Tools], None]:
    def prepare(posts: Sequence[Post], folder: Path, _: Tools) -> None:
        shutil.copytree(_LAYOUTS / name, folder, dirs_exist_ok=True)
        sources.write_posts(posts, folder / posts_folder, text_of)

    return prepare


def _prepare_hexo(posts: Sequence[Post], folder: Path, tools: Tools) -> None:
    """Write the blog beside the packages: Hexo loads its plugins from there."""
    _prepared("hexo", "source/_posts", sources.for_hexo)(posts, folder, tools)
    shutil.copyfile(tools.folder / "package.json", folder / "package.json")
    (folder / "node_modules").symlink_to(tools.modules.resolve(), target_is_directory=True)


_OUR_PAGES = "output/**/posts/{slug}/index.html"
OWN = Peer(
    "mitoshi", "Mitoshi", _prepare_own, lambda _: _own_task(), "content/posts", _OUR_PAGES, "output"
)
BARE = Peer(
    "bare",
    "Mitoshi's theme, plugins off",
    _prepare_bare,
    lambda _: _own_task(),
    "content/posts",
    _OUR_PAGES,
    "output",
)
PLAIN = Peer(
    "plain",
    "plain Pelican, Mitoshi's theme",
    _prepare_plain,
    lambda _: _pelican(),
    "content/posts",
    _OUR_PAGES,
    "output",
)
HUGO = Peer(
    "hugo",
    "Hugo",
    _prepared("hugo", "content/posts", sources.for_hugo),
    lambda tools: (tools.hugo, "--quiet"),
    "content/posts",
    "public/posts/{slug}/index.html",
    "public",
)
PELICAN = Peer(
    "pelican",
    "plain Pelican, small theme",
    _prepared("pelican", "content/posts", sources.for_pelican),
    lambda _: _pelican(),
    "content/posts",
    "output/posts/{slug}/index.html",
    "output",
)
ELEVENTY = Peer(
    "eleventy",
    "Eleventy",
    _prepared("eleventy", "posts", sources.for_eleventy),
    lambda tools: (
        tools.node,
        str(tools.modules.resolve() / "@11ty/eleventy/cmd.cjs"),
        "--quiet",
        "--config=eleventy.config.cjs",
    ),
    "posts",
    "_site/posts/{slug}/index.html",
    "_site",
)
HEXO = Peer(
    "hexo",
    "Hexo",
    _prepare_hexo,
    lambda tools: (
        tools.node,
        str(tools.modules.resolve() / "hexo/bin/hexo"),
        "generate",
        "--silent",
        "--bail",
    ),
    "source/_posts",
    "public/posts/{slug}/index.html",
    "public",
)
ZOLA = Peer(
    "zola",
    "Zola",
    _prepared("zola", "content/posts", sources.for_zola),
    lambda tools: (tools.zola, "build"),
    "content/posts",
    "public/posts/{slug}/index.html",
    "public",
)
OURS = (OWN, BARE, PLAIN)
OTHERS = (HUGO, PELICAN, ELEVENTY, HEXO, ZOLA)
NEED_NODE = frozenset({"eleventy", "hexo", "zola"})
