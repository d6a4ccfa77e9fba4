"""Answers that were paid for and do not stand in a sidecar yet.

Each article has a file of its own. An answer is appended and synced before anybody reads it, under
the fingerprint of the request it answers; a run that was killed is repeated with the answers that
its file holds, in their order. When their result stands in the sidecar the file is removed. The
file is locked while somebody writes for the article, so that a second run waits and then finds
the sidecar.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict, deque
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Protocol

from . import locks
from .disk import Disk
from .entries import Entry, dump_entry, file_name, parse_entries
from .errors import CommentaryError, ProviderRefused, ReplyInvalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

_SUFFIX = ".answers"
_ONLY_OWNER = 0o600
_PAUSE = 0.05
_IGNORE_ALL = b"*\n"


class Entries(Protocol):
    """The answers of one article."""

    def has(self, key: str) -> bool:
        """Tell whether there is an answer to a request that was not taken in this session."""

    def take(self, key: str) -> bytes | None:
        """Return the next answer to a request that was not taken in this session."""

    def asks(self, key: str, body: Mapping[str, object]) -> None:
        """Take note that somebody is about to be asked; what it raises prevents that."""

    def add(self, key: str, content: bytes) -> None:
        """Keep an answer."""

    def finish(self) -> None:
        """Note that nothing more will be asked of the answers."""


class Keeping(Protocol):
    """Where the answers of articles are kept."""

    def of(self, article: str) -> AbstractContextManager[Entries]:
        """Open the answers of an article, for one holder at a time."""

    def settle(self, articles: Iterable[str]) -> None:
        """Let go of what was kept for articles whose sections stand."""


class Journal:
    """The answers below one folder.

    Args:
        folder: is made when there is something to keep.
        disk: by which files change.
        note: told of the answers of an article before they are removed.
        pause: called while somebody else writes for the same article; what it raises ends the
            waiting.
    """

    def __init__(
        self,
        folder: Path,
        disk: Disk | None = None,
        *,
        note: Callable[[str, tuple[Entry, ...]], None] = lambda _, __: None,
        pause: Callable[[], None] = lambda: time.sleep(_PAUSE),
    ) -> None:
        self.folder = folder
        self.disk = disk or Disk()
        self.note = note
        self.pause = pause
        self.error: OSError | None = None
        """Why an answer could not be kept; nobody is asked from then on."""

    @contextmanager
    def of(self, article: str) -> Iterator[Entries]:
        """Open the answers of an article, for one holder at a time.

        Raises:
            CommentaryError: they cannot be kept, so that nobody should be asked.
        """
        if self.error:
            raise CommentaryError(_unkept(self.error))
        path = self._path_of(article)
        try:
            self._make_folder()
            file = self._locked(path, self.pause)
        except OSError as error:
            raise CommentaryError(_unkept(error)) from None
        entries = _Entries(self, article, path, file)
        try:
            entries.read()
            yield entries
        finally:
            entries.close()

    def settle(self, articles: Iterable[str]) -> None:
        """Let go of what was kept for articles whose sections stand.

        A process that was killed between writing a sidecar and removing the answers leaves them.
        """
        if not self.folder.is_dir():
            return
        for article in articles:
            path = self._path_of(article)
            if path.exists():
                with suppress(OSError):  # held by another run, which will remove it
                    entries = _Entries(self, article, path, self._locked(path, _give_up))
                    try:
                        entries.finish()
                    finally:
                        entries.close()

    def _path_of(self, article: str) -> Path:
        return self.folder / f"{file_name(article)}{_SUFFIX}"

    def _make_folder(self) -> None:
        if self.folder.is_dir():
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # says to Git, in whatever blog this is, that answers are nothing to commit
        (self.folder.parent / ".gitignore").write_bytes(_IGNORE_ALL)

    def _locked(self, path: Path, pause: Callable[[], None]) -> int:
        """Open a file and lock it; one that its last holder removed meanwhile is opened anew."""
        while True:
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, _ONLY_OWNER)
            try:
                while not locks.take(file):
                    pause()
            except BaseException:
                os.close(file)
                raise
            if os.fstat(file).st_nlink:
                return file
            os.close(file)


class _Entries:
    """The answers of one article, while its file is locked."""

    def __init__(self, journal: Journal, article: str, path: Path, file: int) -> None:
        self._journal = journal
        self._article = article
        self._path = path
        self._file = file
        self._waiting: defaultdict[str, deque[bytes]] = defaultdict(deque)
        self._length = 0
        """Bytes of whole answers in the file."""

    def read(self) -> None:
        """Read what the file holds, and cut off what a killed process left half written."""
        with open(self._path, "rb") as file:  # noqa: PTH123 - the descriptor is at its end
            text = file.read()
        entries, length = parse_entries(text)
        for entry in entries:
            self._waiting[entry.key].append(entry.content)
        self._length = length
        if length < len(text):
            self._journal.disk.truncate(self._file, length)

    def has(self, key: str) -> bool:
        """Tell whether there is an answer to a request that was not taken in this session."""
        return bool(self._waiting.get(key))

    def take(self, key: str) -> bytes | None:
        """Return the next answer to a request that was not taken in this session."""
        waiting = self._waiting.get(key)
        return waiting.popleft() if waiting else None

    def asks(self, key: str, body: Mapping[str, object]) -> None:
        """Let it happen."""

    def add(self, key: str, content: bytes) -> None:
        """Keep an answer; it is on disk when this returns.

        When it cannot be kept it may still be used, but nobody is asked for another.
        """
        if self._journal.error:
            return
        disk, line = self._journal.disk, dump_entry(Entry(key, content))
        try:
            disk.write(self._file, line)
            disk.sync(self._file)
            if not self._length:
                disk.sync_folder(self._path.parent)
        except OSError as error:
            self._journal.error = error
            with suppress(OSError):
                disk.truncate(self._file, self._length)
        else:
            self._length += len(line)

    def finish(self) -> None:
        """Remove the answers: their result stands elsewhere, or is of no use."""
        with suppress(OSError):  # an expense that cannot be noted keeps no answer alive
            self._journal.note(self._article, parse_entries(self._path.read_bytes())[0])
        self._journal.disk.truncate(self._file, 0)
        self._length = 0

    def close(self) -> None:
        """Unlock; a file without answers is removed."""
        if not self._length:
            with suppress(OSError):  # Windows removes no file that is open
                self._journal.disk.remove(self._path)
        os.close(self._file)


class Forgetful:
    """Keeps nothing: for one who asks and never repeats a run."""

    @contextmanager
    def of(self, article: str) -> Iterator[Entries]:  # noqa: ARG002 - the protocol's
        """Return what keeps nothing."""
        yield _Nothing()

    def settle(self, articles: Iterable[str]) -> None:
        """Let go of nothing."""


class _Nothing:
    def has(self, key: str) -> bool:  # noqa: ARG002 - the protocol's
        return False

    def take(self, key: str) -> bytes | None:  # noqa: ARG002 - the protocol's
        return None

    def asks(self, key: str, body: Mapping[str, object]) -> None:
        pass

    def add(self, key: str, content: bytes) -> None:
        pass

    def finish(self) -> None:
        pass


def is_of_no_use(error: CommentaryError) -> bool:
    """Tell whether the answers behind an error would only lead to it again.

    A server that was away or a disk that was full will let the same answers through next time.
    """
    if isinstance(error, ReplyInvalid):
        return True
    return isinstance(error, ProviderRefused) and not error.is_final


def _give_up() -> None:
    raise BlockingIOError


def _unkept(error: OSError) -> str:
    return (
        f"answers cannot be kept: {error.strerror}; nobody is asked, so that none is lost: free "
        "space or mend the permissions of `.commentary`"
    )
