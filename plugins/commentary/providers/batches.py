"""Requests that a provider answers within a day, at a lower price: sent as files, fetched later."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .answers import Received, is_success
from .complaints import without_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import openai

MOST_REQUESTS = 50_000
MOST_BYTES = 190_000_000
"""Of one batch; the provider takes 200 MB."""
_MARK = "mark"
_ENDED = frozenset({"completed", "failed", "expired", "cancelled"})


@dataclass(frozen=True, slots=True)
class Collected:
    """What there is of a batch."""

    has_ended: bool
    status: str
    answers: Mapping[str, Received] = field(default_factory=dict)
    """Those that are billed, by the names of their requests."""


def chunks(requests: Iterable[tuple[str, Mapping[str, object]]]) -> Iterator[dict[str, bytes]]:
    """Divide named requests into what one batch may hold: a line each, by its name."""
    chunk: dict[str, bytes] = {}
    length = 0
    for name, body in requests:
        line = {"custom_id": name, "method": "POST", "url": "/v1/chat/completions", "body": body}
        text = json.dumps(line, ensure_ascii=False).encode() + b"\n"
        if chunk and (len(chunk) == MOST_REQUESTS or length + len(text) > MOST_BYTES):
            yield chunk
            chunk, length = {}, 0
        chunk[name] = text
        length += len(text)
    if chunk:
        yield chunk


def submit(client: openai.OpenAI, lines: Iterable[bytes], mark: str) -> str:
    """Send a batch; return its name. By the mark it is found again should the name get lost."""
    file = client.files.create(file=("requests.jsonl", b"".join(lines)), purpose="batch")
    batch = client.batches.create(
        input_file_id=file.id,
        endpoint="/v1/chat/completions",
        completion_window="24h",
        metadata={_MARK: mark},
    )
    return batch.id


def find(client: openai.OpenAI, mark: str) -> str:
    """Return the name of the batch with a mark, empty when it was never made."""
    for batch in client.batches.list(limit=100):
        if (batch.metadata or {}).get(_MARK) == mark:
            return batch.id
    return ""


def collect(client: openai.OpenAI, name: str) -> Collected:
    """Fetch what there is of a batch that has ended, also where only a part was answered."""
    batch = client.batches.retrieve(name)
    if batch.status not in _ENDED:
        return Collected(has_ended=False, status=batch.status)
    answers: dict[str, Received] = {}
    for file in (batch.output_file_id, batch.error_file_id):
        if file:
            text = client.files.content(file).content.decode("utf-8", "replace")
            answers.update(_answers(without_key(text, client.api_key)))
    return Collected(has_ended=True, status=batch.status, answers=answers)


def _answers(text: str) -> Iterator[tuple[str, Received]]:
    """Read a file of answers; a line that is none, or that failed, is left for the next batch."""
    for line in text.split("\n"):
        try:
            found = json.loads(line)
            response = found["response"]
            body = json.dumps(response["body"], ensure_ascii=False).encode("utf-8", "replace")
            headers = {"x-request-id": str(response.get("request_id") or "")}
            received = Received(int(response["status_code"]), body, headers)
            name = str(found["custom_id"])
        except (ValueError, TypeError, KeyError):
            continue
        if is_success(received):
            yield name, received
