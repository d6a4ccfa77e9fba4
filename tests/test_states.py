"""Whatever is done in whatever order: nobody's approval outlives a text, nobody's text is lost."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from commentaries import ARTICLE, bad_reply, good_reply
from commentary.building import Workshop, build
from commentary.errors import EditedError
from commentary.lifecycle import Status, accept, reject
from commentary.pipeline import Article
from commentary.prompt_files import read_templates
from commentary.sections import Kind, Section, Sidecar
from commentary.settings import Publish, Settings
from commentary.source import parse_source
from commentary.store import SidecarStore
from fakes import ScriptedProvider

BODY = ARTICLE.partition("\n\n")[2]
TODAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 23, 9, 12, tzinfo=dt.UTC)
ARTICLE_EDITS = (
    ("120億円", "200億円"),
    ("2019年", "2018年"),
    ("市議会は", "新しい段落。\n\n市議会は"),
)
MARKS = ("甲", "乙", "丙")
BOTH = (Kind.OUTLOOK, Kind.CONCLUSION)


class Desk(RuleBasedStateMachine):
    """One article, its author, a model, and the programs between them."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.path = self.root / "content" / "tram.md"
        self.path.parent.mkdir()
        self.body = BODY
        self.accepted: set[str] = set()
        self.by_hand: dict[str, str] = {}
        self.settings = Settings(model="m", reviewers=("山田",))

    def teardown(self) -> None:
        """Remove the blog."""
        shutil.rmtree(self.root)

    @property
    def store(self) -> SidecarStore:
        """The sidecars on disk."""
        return SidecarStore(self.root / "content")

    @property
    def sidecar(self) -> Sidecar | None:
        """What stands on disk."""
        return self.store.get(self.path)

    def article(self) -> Article:
        """Read the article as it is now."""
        self.path.write_text(self.body, encoding="utf-8")
        html = "\n".join(f"<p>{p.lstrip('#> ')}</p>" for p in self.body.split("\n\n"))
        source = parse_source(html, title="市電", date="2026-11-02", language="ja")
        return Article(self.path, "content/tram.md", source, BOTH)

    def workshop(self, *replies: str, **changes: bool) -> Workshop:
        """Put a workshop together that answers with these replies."""
        provider = ScriptedProvider(*replies)
        return Workshop(
            settings=replace(self.settings, publish=Publish.ALL),
            store=self.store,
            templates=read_templates,
            provider_for=(lambda _: provider) if replies else None,
            now=lambda: NOW,
            rewrites_stale=changes.get("stale", False),
        )

    def change(self, index: int, changed: Section) -> None:
        """Write a section as an editor does: no program asks whether it may."""
        kept = self.sidecar
        if kept:
            sections = list(kept.sections)
            sections[index % len(sections)] = changed
            path = self.store.path_of(self.path)
            path.unlink()
            self.store.put(self.path, replace(kept, sections=tuple(sections)))

    @rule(good=st.booleans(), stale=st.booleans())
    def generate(self, good: bool, stale: bool) -> None:  # noqa: FBT001
        """Have the model write what is missing, or stale too."""
        reply = good_reply() if good else bad_reply()
        kinds = ("outlooks",), ("conclusion",)
        replies = [reply] * 2 if self.sidecar is None else []
        for only in kinds:
            replies += [good_reply(*only)]
        try:
            build((self.article(),), self.workshop(*replies, stale=stale), failed_before={})
        except EditedError as error:
            raise AssertionError("a build never raises") from error

    @precondition(lambda self: self.sidecar is not None and self.sidecar.sections)
    @rule(index=st.integers(0, 3), mark=st.sampled_from(MARKS))
    def edit_section(self, index: int, mark: str) -> None:
        """Change a heading by hand."""
        kept = self.sidecar
        assert kept is not None
        section = kept.sections[index % len(kept.sections)]
        changed = replace(section, heading=f"{section.heading}{mark}")
        self.change(index, changed)
        self.by_hand[section.id] = changed.heading

    @precondition(lambda self: self.sidecar is not None and self.sidecar.sections)
    @rule(index=st.integers(0, 3), yes=st.booleans())
    def judge(self, index: int, yes: bool) -> None:  # noqa: FBT001
        """Accept or reject exactly what stands there."""
        kept = self.sidecar
        assert kept is not None
        section = kept.sections[index % len(kept.sections)]
        verdict = accept if yes else reject
        judged = verdict(section, reviewer="山田", today=TODAY, settings=self.settings)
        sections = tuple(judged if item.id == section.id else item for item in kept.sections)
        self.store.put(self.path, replace(kept, sections=sections))
        if yes:
            self.accepted.add(section.digest)

    @rule(edit=st.sampled_from(ARTICLE_EDITS))
    def edit_article(self, edit: tuple[str, str]) -> None:
        """Change the article, so that something may become stale."""
        self.body = self.body.replace(*edit, 1)

    @invariant()
    def only_accepted_texts_wear_the_label(self) -> None:
        """A section that counts as accepted has exactly a text that a person accepted."""
        _, report = build((self.article(),), self.workshop(), failed_before={})
        for standing in report.articles[0].standings:
            if standing.status is Status.ACCEPTED:
                assert standing.section.digest in self.accepted

    @invariant()
    def nothing_by_hand_is_lost(self) -> None:
        """Every heading a person wrote stands in the sidecar still."""
        kept = self.sidecar
        headings = {section.id: section.heading for section in kept.sections} if kept else {}
        for identifier, heading in self.by_hand.items():
            assert heading == headings[identifier]


Desk.TestCase.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
test_desk = Desk.TestCase
