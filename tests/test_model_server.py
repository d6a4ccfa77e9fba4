"""A real llama.cpp server is asked: the protocol is proved against a program nobody here wrote.

`invoke test --model-server` builds it and its model of random weights. The model knows nothing, so
what it writes must be well formed and must not reach a page.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commentary.errors import ProviderError
from commentary.prompts import Message, Prompt, Role
from commentary.providers import CallOptions, Endpoint, OpenAIProvider
from commentary.report import MODEL_FAILED, PERSON_NEEDED
from test_tasks import Blog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commentary.replies import Reply

FOLDER = os.environ.get("MODEL_SERVER", "")
pytestmark = [
    pytest.mark.model_server,
    pytest.mark.skipif(not FOLDER, reason="`invoke test --model-server` builds the server"),
]
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["basis", "paragraph", "text"],
    "properties": {
        "basis": {"type": "string", "enum": ["stated", "inferred"]},
        "paragraph": {"type": "integer", "minimum": 1, "maximum": 9},
        "text": {"type": "string", "minLength": 1, "maxLength": 40},
    },
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Start the server for all tests of this file."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = "-c 32768 -np 1 --offline --no-webui --no-jinja --alias tiny --log-disable".split()
    command = [str(Path(FOLDER, "llama-server")), "-m", str(Path(FOLDER, "tiny.gguf")), *options]
    with subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/health")
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.terminate()


def wait_for(url: str) -> None:
    """Return when the server is ready."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server was not ready after 30 s")


def ask(address: str, text: str, tokens: int = 1500) -> Reply:
    """Ask for one sentence in the form of `SCHEMA`, as a blog asks."""
    prompt = Prompt((Message(Role.USER, text),), "sentence", SCHEMA, "sha256:0")
    options = CallOptions(deadline=120, max_output_tokens=tokens)
    with closing(OpenAIProvider(Endpoint("tiny", "", address), options)) as provider:
        return provider.complete(prompt)


def test_answers_obey_the_schema(address: str) -> None:
    """The schema goes over the wire as this server reads it: every answer has its form."""
    for number in range(5):
        reply = ask(address, f"市電の延伸について、文{number}を書いてください。")
        answer = json.loads(reply.text)

        assert {"basis", "paragraph", "text"} == answer.keys()
        assert answer["basis"] in {"stated", "inferred"}
        assert 1 <= answer["paragraph"] <= 9
        assert 1 <= len(answer["text"]) <= 40


def test_tokens_are_counted_as_the_server_says(address: str) -> None:
    """Usage is the server's own count of both sides."""
    reply = ask(address, "市電の延伸を市議会が可決しました。")

    assert 10 < reply.usage.input < 200
    assert 10 < reply.usage.output < 1500


def test_text_beyond_the_window_is_an_error_with_a_remedy(address: str) -> None:
    """What the server refuses as too long is told as that, not asked for again and again."""
    began = time.monotonic()

    with pytest.raises(ProviderError) as caught:
        ask(address, "市議会は計画を可決しました。" * 20_000)

    assert "context" in str(caught.value)
    assert time.monotonic() - began < 60


def test_cut_answer_is_an_error(address: str) -> None:
    """An answer that ends before its JSON does is not taken for one."""
    with pytest.raises(ProviderError, match="max_output_tokens"):
        ask(address, "書いてください。", tokens=5)


def test_nonsense_reaches_no_page(address: str, tmp_path: Path) -> None:
    """A whole `invoke generate` and build: it is asked, the checks refuse, the page stays clean."""
    blog = Blog(tmp_path)
    blog.settings(max_output_tokens=800, attempts=1, verify=False, deadline=60)
    variables = {"OPENAI_BASE_URL": address, "COMMENTARY_MODEL": "tiny"}

    generated = blog.run("generate", **variables)
    built = blog.run("build", COMMENTARY_GENERATE="never", **variables)

    assert generated.code in {PERSON_NEEDED, MODEL_FAILED}, generated.text
    assert "Traceback" not in generated.text + built.text
    assert 'data-origin="model"' not in blog.page()
