"""A second reader measured: recorded verdicts, calls that give nothing away, citations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import sentence, source
from commentaries import verdicts
from commentary.errors import LocatedError, ProviderUnavailable
from commentary.second_reader import SecondReader
from commentary.sections import Basis, Finding, Kind, Reference, Section, Severity, Support, Usage
from commentary.sections import Origin as SectionOrigin
from commentary.verification import Pair
from fakes import ScriptedProvider
from workbench.evaluation.citations import Citations, citations_of, questions_of, total
from workbench.evaluation.detection import Detection, batches_of, detections
from workbench.evaluation.judging import SOUND_SENTENCE, Judged, judge
from workbench.evaluation.reading import (
    BY_HAND,
    Batch,
    Readings,
    ask,
    mark_of,
    recorded,
    rounds_of,
)
from workbench.evaluation.trials import Error, load_trials

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = source()
ONE, TWO = SOURCE.paragraphs
FIRST = Pair(sentence(), (ONE,))
WRONG = Pair(sentence("180億円の計画が前へ進みました。"), (ONE,))
SECOND = Pair(sentence("一度は見送られました。", "一度は費用を理由に", 2), (TWO,))
BLOCK = Finding(Severity.BLOCKING, "numbers", "no 180")


def judged(what: str, *pairs: Pair, findings: tuple[Finding, ...] = ()) -> Judged:
    """Return one text of an article."""
    return Judged(what, "ja", "a.txt", "", findings, pairs=pairs)


def reader_of(provider: ScriptedProvider) -> SecondReader:
    """Return a second reader that answers so."""
    return SecondReader(provider, "judge")


# --- recorded verdicts ----------------------------------------------------------------------


def test_recorded_verdicts_are_read_by_paragraphs_and_sentence(tmp_path: Path) -> None:
    """Other paragraphs, or other words, are another pair that nobody judged."""
    (tmp_path / "a.txt").write_text(f"contradicted {mark_of(WRONG)}\n\n", encoding="utf-8")
    elsewhere = Pair(WRONG.sentence, (TWO,))

    assert {WRONG: Support.CONTRADICTED} == recorded([FIRST, WRONG, elsewhere], tmp_path).supports


@pytest.mark.parametrize("line", ["maybe [p1] So.", "supported So.", "supported [p1]"])
def test_a_line_that_is_no_verdict_is_named(tmp_path: Path, line: str) -> None:
    """A slip in a recorded file stops the measuring, with its place."""
    (tmp_path / "a.txt").write_text(f"supported [p1] So.\n{line}\n", encoding="utf-8")

    with pytest.raises(LocatedError, match=r"a\.txt:2: expected `supported`"):
        recorded([FIRST], tmp_path)


def test_what_the_checks_leave_is_judged() -> None:
    """Most errors that pass the checks have a verdict, and so have the sound sentences."""
    texts = judge(load_trials())
    by_hand = recorded(pair for one in texts for pair in one.pairs)
    left = [one for one in texts if one.what in set(Error) and one.pairs and not one.is_blocked]
    sound = [one for one in texts if one.what == SOUND_SENTENCE and one.pairs]

    assert 0.8 <= sum(by_hand.doubts(one.pairs) is not None for one in left) / len(left)
    assert 0.8 <= sum(by_hand.doubts(one.pairs) is not None for one in sound) / len(sound)


def test_recorded_verdicts_hold_both_judgements() -> None:
    """They are no list of yes: each file doubts something and supports something."""
    for path in sorted(BY_HAND.glob("*.txt")):
        words = {line.split()[0] for line in path.read_text(encoding="utf-8").splitlines()}
        assert "supported" in words, path.name
        assert words & {"unsupported", "contradicted"}, path.name


# --- asking ---------------------------------------------------------------------------------


def test_no_call_shows_two_versions_of_one_sentence() -> None:
    """A wrong sentence beside the right one would give itself away."""
    batches = rounds_of([("line 1", FIRST), ("line 1", WRONG), ("line 2", SECOND)], SOURCE)

    assert [(FIRST, SECOND), (WRONG,)] == [batch.pairs for batch in batches]
    assert {("ja", "2026-11-02")} == {(batch.language, batch.date) for batch in batches}


def test_every_pair_of_the_corpus_is_asked_about_once() -> None:
    """The sound candidate is one call, as in a build; the errors come after it."""
    for trial in load_trials()[:4]:
        texts = judge([trial])
        first, *others = batches_of(trial, texts)
        sound = {pair for one in texts if one.what == SOUND_SENTENCE for pair in one.pairs}
        planted = {pair for one in texts if one.what in set(Error) for pair in one.pairs}
        asked = [pair for batch in others for pair in batch.pairs]
        assert sound == set(first.pairs)
        assert planted == set(asked)


def test_verdicts_of_all_calls_come_together() -> None:
    """A call that brings nothing is told, and leaves its pairs unjudged."""
    provider = ScriptedProvider(
        verdicts(1), ProviderUnavailable("gone", usage=Usage(3, 1)), verdicts(1, p1="contradicted")
    )
    batches = [Batch("ja", "2026-11-02", (pair,)) for pair in (FIRST, SECOND, WRONG)]

    readings = ask(batches, lambda _: reader_of(provider), at_once=1)

    assert {FIRST: Support.SUPPORTED, WRONG: Support.CONTRADICTED} == readings.supports
    assert (3, Usage(23, 11), ["gone"]) == (readings.calls, readings.usage, readings.errors)
    assert "scripted" == readings.reader
    assert "\ndate: 2026-11-02\n\n[1]" in provider.prompts[0].messages[1].text


def test_useless_answer_is_told() -> None:
    """What is no list of verdicts judges nothing."""
    readings = ask(
        [Batch("ja", "", (FIRST,))], lambda _: reader_of(ScriptedProvider("Fine.")), at_once=1
    )

    assert {} == readings.supports
    assert "second reader's answer" in readings.errors[0]


def test_nothing_to_ask_asks_nobody() -> None:
    """No pairs, no reader."""
    assert 0 == ask([], lambda _: reader_of(ScriptedProvider()), at_once=1).calls


# --- what it adds ---------------------------------------------------------------------------


def test_either_stops_an_error() -> None:
    """Blocked, doubted, both and neither are told apart; what nobody judged counts as missed."""
    readings = Readings("r", {WRONG: Support.UNSUPPORTED, FIRST: Support.SUPPORTED})
    texts = [
        judged("number", WRONG),
        judged("number", WRONG, findings=(BLOCK,)),
        judged("number", FIRST, findings=(BLOCK,)),
        judged("number", FIRST),
        judged("number", SECOND),
        judged("number"),
        judged(SOUND_SENTENCE, WRONG),
    ]

    number, every, sound = detections(texts, readings)

    assert Detection("number", 6, 2, judged=4, doubted=2, by_either=3, unknown=2) == number
    assert "all errors" == every.what
    assert (1.0, 1) == (sound.rate, sound.doubted)
    assert pytest.approx((0.1876, 0.8124), abs=1e-4) == number.interval


def test_one_doubt_is_enough() -> None:
    """An error in two sentences is stopped by a doubt about one; without any it takes both."""
    readings = Readings("r", {WRONG: Support.UNSUPPORTED, FIRST: Support.SUPPORTED})

    assert readings.doubts([WRONG, SECOND]) is True
    assert readings.doubts([FIRST, SECOND]) is None
    assert readings.doubts([FIRST]) is False


# --- citations ------------------------------------------------------------------------------


def two_grounds() -> Section:
    """Return a section: a sentence with two paragraphs, one with none, and an opinion."""
    double = sentence("見送りのあと、120億円の計画が通りました。")
    grounds = (Reference(1, "総事業費は120億円です"), Reference(2, "一度は費用を理由に"))
    return Section(
        id="conclusion", kind=Kind.CONCLUSION, origin=SectionOrigin.MODEL, heading="結論",
        opening=(
            type(double)(double.text, grounds, Basis.STATED),
            type(double)("何もありません。"),
            type(double)("楽しみです。", (), Basis.OPINION),
        ),
    )  # fmt: skip


SECTION = two_grounds()
DOUBLE = SECTION.sentences[0]
BOTH, LEFT, RIGHT = (Pair(DOUBLE, paragraphs) for paragraphs in ((ONE, TWO), (ONE,), (TWO,)))
YES, NO = Support.SUPPORTED, Support.UNSUPPORTED


def test_citations_need_each_paragraph_alone_and_left_out() -> None:
    """Of two paragraphs, one left out is the other alone: three questions."""
    assert [BOTH, LEFT, RIGHT] == [pair for _, pair in questions_of((SECTION,), SOURCE)]


@pytest.mark.parametrize(
    ("both", "left", "right", "supported", "needed"),
    [
        pytest.param(YES, YES, YES, 1, 2, id="each suffices alone"),
        pytest.param(YES, YES, NO, 1, 1, id="the second adds nothing"),
        pytest.param(YES, NO, NO, 1, 2, id="only together"),
        pytest.param(NO, YES, NO, 0, 0, id="not held up together"),
    ],
)
def test_recall_and_precision_as_in_alce(
    both: Support, left: Support, right: Support, supported: int, needed: int
) -> None:
    """Recall is of sentences, precision of references; one without paragraphs is not supported."""
    counted = citations_of((SECTION,), SOURCE, {BOTH: both, LEFT: left, RIGHT: right})

    assert Citations(2, supported, 2, needed) == counted
    assert (supported / 2, needed / 2) == (counted.recall, counted.precision)


def test_unjudged_sentences_are_left_out_and_counted() -> None:
    """A reader that failed makes the figures no worse, and says how little they rest on."""
    counted = citations_of((SECTION,), SOURCE, {BOTH: YES, LEFT: YES})

    assert Citations(1, 0, 0, 0, unknown=1) == counted
    assert Citations(2, 0, 0, 0, unknown=2) == total([counted, counted])
    assert (0.0, 0.0) == (Citations(0, 0, 0, 0).recall, Citations(0, 0, 0, 0).precision)
