"""The blog as the desk holds it: read when it is opened, and again when an article changes."""

from __future__ import annotations

import os
import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from commentary.building import build
from commentary.store import SUFFIX

from ..desk import open_desk, revision
from ..history import versions
from ..site import build_preview
from ..small_corrections import mended
from .views import queue, section_views

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commentary.report import ArticleState

    from ..desk import Desk
    from ..revision import Revision, Shown
    from .views import QueueItem, SectionView

_Facts: TypeAlias = tuple[int, int, int]
"""Size, time of change in nanoseconds, and number of a file."""


class OpenDesk:
    """What the pages are made of and the acts are done on; one act at a time.

    Args:
        settings: Pelican's settings file.
    """

    def __init__(self, settings: Path) -> None:
        self.settings = settings
        self.lock = threading.RLock()
        self._desk = open_desk(settings)
        self._seen = _articles_on_disk(self._desk.content)
        self._states: dict[Path, tuple[_Facts, ArticleState]] = {}
        """Of each article, with what its sidecar was when they were derived."""
        self._previewed: object = None
        """What the preview was built from."""
        self._folder = tempfile.TemporaryDirectory(prefix="desk-")

    def close(self) -> None:
        """Remove the preview."""
        self._folder.cleanup()

    @property
    def desk(self) -> Desk:
        """The blog, read again if an article was added, changed or removed."""
        with self.lock:
            seen = _articles_on_disk(self._desk.content)
            if seen != self._seen:
                self._desk, self._seen = open_desk(self.settings), seen
                self._states.clear()
            return self._desk

    @property
    def revision(self) -> Revision:
        """The acts."""
        return revision(self.desk)

    def queue(self) -> tuple[QueueItem, ...]:
        """Return the list of articles."""
        with self.lock:
            desk = self.desk
            states = self._states_of(desk)
        titles = {article.name: article.source.title for article in desk.articles}
        return queue(states, titles)

    def _states_of(self, desk: Desk) -> list[ArticleState]:
        """Return the states of all articles; only where a sidecar is another are they derived."""
        facts = {a.path: _facts(desk.workshop.store.path_of(a.path)) for a in desk.articles}
        known = self._states
        changed = tuple(
            article
            for article in desk.articles
            if article.path not in known or known[article.path][0] != facts[article.path]
        )
        workshop = replace(desk.workshop, provider_for=None)
        report = build(changed, workshop, failed_before={})[1]
        for article, state in zip(changed, report.articles, strict=True):
            known[article.path] = facts[article.path], state
        return [known[article.path][1] for article in desk.articles]

    def sections(self, shown: Shown) -> tuple[SectionView, ...]:
        """Return an article's sections, compared with what Git has of them."""
        desk = self.desk
        page = desk.rendered.get(shown.article.name)
        if page:
            standings = (mended(s, shown.article, shown.sidecar, page) for s in shown.standings)
            shown = replace(shown, standings=tuple(standings))
        path = desk.workshop.store.path_of(shown.article.path)
        return section_views(shown, tuple(versions(path)))

    def page_of(self, name: str) -> str:
        """Return where an article's page stands in the site, empty where there is no such article."""
        return self.desk.pages.get(name, "")

    def preview_file(self, path: str) -> Path | None:
        """Return a file of the site as it would be built now, None where there is none.

        Raises:
            SettingsError: the site cannot be built.
        """
        with self.lock:
            root = self._built()
        file = (root / path).resolve()
        if file.is_dir():
            file /= "index.html"
        return file if file.is_relative_to(root) and file.is_file() else None

    def _built(self) -> Path:
        """Return the folder of the preview, built anew if an article or a sidecar changed."""
        desk, root = self.desk, Path(self._folder.name).resolve()
        store = desk.workshop.store
        now = (self._seen, [_facts(store.path_of(article.path)) for article in desk.articles])
        if now != self._previewed:
            build_preview(self.settings, root)
            self._previewed = now
        return root


def _articles_on_disk(content: Path) -> frozenset[tuple[str, _Facts]]:
    """Return what tells that an article changed: facts of every file but sidecars."""
    return frozenset(_files(str(content)))


def _files(folder: str) -> Iterator[tuple[str, _Facts]]:
    """Walk through what may be many files at each page of the desk, asking each only once."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            elif _is_article(entry):
                yield entry.path, _facts_of(entry)


def _is_article(entry: os.DirEntry[str]) -> bool:
    return not entry.name.endswith(SUFFIX) and not entry.name.startswith(".") and entry.is_file()


def _facts(path: Path) -> _Facts:
    """Return size, time and place of a file, so that a new one in its place differs."""
    try:
        return _facts_of(path)
    except OSError:  # none there, or a name too long for the file system
        return (-1, 0, 0)


def _facts_of(file: Path | os.DirEntry[str]) -> _Facts:
    stat = file.stat()
    return stat.st_size, stat.st_mtime_ns, stat.st_ino
