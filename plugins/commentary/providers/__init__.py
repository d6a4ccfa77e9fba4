"""Asking a language model, through any server that speaks OpenAI's Chat Completions.

- `endpoint`: where to ask, checked before anything is sent
- `requests`: prompt → body of the request; the ladder of ways to demand JSON
- `faults`: what can go wrong, as a value
- `complaints`: a fault → the error a caller sees
- `retrying`: whether a fault may pass, and how long to wait
- `limits`: how much a server lets one ask in a time, as its headers tell
- `pace`: when the next call may begin
- `answers`: body of an answer → text, or a fault
- `steps`: what to do next: done, once more and how, or give up
- `batches`: requests that are answered within a day, sent and fetched
- `deadlines`: connections that end a read when the whole call is over
- `wire`: the only place that imports openai and httpx2, with `deadlines`; imported when the first call is made
- `kept`: what names a request, and an answer put away
- `chat`: the provider, which ties these together
"""

from .chat import KeepingProvider, OpenAIProvider, Provider
from .endpoint import Endpoint
from .kept import read_kept
from .pace import Pace
from .requests import CallOptions

__all__ = [
    "CallOptions",
    "Endpoint",
    "KeepingProvider",
    "OpenAIProvider",
    "Pace",
    "Provider",
    "read_kept",
]
