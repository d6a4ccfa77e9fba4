"""What asking models costs: counted once, told whole, and never more than was allowed."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from builders import provenance, section, sidecar, source
from commentaries import good_reply
from commentary.costs import cost_of
from commentary.disk import Disk
from commentary.entries import Entry
from commentary.errors import BudgetSpent, SettingsError
from commentary.journal import Journal
from commentary.prompts import Message, Prompt, Role
from commentary.providers import CallOptions, Endpoint, OpenAIProvider, Pace
from commentary.providers.answers import Received
from commentary.providers.kept import packed
from commentary.purse import Purse
from commentary.sections import Usage
from commentary.settings import Price
from commentary.spending import SpendLog, all_expenses, told_by
from fault_server import FaultServer, completion
from test_tasks import Blog

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
PRICES = (("m", Price(2, 10)), ("m-mini", Price(1, 5, cached=0.1)))
ARTICLE = "content/posts/foo.md"
PROMPT = Prompt((Message(Role.USER, "記事"),), "commentary", {"type": "object"}, "sha256:0")


def entry(key: str = "k", request: str = "r1") -> Entry:
    """Return an answer of eleven tokens in and seven out, as the journal keeps it."""
    body = completion("text").encode()
    return Entry(key, packed(Received(200, body, {"x-request-id": request})))


@pytest.fixture
def log(tmp_path: Path) -> SpendLog:
    """Return the log of a blog that spent nothing."""
    kept = tmp_path / ".commentary"
    return SpendLog(kept / "spent", kept / "journal", disk=Disk(), now=lambda: NOW)


@pytest.mark.parametrize(
    ("model", "usage", "cost"),
    [
        pytest.param("m", Usage(1_000_000, 100_000), "3", id="input and output"),
        pytest.param("m", Usage(500_000, 0, 500_000), "1", id="no price of its own for cached"),
        pytest.param("m-mini", Usage(1_000_000, 0, 500_000), "0.55", id="cached is cheaper"),
        pytest.param("m-mini-2026-11-01", Usage(0, 1_000_000), "5", id="with the day of a version"),
        pytest.param("mini", Usage(1, 1), None, id="unknown is not zero"),
    ],
)
def test_prices_of_the_settings_go_first(model: str, usage: Usage, cost: str | None) -> None:
    """Dollars for a million tokens, for the model whose name fits best."""
    found = cost_of(model, usage, PRICES)

    assert (None if cost is None else Decimal(cost)) == found


def test_answers_are_noted_when_they_leave_the_journal(log: SpendLog) -> None:
    """Each with its article, model, tokens and request."""
    journal = Journal(log.journal, note=log.note)
    with journal.of(ARTICLE) as kept:
        for each in (entry("k1", "r1"), entry("k2", "r2")):
            kept.add(each.key, each.content)
        waiting = log.expenses()
        kept.finish()

    assert 2 == len(waiting)
    assert [("2026-11", ARTICLE, "loopback-1", Usage(11, 7), 1, r) for r in ("r1", "r2")] == [
        (e.month, e.article, e.model, e.usage, e.calls, e.request_id) for e in log.expenses()
    ]


def test_an_expense_counts_once_however_often_it_is_noted(log: SpendLog) -> None:
    """A process that dies between noting and removing notes again; two equal answers are two."""
    twice = (entry(), entry())
    log.note(ARTICLE, twice)
    log.note(ARTICLE, twice)

    assert 2 == len(log.expenses())


def test_half_a_line_takes_no_other_with_it(log: SpendLog) -> None:
    """What a killed process left is passed over, and what is noted behind it is read."""
    log.note(ARTICLE, (entry("k1"),))
    (path,) = log.folder.glob("*.jsonl")
    path.write_text(path.read_text(encoding="utf-8").rstrip()[:-9], encoding="utf-8")

    log.note(ARTICLE, (entry("k2"),))

    assert 1 == len(log.expenses())


def test_sidecars_tell_of_other_machines(log: SpendLog) -> None:
    """What was noted here is not counted again; what was not, is."""
    log.note(ARTICLE, (entry(request="here"),))
    article = source()
    told = [
        expense
        for request in ("here", "there")
        for expense in told_by(
            ARTICLE, sidecar(section(), article=article, request_id=request, attempts=2)
        )
    ]

    found = all_expenses(log.expenses(), told)

    assert [("here", 1), ("there", 2)] == [(e.request_id, e.calls) for e in found]
    assert provenance(article).usage == found[1].usage


def test_no_run_spends_more_than_it_may() -> None:
    """What calls under way may cost is set aside; what they did not cost is put back."""
    purse = Purse(PRICES, most_cost=Decimal("0.03"))
    meter = purse.meter("m", most_output=1000)
    first, _ = meter.begin(1000), meter.begin(1000)

    with pytest.raises(BudgetSpent, match=r"left of `--max-cost` \$0.03: \$0.02 is spent"):
        meter.begin(1000)
    meter.end(first, Usage(100, 10))
    meter.begin(1000)

    assert Decimal("0.0243") == purse.cost


def test_a_month_counts_what_was_spent_before() -> None:
    """It is asked for once, and only where there is a limit."""
    asked: list[int] = []

    def before() -> Decimal:
        asked.append(1)
        return Decimal("9.99")

    purse = Purse(PRICES, monthly=Decimal(10), spent_this_month=before)
    with pytest.raises(BudgetSpent, match=r"this month's .*monthly_budget.* of \$10: \$9\.99"):
        purse.meter("m", 1000).begin(1000)
    purse.meter("m", 100).begin(100)
    Purse(PRICES, spent_this_month=before).meter("m", 1).begin(1)

    assert [1] == asked


def test_a_limit_in_money_needs_a_price() -> None:
    """Nobody is asked for an unknown sum."""
    with pytest.raises(SettingsError, match=r"price of nobodys-model is not known"):
        Purse(most_cost=Decimal(1)).meter("nobodys-model", 10).begin(10)


def test_calls_are_counted_whatever_comes_of_them() -> None:
    """A refused call is one too; the one too many is not sent."""
    purse = Purse(most_calls=2)
    pace = Pace(lambda: 0.0, meter=purse.meter("m", 10), wait=lambda _: None)
    with FaultServer() as server:
        endpoint = Endpoint("m", "", server.url("e500"))
        with (
            closing(OpenAIProvider(endpoint, CallOptions(deadline=5), pace=pace)) as provider,
            pytest.raises(BudgetSpent, match="2 calls were made"),
        ):
            provider.complete(PROMPT)

        assert 2 == server.count()


def test_quota_is_asked_for_once() -> None:
    """A used-up quota does not pass by waiting, and the other articles are not tried."""
    with FaultServer() as server:
        with closing(OpenAIProvider(Endpoint("m", "", server.url("quota")))) as provider:
            with pytest.raises(Exception, match="quota") as found:
                provider.complete(PROMPT)
            assert getattr(found.value, "is_final", False)

        assert 1 == server.count()


def test_tasks_keep_to_a_budget_and_tell_the_costs(tmp_path: Path) -> None:
    """`generate` stops in time with exit code 1, and `status --costs` has what it took."""
    blog = Blog(tmp_path)
    blog.settings(prices={"loopback-1": {"input": 1000, "output": 1000}})
    with FaultServer(lambda _: good_reply()) as server:
        model = {"OPENAI_BASE_URL": server.url(), "COMMENTARY_MODEL": "loopback-1"}
        dear = blog.run("generate", "--max-cost", "0.01", **model)
        none = blog.run("status", "--costs", **model)
        half = blog.run("generate", "--max-calls", "1", **model)
        costs = json.loads(blog.run("status", "--costs", "--json", **model).text)

        assert 1 == server.count()
        whole = blog.run("generate", **model)
        assert (0, 2) == (whole.code, server.count())
    assert (1, 1) == (dear.code, none.text.count("nothing was spent"))
    assert "left of `--max-cost` $0.01" in dear.text
    assert (1, {"posts/tram.md"}) == (half.code, {n[8:] for n in costs["article"]})
    assert (1, 0.018) == (
        costs["model"]["loopback-1"]["calls"],
        costs["model"]["loopback-1"]["cost"],
    )
