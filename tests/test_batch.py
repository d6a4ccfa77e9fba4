"""Sections by batches: submitted, fetched in rounds, and never paid for twice."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from batch_shelf import BatchShelf
from campaigns.counting_server import respond
from campaigns.killed_site import NOW, KilledSite
from commentary.building import Workshop
from commentary.errors import ProviderError, SettingsError
from commentary.journal import Journal
from commentary.prompt_files import read_templates
from commentary.providers import CallOptions, Endpoint, OpenAIProvider
from commentary.providers.batches import chunks
from commentary.purse import Purse
from commentary.settings import Settings
from commentary.store import SidecarStore
from fault_server import FaultServer
from test_tasks import Blog
from workbench.batch import Notes, Round, run_round
from workbench.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEEDED = 13
"""Requests that the four articles take: drafts, what is asked for again, second readings."""


class Archive:
    """A blog of four articles, and a server with batches."""

    def __init__(self, root: Path, server: FaultServer) -> None:
        self.shelf = BatchShelf(respond)
        server.shelf = self.shelf
        self.server = server
        self.site = KilledSite(root, server.url(), "m")
        options = CallOptions(deadline=10, max_output_tokens=100)
        self.workshop = Workshop(
            settings=Settings(model="m"),
            store=SidecarStore(self.site.content, root),
            templates=read_templates,
            provider_for=lambda name: OpenAIProvider(Endpoint(name, "", server.url()), options),
            now=lambda: NOW,
            journal=Journal(root / ".commentary" / "journal"),
        )
        self.notes = Notes(root / ".commentary" / "batches.json", self.workshop)

    def round(self, **changes: object) -> Round:
        """Run a round, in a process of its own as far as memory goes."""
        workshop = replace(self.workshop, **changes)  # type: ignore[arg-type]
        desk = Desk(self.site.articles, workshop, self.site.content, "ja")
        return run_round(desk, rewrites_stale=False)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Lay it out."""
    with FaultServer() as server:
        yield Archive(tmp_path, server)


def test_rounds_end_with_all_articles_written(archive: Archive) -> None:
    """Each round submits what follows from the last one's answers; nobody is asked directly."""
    submitted = []
    for _ in range(9):
        done = archive.round()
        submitted.append(done.submitted)
        archive.shelf.finish()
        if not done.submitted:
            break

    assert (4, NEEDED) == (submitted[0], sum(submitted))
    assert (0, NEEDED) == (archive.server.count(), archive.shelf.requests)
    assert [] == archive.site.unfinished()
    assert [] == archive.notes.read()


def test_what_is_under_way_is_not_submitted_again(archive: Archive) -> None:
    """A round before the answers came changes nothing."""
    archive.round()
    again = archive.round()

    assert (0, 4, 0) == (again.submitted, again.waiting, again.collected)
    assert 1 == len(archive.shelf.batches)


@pytest.mark.parametrize("status", ["completed", "expired", "cancelled"])
def test_what_failed_goes_into_the_next_batch(archive: Archive, status: str) -> None:
    """The part that was answered is used."""
    archive.round()
    archive.shelf.finish(failing=1, status=status)
    done = archive.round()

    assert (3, 4) == (done.collected, done.submitted)
    assert 1 == len(done.notes)
    assert "1 requests go into the next" in done.notes[0]


def test_batch_is_found_again_when_its_name_was_lost(archive: Archive) -> None:
    """A process that died after it submitted, before it noted the name, pays for nothing twice."""
    archive.round()
    archive.notes.write([replace(batch, name="") for batch in archive.notes.read()])
    archive.shelf.finish()
    done = archive.round()

    assert 4 == done.collected


def test_batch_that_was_never_made_is_submitted(archive: Archive) -> None:
    """A process that died before it submitted left a note of nothing."""
    archive.round()
    archive.notes.write([replace(b, name="", mark="other") for b in archive.notes.read()])
    done = archive.round()

    assert (4, 0) == (done.submitted, done.waiting)


def test_answers_that_were_collected_stay_collected(archive: Archive) -> None:
    """A process that died before it forgot the batch collects it again, and keeps each once."""
    archive.round()
    before = archive.notes.read()
    archive.shelf.finish()
    archive.round()
    archive.notes.write([*before, *archive.notes.read()])
    archive.shelf.finish()
    for _ in range(8):
        if not archive.round().submitted:
            break
        archive.shelf.finish()

    assert [] == archive.site.unfinished()


def test_damaged_notes_are_named(archive: Archive) -> None:
    """With what removing them means."""
    archive.notes.write([])
    archive.notes.path.parent.mkdir(exist_ok=True)
    archive.notes.path.write_text("[{", encoding="utf-8")

    with pytest.raises(SettingsError, match=r"batches\.json is damaged; remove it"):
        archive.round()


def test_server_without_batches_says_so(archive: Archive) -> None:
    """Nothing is noted as submitted."""
    archive.server.shelf = None

    with pytest.raises(ProviderError):
        archive.round()
    assert [] == [batch for batch in archive.notes.read() if batch.name]


def test_what_a_budget_does_not_cover_waits(archive: Archive) -> None:
    """What fits is submitted, and the rest is told of."""
    done = archive.round(purse=Purse(most_calls=3))

    assert 3 == done.submitted
    assert ["3 calls were made, as many as `--max-calls` allows"] == done.notes


def test_task_tells_what_comes_next(tmp_path: Path) -> None:
    """Rounds by the command, until nothing is waited for."""
    blog = Blog(tmp_path)
    with FaultServer() as server:
        server.shelf = BatchShelf(respond)
        model = {"OPENAI_BASE_URL": server.url(), "COMMENTARY_MODEL": "local"}
        first = blog.run("generate", "--batch", **model)
        server.shelf.finish()
        second = blog.run("generate", "--batch", **model)
        server.shelf.finish()
        last = blog.run("generate", "--batch", **model)

    assert (0, 0, 0) == (first.code, second.code, last.code), first.text + last.text
    assert "1 answers are to come within 24 hours" in first.text
    assert "1 answers were collected, 1 requests submitted" in second.text
    assert "no answer is waited for" in last.text
    assert "## 結論" in blog.sidecar()


def test_chunks_keep_to_the_providers_limits() -> None:
    """Ten thousand articles are a batch, a hundred thousand are two."""
    body = {"model": "m", "messages": []}
    sizes = [len(c) for c in chunks((str(n), body) for n in range(100_000))]

    assert [50_000, 50_000] == sizes
    (line,) = next(chunks([("a", body)])).values()
    assert {"custom_id": "a", "method": "POST", "url": "/v1/chat/completions", "body": body} == (
        json.loads(line)
    )
