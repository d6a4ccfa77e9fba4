"""A model server on loopback that fails on request.

The first segment of the path names the scenario: `FaultServer().url("e500")` is a base URL whose
calls all fail with status 500. `ok` answers with what `respond` makes of the request, so the same
server stands in for a model. Only Chat Completions are spoken.
"""

from __future__ import annotations

import json
import socket
import socketserver
import struct
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from batch_shelf import BatchShelf
    from limiter import Limiter

    _Respond = Callable[[Mapping[str, object]], str]
    _Choice = Callable[["FaultServer", "Logged"], "Canned"]

DEFAULT_TEXT = '{"answer": "ok"}'
USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
_HANG_SECONDS = 30.0
_DRIP_SECONDS = 0.02
# Any fixed time does: what counts is the distance between `Date` and `Retry-After`.
_NOW = "Fri, 02 Jan 2026 03:04:05 GMT"
_SOON = "Fri, 02 Jan 2026 03:04:07 GMT"


@dataclass(frozen=True, slots=True)
class Logged:
    """One request as it arrived."""

    scenario: str
    number: int
    """From 1, for each scenario."""
    method: str
    path: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Canned:
    """One answer, and how it goes wrong on its way."""

    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    delivery: str = "whole"
    """`whole`, `reset` (nothing), `reset_midway`, `short`, `drip`, `driphead`, `endless`, `hang`."""


def completion(text: str | None, *, finish: str | None = "stop", **message: object) -> str:
    """Return the JSON of a chat completion."""
    reply = {"role": "assistant", "content": text, **message}
    return json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1_700_000_000,
            "model": "loopback-1",
            "choices": [{"index": 0, "message": reply, "finish_reason": finish}],
            "usage": USAGE,
        },
        ensure_ascii=False,
    )


def failure(status: int, message: str, **facts: object) -> Canned:
    """Return an error as OpenAI words it."""
    error = {"message": message, "type": "error", "param": None, "code": None, **facts}
    return Canned(json.dumps({"error": error}), status)


class FaultServer:
    """The server; `respond` makes a message's content out of the request's JSON."""

    def __init__(self, respond: _Respond | None = None, *, latency: float = 0.0) -> None:
        self._respond = respond or (lambda _request: DEFAULT_TEXT)
        self._latency = latency
        self.limiter: Limiter | None = None
        self.shelf: BatchShelf | None = None
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._requests: list[Logged] = []
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Connection)
        self._server.owner = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        """The free port the server found."""
        return int(self._server.server_address[1])

    @property
    def requests(self) -> tuple[Logged, ...]:
        """All requests so far, in the order of arrival."""
        with self._lock:
            return tuple(self._requests)

    def url(self, scenario: str = "ok") -> str:
        """Return the base URL of a scenario."""
        return f"http://127.0.0.1:{self.port}/{scenario}/v1"

    def count(self, scenario: str | None = None) -> int:
        """Count the requests of a scenario, or all."""
        with self._lock:
            return self._counts.total() if scenario is None else self._counts[scenario]

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Canned:
        """Log a request and choose its answer."""
        if found := self.shelf and self.shelf.answer(method, path, body):
            return found
        scenario = path.strip("/").partition("/")[0]
        request = cast("dict[str, object]", json.loads(body or b"{}"))
        with self._lock:
            self._counts[scenario] += 1
            logged = Logged(scenario, self._counts[scenario], method, path, headers, request)
            self._requests.append(logged)
        if refused := self.limiter and self.limiter.admit(body):
            return refused
        self.closing.wait(self._latency)
        if not path.endswith("/v1/chat/completions") or scenario not in _SCENARIOS:
            return Canned('{"detail": "Not Found"}', 404)
        answer = _SCENARIOS[scenario](self, logged)
        return self.limiter.labelled(answer) if self.limiter else answer

    def good(self, request: Logged) -> Canned:
        """Return the answer of a server that works."""
        return Canned(completion(self._respond(request.body)))


class _Server(socketserver.ThreadingTCPServer):
    request_queue_size = 64
    owner: FaultServer

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent: clients that give up are what the scenarios are for."""


class _Connection(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        owner = cast("_Server", self.server).owner
        method, path, *_ = self.rfile.readline().decode("latin-1").split() or ["", ""]
        headers: dict[str, str] = {}
        while line := self.rfile.readline().decode("latin-1").strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = self.rfile.read(int(headers.get("content-length", "0")))
        if method:
            self._deliver(owner.answer(method, path, headers, body), owner.closing)

    def _deliver(self, canned: Canned, closing: threading.Event) -> None:
        body = canned.body.encode("utf-8")
        head = _head(canned, len(body))
        match canned.delivery:
            case "whole":
                self.wfile.write(head + body)
            case "reset":
                self._reset()
            case "reset_midway":
                self.wfile.write(head + body[:50])
                closing.wait(0.05)
                self._reset()
            case "short":
                self.wfile.write(head + body[:-20])
            case "driphead":
                self._drip(head + body, closing)
            case "endless":
                self._pour(closing)
            case "drip":
                self.wfile.write(head)
                self._drip(body, closing)
            case _:
                closing.wait(_HANG_SECONDS)

    def _drip(self, body: bytes, closing: threading.Event) -> None:
        for byte in body:
            if closing.wait(_DRIP_SECONDS):
                return
            self.wfile.write(bytes([byte]))

    def _pour(self, closing: threading.Event) -> None:
        self.wfile.write(b"HTTP/1.1 200 X\r\nContent-Type: application/json\r\n\r\n")
        while not closing.is_set():
            self.wfile.write(b" " * 65_536)

    def _reset(self) -> None:
        """Close without the usual goodbye, so that the other side sees a reset."""
        connection = cast("socket.socket", self.request)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()


def _head(canned: Canned, length: int) -> bytes:
    headers = {
        "Content-Type": canned.kind,
        "Content-Length": str(length),
        "Connection": "close",
        "Date": _NOW,
        "x-request-id": "req_loopback",
        **canned.headers,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {canned.status} X\r\n{lines}\r\n".encode("latin-1")


def _always(canned: Canned) -> _Choice:
    return lambda _server, _request: canned


def _at_first(times: int, canned: Canned) -> _Choice:
    return lambda server, request: canned if request.number <= times else server.good(request)


def _busy(**headers: str) -> Canned:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    canned = failure(429, "Rate limit reached", code="rate_limit_exceeded")
    return Canned(canned.body, 429, named)


def _without_usage(server: FaultServer, request: Logged) -> Canned:
    return Canned(server.good(request).body.replace('"usage"', '"unused"'))


def _redirected(host: str) -> _Choice:
    path = "/ok/v1/chat/completions"
    return lambda server, _: Canned("", 307, {"Location": f"http://{host}:{server.port}{path}"})


def _refusing(name: str, word: str, canned: Canned) -> _Choice:
    """Refuse requests with a field that holds a word; the empty word is in all of them."""
    return lambda server, request: (
        canned if name in request.body and word in str(request.body[name]) else server.good(request)
    )


def _repeating_key(server: FaultServer, request: Logged) -> Canned:
    """Answer well, and repeat the key as the model's name and as the id of the request."""
    key = request.headers.get("authorization", "").removeprefix("Bearer ")
    body = server.good(request).body.replace("loopback-1", key)
    return Canned(body, headers={"x-request-id": f"req-{key}"})


def _refusing_with_key(_server: FaultServer, request: Logged) -> Canned:
    return failure(401, f"Wrong key: {request.headers.get('authorization', '')}")


_CUT = Canned(completion('{"answer": "o', finish="length"))
_PAGE = "<!doctype html><title>Sorry</title>"
_QUOTA = failure(429, "You exceeded your current quota", code="insufficient_quota")
_HOT = "Unsupported parameter: 'temperature' is not supported with this model."
_NEWER = "Unknown field: max_completion_tokens"
_OLDER = "Unsupported parameter: 'max_tokens'"
_WRONG_KEY = "Incorrect API key provided: sk-abcd****wxyz. Authorization: Bearer sk-abcdefghijkl"
_STREAM = 'data: {"choices": [{"delta": {"content": "a"}}]}\n\n' * 2

_SCENARIOS: Mapping[str, _Choice] = {
    "ok": lambda server, request: server.good(request),
    "nousage": _without_usage,
    "r429s": _at_first(2, _busy(retry_after="1")),
    "r429date": _at_first(1, _busy(retry_after=_SOON)),
    "r429ms": _at_first(1, _busy(retry_after_ms="300")),
    "r429long": _always(_busy(retry_after="3600")),
    "quota": _always(_QUOTA),
    "quota_noretry": _always(Canned(_QUOTA.body, 429, {"x-should-retry": "false"})),
    "e500x2": _at_first(2, failure(500, "The server had an error")),
    "e500": _always(failure(500, "The server had an error")),
    "e503html": _always(Canned(_PAGE, 503, kind="text/html")),
    "e400": _always(failure(400, _HOT, code="unsupported_parameter", param="temperature")),
    "e401": _always(failure(401, _WRONG_KEY, code="invalid_api_key")),
    "e403": _always(failure(403, "Country not supported", code="unsupported_country")),
    "e404": _always(Canned('{"detail": "Not Found"}', 404)),
    "e404model": _always(failure(404, "The model `m` does not exist", code="model_not_found")),
    "e401key": _refusing_with_key,
    "okkey": _repeating_key,
    "context": _always(failure(400, "This model's maximum context length is 4096 tokens.")),
    "rst": _always(Canned(delivery="reset")),
    "rst1": _at_first(1, Canned(delivery="reset")),
    "rstmid": _always(Canned(completion(DEFAULT_TEXT), delivery="reset_midway")),
    "trunc": _always(Canned(completion(DEFAULT_TEXT), delivery="short")),
    "badjson": _always(Canned(completion(DEFAULT_TEXT)[:-20])),
    "html200": _always(Canned(_PAGE, kind="text/html")),
    "notobj": _always(Canned('["x"]')),
    "empty": _always(Canned("{}")),
    "nochoices": _always(Canned('{"choices": []}')),
    "hang": _always(Canned(delivery="hang")),
    "driphead": _always(Canned(completion(DEFAULT_TEXT), delivery="driphead")),
    "endless": _always(Canned(delivery="endless")),
    "drip": _always(Canned(completion(DEFAULT_TEXT), delivery="drip")),
    "refusal": _always(Canned(completion(None, refusal="I cannot help with that."))),
    "length": _always(_CUT),
    "spent": _always(Canned(completion("", finish="length"))),
    "lengthonce": _at_first(1, _CUT),
    "filter": _always(Canned(completion("", finish="content_filter"))),
    "nofinish": _always(Canned(completion(DEFAULT_TEXT, finish=None))),
    "blank": _always(Canned(completion(" "))),
    "inbodyerr": _always(Canned('{"error": {"message": "upstream failed"}}')),
    "inbody429": _at_first(1, Canned('{"error": {"message": "slow down", "code": 429}}')),
    "schemabad": _always(Canned(completion('{"unknown": [1]}'))),
    "fenced": _always(Canned(completion(f"```json\n{DEFAULT_TEXT}\n```"))),
    "think": _always(Canned(completion(f"<think>{{hm}}</think>{DEFAULT_TEXT}"))),
    "prose": _always(Canned(completion("Here you are: no JSON."))),
    "redir": _redirected("127.0.0.1"),
    "redirhost": _redirected("localhost"),
    "sse_cut": _always(Canned(_STREAM, kind="text/event-stream")),
    "noschema": _refusing("response_format", "json_schema", failure(400, "response_format")),
    "noformat": _refusing("response_format", "", failure(422, "unknown response_format")),
    "schema500": _refusing("response_format", "json_schema", failure(500, "bad json_schema")),
    "oldlimit": _refusing("max_completion_tokens", "", failure(400, _NEWER)),
    "newlimit": _refusing("max_tokens", "", failure(400, _OLDER)),
}
SCENARIOS = tuple(_SCENARIOS)
