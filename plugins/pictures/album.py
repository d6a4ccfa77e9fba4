"""The pictures of one build: which files contents name, what is known of them, what is wrong."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .addresses import Blog, file_named, file_of
from .headline import headline_image, headline_picture
from .markup import FOLDER, Image, Shown, images, with_sizes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .cache import PictureCache
    from .facts import Facts

Content = Any
"""Pelican's articles and pages, which plugins give attributes to."""


class Album:
    """Looks at contents, changes them, and remembers what the site has to have for it."""

    def __init__(self, content: Path, blog: Blog, cache: PictureCache) -> None:
        self.known: dict[str, Facts] = {}
        """The images that have other formats, by digest."""
        self.originals: set[str] = set()
        """Paths below the content folder that pages show as they are."""
        self.problems: list[str] = []
        self._content = content
        self._blog = blog
        self.cache = cache
        self._facts: dict[str, Facts] = {}

    def add(self, contents: Iterable[Content]) -> None:
        """Give the images of contents their sizes, and the contents their headline images.

        Raises:
            OSError: the cache cannot be written.
        """
        found = {content: images(content._content or "") for content in contents}  # noqa: SLF001 - the attribute all of Pelican's plugins change
        paths = {content: set(self._paths(content, found[content])) for content in found}
        self._look_at({path for each in paths.values() for path in each})
        for content, listed in found.items():
            self._add_headline(content, listed)
            if listed:
                shown = partial(self._shown, content)
                content._content = with_sizes(content._content, listed, shown)  # noqa: SLF001 - as above

    def _paths(self, content: Content, listed: Iterable[Image]) -> Iterable[str]:
        folder = _folder(content)
        yield from file_named(_named(content), folder)
        for image in listed:
            path = file_of(image.address, folder, self._blog)
            if path:
                yield path

    def _look_at(self, paths: set[str]) -> None:
        """Have the renditions of all files made, several at a time."""
        new = sorted(path for path in paths - self._facts.keys() if self._file(path).is_file())
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for path, facts in zip(new, pool.map(self._facts_of, new), strict=True):
                self._facts[path] = facts
                if facts.renditions:
                    self.known[facts.digest] = facts

    def _facts_of(self, path: str) -> Facts:
        return self.cache.facts(self._file(path))

    def _file(self, path: str) -> Path:
        return self._content / path

    def _shown(self, content: Content, image: Image) -> Shown | None:
        path = file_of(image.address, _folder(content), self._blog)
        if path is None:
            return None
        facts = self._facts.get(path)
        if facts is None or facts.problem:
            self._report(content, image.address, path, facts)
            return None
        fallback = facts.fallback
        if fallback is None or image.is_chosen_from:
            return Shown(facts.width, facts.height)
        address = f"{{static}}/{FOLDER}/{fallback.name(facts.digest)}"
        return Shown(fallback.width, fallback.height, address)

    def _add_headline(self, content: Content, listed: Iterable[Image]) -> None:
        """Set what templates show, and forget an `Image:` that nobody could see."""
        name = _named(content)
        paths = file_named(name, _folder(content))
        if not paths:
            return
        path = next((path for path in paths if path in self._facts), paths[0])
        facts = self._facts.get(path)
        if facts is None or facts.problem:
            self._report(content, name, path, facts)
            content.image = ""
            return
        alt = str(getattr(content, "image_alt", "") or "")
        content.headline_picture = headline_picture(facts, path, alt)
        content.listed_picture = content.headline_picture
        content.headline_image = headline_image(facts, path, alt or str(content.title))
        if not facts.renditions:
            self.originals.add(path)
        if path in self._paths_of(content, listed):
            content.headline_picture = None  # the body shows it

    def _paths_of(self, content: Content, listed: Iterable[Image]) -> set[str | None]:
        return {file_of(image.address, _folder(content), self._blog) for image in listed}

    def _report(self, content: Content, address: str, path: str, facts: Facts | None) -> None:
        root = self._content.parent
        what = facts.problem if facts else "does not exist; mend the address or add the file"
        file = self._file(path)
        shown = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.as_posix()
        self.problems.append(f"{_place(content, address, root)}: `{shown}` {what}")


def _folder(content: Content) -> str:
    return Path(content.get_relative_source_path()).parent.as_posix()


def _named(content: Content) -> str:
    name = getattr(content, "image", "")
    return name if isinstance(name, str) else ""


def _place(content: Content, address: str, root: Path) -> str:
    """Write where a source has an address, from the blog's folder."""
    source = Path(content.source_path)
    name = (source.relative_to(root) if source.is_relative_to(root) else source).as_posix()
    try:
        lines = source.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeError):
        return name
    line = next((number for number, line in enumerate(lines, start=1) if address in line), None)
    return f"{name}:{line}" if line else name
