"""A model that counts what it is asked, in a process of its own: it outlives whoever asks.

Prints its port. For each line it reads, the name of a run, it prints how often each request of that
run arrived, as JSON by the request's fingerprint; `x-run` in a request's headers names its run.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING

from commentaries import (
    PAIRS,
    bad_reply,
    good_reply,
    messages_of,
    pairs_shown,
    verdicts,
)
from commentary.providers.kept import request_key
from fault_server import FaultServer

if TYPE_CHECKING:
    from collections.abc import Mapping

_LATENCY = 0.004
UNFIT, PROSE, DOUBTED, BROKEN = "試験紙甲", "試験紙乙", "試験紙丙", "試験紙丁"
"""Words of an article about which this model errs at first: a wrong number, no JSON, a sentence
that the second reader does not find in the article, an answer of another shape."""


def respond(request: Mapping[str, object]) -> str:
    """Answer as the article's words ask for, and well when asked again."""
    text = str(messages_of(request)[1]["content"])
    is_first = len(messages_of(request)) == _TURNS_AT_FIRST
    if text.startswith("<pairs-"):
        asked = pairs_shown(request)
        is_doubted = DOUBTED in text and asked == PAIRS
        return verdicts(asked, **({"p2": "unsupported"} if is_doubted else {}))
    if UNFIT in text and is_first:
        return bad_reply()
    if PROSE in text and "json_schema" in json.dumps(request.get("response_format")):
        return "No JSON today."
    if BROKEN in text and is_first:
        return '{"unknown": [1]}'
    return good_reply() if is_first else good_reply().replace("ただし、", "もっとも、")


_TURNS_AT_FIRST = 2


def main() -> None:
    """Serve until nobody writes any more."""
    with FaultServer(respond, latency=_LATENCY) as server:
        print(server.port, flush=True)
        for line in sys.stdin:
            asked = Counter(
                request_key(server.url(), request.body)
                for request in server.requests
                if request.headers.get("x-run") == line.strip()
            )
            print(json.dumps(asked), flush=True)


if __name__ == "__main__":
    main()
