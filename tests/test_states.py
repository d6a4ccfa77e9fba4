"""Whatever is done in whatever order: nobody's approval outlives a text, nobody's text is lost."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from commentaries import ARTICLE, good_reply
from commentary.authorship import is_the_authors
from commentary.building import Workshop, build
from commentary.errors import EditedError, SettingsError
from commentary.lifecycle import Status, is_published
from commentary.pipeline import Article
from commentary.prompt_files import read_templates
from commentary.sections import Kind, Section, Sidecar
from commentary.settings import Publish, Settings
from commentary.sidecars import dump_sidecar
from commentary.source import parse_source
from commentary.store import SidecarStore
from fakes import ScriptedProvider
from test_rewriter import answer
from workbench import desk
from workbench.revision import Revision

if TYPE_CHECKING:
    from collections.abc import Callable

    from commentary.prompts import Prompt
    from commentary.replies import Reply
    from workbench.revision import Shown

BODY = ARTICLE.partition("\n\n")[2]
TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 9, 12, tzinfo=dt.UTC)
ARTICLE_EDITS = (
    ("120億円", "200億円"),
    ("200億円", "120億円"),
    ("28票", "27票"),
    ("主張しています", "話しています"),
    ("市議会は", "新しい段落。\n\n市議会は"),
)
NAMES = ("tram", "bus", "ship")
OWN = (
    "この町の歩みを、私は静かに見ていきます。",
    "港へ向かう朝を、私は想像しています。",
    "急がない決め方を、私は好ましく思います。",
)
"""What a person writes: opinions, to which no check objects."""
BY_MODEL = "反対した人の心配は、これからも残りそうです。"
BOTH = (Kind.OUTLOOK, Kind.CONCLUSION)
which = st.integers(0, 30)


class Writing(ScriptedProvider):
    """Writes whatever it is asked for."""

    def __init__(self, *, is_good: bool) -> None:
        super().__init__()
        self.is_good = is_good

    def complete(self, prompt: Prompt) -> Reply:
        """Answer about the kinds that the prompt's schema demands."""
        wanted = json.dumps(prompt.schema)
        kinds = [kind for kind in ("outlooks", "conclusion") if f'"{kind}"' in wanted]
        reply = good_reply(*kinds)
        self.replies = [reply if self.is_good else reply.replace("120億円という", "180億円という")]
        return super().complete(prompt)


class Author(RuleBasedStateMachine):
    """One article, its author in an editor and at the desk, a model, and the programs between."""

    def __init__(self) -> None:
        super().__init__()
        self.content = Path(tempfile.mkdtemp()) / "content"
        self.content.mkdir()
        self.path = self.content / "tram.md"
        self.body = BODY
        self.path.write_text(self.body, encoding="utf-8")
        self.accepted: list[Section] = []
        """Texts that a person accepted, without anything that is said of them."""
        self.own: Counter[str] = Counter()
        """Sentences that a person wrote and did not take away."""
        self.store = SidecarStore(self.content)
        self.settings = Settings(model="m", reviewers=("山田",), verify=False, attempts=1)

    def teardown(self) -> None:
        """Remove the blog."""
        shutil.rmtree(self.content.parent)

    # what is there

    @property
    def sidecar(self) -> Sidecar | None:
        """What stands beside the article."""
        return self.store.get(self.path)

    def sections(self) -> tuple[Section, ...]:
        """Return the sections beside the article."""
        return self.sidecar.sections if self.sidecar else ()

    def article(self) -> Article:
        """Read the article as it is now."""
        blocks = self.path.read_text(encoding="utf-8").split("\n\n")
        html = "\n".join(f"<p>{block.lstrip('#> ')}</p>" for block in blocks)
        source = parse_source(html, title="市電", date="2026-11-02", language="ja")
        return Article(self.path, f"content/{self.path.name}", source, BOTH)

    def workshop(self, *replies: str, stale: bool = False) -> Workshop:
        """Put a workshop together that answers with these replies."""
        provider = ScriptedProvider(*replies)
        return Workshop(
            settings=replace(self.settings, publish=Publish.ALL),
            store=self.store,
            templates=read_templates,
            provider_for=(lambda _: provider) if replies else None,
            now=lambda: NOW,
            rewrites_stale=stale,
        )

    def shown(self, *replies: str) -> tuple[Revision, Shown]:
        """Open the desk."""
        article = self.article()
        revision = Revision((article,), self.workshop(*replies), today=lambda: TODAY)
        return revision, revision.show(article.name)

    def pick(self, number: int) -> tuple[Section, int]:
        """Return a section and the number of one of its sentences."""
        places = [
            (section, at)
            for section in self.sections()
            for at, _ in enumerate(section.sentences, start=1)
        ]
        return places[number % len(places)]

    def forget(self, *texts: str) -> None:
        """Note that a person took sentences away."""
        self.own.subtract(texts)
        self.own = +self.own

    # what a model does

    @initialize()
    def begin(self) -> None:
        """Have the model write everything."""
        self.generate(good=True, stale=False)

    @rule(good=st.booleans(), stale=st.booleans())
    def generate(self, good: bool, stale: bool) -> None:  # noqa: FBT001
        """Have the model write what is missing, or stale too."""
        workshop = replace(self.workshop(stale=stale), provider_for=lambda _: Writing(is_good=good))
        build((self.article(),), workshop, failed_before={})

    @rule(edit=st.sampled_from(ARTICLE_EDITS))
    def rewrite_what_an_edit_makes_stale(self, edit: tuple[str, str]) -> None:
        """Change the article, and have the model write again what no longer holds."""
        self.edit_article(edit)
        self.generate(good=True, stale=True)

    @precondition(lambda self: self.sections())
    @rule(number=which, names_it=st.booleans())
    def ask_again(self, number: int, names_it: bool) -> None:  # noqa: FBT001
        """Ask for one sentence by its number, or for all that are the model's."""
        section, at = self.pick(number)
        old = section.sentences[at - 1].text
        numbered = enumerate(section.sentences, start=1)
        rest = [(n, BY_MODEL) for n, item in numbered if not is_the_authors(section, item)]
        revision, shown = self.shown(answer((at, BY_MODEL)) if names_it else answer(*rest))
        try:
            _, refused = revision.ask_again(shown, section.id, (at,) if names_it else ())
        except SettingsError:
            return
        if names_it and not refused:
            self.forget(old)

    # what a person does at the desk

    @precondition(lambda self: self.sections())
    @rule(number=which, text=st.sampled_from(OWN))
    def reword(self, number: int, text: str) -> None:
        """Give a sentence other words."""
        section, at = self.pick(number)
        revision, shown = self.shown()
        revision.reword(shown, section.id, at, text)
        self.forget(section.sentences[at - 1].text)
        self.own[text] += 1

    @precondition(lambda self: self.sections())
    @rule(number=which)
    def drop(self, number: int) -> None:
        """Take a sentence out, if it is not the only one."""
        section, at = self.pick(number)
        revision, shown = self.shown()
        try:
            revision.drop(shown, section.id, at)
        except SettingsError:
            return
        self.forget(section.sentences[at - 1].text)

    @precondition(lambda self: self.sections())
    @rule(number=which)
    def accept(self, number: int) -> None:
        """Accept what stands there, unless a check objects."""
        section, _ = self.pick(number)
        revision, shown = self.shown()
        try:
            revision.accept(shown, section.id, "山田")
        except SettingsError:
            return
        self.accepted.append(bare(section))

    @precondition(lambda self: self.sections())
    @rule(number=which)
    def reject(self, number: int) -> None:
        """Reject what stands there."""
        section, _ = self.pick(number)
        revision, shown = self.shown()
        revision.reject(shown, section.id, "山田", "だめ")

    @precondition(lambda self: self.sections())
    @rule(number=which, act=st.sampled_from(["accept", "reject", "drop", "again"]))
    def act_on_what_is_gone(self, number: int, act: str) -> None:
        """The page was open while an editor changed the file: nothing is done to it."""
        section, at = self.pick(number)
        revision, shown = self.shown(answer((at, BY_MODEL)))
        self.edit_by_hand(number, OWN[0])
        before = self.store.path_of(self.path).read_bytes()
        acts: dict[str, Callable[[], object]] = {
            "accept": lambda: revision.accept(shown, section.id, "山田"),
            "reject": lambda: revision.reject(shown, section.id, "山田"),
            "drop": lambda: revision.drop(shown, section.id, at),
            "again": lambda: revision.ask_again(shown, section.id, (at,)),
        }
        try:
            acts[act]()
        except (EditedError, SettingsError):
            pass
        else:
            raise AssertionError(act)
        assert before == self.store.path_of(self.path).read_bytes()

    # what a person does with files

    @precondition(lambda self: self.sections())
    @rule(number=which, text=st.sampled_from(OWN))
    def edit_by_hand(self, number: int, text: str) -> None:
        """Change a line of the sidecar, as an editor does: no program asks whether it may."""
        section, at = self.pick(number)
        old = section.sentences[at - 1].text
        path = self.store.path_of(self.path)
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        found = next(n for n, line in enumerate(lines) if line.startswith(old) and n > 10)
        lines[found] = lines[found].replace(old, f"{text} ", 1)
        path.write_text("".join(lines), encoding="utf-8")
        self.forget(old)
        self.own[text] += 1

    @rule(edit=st.sampled_from(ARTICLE_EDITS))
    def edit_article(self, edit: tuple[str, str]) -> None:
        """Change the article, so that something may become stale."""
        self.body = self.body.replace(*edit, 1)
        self.path.write_text(self.body, encoding="utf-8")

    @rule(name=st.sampled_from(NAMES), takes_sidecar=st.booleans())
    def rename(self, name: str, takes_sidecar: bool) -> None:  # noqa: FBT001
        """Rename the post, alone or with its sidecar; what stands at the new place stays."""
        new = self.path.with_name(f"{name}.md")
        old_sidecar, new_sidecar = self.store.path_of(self.path), self.store.path_of(new)
        if new == self.path or (takes_sidecar and new_sidecar.exists()):
            return
        kept = self.sidecar
        standings = self.standings()
        self.path.rename(new)
        self.path = new
        if takes_sidecar and kept:
            old_sidecar.rename(new_sidecar)
            assert standings == self.standings()
        elif (
            kept and not new_sidecar.exists() and kept.source_digest == self.article().source.digest
        ):
            homes = dict(desk.orphan_names(self.desk()))
            assert f"content/{new.name}" == homes[f"content/{old_sidecar.name}"]

    @rule(yes=st.booleans())
    def prune(self, yes: bool) -> None:  # noqa: FBT001
        """Be asked for each sidecar without an article, and answer."""
        orphans = list(self.store.orphans())
        gone = [self.store.read(path) for path in orphans]
        removed = list(desk.prune(self.desk(), ask=lambda _: "y" if yes else ""))
        assert len(removed) == (len(orphans) if yes else 0)
        if yes:
            self.forget(
                *(s.text for kept in gone for item in kept.sections for s in item.sentences)
            )

    def desk(self) -> desk.Desk:
        """Return the blog as the tasks see it."""
        return desk.Desk((self.article(),), self.workshop(), self.content, "ja")

    def standings(self) -> list[tuple[str, Status, bool]]:
        """Return the states of all sections."""
        _, report = build((self.article(),), self.workshop(), failed_before={})
        found = report.articles[0].standings
        return [(item.section.id, item.status, item.is_stale) for item in found]

    # what holds always

    @invariant()
    def only_accepted_texts_wear_the_label(self) -> None:
        """What is published as accepted is exactly a text that a person accepted."""
        _, report = build((self.article(),), self.workshop(), failed_before={})
        for standing in report.articles[0].standings:
            if standing.status is Status.ACCEPTED and is_published(standing, self.settings):
                assert bare(standing.section) in self.accepted

    @invariant()
    def nothing_by_hand_is_lost(self) -> None:
        """Every sentence that a person wrote and did not take away stands in a sidecar."""
        standing = Counter(
            sentence.text
            for path in self.store.paths()
            for section in self.store.read(path).sections
            for sentence in section.sentences
        )
        assert self.own <= standing

    @invariant()
    def articles_are_the_authors(self) -> None:
        """No program wrote to the article."""
        assert self.body == self.path.read_text(encoding="utf-8")

    @invariant()
    def sidecars_are_as_programs_write_them(self) -> None:
        """Whatever a hand did, reading and writing again loses nothing, and no litter is left."""
        for path in self.store.paths():
            kept = self.store.read(path)
            path.with_name(path.name).write_text(dump_sidecar(kept), encoding="utf-8")
            assert kept == self.store.read(path)
        assert not list(self.content.glob(".commentary-*"))


def bare(section: Section) -> Section:
    """Return what a reader sees and what it rests on, without what is said of it."""
    return replace(
        section, review=None, generated_digest="", generated_marks=(), provenance=None, id=""
    )


Author.TestCase.settings = settings(max_examples=25, stateful_step_count=14, deadline=None)
test_author = Author.TestCase
