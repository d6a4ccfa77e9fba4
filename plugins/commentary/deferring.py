"""Requests that are not sent now: noted for a batch, while what is answered already is used."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .errors import Deferred

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .journal import Entries, Keeping


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits for its answer."""

    article: str
    key: str
    body: Mapping[str, object]

    @property
    def model(self) -> str:
        """Name of the model that is to answer."""
        return str(self.body["model"])


@dataclass(slots=True)
class DeferringJournal:
    """A journal from which answers are taken, and which lets nobody be asked."""

    inner: Keeping
    waiting: list[Waiting] = field(default_factory=list)
    """What would have been asked, one request for an article at most."""

    @contextmanager
    def of(self, article: str) -> Iterator[Entries]:
        """Open the answers of an article, for one holder at a time."""
        with self.inner.of(article) as entries:
            yield _Deferring(entries, article, self.waiting)

    def settle(self, articles: Iterable[str]) -> None:
        """Let go of what was kept for articles whose sections stand."""
        self.inner.settle(articles)


class _Deferring:
    def __init__(self, inner: Entries, article: str, waiting: list[Waiting]) -> None:
        self._inner = inner
        self._article = article
        self._waiting = waiting

    def has(self, key: str) -> bool:
        return self._inner.has(key)

    def take(self, key: str) -> bytes | None:
        return self._inner.take(key)

    def asks(self, key: str, body: Mapping[str, object]) -> None:
        self._waiting.append(Waiting(self._article, key, body))
        raise Deferred("waits for the answer of a batch")

    def add(self, key: str, content: bytes) -> None:
        self._inner.add(key, content)

    def finish(self) -> None:
        self._inner.finish()
