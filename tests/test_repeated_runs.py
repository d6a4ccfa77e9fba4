"""A run that failed, was hindered or met another one: what the next run pays for."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Event
from typing import TYPE_CHECKING

import pytest

from builders import section, sidecar
from campaigns.killed_site import KilledSite
from commentaries import good_reply
from commentary.building import Workshop, build
from commentary.errors import EditedError, ReplyInvalid
from commentary.journal import Journal
from commentary.prompt_files import read_templates
from commentary.providers import CallOptions, Endpoint, OpenAIProvider
from commentary.sections import Kind, Origin
from commentary.settings import Settings
from commentary.store import SidecarStore
from fault_server import FaultServer
from workbench.revision import Revision

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from commentary.pipeline import Article
    from commentary.report import ArticleState

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


@dataclass(slots=True)
class Model:
    """What the server answers, and what it does before."""

    text: str = good_reply()
    on_asked: object = None

    def __call__(self, _: Mapping[str, object]) -> str:
        if callable(self.on_asked):
            self.on_asked()
        return self.text


@dataclass(frozen=True, slots=True)
class Blog:
    """One article, and a model that can be asked about it."""

    article: Article
    workshop: Workshop
    server: FaultServer
    model: Model

    def build(self, **changes: object) -> ArticleState:
        """Have written what is missing."""
        workshop = replace(self.workshop, **changes)  # type: ignore[arg-type]
        return build((self.article,), workshop, failed_before={})[1].articles[0]


@pytest.fixture
def blog(tmp_path: Path) -> Iterator[Blog]:
    """Lay out a blog with one article."""
    model = Model()
    with FaultServer(model) as server:
        site = KilledSite(tmp_path, server.url(), "m")
        options = CallOptions(deadline=10, max_output_tokens=100)
        workshop = Workshop(
            settings=Settings(model="m", verify=False, attempts=2),
            store=SidecarStore(site.content, tmp_path),
            templates=read_templates,
            provider_for=lambda name: OpenAIProvider(Endpoint(name, "", server.url()), options),
            now=lambda: NOW,
            journal=Journal(tmp_path / ".commentary" / "journal"),
        )
        yield Blog(site.articles[0], workshop, server, model)


def test_answer_waits_for_a_disk_that_was_full(blog: Blog) -> None:
    """What could not be written is written by the next run, which asks nobody."""

    class FullDisk(SidecarStore):
        def put(self, *_: object, **__: object) -> Path:
            raise OSError(28, "No space left on device")

    store = blog.workshop.store
    failed = blog.build(store=FullDisk(store.root, store.blog))
    done = blog.build()

    assert "run it again: that costs nothing" in str(failed.error)
    assert (None, 1) == (done.error, blog.server.count())
    assert store.get(blog.article.path)


def test_useless_answers_are_asked_for_anew(blog: Blog) -> None:
    """A run after one that failed for its answers really asks again."""
    blog.model.text = "Not today."
    failed = blog.build()
    paid = blog.server.count()
    blog.model.text = good_reply()
    done = blog.build()

    assert isinstance(failed.error, ReplyInvalid)
    assert (None, paid + 1) == (done.error, blog.server.count())


def test_another_run_was_quicker(blog: Blog, tmp_path: Path) -> None:
    """The second of two runs waits for the first, and then asks nobody."""
    waits = Event()
    second = Journal(tmp_path / ".commentary" / "journal", pause=waits.set)
    both = (section(), section(kind=Kind.OUTLOOK))
    with ThreadPoolExecutor(1) as pool:
        with blog.workshop.journal.of(blog.article.name):
            building = pool.submit(blog.build, journal=second)
            assert waits.wait(20)
            written = sidecar(*both, article=blog.article.source)
            blog.workshop.store.put(blog.article.path, written)
        done = building.result(20)

    assert (None, 0) == (done.error, blog.server.count())
    assert written == blog.workshop.store.get(blog.article.path)


def test_person_who_writes_meanwhile_loses_nothing(blog: Blog) -> None:
    """The sidecar of the person stands, and the next run adds the answer to it for nothing."""
    own = sidecar(section(origin=Origin.AUTHOR), article=blog.article.source)
    store = blog.workshop.store
    before = replace(blog.article, kinds=(Kind.OUTLOOK,))
    started = replace(blog, article=before)

    def save() -> None:
        if not store.get(before.path):
            store.put(before.path, own)

    blog.model.text, blog.model.on_asked = good_reply("outlooks"), save
    hindered = started.build()
    assert own == store.get(before.path)
    done = started.build()

    assert isinstance(hindered.error, EditedError)
    assert (None, 1) == (done.error, blog.server.count())
    kept = store.get(before.path)
    assert kept is not None
    assert [Origin.MODEL, Origin.AUTHOR] == [item.origin for item in kept.sections]


def test_asking_again_really_asks_again(blog: Blog) -> None:
    """Each act of a person is a call of its own, unless the last one could not be kept."""
    blog.build()
    answer = '{"sentences": [{"number": 1, "sentences": []}]}'
    blog.model.text = answer
    revision = Revision((blog.article,), blog.workshop, today=NOW.date)
    before = blog.server.count()
    for _ in range(2):
        shown = revision.show(blog.article.name)
        with pytest.raises(ReplyInvalid):
            revision.ask_again(shown, "conclusion", (1,))

    asked = blog.server.count() - before
    assert asked
    assert 0 == asked % 2
    assert [] == list((blog.workshop.store.blog / ".commentary" / "journal").glob("*"))
