"""A `map` that works only on items for which no result is kept."""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .cabinet import Cabinet

    Map = Callable[..., Iterable[Any]]

T = TypeVar("T")
R = TypeVar("R")

_AT_ONCE = 16
"""Results that are written together, so that few have to be remembered."""


class _Heard(logging.Handler):
    """Notes whether anything was said."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count it."""
        del record
        self.count += 1


class KeptMap:
    """Maps functions over items; equal items have equal results, now and in later builds."""

    def __init__(self, cabinet: Cabinet, each: Map = map) -> None:
        self._cabinet = cabinet
        self._each = each
        """What works on the others, such as a map over every core."""
        self._process = os.getpid()
        self._waiting = 0

    def __call__(self, work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
        """Yield the result of each item, in order.

        Args:
            work: a function of a module, or a `partial` of one, that depends on its item alone,
                changes nothing, and whose result can be pickled.
            items: can be pickled too.
        """
        return self._map(work, items, [self._cabinet.key(work, item) for item in items])

    def of(self, work: Callable[[T], R], item: T) -> R:
        """Return the result of one item; what is kept of it can be asked for in this build, too.

        Args:
            work: as for many.
            item: as above.
        """
        if os.getpid() != self._process:  # SQLite's files do not survive a fork
            return work(item)
        key = self._cabinet.key(work, item)
        found = self._cabinet.get(key) if self._cabinet.has(key) else None
        return found[0] if found else self._made(work, item, key)

    def files(
        self, work: Callable[[str], R], paths: Sequence[str], *made_of: object
    ) -> Iterator[R]:
        """Yield the result of each file, in order.

        Args:
            work: takes a path, and depends on the bytes of that file and on `made_of` alone.
            paths: files that are there or not.
            made_of: what else decides; it can be pickled.
        """

        def keys() -> list[bytes]:
            return [self._cabinet.key(_digest(path), *made_of) for path in paths]

        return self._map(work, paths, keys(), again=keys)

    def close(self) -> None:
        """End; nothing is asked for any more."""
        self._cabinet.close()

    def _made(self, work: Callable[[T], R], item: T, key: bytes) -> R:
        heard = _Heard()
        with _heard_by(heard):
            result = work(item)
        if result is not None and not heard.count:
            self._cabinet.put(key, result)
            self._waiting = (self._waiting + 1) % _AT_ONCE
            if not self._waiting:
                self._cabinet.commit()
        return result

    def _map(
        self,
        work: Callable[[T], R],
        items: Sequence[T],
        keys: list[bytes],
        again: Callable[[], list[bytes]] | None = None,
    ) -> Iterator[R]:
        known = [self._cabinet.has(key) for key in keys]
        missing = [item for item, is_known in zip(items, known, strict=True) if not is_known]
        made = iter(self._each(work, missing))
        fresh: list[tuple[int, R]] = []
        heard = _Heard()
        for number, item in enumerate(items):
            found = self._cabinet.get(keys[number]) if known[number] else None
            if found is None:
                with _heard_by(heard):
                    found = (work(item) if known[number] else next(made),)
                fresh.append((number, found[0]))
            # here, because whoever has the last result may not ask for the end; and what warns has
            # to warn in the next build again
            is_time = number == len(items) - 1 or (not again and len(fresh) >= _AT_ONCE)
            if is_time and not heard.count:
                self._keep(fresh, keys, again() if fresh and again else keys)
                fresh.clear()
            yield found[0]

    def _keep(self, fresh: list[tuple[int, R]], keys: list[bytes], now: list[bytes]) -> None:
        """Keep results, but not of a file that changed meanwhile, nor where there was none."""
        for number, result in fresh:
            if now[number] == keys[number] and result is not None:
                self._cabinet.put(keys[number], result)
        self._cabinet.commit()


@contextmanager
def _heard_by(handler: _Heard) -> Iterator[None]:
    """Hear what is said, also what Pelican's filter drops because this process said it before."""
    make = logging.getLogRecordFactory()

    def heard(*facts: Any, **more: Any) -> logging.LogRecord:  # noqa: ANN401 - whatever is said
        record = make(*facts, **more)
        level: int | None = record.levelno  # what another process said gets it only later
        handler.count += level is None or level >= handler.level
        return record

    logging.getLogger().addHandler(handler)
    logging.setLogRecordFactory(heard)
    try:
        yield
    finally:
        logging.setLogRecordFactory(make)
        logging.getLogger().removeHandler(handler)


def _digest(path: str) -> bytes:
    """Return the digest of a file; one that cannot be read is like no other."""
    try:
        return blake2b(Path(path).read_bytes(), digest_size=16).digest()
    except OSError as error:
        return f"{path}: {error}".encode()
