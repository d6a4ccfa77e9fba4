"""What may happen to a prediction once readers saw it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from commentary.errors import SettingsError
from commentary.freezing import (
    PROMISED,
    amended,
    free_ids,
    frozen,
    keeping,
    lost,
    probability_of,
    resolved,
    silent_change,
    text_of,
)
from commentary.predictions import Outcome, Prediction, Resolution
from strategies import predictions

if TYPE_CHECKING:
    from collections.abc import Callable

MADE, TODAY, DUE = dt.date(2026, 11, 2), dt.date(2026, 11, 23), dt.date(2027, 3, 31)
OPEN = Prediction(
    "tram-1", "市電の工事が始まる。", MADE, DUE, "市は着工を発表したか。", probability=0.6
)
PUBLIC = frozen(OPEN, TODAY)


def answer(**changes: Any) -> Resolution:
    """Return an answer with evidence."""
    given_ = Resolution(Outcome.YES, TODAY, TODAY, "山田", "https://example.org/")
    return replace(given_, **changes)


def test_freezing_happens_once() -> None:
    """The day of first publication, and what was promised then, stay."""
    assert (True, TODAY) == (PUBLIC.is_public, PUBLIC.published_on)
    assert PUBLIC == frozen(PUBLIC, dt.date(2030, 1, 1))


@pytest.mark.parametrize(
    "change",
    [
        {"statement": "市電の工事が終わる。"},
        {"resolution_criteria": "ほか"},
        {"resolves_on": dt.date(2028, 3, 31)},
        {"probability": 0.99},
        {"probability": None},
        {"author_probability": 0.5},
        {"digest": "sha256:0"},
        {"history": amended(PUBLIC, "probability", "0.7", why="x", today=TODAY).history},
    ],
)
def test_a_silent_change_is_noticed(change: dict[str, Any]) -> None:
    """What was promised, the chances too, cannot be changed without an entry in the history."""
    assert "" == silent_change(PUBLIC)
    assert "" != silent_change(replace(PUBLIC, **change))


def test_a_gap_in_the_history_is_noticed() -> None:
    """Entries hang together; nobody takes one out."""
    once = amended(PUBLIC, "probability", "0.7", why="x", today=TODAY)
    twice = amended(once, "probability", "80%", why="y", today=TODAY)

    assert (0.8, "") == (twice.probability, silent_change(twice))
    assert "" != silent_change(replace(twice, history=twice.history[1:]))
    assert "" != silent_change(replace(twice, history=twice.history[:1]))


@pytest.mark.parametrize(
    "change",
    [
        {"resolution_address": "https://example.org/"},
        {"resolution_source": "市の発表"},
        {"resolution": answer()},
        {"references": ("p4",)},
    ],
)
def test_what_was_not_promised_may_be_added(change: dict[str, Any]) -> None:
    """A person may say later where to look."""
    assert "" == silent_change(replace(PUBLIC, **change))


def test_before_publication_a_change_leaves_no_trace() -> None:
    """Wording is free as long as nobody read it."""
    changed = amended(OPEN, "statement", "市電が港まで走る。", why="", today=TODAY)
    assert ("市電が港まで走る。", ()) == (changed.statement, changed.history)


@pytest.mark.parametrize(
    ("field", "value", "why", "message"),
    [
        pytest.param("quote", "x", "x", "cannot be amended", id="quote"),
        pytest.param("statement", "x", " ", "say `--why`", id="no-reason"),
        pytest.param("statement", " ", "x", "cannot be empty", id="empty"),
        pytest.param("probability", "1", "x", "no probability", id="certain"),
        pytest.param("probability", "120%", "x", "no probability", id="120-percent"),
        pytest.param("probability", "nan", "x", "no probability", id="nan"),
        pytest.param("resolves_on", "2027-02-31", "x", "is no day", id="31-february"),
        pytest.param("resolves_on", "2026-11-02", "x", "is not after", id="past"),
        pytest.param("probability", "0.6", "x", "already", id="same"),
    ],
)
def test_a_change_that_cannot_be_says_why(field: str, value: str, why: str, message: str) -> None:
    """Nothing changes then."""
    with pytest.raises(SettingsError, match=message):
        amended(PUBLIC, field, value, why=why, today=TODAY)


@pytest.mark.parametrize(
    ("made", "given_", "message"),
    [
        pytest.param(OPEN, answer(), "not public yet", id="pending"),
        pytest.param(PUBLIC, answer(evidence=""), "needs `--evidence`", id="no-evidence"),
        pytest.param(PUBLIC, answer(known_on=dt.date(2026, 11, 1)), "is before", id="before"),
        pytest.param(PUBLIC, answer(known_on=dt.date(2026, 11, 24)), "in the future", id="future"),
    ],
)
def test_an_answer_that_cannot_be_says_why(
    made: Prediction, given_: Resolution, message: str
) -> None:
    """Nothing is recorded then."""
    with pytest.raises(SettingsError, match=message):
        resolved(made, given_)


def test_the_latest_answer_counts_and_the_others_stay() -> None:
    """A mistaken answer is corrected in the open."""
    first = resolved(PUBLIC, answer())
    second = resolved(first, answer(outcome=Outcome.NO, note="typing error"))

    assert (Outcome.YES, ()) == (first.resolution and first.resolution.outcome, first.history)
    (entry,) = second.history
    assert Outcome.NO is (second.resolution and second.resolution.outcome)
    assert entry.before.startswith("yes, known 2026-11-23, https://example.org/")
    assert "typing error" == entry.why


def test_an_answered_prediction_says_what_it_said() -> None:
    """Nobody rewords a prediction after its answer is known."""
    with pytest.raises(SettingsError, match="is answered"):
        amended(resolved(PUBLIC, answer()), "statement", "x", why="x", today=TODAY)


@pytest.mark.parametrize(
    ("text", "value"), [("0.7", 0.7), ("70%", 0.7), ("７０％", 0.7), (" .5 ", 0.5), ("99 %", 0.99)]
)
def test_probabilities_are_read_as_people_write_them(text: str, value: float) -> None:
    """As a number or in percent."""
    assert value == probability_of(text)


def test_a_program_loses_nothing_that_is_public_or_the_authors() -> None:
    """Whatever it brings, what stands in the file stays as it is."""
    models = replace(OPEN, id="m-1", speaker="model:m")
    shown = frozen(replace(models, id="m-2"), TODAY)
    new = replace(models, id="m-3")

    kept = keeping((OPEN, models, shown), (replace(shown, statement="other"), new))

    assert (OPEN, shown, new) == kept
    assert ("m-2",) == lost((OPEN, models, shown), (new,))


def test_publishing_is_no_loss() -> None:
    """The one change that a program may make of what stands there."""
    assert (PUBLIC,) == keeping((OPEN,), (PUBLIC,))


@pytest.mark.parametrize(
    ("stem", "taken", "expected"),
    [
        ("tram", (), ("tram-1", "tram-2")),
        ("tram", ("tram-2", "tram-x", "other-9"), ("tram-3", "tram-4")),
        ("2026-11 予算", ("2026-11-予算-7",), ("2026-11-予算-8", "2026-11-予算-9")),
        ("[]", (), ("prediction-1", "prediction-2")),
    ],
)
def test_ids_go_on_from_the_last(
    stem: str, taken: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    """No id is given twice, and none has a sign that a command line would mind."""
    assert expected == free_ids(stem, taken, 2)


@given(predictions("a-1"))
def test_any_prediction_can_be_frozen(made: Prediction) -> None:
    """What is published is what was there, and nothing of it counts as changed."""
    public = frozen(replace(made, history=()), TODAY)
    assert "" == silent_change(public)
    assert replace(made, history=()) == replace(public, digest="", published_on=None)


class Promises(RuleBasedStateMachine):
    """No sequence of lawful acts counts as silent, and every unlawful one does."""

    def __init__(self) -> None:
        super().__init__()
        self.made = PUBLIC

    @rule(
        field=st.sampled_from(PROMISED), value=st.sampled_from(["0.3", "70%", "2028-01-01", "文。"])
    )
    def amend(self, field: str, value: str) -> None:
        """Change a promise in the open, where that is lawful."""
        self._try(lambda: amended(self.made, field, value, why="x", today=TODAY))

    @rule(outcome=st.sampled_from(Outcome))
    def resolve(self, outcome: Outcome) -> None:
        """Answer it, again or for the first time."""
        self._try(lambda: resolved(self.made, answer(outcome=outcome)))

    @invariant()
    def says_what_it_said(self) -> None:
        """The first promise can be worked out, and another text is noticed."""
        assert "" == silent_change(self.made)
        assert "" != silent_change(replace(self.made, statement=self.made.statement + "!"))
        assert PUBLIC.digest == self.made.digest
        first = {change.field: change.before for change in reversed(self.made.history)}
        assert all(
            first.get(field, text_of(self.made, field)) == text_of(PUBLIC, field)
            for field in PROMISED
        )

    def _try(self, act: Callable[[], Prediction]) -> None:
        try:
            self.made = act()
        except SettingsError:
            return


TestPromises = Promises.TestCase
