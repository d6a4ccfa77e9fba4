"""A key goes to the server that is asked, and to no file and no line of output, whatever fails."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from commentaries import good_reply, is_reading, pairs_shown, verdicts
from fault_server import FaultServer
from test_tasks import Blog

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

KEY = "kQ9mArKeD7xZ-not-like-other-keys"
"""Of no known shape, so that nothing finds it by its look."""
SHAPED = "sk-proj-mArKeD0123456789abcdefghijklmnop"
SCENARIOS = ("ok", "okkey", "e401", "e401key", "e500", "quota", "html200", "badjson", "rst", "drip")
COMMANDS = (
    "build",
    "build --arguments=--debug",
    "generate",
    "generate --dry-run",
    "generate --stale",
    "status",
    "status --json",
    "check",
    "review --terminal",
    "review --history",
    "publish",
    "evaluate --articles 1 --dry-run",
    "prune",
    "clean",
)


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    """Lay out a blog that gives up soon on a server that fails."""
    made = Blog(tmp_path)
    made.settings(attempts=1, deadline=2, verify=True)
    return made


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    """Stand in for a model that answers well, or fails as the address says."""
    with FaultServer(lambda r: verdicts(pairs_shown(r)) if is_reading(r) else good_reply()) as made:
        yield made


@pytest.mark.parametrize(
    ("scenario", "key"),
    [*((scenario, KEY) for scenario in SCENARIOS), ("okkey", SHAPED), ("e401key", SHAPED)],
)
def test_no_answer_brings_the_key_out(
    blog: Blog, server: FaultServer, scenario: str, key: str
) -> None:
    """Whatever the server answers, the key stands in no file and in no line of a build."""
    variables = _variables(server.url(scenario), key)
    printed = blog.run("build", "--arguments=--debug", **variables).text

    assert key in _keys_received(server)
    assert "mArKeD" not in printed
    assert [] == _files_with(blog.root, "mArKeD")


def test_no_command_brings_the_key_out(blog: Blog, server: FaultServer) -> None:
    """The same for every command, after each other, in one blog whose sections are written."""
    variables = _variables(server.url(), KEY) | {"OPENAI_LOG": "debug"}
    for command in COMMANDS:
        ran = blog.run(*command.split(), answers="q\n" * 5, **variables)
        assert "mArKeD" not in ran.text, command
        assert "Traceback" not in ran.text, f"{command}: {ran.text}"
        assert [] == _files_with(blog.root, "mArKeD"), command
    assert KEY in _keys_received(server)


@pytest.mark.parametrize(
    "url",
    [
        "http://user:mArKeD-password@127.0.0.1:{port}/ok/v1",
        "http://127.0.0.1:{port}/ok/v1?api_key=mArKeD-parameter",
        "http://127.0.0.1:1/mArKeD-path/v1",
        "https://mArKeD-host.invalid/v1",
        "mArKeD://127.0.0.1:{port}",
    ],
    ids=["password", "parameter", "path", "host", "scheme"],
)
def test_what_an_address_hides_stays_hidden(blog: Blog, server: FaultServer, url: str) -> None:
    """A password or parameter in the address is no more shown than a key; a host may be."""
    variables = _variables(url.format(port=server.port), "local-key")
    printed = blog.run("build", "--arguments=--debug", **variables).text

    hidden = ("mArKeD-password", "mArKeD-parameter")
    assert [] == [word for word in hidden if word in printed]
    assert [] == [name for word in hidden for name in _files_with(blog.root, word)]


def test_the_file_of_a_cloned_blog_gets_no_foreign_key(blog: Blog, server: FaultServer) -> None:
    """An address in `.env` is not used with a key that is not from there."""
    before = server.count()
    (blog.root / ".env").write_text(f"OPENAI_BASE_URL={server.url()}\n", encoding="utf-8")
    # no server stands at the default address, so nothing may be asked that could reach it
    blog.run("generate", "--dry-run", OPENAI_API_KEY=KEY, COMMENTARY_MODEL="local")
    printed = blog.run("status", OPENAI_API_KEY=KEY, COMMENTARY_MODEL="local").text

    assert before == server.count()
    assert "mArKeD" not in printed


def test_a_key_in_the_file_stays_there(blog: Blog, server: FaultServer) -> None:
    """A key and an address from `.env` are used, and stand nowhere else; Git is told to pass it."""
    line = f"OPENAI_API_KEY={KEY}\nOPENAI_BASE_URL={server.url('e401key')}\n"
    (blog.root / ".env").write_text(line, encoding="utf-8")
    ran = blog.run("build", COMMENTARY_MODEL="local", COMMENTARY_GENERATE="")

    assert KEY in _keys_received(server)
    assert "mArKeD" not in ran.text
    assert [".env"] == _files_with(blog.root, "mArKeD")


def test_a_reply_that_holds_the_key_is_published_without_it(
    blog: Blog, server: FaultServer
) -> None:
    """A server that repeats the key as the model's name does not bring it into the sidecar."""
    blog.run("build", **_variables(server.url("okkey"), KEY))

    assert 'model = "[removed]"' in blog.sidecar()
    assert 'data-ai-model="[removed]"' in blog.page()


def test_settings_cannot_hold_a_key(blog: Blog) -> None:
    """A key among the settings is refused by its name, and not repeated."""
    blog.settings(api_key=KEY)
    ran = blog.run("build")

    assert 2 == ran.code
    assert "api_key" in ran.text
    assert "mArKeD" not in ran.text


def _variables(url: str, key: str) -> dict[str, str]:
    return {
        "OPENAI_API_KEY": key,
        "OPENAI_BASE_URL": url,
        "COMMENTARY_MODEL": "local",
        "COMMENTARY_GENERATE": "",
    }


def _keys_received(server: FaultServer) -> set[str]:
    headers: list[Mapping[str, str]] = [request.headers for request in server.requests]
    return {found.get("authorization", "").removeprefix("Bearer ") for found in headers}


def _files_with(root: Path, word: str) -> list[str]:
    """Return the files below a folder that hold a word, also where it is escaped as JSON."""
    words = {word.encode(), json.dumps(word)[1:-1].encode(), word.encode("utf-16-le")}
    return [
        path.relative_to(root).as_posix()
        for path in sorted(root.rglob("*"))
        if path.is_file() and any(found in path.read_bytes() for found in words)
    ]
