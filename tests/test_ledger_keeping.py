"""What builds do about predictions: publish, keep, name what is wrong."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from builders import reviewed
from commentaries import CLAIM, good_reply, predicting_reply
from commentary.errors import SidecarError
from commentary.freezing import frozen
from commentary.ledger_entries import entries_of
from commentary.ledger_keeping import orphaned_entries, with_accepted
from commentary.predictions import Outcome, Resolution
from commentary.prompt_files import read_templates
from commentary.sections import Kind, Sidecar, Verdict
from commentary.settings import Generate, Publish
from commentary.sidecars import dump_sidecar, load_sidecar
from fakes import ScriptedProvider
from test_building import NOW, article, run, workshop

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commentary.building import Workshop
    from commentary.pipeline import Article
    from commentary.predictions import Prediction

__all__ = ["article"]
TODAY = NOW.date()
OTHER = {**CLAIM, "statement": "市議会は2028年末までに市電の予算を認める。"}


def kept(made: Workshop, tram: Article) -> Sidecar:
    """Return the sidecar of an article."""
    sidecar = made.store.get(tram.path)
    assert sidecar is not None
    return sidecar


def predicted(made: Workshop, tram: Article) -> tuple[Prediction, ...]:
    """Return the predictions in an article's sidecar."""
    return kept(made, tram).predictions


def test_predictions_come_in_the_same_call_and_are_public_at_once(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """Where unreviewed sections are shown, so is what they predict, on the day it is written."""
    tram, provider = article(), ScriptedProvider(predicting_reply(CLAIM))
    made = workshop(tmp_path, provider)

    report = run(made, tram)

    (prediction,) = predicted(made, tram)
    assert (1, "tram-1", TODAY, TODAY) == (
        report.calls,
        prediction.id,
        prediction.made_on,
        prediction.published_on,
    )
    assert (prediction,) == report.articles[0].predictions
    assert "predictions" in provider.prompts[0].schema["required"]  # type: ignore[operator]


def test_what_is_no_prediction_is_recorded_and_costs_nothing(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """The sections are published after one call, and the sidecar says what was left out."""
    tram = article()
    made = workshop(tmp_path, ScriptedProvider(predicting_reply({**CLAIM, "probability": 1})))

    report = run(made, tram)

    assert (1, 2, ()) == (
        report.calls,
        len(report.articles[0].published),
        predicted(made, tram),
    )
    (finding,) = (f for f in kept(made, tram).provenances[0].findings if "no prediction" in f)
    assert "the probability 1.0 is not from 0.01 to 0.99" in finding


@pytest.mark.parametrize(
    "wanted", [{"predictions": False}, {"sections": (Kind.CONCLUSION,)}], ids=["off", "conclusion"]
)
def test_nobody_is_asked_where_none_are_wanted(
    tmp_path: Path, article: Callable[..., Article], wanted: dict[str, object]
) -> None:
    """Switched off, or without an outlook, the prompt does not speak of them."""
    is_off = "predictions" in wanted
    tram = article() if is_off else replace(article(), kinds=(Kind.CONCLUSION,))
    provider = ScriptedProvider(good_reply() if is_off else good_reply("conclusion"))
    made = workshop(tmp_path, provider, **wanted)
    if is_off:
        own = read_templates("ja")
        made = replace(made, templates=lambda _: replace(own, predictions=""))

    run(made, tram)

    (prompt,) = provider.prompts
    assert "predictions" not in prompt.schema["required"]  # type: ignore[operator]
    assert "resolution_criteria" not in prompt.messages[0].text


@pytest.mark.parametrize(
    ("settings", "is_listed"),
    [({"publish": Publish.ACCEPTED}, True), ({}, False)],
    ids=["accepted-only", "draft"],
)
def test_what_nobody_can_read_is_not_public(
    tmp_path: Path,
    article: Callable[..., Article],
    settings: dict[str, object],
    is_listed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A draft's predictions, and those that wait for a reviewer, may still be reworded."""
    tram = replace(article(), is_listed=is_listed)
    made = workshop(tmp_path, ScriptedProvider(predicting_reply(CLAIM)), **settings)

    run(made, tram)

    assert [None] == [prediction.published_on for prediction in predicted(made, tram)]


def test_a_draft_that_is_published_publishes_its_predictions(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """The next build that may write says so, and one that may not leaves the sidecar alone."""
    tram = article()
    made = workshop(tmp_path, ScriptedProvider(predicting_reply(CLAIM)))
    run(made, replace(tram, is_listed=False))

    for change in ({"frozen": True}, {"generate": Generate.NEVER}):
        run(replace(made, settings=replace(made.settings, **change)), tram)
        assert [None] == [prediction.published_on for prediction in predicted(made, tram)]
    run(made, tram)

    assert [TODAY] == [prediction.published_on for prediction in predicted(made, tram)]


def test_whoever_only_looks_publishes_nothing(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """`status` and the desk derive states and write no file."""
    tram = article()
    made = workshop(tmp_path, ScriptedProvider(predicting_reply(CLAIM)))
    run(made, replace(tram, is_listed=False))
    before = made.store.version(tram.path)

    report = run(replace(made, publishes=False, provider_for=None), tram)

    assert (before, 1) == (made.store.version(tram.path), len(report.articles[0].predictions))


def test_what_has_come_to_pass_is_not_published_any_more(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """A draft that lay too long predicts what everybody knows."""
    tram = article()
    made = workshop(tmp_path, ScriptedProvider(predicting_reply(CLAIM)))
    run(made, replace(tram, is_listed=False))

    run(replace(made, now=lambda: NOW.replace(year=2029)), tram)

    assert [None] == [prediction.published_on for prediction in predicted(made, tram)]


def test_a_section_written_anew_keeps_what_it_predicted(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """Old predictions keep their words; new ones have new ids; nothing is asked twice."""
    tram = article()
    made = workshop(tmp_path, ScriptedProvider(predicting_reply(CLAIM)))
    run(made, tram)
    (old,) = predicted(made, tram)
    before = kept(made, tram)
    conclusion = tuple(s for s in before.sections if s.kind is Kind.CONCLUSION)
    made.store.put(tram.path, replace(before, sections=conclusion))

    again = json_outlook(predicting_reply(OTHER))
    run(workshop(tmp_path, ScriptedProvider(again)), tram)

    first, second = predicted(made, tram)
    assert (old, "tram-2") == (first, second.id)


def json_outlook(reply: str) -> str:
    """Return an answer without its conclusion."""
    answer = json.loads(reply)
    del answer["conclusion"]
    return json.dumps(answer, ensure_ascii=False)


def test_what_was_never_public_goes_with_its_section(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """A model's prediction that nobody read is replaced like the section; the author's stays."""
    tram = article()
    made = workshop(tmp_path, ScriptedProvider(predicting_reply(CLAIM)), publish=Publish.ACCEPTED)
    run(made, tram)
    before = kept(made, tram)
    own = replace(before.predictions[0], id="own-1", speaker="author", section="")
    conclusion = tuple(s for s in before.sections if s.kind is Kind.CONCLUSION)
    sidecar = replace(before, sections=conclusion, predictions=(*before.predictions, own))
    made.store.replace(tram.path, sidecar, seen=made.store.version(tram.path))

    again = ScriptedProvider(json_outlook(predicting_reply(OTHER)))
    run(workshop(tmp_path, again, publish=Publish.ACCEPTED), tram)

    assert ["own-1", OTHER["statement"]] == [
        predicted(made, tram)[0].id,
        predicted(made, tram)[1].statement,
    ]


def test_a_silent_change_is_named_with_its_line(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """Who edits a public promise in the file is told, and the page goes on."""
    tram = article()
    made = workshop(tmp_path, ScriptedProvider(predicting_reply(CLAIM)))
    run(made, tram)
    path = made.store.path_of(tram.path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("probability = 0.6", "probability = 0.9"), encoding="utf-8")

    state = run(made, tram).articles[0]

    line = text[: text.index('id = "tram-1"')].count("\n") + 1
    (problem,) = state.prediction_problems
    assert problem.startswith(f"content/tram.commentary.md:{line}: `tram-1`: claim, criteria")
    assert "invoke amend tram-1" in problem
    assert 2 == len(state.published)


def test_one_id_in_two_articles_is_named(tmp_path: Path, article: Callable[..., Article]) -> None:
    """Both are shown; a person has to rename one."""
    tram, bus = article(), article("bus.md")
    made = workshop(tmp_path, ScriptedProvider(*[predicting_reply(CLAIM)] * 2), concurrency=1)
    run(made, tram, bus)
    path = made.store.path_of(bus.path)
    text = path.read_text(encoding="utf-8").replace('id = "bus-1"', 'id = "tram-1"')
    path.write_text(text, encoding="utf-8")

    report = run(made, tram, bus)

    ((problem,),) = (a.prediction_problems for a in report.articles if a.prediction_problems)
    assert "content/tram.commentary.md too; rename the newer one" in problem


def test_articles_of_one_name_have_predictions_of_two(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """The folder tells them apart, so that no generated id stands twice."""
    (tmp_path / "content" / "en").mkdir(parents=True)
    tram, english = article(), article("en/tram.md")
    made = workshop(tmp_path, ScriptedProvider(*[predicting_reply(CLAIM)] * 2), concurrency=1)

    report = run(made, tram, english)

    assert [("content-tram-1",), ("en-tram-1",)] == [
        tuple(p.id for p in predicted(made, each)) for each in (tram, english)
    ]
    assert not any(state.prediction_problems for state in report.articles)


def test_answers_to_two_questions_merge(tmp_path: Path, article: Callable[..., Article]) -> None:
    """Two people on two branches answer two predictions of one article without a conflict."""
    tram = article()
    made = workshop(tmp_path, ScriptedProvider(predicting_reply(CLAIM, OTHER)))
    run(made, tram)
    base = kept(made, tram)
    given = Resolution(Outcome.AMBIGUOUS, TODAY, TODAY, "山田")
    both = tuple(replace(p, resolution=given) for p in base.predictions)
    ours = replace(base, predictions=(both[0], base.predictions[1]))
    theirs = replace(base, predictions=(base.predictions[0], both[1]))
    paths = [tmp_path / name for name in ("ours", "base", "theirs")]
    for path, sidecar in zip(paths, (ours, base, theirs), strict=True):
        path.write_text(dump_sidecar(sidecar), encoding="utf-8")

    merged = subprocess.run(
        ["git", "merge-file", "-p", *paths], check=False, capture_output=True, encoding="utf-8"
    )

    assert 0 == merged.returncode
    assert both == load_sidecar(merged.stdout, path="merged").predictions


def test_accepting_publishes_what_still_stands(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """What was taken from a sentence that a person changed is not published, and told."""
    tram = article()
    made = workshop(
        tmp_path, ScriptedProvider(predicting_reply(CLAIM, OTHER)), publish=Publish.ACCEPTED
    )
    run(made, tram)
    sidecar = kept(made, tram)
    first, second = sidecar.predictions
    gone = replace(second, quote="もうない言葉")
    own = replace(first, id="own-1", speaker="author", section="", quote="")
    changed = replace(sidecar, predictions=(first, gone, own))

    accepted, public, left_out = with_accepted(
        changed, frozenset({"outlook-1"}), tram.source, TODAY
    )

    assert ("tram-1", "own-1") == public
    assert ["tram-2 was taken from words that no longer stand there"] == [
        line.partition(";")[0] for line in left_out
    ]
    assert [TODAY, None, TODAY] == [p.published_on for p in accepted.predictions]


def test_other_tools_see_public_predictions_and_never_rejected_ones(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """Rejected before publication, a prediction was never made; after it, it stays."""
    tram = article()
    made = workshop(tmp_path, ScriptedProvider(predicting_reply(CLAIM)), publish=Publish.ACCEPTED)
    run(made, tram)
    sidecar = kept(made, tram)
    rejected = replace(
        sidecar, sections=tuple(reviewed(s, Verdict.REJECTED) for s in sidecar.sections)
    )
    public = tuple(frozen(p, TODAY) for p in sidecar.predictions)

    def public_of(shown: Sidecar, *, is_listed: bool) -> list[object]:
        return [e["public"] for e in entries_of(shown, is_listed=is_listed, anchors={})]

    assert [False] == public_of(sidecar, is_listed=True)
    assert [] == public_of(rejected, is_listed=True)
    assert [True] == public_of(replace(rejected, predictions=public), is_listed=True)
    assert [False] == public_of(replace(sidecar, predictions=public), is_listed=False)


def test_nothing_public_leaves_a_sidecar(tmp_path: Path, article: Callable[..., Article]) -> None:
    """Not by a program that forgot it, and not by one that acts for a person."""
    tram = article()
    made = workshop(tmp_path, ScriptedProvider(predicting_reply(CLAIM)))
    run(made, tram)
    sidecar = kept(made, tram)

    made.store.put(tram.path, replace(sidecar, predictions=()))

    assert sidecar == kept(made, tram)
    with pytest.raises(SidecarError, match="tram-1: what was predicted in public is not removed"):
        made.store.replace(
            tram.path, replace(sidecar, predictions=()), seen=made.store.version(tram.path)
        )


def test_an_article_that_is_gone_leaves_its_predictions(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """To delete an article takes back no promise."""
    tram = article()
    made = workshop(tmp_path, ScriptedProvider(predicting_reply(CLAIM)))
    run(made, tram)
    assert () == orphaned_entries(made.store)

    tram.path.unlink()

    (entry,) = orphaned_entries(made.store)
    assert ("tram-1", True, "content/tram.commentary.md") == (
        entry["id"],
        entry["public"],
        entry["sidecar"],
    )


def test_the_day_is_the_blogs(tmp_path: Path, article: Callable[..., Article]) -> None:
    """A prediction made in Tokyo in the morning is of that day, wherever UTC may be."""
    tram = replace(article(), timezone="Asia/Tokyo")
    made = workshop(tmp_path, ScriptedProvider(predicting_reply(CLAIM)))
    late = dt.datetime(2026, 11, 23, 22, 0, tzinfo=dt.UTC)

    run(replace(made, now=lambda: late), tram)

    (prediction,) = predicted(made, tram)
    assert (dt.date(2026, 11, 24), "Asia/Tokyo") == (prediction.made_on, prediction.timezone)
