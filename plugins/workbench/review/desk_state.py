"""The blog as the desk holds it: read when it is opened, and again when an article changes."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from commentary.building import build
from commentary.store import SUFFIX

from ..desk import open_desk, revision
from ..history import versions
from ..site import build_preview
from .views import queue, section_views

if TYPE_CHECKING:
    from ..desk import Desk
    from ..revision import Revision, Shown
    from .views import QueueItem, SectionView


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
            return self._desk

    @property
    def revision(self) -> Revision:
        """The acts."""
        return revision(self.desk)

    def queue(self) -> tuple[QueueItem, ...]:
        """Return the list of articles."""
        desk = self.desk
        workshop = replace(desk.workshop, provider_for=None)
        report = build(desk.articles, workshop, failed_before={})[1]
        titles = {article.name: article.source.title for article in desk.articles}
        return queue(report.articles, titles)

    def sections(self, shown: Shown) -> tuple[SectionView, ...]:
        """Return an article's sections, compared with what Git has of them."""
        path = self.desk.workshop.store.path_of(shown.article.path)
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
        now = (self._seen, _versions(desk))
        if now != self._previewed:
            build_preview(self.settings, root)
            self._previewed = now
        return root


def _articles_on_disk(content: Path) -> frozenset[tuple[str, int, int]]:
    """Return what tells that an article changed: name, size and time of every file but sidecars."""
    return frozenset(_facts(path) for path in content.rglob("*") if _is_article(path))


def _is_article(path: Path) -> bool:
    return path.is_file() and not path.name.endswith(SUFFIX) and not path.name.startswith(".")


def _facts(path: Path) -> tuple[str, int, int]:
    stat = path.stat()
    return str(path), stat.st_size, stat.st_mtime_ns


def _versions(desk: Desk) -> tuple[str, ...]:
    store = desk.workshop.store
    return tuple(store.version(article.path) for article in desk.articles)
