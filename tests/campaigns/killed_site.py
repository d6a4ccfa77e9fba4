"""A blog whose generation dies: what it is made of, and what a dead process leaves of it."""

from __future__ import annotations

import datetime as dt
import os
import signal
import threading
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaigns.counting_server import BROKEN, DOUBTED, PROSE, UNFIT
from commentaries import ARTICLE
from commentary.building import Workshop, build
from commentary.disk import Disk
from commentary.entries import parse_entries
from commentary.journal import Journal
from commentary.pipeline import Article
from commentary.prompt_files import read_templates
from commentary.providers import CallOptions, Endpoint, OpenAIProvider
from commentary.sections import Kind
from commentary.settings import Settings
from commentary.source import parse_source
from commentary.store import SidecarStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = dt.datetime(2026, 11, 23, 9, 12, tzinfo=dt.UTC)
_KINDS = (Kind.OUTLOOK, Kind.CONCLUSION)
_WORDS = (UNFIT, PROSE, DOUBTED, BROKEN)
CONCURRENCY = 2
"""Articles that a process writes for at the same time."""


@dataclass(frozen=True, slots=True)
class Death:
    """Where a process dies by its own hand."""

    step: int
    """Number of the step on disk, from 1."""
    is_after: bool = False
    """Whether the step is done first; else a write is half done and any other step is not."""


class MortalDisk(Disk):
    """Counts the steps, and kills the process at one of them."""

    def __init__(self, death: Death | None) -> None:
        self.death = death
        self.steps = 0
        self._lock = threading.Lock()

    def write(self, file: int, content: bytes) -> None:
        self._step(lambda: super(MortalDisk, self).write(file, content), half=(file, content))

    def sync(self, file: int) -> None:
        self._step(lambda: super(MortalDisk, self).sync(file))

    def truncate(self, file: int, length: int) -> None:
        self._step(lambda: super(MortalDisk, self).truncate(file, length))

    def rename(self, before: Path, after: Path) -> None:
        self._step(lambda: super(MortalDisk, self).rename(before, after))

    def remove(self, path: Path) -> None:
        self._step(lambda: super(MortalDisk, self).remove(path))

    def sync_folder(self, folder: Path) -> None:
        self._step(lambda: super(MortalDisk, self).sync_folder(folder))

    def _step(self, act: Callable[[], None], half: tuple[int, bytes] | None = None) -> None:
        with self._lock:
            self.steps += 1
            is_last = self.death is not None and self.death.step == self.steps
        if not is_last or (self.death and self.death.is_after):
            act()
        elif half:
            file, content = half
            os.write(file, content[: len(content) // 2])
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)


class KilledSite:
    """A blog of four articles, about each of which the model errs in another way."""

    def __init__(self, root: Path, url: str, model: str) -> None:
        self.root = root
        self.endpoint = Endpoint(model, "", url)
        self.content = root / "content"
        self.content.mkdir(parents=True)
        self.articles = tuple(
            article_of(self.content, number, word) for number, word in enumerate(_WORDS)
        )

    def generate(self, run: str, death: Death | None = None) -> int:
        """Have written what is missing, in this process; return the steps on disk."""
        os.environ["OPENAI_CUSTOM_HEADERS"] = f"x-run: {run}"
        disk = MortalDisk(death)
        options = CallOptions(deadline=20.0, max_output_tokens=100)
        workshop = Workshop(
            settings=Settings(model=self.endpoint.model, concurrency=CONCURRENCY),
            store=SidecarStore(self.content, self.root, disk),
            templates=read_templates,
            provider_for=lambda _: OpenAIProvider(self.endpoint, options),
            now=lambda: NOW,
            journal=Journal(self.root / ".commentary" / "journal", disk),
        )
        _, report = build(self.articles, workshop, failed_before={})
        for state in report.articles:
            if state.error:
                raise state.error
        return disk.steps

    def unfinished(self) -> list[str]:
        """Return what is wrong with the blog after a run that was not killed."""
        wrong = [f"{a.name} is not complete" for a in self.articles if not self._is_complete(a)]
        kept = [p.name for p in (self.root / ".commentary" / "journal").glob("*")]
        return wrong + [f"{name} was left in the journal" for name in kept]

    def torn(self) -> list[str]:
        """Return the articles whose sidecar is there and not whole; a damaged one raises."""
        return [
            a.name
            for a in self.articles
            if self._store().path_of(a.path).exists() and not self._is_complete(a)
        ]

    def standing(self) -> Counter[str]:
        """Count the answers that stand in the journal, by the fingerprints of their requests."""
        kept: Counter[str] = Counter()
        for path in (self.root / ".commentary" / "journal").glob("*.answers"):
            kept.update(entry.key for entry in parse_entries(path.read_bytes())[0])
        return kept

    def _is_complete(self, article: Article) -> bool:
        sidecar = self._store().get(article.path)
        return sidecar is not None and {s.kind for s in sidecar.sections} == set(_KINDS)

    def _store(self) -> SidecarStore:
        return SidecarStore(self.content, self.root)


def article_of(content: Path, number: int, word: str) -> Article:
    """Write an article in whose text a word stands."""
    body = ARTICLE.partition("\n\n")[2]
    paragraphs = [p.removeprefix("> ") for p in body.split("\n\n")]
    paragraphs[0] += f"議事録の表題は「{word}」です。"
    html = "\n".join(
        f"<h2>{p.removeprefix('## ')}</h2>" if p.startswith("## ") else f"<p>{p}</p>"
        for p in paragraphs
    )
    name = f"article-{number}.md"
    path = content / name
    path.write_text(body, encoding="utf-8")
    source = parse_source(html, title=f"市電 {number}", date="2026-11-02", language="ja")
    return Article(path, f"content/{name}", source, _KINDS)
