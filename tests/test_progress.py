"""What a task prints while a model is asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from builders import source
from commentary.errors import CommentaryError
from commentary.pipeline import Article, Job, Outcome
from commentary.sections import Kind, Usage
from commentary.settings import Price
from workbench.progress import Progress

if TYPE_CHECKING:
    import pytest

JOB = Job(Article(Path("a.md"), "content/a.md", source(), (Kind.OUTLOOK,)), (Kind.OUTLOOK,))
SPENT = (("m", Usage(500_000, 0)),)


def test_lines_tell_rate_cost_and_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    """The last line has nothing left; a failed article says so."""
    seconds = iter([0.0, 30.0, 60.0, 90.0])
    progress = Progress(lambda: next(seconds), language="en", prices=(("m", Price(2, 8)),))

    progress(total=3)
    progress(outcome=Outcome(JOB, calls=2, spent=SPENT))
    progress(outcome=Outcome(JOB, error=CommentaryError("x")))
    progress(outcome=Outcome(JOB, calls=1, spent=SPENT))

    assert [
        "[1/3] content/a.md: 2 call(s), 2.0 a minute, $1.00 so far, about 1 min left",
        "[2/3] content/a.md: failed, for the reason below, 2.0 a minute, $1.00 so far, about 1 min left",
        "[3/3] content/a.md: 1 call(s), $2.00 so far",
    ] == capsys.readouterr().out.splitlines()


def test_unknown_cost_is_not_told_as_a_sum(capsys: pytest.CaptureFixture[str]) -> None:
    """A part of the cost would look like all of it."""
    progress = Progress(lambda: 0.0, language="en", prices=(("m", Price(2, 8)),))

    progress(total=1)
    progress(outcome=Outcome(JOB, calls=1, spent=(("nobodys-model", Usage(1, 1)), *SPENT)))

    assert "[1/1] content/a.md: 1 call(s)\n" == capsys.readouterr().out


def test_waits_and_stops_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody wonders why nothing happens."""
    progress = Progress(lambda: 0.0, language="en")

    progress(waits=61.4)
    progress(is_stopping=True)

    assert [
        "waiting 61 s, as the server asks",
        "stopping; only calls under way are awaited, since they are paid for",
    ] == capsys.readouterr().out.splitlines()
