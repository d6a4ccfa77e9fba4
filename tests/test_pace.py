"""When calls begin: as fast as a server lets them, and no faster."""

from __future__ import annotations

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentary.errors import Stopped
from commentary.providers.answers import Received
from commentary.providers.limits import Limit, Told, duration, told
from commentary.providers.pace import Pace
from pace import limiters, with_limits, without_limits


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("6m0s", 360.0),
        ("120ms", 0.12),
        ("2m59.56s", 179.56),
        ("1h1m", 3660.0),
        ("30", 30.0),
        ("", None),
        ("soon", None),
        ("1s later", None),
        ("-3s", None),
    ],
)
def test_durations_are_read_as_servers_write_them(text: str, seconds: float | None) -> None:
    """Anything else is no duration, and not a shorter one."""
    assert seconds == duration(text)


@given(st.text(max_size=20))
def test_no_header_breaks_the_reading(text: str) -> None:
    """Whatever stands there, it is a number of seconds or nothing."""
    found = duration(text)

    assert found is None or found >= 0
    names = ("limit", "remaining", "reset")
    told({f"x-ratelimit-{name}-tokens": text for name in names}, "tokens")


def test_headers_without_what_remains_say_nothing() -> None:
    """A limit alone tells nothing of now; without a reset a minute is taken."""
    assert told({"x-ratelimit-limit-requests": "5"}, "requests") is None
    assert Told(5, 2, 60) == told(
        {"x-ratelimit-limit-requests": "5", "x-ratelimit-remaining-requests": "2"}, "requests"
    )


def test_nothing_is_waited_for_before_a_server_spoke() -> None:
    """A limit that nobody told is none."""
    assert 0 == Limit().wait(0, 1e9)


def test_a_window_is_waited_for_to_its_end() -> None:
    """What remains may be asked at once, and nothing more before all is there again."""
    limit = Limit()
    limit.tell(Told(10, 2, 30), 100, under_way=0)

    limit.spend(2)

    assert 29 == limit.wait(101, 1)
    assert 0 == limit.wait(130, 1)
    limit.spend(1)
    assert 0 == limit.wait(130, 9)


def test_a_bucket_is_known_by_how_it_refills() -> None:
    """When twice as much is lacking and the refill takes twice as long, the next drop is enough."""
    limit = Limit()
    for used in (5, 10, 20, 40, 60):
        limit.tell(Told(60, 60 - used, used), 0, under_way=0)

    assert 1 == pytest.approx(limit.wait(0, 1))
    assert 0 == limit.wait(1, 1)


def test_a_window_is_not_taken_for_a_bucket() -> None:
    """Its end comes nearer while more is used."""
    limit = Limit()
    for used, left in ((5, 55), (10, 50), (20, 40), (40, 20), (60, 5)):
        limit.tell(Told(60, 60 - used, left), 0, under_way=0)

    assert 5 == limit.wait(0, 1)


def test_calls_under_way_count() -> None:
    """The server may not have counted them when it spoke."""
    limit = Limit()
    limit.tell(Told(10, 3, 30), 0, under_way=3)

    assert 30 == limit.wait(0, 1)


def test_what_is_dearer_than_the_limit_waits_for_all_of_it() -> None:
    """It is tried at last: the server knows better what it costs."""
    limit = Limit()
    limit.tell(Told(10, 9, 30), 0, under_way=0)

    assert 30 == limit.wait(0, 50)
    assert 0 == limit.wait(30, 50)


def test_a_refusal_holds_all_back_and_is_told_once() -> None:
    """Threads wait together; one line says for how long."""
    now, waits = [0.0], list[float]()
    pace = Pace(lambda: now[0], on_wait=waits.append)
    pace.close(30)

    def ask() -> None:
        with pace.turn(1):
            pass

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.1)
    assert all(thread.is_alive() for thread in threads)
    now[0] = 30
    for thread in threads:
        thread.join(5)

    assert [30.0] == waits


def test_nobody_is_let_through_after_a_stop() -> None:
    """Neither who comes, nor who waits."""
    stop = threading.Event()
    pace = Pace(time.monotonic, stop=stop)
    stop.set()

    with pytest.raises(Stopped), pace.turn(1):
        pass
    with pytest.raises(Stopped):
        pace.rest(30)


def test_a_server_that_refuses_without_a_word_is_asked_by_fewer() -> None:
    """When eight under way are refused together, only four may be."""
    pace = Pace(time.monotonic)
    turns = [pace.turn(1) for _ in range(8)]
    entered = [turn.__enter__() for turn in turns]
    for refused in entered:
        refused.received = Received(429, b"", {})
    for turn in turns:
        turn.__exit__(None, None, None)
    again = [pace.turn(1) for _ in range(4)]
    for turn in again:
        turn.__enter__()

    fifth = threading.Thread(target=lambda: pace.turn(1).__enter__())
    fifth.start()
    fifth.join(0.3)
    assert fifth.is_alive()
    again[0].__exit__(None, None, None)
    fifth.join(5)
    assert not fifth.is_alive()


def test_fixed_latency_without_limits_is_used_up() -> None:
    """Calls go on side by side; `benchmarks/pace.py` says how near N·L/concurrency they come."""
    run = without_limits(32, 8, latency=0.5)

    assert run.seconds <= 3 * run.ideal  # one after the other it would be eight times


@pytest.mark.parametrize("name", ["bucket, tokens", "window, requests"])
def test_a_limit_is_used_up_and_kept(name: str) -> None:
    """Hardly a call is refused; `benchmarks/pace.py` says which share of the rate is used."""
    run = with_limits(250, 16, limiters()[name])

    assert run.refused < run.calls / 100
    assert run.share >= 0.5  # what is left to a busy machine
