"""The scores of the ledger, against hand-worked numbers and a second implementation in fractions."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.scores import (
    FEW,
    Pair,
    brier_score,
    calibration,
    decompose,
    log_score,
    scores_of,
    wilson,
)
from ledger.tallies import scoreboard_of
from predictions import TODAY, answered, calibrated, entries, table

if TYPE_CHECKING:
    from collections.abc import Sequence

PAIRS: tuple[Pair, ...] = ((0.9, True), (0.8, True), (0.7, False), (0.3, False), (0.6, True))
ANY_PAIRS = st.lists(
    st.tuples(st.integers(1, 99).map(lambda percent: percent / 100), st.booleans()),
    min_size=1,
    max_size=60,
)


def exact(probability: float) -> Fraction:
    """Return a probability in whole per cent without the error of a float."""
    return Fraction(round(probability * 100), 100)


def fraction_brier(pairs: Sequence[Pair]) -> Fraction:
    """Score both outcomes of each pair, as Brier did in 1950, and take half."""
    both = [
        (exact(p) - happened) ** 2 + ((1 - exact(p)) - (not happened)) ** 2 for p, happened in pairs
    ]
    return sum(both, Fraction(0)) / len(pairs) / 2


def test_brier_score_by_hand() -> None:
    """(0.01 + 0.04 + 0.49 + 0.09 + 0.16) / 5."""
    assert pytest.approx(0.158) == brier_score(PAIRS)


def test_log_score_by_hand() -> None:
    """The mean of -ln 0.9, 0.8, 0.3, 0.7 and 0.6."""
    assert pytest.approx(-math.log(0.9 * 0.8 * 0.3 * 0.7 * 0.6) / 5) == log_score(PAIRS)


def test_scores_of_another_implementation() -> None:
    """What scikit-learn 1.9.1 gives for these pairs, `brier_score_loss` and `log_loss`."""
    pairs = [(n / 41, n * n % 7 < 3) for n in range(1, 41)]

    assert pytest.approx(0.33658536585365856, abs=1e-12) == brier_score(pairs)
    assert pytest.approx(0.991574907714547, abs=1e-12) == log_score(pairs)


@given(ANY_PAIRS)
def test_brier_score_is_half_of_the_two_sided_one(pairs: list[Pair]) -> None:
    """The one-sided form gives half of the original, for any pairs."""
    assert pytest.approx(float(fraction_brier(pairs)), abs=1e-12) == brier_score(pairs)


@given(ANY_PAIRS)
def test_parts_add_up(pairs: list[Pair]) -> None:
    """Each part is what its definition says in fractions, and together they are the score."""
    base = Fraction(sum(o for _, o in pairs), len(pairs))
    tenths = {
        tenth: [(exact(p), o) for p, o in pairs if min(9, exact(p) // Fraction(1, 10)) == tenth]
        for tenth in range(10)
    }
    own = [band for band in tenths.values() if band]
    means = [sum((p for p, _ in band), Fraction(0)) / len(band) for band in own]
    shares = [Fraction(sum(o for _, o in band), len(band)) for band in own]
    sizes = [Fraction(len(band), len(pairs)) for band in own]
    reliability = sum(n * (m - f) ** 2 for n, m, f in zip(sizes, means, shares, strict=True))
    resolution = sum(n * (f - base) ** 2 for n, f in zip(sizes, shares, strict=True))

    parts = decompose(pairs)

    assert pytest.approx(float(reliability), abs=1e-12) == parts.reliability
    assert pytest.approx(float(resolution), abs=1e-12) == parts.resolution
    assert pytest.approx(float(base * (1 - base)), abs=1e-12) == parts.uncertainty
    whole = parts.reliability - parts.resolution + parts.uncertainty + parts.within
    assert pytest.approx(float(fraction_brier(pairs)), abs=1e-12) == whole


def test_parts_without_a_rest() -> None:
    """Where all probabilities of a band are equal, Murphy's three parts are the whole score."""
    pairs = [(0.8, True)] * 3 + [(0.8, False)] + [(0.3, False)] * 5 + [(0.3, True)]

    assert pytest.approx(0, abs=1e-12) == decompose(pairs).within


@given(ANY_PAIRS)
def test_bands_hold_every_pair_once(pairs: list[Pair]) -> None:
    """Folding loses nothing: counts add up, means lie in their bands, shares in their intervals."""
    bands = list(calibration(pairs))

    assert len(pairs) == sum(band.count for band in bands)
    for band in bands:
        assert band.low / 100 - 1e-9 <= band.mean <= band.high / 100 + 1e-9
        assert band.interval.low <= band.frequency <= band.interval.high


def test_a_low_probability_counts_for_the_other_side() -> None:
    """30 % for a thing that did not happen is a hit at 70 %, in the band that begins there."""
    (band,) = calibration([(0.3, False)])

    assert (70, 80, 1, 1) == (band.low, band.high, band.count, band.hits)
    assert pytest.approx(0.7) == band.mean


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [
        pytest.param(0, 10, 0.0, 0.2775, id="none"),
        pytest.param(10, 10, 0.7225, 1.0, id="all"),
        pytest.param(81, 263, 0.2553, 0.3662, id="Newcombe 1998, table I"),
        pytest.param(15, 148, 0.0624, 0.1605, id="Newcombe 1998, table I, few"),
        pytest.param(0, 20, 0.0, 0.1611, id="Newcombe 1998, table I, none"),
        pytest.param(1, 29, 0.0061, 0.1718, id="Newcombe 1998, table I, one"),
    ],
)
def test_wilson_interval_as_published(hits: int, count: int, low: float, high: float) -> None:
    """The ends agree with printed ones to four places."""
    found = wilson(hits, count)

    assert pytest.approx(low, abs=5e-5) == found.low
    assert pytest.approx(high, abs=5e-5) == found.high


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_ends_solve_its_equation(case: tuple[int, int]) -> None:
    """At both ends the share is 1.96 standard errors away, reckoned with the end itself."""
    hits, count = case
    share, z = hits / count, 1.959963984540054

    for end in (wilson(hits, count).low, wilson(hits, count).high):
        assert pytest.approx(abs(share - end), abs=1e-9) == z * math.sqrt(end * (1 - end) / count)


def test_always_half_has_no_skill() -> None:
    """Who always says 50 % gets 0.25, and is as good as always saying 50 %."""
    scores = scores_of([(0.5, True), (0.5, False), (0.5, True), (0.5, True)])

    assert scores
    assert (0.25, 0.0) == (scores.brier, scores.skill_half)
    assert scores.skill_base is not None
    assert pytest.approx(1 - 0.25 / (0.75 * 0.25)) == scores.skill_base


def test_no_skill_against_a_perfect_reference() -> None:
    """Where everything came true, the base rate was perfect, and nothing can be compared to it."""
    scores = scores_of([(0.9, True), (0.8, True)])

    assert scores
    assert scores.skill_base is None


def test_few_answers_are_called_few() -> None:
    """Below 20 there is no interval of the mean, and the page is told to warn."""
    few, enough = scores_of([(0.7, True)] * (FEW - 1)), scores_of([(0.7, True)] * FEW)

    assert few
    assert enough
    assert (True, None) == (few.is_few, few.brier_interval)
    assert not enough.is_few
    assert enough.brier_interval


def test_no_answers_have_no_scores() -> None:
    """Nothing is scored before anything is answered."""
    assert scores_of([]) is None


@pytest.mark.parametrize("slope", [1.0, 0.5])
def test_a_thousand_predictions_recover_their_calibration(slope: float) -> None:
    """The score of a whole ledger has its expected value in its interval.

    Predictions come true with 0.5 + slope (p - 0.5); the expectation follows from that alone. The
    bands of a ledger that is too sure of itself, and only those, lie below what it said.
    """
    listed = entries(*calibrated(1000, slope=slope))
    scores = scoreboard_of(listed, TODAY).scores
    assert scores
    assert scores.brier_interval
    told = [entry.forecast.probability for entry in listed if entry.forecast]
    truth = [(p, 0.5 + slope * (p - 0.5)) for p in told]
    expected = math.fsum(t * (1 - p) ** 2 + (1 - t) * p**2 for p, t in truth) / len(truth)

    assert 1000 == scores.count
    assert scores.brier_interval.low < expected < scores.brier_interval.high
    too_sure = [band.low for band in scores.bands if band.interval.high < band.mean]
    assert ([] if slope == 1 else [60, 70, 80, 90]) == too_sure


@pytest.mark.parametrize("slope", [1.0, 0.5])
def test_intervals_hold_the_truth_as_often_as_they_say(slope: float) -> None:
    """Of 100 bands of 20 ledgers, about 95 % have the true frequency in their interval."""
    inside = total = 0
    for seed in range(20):
        tables = calibrated(1000, slope=slope, seed=seed)
        pairs = [(t["probability"], t["resolution"]["outcome"] == "yes") for t in tables]
        for band in calibration(pairs):
            total += 1
            line = 0.5 + slope * (band.mean - 0.5)
            inside += band.interval.low <= line <= band.interval.high

    assert 100 == total
    assert 90 <= inside <= 99


def test_only_yes_and_no_are_scored() -> None:
    """What was ambiguous, annulled or withdrawn is counted, and no score hangs on it."""
    given_ = [
        table(n, resolution=answered(outcome))
        for n, outcome in enumerate(("yes", "no", "ambiguous", "annulled", "withdrawn"))
    ]

    board = scoreboard_of(entries(*given_, table(9, resolves_on="2026-05-01"), table(10)), TODAY)

    assert board.scores
    assert 2 == board.scores.count
    assert (7, 1, 1, 5) == (
        board.tally.total,
        board.tally.open,
        board.tally.due,
        board.tally.answered,
    )
    (row,) = board.rows
    assert (1, 1, 3) == (row.tally.open, row.tally.due, row.tally.unscored)


def test_each_voice_is_scored_by_its_own_probabilities() -> None:
    """A model's number and the author's beside it are two rows; the blog's is the model's."""
    both = table(
        1,
        speaker="model:m",
        probability_by="model",
        probability=0.9,
        author_probability=0.6,
        resolution=answered("yes"),
    )

    board = scoreboard_of(entries(both), TODAY)

    assert {"m": 0.01, "編集部": 0.16} == {
        row.voice.name: round(row.scores.brier, 9) for row in board.rows if row.scores
    }
    assert board.scores
    assert pytest.approx(0.01) == board.scores.brier
