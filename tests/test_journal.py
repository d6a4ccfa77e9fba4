"""Answers that were paid for: kept before they are read, used once, gone when their sections stand."""

from __future__ import annotations

import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentary.disk import Disk
from commentary.entries import Entry, dump_entry, parse_entries
from commentary.errors import (
    CommentaryError,
    ProviderRefused,
    ProviderUnavailable,
    ReplyInvalid,
)
from commentary.journal import Journal, is_of_no_use
from commentary.prompts import Message, Prompt, Role
from commentary.providers import CallOptions, Endpoint, OpenAIProvider
from commentary.providers.answers import Received
from commentary.providers.kept import packed, request_key, unpacked
from fakes import patient
from fault_server import FaultServer

if TYPE_CHECKING:
    from commentary.journal import Entries

KILLS = Path(__file__).parent / "campaigns" / "kills.py"
ARTICLE = "content/posts/foo.md"
KEY = "sk-kept0123456789abcdef"
entries = st.builds(Entry, st.from_regex(r"[0-9a-f]{64}", fullmatch=True), st.binary(max_size=60))


def prompt(article: str = "記事の本文。") -> Prompt:
    """Return a small prompt."""
    messages = (Message(Role.SYSTEM, "Be brief."), Message(Role.USER, article))
    return Prompt(messages, "commentary", {"type": "object"}, "sha256:0")


def provider_for(server: FaultServer, scenario: str = "ok") -> OpenAIProvider:
    """Return a provider that does not wait between calls."""
    endpoint = Endpoint("m", KEY, server.url(scenario))
    options = CallOptions(deadline=5, max_output_tokens=100)
    return OpenAIProvider(endpoint, options, pace=patient([]))


def files(journal: Journal) -> list[Path]:
    """Return the files of a journal."""
    return sorted(journal.folder.glob("*"))


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """Return a journal in a folder that is not there yet."""
    return Journal(tmp_path / ".commentary" / "journal")


@given(st.lists(entries, max_size=4), st.data())
def test_what_is_cut_anywhere_keeps_the_answers_before(
    whole: list[Entry], data: st.DataObject
) -> None:
    """Of a file that ends too early, exactly the whole answers are read."""
    lines = [dump_entry(entry) for entry in whole]
    text = b"".join(lines)
    cut = data.draw(st.integers(0, len(text)))

    read, length = parse_entries(text[:cut])

    assert whole[: len(read)] == list(read)
    assert sum(map(len, lines[: len(read)])) == length
    assert len(read) == len(lines) or length + len(lines[len(read)]) > cut


@given(entries, st.data())
def test_damaged_answer_is_no_answer(entry: Entry, data: st.DataObject) -> None:
    """A changed byte of the answer or its length is noticed."""
    text = bytearray(dump_entry(entry))
    place = data.draw(st.integers(65, len(text) - 1))
    text[place] ^= data.draw(st.integers(1, 255))

    assert (entry,) != parse_entries(bytes(text))[0]


@given(st.binary(max_size=80))
def test_answer_comes_back_byte_for_byte(body: bytes) -> None:
    """Also one that is no UTF-8; of the headers, what tells of the answer stays."""
    kept = unpacked(packed(Received(200, body, {"x-request-id": "r", "set-cookie": "secret"})))

    assert Received(200, body, {"x-request-id": "r"}) == kept


def test_fingerprint_knows_all_that_decides_an_answer() -> None:
    """Another server, model, message or parameter is another request; the order of names is not."""
    body = {"model": "m", "messages": [{"role": "user", "content": "a"}], "max_tokens": 5}
    others = [{**body, "model": "n"}, {**body, "max_tokens": 6}, {**body, "messages": []}]

    keys = {request_key("https://a", each) for each in (body, *others)}
    keys.add(request_key("https://b", body))

    assert 5 == len(keys)
    assert request_key("https://a", body) == request_key(
        "https://a", dict(reversed(list(body.items())))
    )


def test_answers_are_given_out_once_and_in_order(journal: Journal) -> None:
    """A request that was made twice gets its first answer first."""
    with journal.of(ARTICLE) as kept:
        kept.add("k", b"one")
        kept.add("k", b"two")

    with journal.of(ARTICLE) as kept:
        assert [b"one", b"two", None] == [kept.take("k") for _ in range(3)]


def test_answers_stay_with_their_article(journal: Journal) -> None:
    """The same request for another article has no answer."""
    with journal.of(ARTICLE) as kept:
        kept.add("k", b"one")
    with journal.of("content/posts/bar.md") as other:
        assert not other.has("k")


def test_only_the_owner_reads_answers_and_git_sees_none(journal: Journal) -> None:
    """An answer may tell of a draft."""
    with journal.of(ARTICLE) as kept:
        kept.add("k", b"one")

    (file,) = files(journal)
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert "*\n" == (journal.folder.parent / ".gitignore").read_text(encoding="utf-8")


def test_nothing_is_left_when_all_is_done(journal: Journal) -> None:
    """Neither of what is finished, nor of what never had an answer."""
    with journal.of(ARTICLE) as kept:
        kept.add("k", b"one")
        kept.finish()
    with journal.of("content/posts/bar.md"):
        pass

    assert [] == files(journal)


def test_answers_of_a_killed_run_are_settled(journal: Journal) -> None:
    """Where the sections stand already, what is left is removed; what somebody holds is not."""
    for name in (ARTICLE, "held"):
        with journal.of(name) as kept:
            kept.add("k", b"one")

    with journal.of("held"):
        journal.settle([ARTICLE, "held", "unknown"])

    assert 1 == len(files(journal))
    with journal.of("held") as kept:
        assert kept.has("k")


def test_torn_end_is_cut_off(journal: Journal) -> None:
    """What is appended behind half an answer can be read."""
    with journal.of(ARTICLE) as kept:
        kept.add("k", b"one")
    (file,) = files(journal)
    file.write_bytes(file.read_bytes() + dump_entry(Entry("k", b"two"))[:-4])

    with journal.of(ARTICLE) as kept:
        kept.add("k", b"three")

    with journal.of(ARTICLE) as kept:
        assert [b"one", b"three", None] == [kept.take("k") for _ in range(3)]


def test_second_writer_of_an_article_waits(journal: Journal) -> None:
    """It gets the article when the first is done, and finds its answers."""
    waits = threading.Event()
    second = Journal(journal.folder, pause=waits.set)

    def look() -> bytes | None:
        with second.of(ARTICLE) as kept:
            return kept.take("k")

    with ThreadPoolExecutor(1) as pool:
        with journal.of(ARTICLE) as kept:
            found = pool.submit(look)
            assert waits.wait(10)
            kept.add("k", b"one")
        assert b"one" == found.result(10)


def test_nobody_is_asked_once_answers_cannot_be_kept(tmp_path: Path) -> None:
    """The answer at hand may still be used; the next article ends before it costs anything."""

    class FullDisk(Disk):
        def write(self, file: int, content: bytes) -> None:
            super().write(file, content[:5])
            raise OSError(28, "No space left on device")

    full = Journal(tmp_path / "journal", FullDisk())
    with full.of(ARTICLE) as kept:
        kept.add("k", b"one")
        assert not kept.has("k")

    with pytest.raises(CommentaryError, match=r"No space left on device; nobody is asked"):
        full.of("content/posts/bar.md").__enter__()
    assert [] == files(full)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(ReplyInvalid("x"), True, id="asking again must really ask"),
        pytest.param(ProviderRefused("x"), True, id="declined"),
        pytest.param(ProviderRefused("x", is_final=True), False, id="quota"),
        pytest.param(ProviderUnavailable("x"), False, id="away"),
        pytest.param(CommentaryError("x"), False, id="disk"),
    ],
)
def test_which_errors_make_answers_useless(error: CommentaryError, *, expected: bool) -> None:
    """Only those to which the same answers would lead again."""
    assert expected is is_of_no_use(error)


def test_kept_answer_is_not_asked_for_again(journal: Journal) -> None:
    """Another process, with the same request, asks nobody; its reply is the same."""
    with FaultServer() as server:
        replies = []
        for _ in range(2):
            with closing(provider_for(server)) as provider, journal.of(ARTICLE) as kept:
                replies.append(provider.keeping(kept).complete(prompt()))

        assert 1 == server.count()
    assert replies[0] == replies[1]
    assert KEY.encode() not in b"".join(file.read_bytes() for file in files(journal))


@pytest.mark.parametrize("scenario", ["prose", "noschema", "newlimit", "lengthonce"])
def test_whole_exchange_is_repeated_for_nothing(journal: Journal, scenario: str) -> None:
    """Also where the first answers were no use and the request was changed for them."""
    with FaultServer() as server:
        with closing(provider_for(server, scenario)) as provider, journal.of(ARTICLE) as kept:
            first = provider.keeping(kept).complete(prompt())
        paid = server.count()
        with closing(provider_for(server, scenario)) as provider, journal.of(ARTICLE) as kept:
            again = provider.keeping(kept).complete(prompt())

        assert (first.text, paid) == (again.text, server.count())


def test_what_costs_nothing_is_not_kept(journal: Journal) -> None:
    """A server that failed is asked again, however often a run is repeated."""
    with FaultServer() as server:
        for _ in range(2):
            with (
                closing(provider_for(server, "e404")) as provider,
                journal.of(ARTICLE) as kept,
                pytest.raises(ProviderRefused),
            ):
                provider.keeping(kept).complete(prompt())

        assert 2 == server.count()
    assert [] == files(journal)


def test_answer_is_safe_before_anybody_reads_it() -> None:
    """It is handed over as it came from the network, unread: here it is no JSON at all."""
    kept: list[bytes] = []

    class Recording:
        def has(self, _: str) -> bool:
            return False

        def take(self, _: str) -> None:
            return None

        def asks(self, _: str, __: object) -> None:
            pass

        def add(self, _: str, content: bytes) -> None:
            kept.append(unpacked(content).body)

    recording: Entries = Recording()  # type: ignore[assignment]
    with (
        FaultServer() as server,
        closing(provider_for(server, "html200")) as provider,
        pytest.raises(ReplyInvalid),
    ):
        provider.keeping(recording).complete(prompt())

    assert [b"<!doctype html><title>Sorry</title>"] == kept


def test_killed_at_any_moment_nothing_is_paid_for_twice() -> None:
    """A tenth of the campaign: fifty blogs, whose writing dies at steps on disk and in between."""
    done = subprocess.run(
        [sys.executable, str(KILLS), "--runs", "50", "--seed", "20261124"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert 0 == done.returncode, done.stdout + done.stderr
    assert done.stdout.startswith("50 blogs")
