"""What a person does with single sections: nothing is lost, nothing is accepted unseen."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from builders import HTML, TODAY, reviewed, section, sentence, sidecar, source
from commentary.building import Workshop
from commentary.errors import EditedError, SettingsError
from commentary.lifecycle import Status
from commentary.pipeline import Article
from commentary.prompt_files import read_templates
from commentary.sections import Kind, Origin, Section, Verdict
from commentary.settings import Generate, Settings
from commentary.store import SidecarStore
from fakes import ScriptedProvider
from test_rewriter import NOW, answer
from workbench.revision import Revision, Shown

if TYPE_CHECKING:
    from pathlib import Path

NAME = "content/tram.md"
NEW = "一度は見送られた計画です。"


def made() -> Section:
    """Return a conclusion of two sentences that a model wrote."""
    kept = section(
        sentence(), sentence("計画は2019年に公にされました。", "計画は2019年に公表され", 2)
    )
    return replace(kept, generated_marks=tuple(item.text_mark for item in kept.sentences))


class Blog:
    """One article with a sidecar on disk."""

    def __init__(self, root: Path, kept: Section) -> None:
        self.path = root / NAME
        self.path.parent.mkdir()
        self.path.write_text("Title: x\n", encoding="utf-8")
        self.store = SidecarStore(self.path.parent)
        self.store.put(self.path, sidecar(kept))

    def revision(self, *replies: str, generate: Generate = Generate.MISSING) -> Revision:
        """Return the acts of a person on it, with a model that answers so."""
        provider = ScriptedProvider(*replies)
        workshop = Workshop(
            settings=Settings(
                model="m", reviewers=("山田",), verify=False, generate=generate, attempts=1
            ),
            store=self.store,
            templates=read_templates,
            provider_for=(lambda _: provider) if replies else None,
            now=lambda: NOW,
        )
        article = Article(self.path, NAME, source(), (Kind.CONCLUSION,))
        return Revision((article,), workshop, today=lambda: TODAY)


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    """Lay out a blog whose article has a conclusion by a model."""
    return Blog(tmp_path, made())


def status(shown: Shown) -> Status:
    """Return the state of the only section."""
    return shown.standings[0].status


def texts(shown: Shown) -> list[str]:
    """Return the sentences of the only section."""
    return [item.text for item in shown.sidecar.sections[0].sentences]


def test_from_a_reworded_sentence_to_an_accepted_section(blog: Blog) -> None:
    """Rewording makes a section edited; accepting it binds to the new text."""
    revision = blog.revision()
    shown = revision.reword(revision.show(NAME), "conclusion", 1, "120億円の計画が動きます。")

    assert Status.EDITED == status(shown)
    shown = revision.accept(shown, "conclusion", "山田")

    assert Status.ACCEPTED == status(shown)
    assert "120億円の計画が動きます。" == texts(shown)[0]


@pytest.mark.parametrize("act", ["reword", "drop", "ask"])
def test_any_change_takes_an_acceptance_back(blog: Blog, act: str) -> None:
    """Nobody's approval outlives the text."""
    revision = blog.revision(answer((2, NEW)))
    shown = revision.accept(revision.show(NAME), "conclusion", "山田")
    match act:
        case "reword":
            shown = revision.reword(shown, "conclusion", 2, NEW)
        case "drop":
            shown = revision.drop(shown, "conclusion", 2)
        case _:
            shown, _ = revision.ask_again(shown, "conclusion", (2,))

    assert Status.EDITED == status(shown)


def test_what_changed_on_disk_meanwhile_is_kept(blog: Blog) -> None:
    """Two hands at one section: the second is told, and the first's text stands."""
    revision = blog.revision()
    first, second = revision.show(NAME), revision.show(NAME)
    revision.reword(first, "conclusion", 1, "120億円の計画が動きます。")

    with pytest.raises(EditedError, match="was changed since it was shown"):
        revision.accept(second, "conclusion", "山田")

    assert "120億円の計画が動きます。" == texts(revision.show(NAME))[0]
    assert Status.EDITED == status(revision.show(NAME))


def test_what_a_check_objects_to_is_not_accepted(blog: Blog) -> None:
    """A number that the article does not have stays off the record."""
    revision = blog.revision()
    shown = revision.reword(revision.show(NAME), "conclusion", 1, "180億円の計画です。")

    with pytest.raises(SettingsError, match="`conclusion` cannot be accepted"):
        revision.accept(shown, "conclusion", "山田")


@pytest.mark.parametrize("reviewer", ["", "誰か"])
def test_only_reviewers_judge(blog: Blog, reviewer: str) -> None:
    """A name that the settings do not have accepts and rejects nothing."""
    revision = blog.revision()
    with pytest.raises(SettingsError, match="may not review"):
        revision.accept(revision.show(NAME), "conclusion", reviewer)
    with pytest.raises(SettingsError, match="may not review"):
        revision.reject(revision.show(NAME), "conclusion", reviewer)

    assert Status.PENDING == status(revision.show(NAME))


def test_a_rejection_keeps_its_note(blog: Blog) -> None:
    """The reason stands in the sidecar."""
    revision = blog.revision()
    shown = revision.reject(revision.show(NAME), "conclusion", "山田", note="言い過ぎ")

    assert Status.REJECTED == status(shown)
    assert shown.sidecar.sections[0].review is not None
    assert "言い過ぎ" == shown.sidecar.sections[0].review.note


def test_all_sentences_of_the_model_are_asked_for_and_no_other(blog: Blog) -> None:
    """What the author reworded is left alone unless it is named."""
    revision = blog.revision(answer((2, NEW)))
    shown = revision.reword(revision.show(NAME), "conclusion", 1, "120億円の計画が動きます。")
    shown, refused = revision.ask_again(shown, "conclusion", ())

    assert () == refused
    assert ["120億円の計画が動きます。", NEW] == texts(shown)


def test_sentences_that_fail_the_checks_are_not_taken(blog: Blog) -> None:
    """The old ones stand, and the person hears why."""
    revision = blog.revision(answer((1, "180億円の計画です。")))
    before = texts(revision.show(NAME))
    shown, refused = revision.ask_again(revision.show(NAME), "conclusion", (1,))

    assert before == texts(shown)
    assert ["180億円の計画です。"] == [finding.sentence for finding in refused]
    assert 2 == len(shown.sidecar.provenances)


@pytest.mark.parametrize(
    ("kept", "why"),
    [
        (reviewed(made(), Verdict.ACCEPTED), "holds a person's verdict"),
        (section(origin=Origin.AUTHOR), "is the author's own"),
        (replace(made(), generated_marks=("0" * 12,)), "every sentence of"),
    ],
)
def test_a_persons_text_is_asked_for_only_by_name(tmp_path: Path, kept: Section, why: str) -> None:
    """Without a number, nothing that a person wrote or judged is written anew."""
    revision = Blog(tmp_path, kept).revision(json.dumps({}))

    with pytest.raises(SettingsError, match=why):
        revision.ask_again(revision.show(NAME), "conclusion", ())


def test_without_a_model_nobody_is_asked(blog: Blog) -> None:
    """The message says how to name one; a setting that forbids it is named too."""
    revision = blog.revision()
    with pytest.raises(SettingsError, match="no model is configured"):
        revision.ask_again(revision.show(NAME), "conclusion", (1,))

    never = blog.revision(answer((1, NEW)), generate=Generate.NEVER)
    with pytest.raises(SettingsError, match="forbid to ask a model"):
        never.ask_again(never.show(NAME), "conclusion", (1,))


def test_of_a_long_article_only_what_fits_is_shown(tmp_path: Path) -> None:
    """The record of asking again says which paragraphs the model did not see."""
    blog = Blog(tmp_path, made())
    long = "<p>" + "市議会は市電を港まで延ばす計画を可決しました。" * 30 + "</p>"
    whole = source(HTML + long * 40 + "<p>終わりです。</p>")
    settings = Settings(
        model="m", verify=False, attempts=1, context_tokens=12_000, max_output_tokens=2_000
    )
    revision = blog.revision(answer((2, NEW)))
    article = replace(revision.articles[NAME], source=whole)
    workshop = replace(revision.workshop, settings=settings)
    again = Revision((article,), workshop, today=lambda: TODAY)
    shown, refused = again.ask_again(again.show(NAME), "conclusion", (2,))

    assert () == refused
    assert shown.sidecar.provenances[-1].left_out.startswith("p")


@pytest.mark.parametrize(
    ("name", "identifier", "why"),
    [
        ("content/bus.md", "conclusion", "there is no article"),
        (NAME, "outlook-1", "has no section 'outlook-1'; its sections: conclusion"),
    ],
)
def test_what_is_not_there_is_named(blog: Blog, name: str, identifier: str, why: str) -> None:
    """A wrong name costs nothing and says what there is."""
    revision = blog.revision()
    with pytest.raises(SettingsError, match=why):
        revision.drop(revision.show(name), identifier, 1)


def test_an_article_without_a_sidecar_says_what_to_run(blog: Blog) -> None:
    """There is nothing to review yet."""
    blog.store.remove(blog.store.path_of(blog.path))

    with pytest.raises(SettingsError, match="run `invoke generate` first"):
        blog.revision().show(NAME)
