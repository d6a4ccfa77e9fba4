"""The use cases: decide what to do, then do it, several articles at a time."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .errors import CommentaryError, ProviderError
from .journal import is_of_no_use
from .sections import Kind, Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from .journal import Entries, Keeping
    from .sections import Sidecar
    from .source import Source
    from .store import SidecarStore
    from .writing import Request, Writer, Written

_MOST_FAILURES = 5
"""After so many articles in a row without a usable answer the rest is not asked for."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article and what its author wants for it."""

    path: Path
    name: str
    """Path from the blog's folder, with forward slashes: how messages and tasks call it."""
    source: Source
    kinds: tuple[Kind, ...]
    """Kinds of section it should have now."""
    allowed: tuple[Kind, ...] = tuple(Kind)
    """Kinds that its page may show, should a sidecar have them."""
    note: str = ""
    """Why it should have none, for `status`; empty when it should have one."""
    subjects: tuple[str, ...] = ()
    model: str = ""
    """Model that the article names itself."""
    is_short: bool = False
    """Whether its body is shorter than `minimum_characters`, so that it gets none."""
    is_listed: bool = True
    """Whether the site lists it: it is no draft and not hidden."""
    timezone: str = "UTC"
    """Whose days its predictions mean."""


@dataclass(frozen=True, slots=True)
class Job:
    """One writing call: the missing kinds of one article."""

    article: Article
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job: a sidecar, or an error."""

    job: Job
    sidecar: Sidecar | None = None
    error: CommentaryError | None = None
    usage: Usage = field(default_factory=Usage)
    calls: int = 0
    spent: tuple[tuple[str, Usage], ...] = ()
    """The same tokens by the model that they went to; empty when no sidecar came of them."""


def missing_kinds(article: Article, sidecar: Sidecar | None) -> tuple[Kind, ...]:
    """Return the wanted kinds that a sidecar has no section of."""
    given = {section.kind for section in sidecar.sections} if sidecar else set()
    return tuple(kind for kind in article.kinds if kind not in given)


def plan(articles: Iterable[Article], sidecars: Mapping[Path, Sidecar | None]) -> tuple[Job, ...]:
    """List the articles with a wanted section that is missing, in the order of their names.

    Args:
        articles: all that may get sections.
        sidecars: of each article whose sidecar could be read; the others are left alone.
    """
    jobs = (
        Job(article, kinds)
        for article in sorted(articles, key=lambda article: article.name)
        if article.path in sidecars and (kinds := missing_kinds(article, sidecars[article.path]))
    )
    return tuple(jobs)


@dataclass(frozen=True, slots=True)
class Studio:
    """What jobs are done with, from any thread."""

    store: SidecarStore
    """Keeps each sidecar as soon as it is written."""
    journal: Keeping
    """Keeps each answer until then."""
    before: Callable[[Article], Sidecar | None]
    """Reads an article's sidecar as it is now."""
    writer_for: Callable[[Job, Entries], Writer]
    """Makes the writer of a job's model, which keeps its answers."""
    request_for: Callable[[Job, Sidecar | None], Request]
    """Makes the request of a job, whose sidecar holds other sections."""
    stop: threading.Event
    """Set on Ctrl-C: what is under way ends with the call it waits for."""


class Generation:
    """Carries out jobs; each leaves a consistent store, whatever happens to the others.

    Args:
        studio: what jobs are done with.
        concurrency: jobs at the same time.
        on_outcome: called after each job, for progress.
        on_stop: called on Ctrl-C, before the calls under way have ended.
    """

    def __init__(
        self,
        studio: Studio,
        *,
        concurrency: int,
        on_outcome: Callable[[Outcome], None] = lambda _: None,
        on_stop: Callable[[], None] = lambda: None,
    ) -> None:
        self.studio = studio
        self.concurrency = concurrency
        self.on_outcome = on_outcome
        self.on_stop = on_stop
        self._lock = threading.Lock()
        self._failures = 0
        self._stops: dict[str, CommentaryError] = {}

    def run(self, jobs: tuple[Job, ...]) -> tuple[Outcome, ...]:
        """Do all jobs and return their outcomes in the order of the jobs.

        On Ctrl-C the calls under way end and their answers are kept, and the interrupt goes on.
        """
        outcomes: dict[Job, Outcome] = {}
        with ThreadPoolExecutor(self.concurrency, thread_name_prefix="commentary") as pool:
            futures = [pool.submit(self._do, job) for job in jobs]
            try:
                for future in as_completed(futures):
                    outcome = future.result()
                    outcomes[outcome.job] = outcome
                    self._tell(outcome)
            except KeyboardInterrupt:
                self.studio.stop.set()
                self.on_stop()
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return tuple(outcomes[job] for job in jobs)

    def _tell(self, outcome: Outcome) -> None:
        """Report progress; a terminal that cannot print it costs no article."""
        with contextlib.suppress(OSError, ValueError):
            self.on_outcome(outcome)

    def _do(self, job: Job) -> Outcome:
        stop = self._stops.get(job.article.model)
        if stop:
            return Outcome(job, error=type(stop)(str(stop)))
        try:
            with self.studio.journal.of(job.article.name) as entries:
                outcome = self._write(job, entries)
        except CommentaryError as error:
            return self._failed(job, error)
        except Exception as error:  # noqa: BLE001 - one article's bug takes no other with it
            return Outcome(job, error=CommentaryError(_bug(error)))
        with self._lock:
            self._failures = 0
        return outcome

    def _write(self, job: Job, entries: Entries) -> Outcome:
        """Have written what is missing now: another run may have been quicker."""
        studio, article = self.studio, job.article
        seen = studio.store.version(article.path)
        before = studio.before(article)
        wanted = replace(job, kinds=missing_kinds(article, before))
        if not wanted.kinds:
            entries.finish()
            return Outcome(job, sidecar=before)
        try:
            request = studio.request_for(wanted, before)
            written = studio.writer_for(wanted, entries).write(request)
        except CommentaryError as error:
            if is_of_no_use(error):
                entries.finish()
            raise
        outcome = self._keep(job, written, seen)
        if not outcome.error:
            entries.finish()
        return outcome

    def _keep(self, job: Job, written: Written, seen: str) -> Outcome:
        outcome = Outcome(
            job,
            sidecar=written.sidecar,
            usage=written.usage,
            calls=written.calls,
            spent=written.spent,
        )
        try:
            self.studio.store.put(job.article.path, written.sidecar, seen=seen)
        except CommentaryError as error:
            return replace(outcome, sidecar=None, error=error)
        except OSError as error:
            message = (
                f"the sidecar cannot be written: {error.strerror}; the answer is kept, so mend "
                "the disk or the folder's permissions and run it again: that costs nothing"
            )
            return replace(outcome, error=CommentaryError(message))
        return outcome

    def _failed(self, job: Job, error: CommentaryError) -> Outcome:
        if not isinstance(error, ProviderError):
            return Outcome(job, error=error)
        with self._lock:
            self._failures += 1
            if error.is_final or self._failures >= _MOST_FAILURES:
                self._stops.setdefault(job.article.model, error)
        return Outcome(job, error=error, usage=error.usage or Usage(), calls=error.calls)


def _bug(error: Exception) -> str:
    return f"{type(error).__name__}: {error}; this is a bug in the plugin, please report it"
