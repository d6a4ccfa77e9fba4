"""A `map` that works on every core, by forked processes; what it yields is what `map` would.

A fork has everything that this process has, so work and items are never sent; results are. They
come in the order of the items, whoever worked on them, and with what was logged meanwhile. What
fails or is lost in another process is worked on again in this one, where it fails as it would have.
"""

from __future__ import annotations

import gc
import logging
import os
import pickle  # only between this process and its own forks
import signal
import sys
import warnings
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")
R = TypeVar("R")

logger = logging.getLogger(__name__)

_FEWEST = 16
"""Items below which a fork costs more than it saves: some ten milliseconds."""
_MOST_IN_CHUNK = 16
_CHUNK_HEADER = 8
"""Bytes that say how long a chunk of results is."""


def usable_cores(wanted: int) -> int:
    """Return how many processes may work; 1 where a process cannot be forked safely.

    Args:
        wanted: 0 for all that this process may use.
    """
    if sys.platform != "linux":  # macOS' own libraries do not survive a fork
        return 1
    return wanted or len(os.sched_getaffinity(0))


def map_on_cores(
    cores: int,
    work: Callable[[T], R],
    items: Sequence[T],
    *,
    fork: Callable[[], int] | None = None,
) -> Iterator[R]:
    """Yield the result of each item, in order.

    Args:
        cores: processes, this one included.
        work: what it changes outside its result is lost, so it should change nothing.
        items: each is worked on once, unless it fails.
        fork: instead of the system's; where it gives no further process, the others do its share.

    Raises:
        Exception: whatever `work` raises for an item, when its turn has come.
    """
    if cores < 2 or len(items) < _FEWEST:  # noqa: PLR2004 - two hands make light work
        yield from map(work, items)
        return
    size = max(1, min(_MOST_IN_CHUNK, len(items) // (4 * cores)))
    chunks = [items[at : at + size] for at in range(0, len(items), size)]
    hands = _start(work, chunks, cores, fork or os.fork)
    try:
        for number, chunk in enumerate(chunks):
            turn = number % cores
            has_hand = 0 < turn <= len(hands)
            yield from hands[turn - 1].take(chunk, work) if has_hand else map(work, chunk)
    finally:
        for hand in hands:
            hand.end()


@dataclass(slots=True)
class _Hand:
    """Another process, and the pipe that its results come through."""

    process: int
    pipe: IO[bytes]
    is_lost: bool = False

    def take(self, chunk: Sequence[Any], work: Callable[[Any], Any]) -> Iterator[Any]:
        """Yield the results of the next chunk of this hand."""
        results, records = self._next(chunk)
        for record in records:
            logging.getLogger(record["name"]).handle(logging.makeLogRecord(record))
        for item, (is_done, result) in zip(chunk, results, strict=True):
            yield result if is_done else work(item)

    def end(self) -> None:
        """Let the process go, done or not."""
        self.pipe.close()
        os.waitpid(self.process, 0)

    def _next(self, chunk: Sequence[Any]) -> tuple[list[tuple[bool, Any]], list[dict[str, Any]]]:
        header = self.pipe.read(_CHUNK_HEADER)
        length = int.from_bytes(header, "big")
        content = self.pipe.read(length) if len(header) == _CHUNK_HEADER else b""
        if content and len(content) == length:
            found: tuple[list[tuple[bool, Any]], list[dict[str, Any]]] = pickle.loads(content)  # noqa: S301 - of our own fork
            return found
        if not self.is_lost:
            self.is_lost = True
            logger.warning(
                "a process that worked on %s ended early; it is done again in the first one",
                " … ".join(dict.fromkeys((_name(chunk[0]), _name(chunk[-1])))),
            )
        return [(False, None)] * len(chunk), []


class _Collector(logging.Handler):
    """Keeps records in a form that can be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what is to be said."""
        values = {**vars(record), "exc_info": None}
        if not all(isinstance(value, str | int | float) for value in record.args or ()):
            values |= {"msg": record.getMessage(), "args": ()}
        self.records.append(values)


def _start(
    work: Callable[[T], R], chunks: list[Sequence[T]], cores: int, fork: Callable[[], int]
) -> list[_Hand]:
    """Start as many processes as there is use and room for."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # else each fork would write what waits there once more
    hands: list[_Hand] = []
    gc.freeze()  # a collection in a fork would copy all pages of memory that it looks at
    try:
        for turn in range(1, min(cores, len(chunks))):
            hands.append(_fork(work, chunks[turn::cores], fork))  # noqa: PERF401 - those before a failure count
    except OSError as error:
        logger.warning(
            "no further process could be started (%s), so the build takes longer; free memory, or "
            "set `CORES = 1`",
            error.strerror,
        )
    finally:
        gc.unfreeze()
    return hands


def _fork(work: Callable[[T], R], chunks: list[Sequence[T]], fork: Callable[[], int]) -> _Hand:
    receiving, sending = os.pipe()
    try:
        with warnings.catch_warnings():
            # Python 3.12 warns of threads: Pelican's one draws a spinner, which a fork leaves be
            warnings.simplefilter("ignore", DeprecationWarning)
            process = fork()
    except OSError:
        os.close(receiving)
        os.close(sending)
        raise
    if not process:
        os.close(receiving)
        _work_and_leave(work, chunks, sending)
    os.close(sending)
    return _Hand(process, os.fdopen(receiving, "rb"))


def _work_and_leave(work: Callable[[T], R], chunks: list[Sequence[T]], sending: int) -> None:
    """Work as a fork, which ends here whatever happens: it must not go on building the site."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        collector = _Collector()
        logging.getLogger().handlers[:] = [collector]
        with os.fdopen(sending, "wb") as pipe:
            for chunk in chunks:
                results = [_tried(work, item, collector) for item in chunk]
                content = pickle.dumps((results, collector.records), pickle.HIGHEST_PROTOCOL)
                collector.records = []
                pipe.write(len(content).to_bytes(_CHUNK_HEADER, "big") + content)
                pipe.flush()
    finally:
        os._exit(0)


def _tried(work: Callable[[T], R], item: T, collector: _Collector) -> tuple[bool, R | None]:
    said = len(collector.records)
    try:
        return True, work(item)
    except Exception:  # noqa: BLE001 - it is raised again where the item is done again
        del collector.records[said:]
        return False, None


def _name(item: object) -> str:
    return str(getattr(item, "source_path", item))
