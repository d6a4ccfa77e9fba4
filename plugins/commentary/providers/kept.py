"""Answers that were kept: what names a request, and how an answer is put away and taken out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from .answers import Received, told_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..sections import Usage

_TELLING = ("content-type", "x-request-id")
"""Headers that say something of an answer; others may hold what is nobody's business."""


class Entries(Protocol):
    """Where answers are kept."""

    def has(self, key: str) -> bool:
        """Tell whether there is an answer to a request that was not taken yet."""

    def take(self, key: str) -> bytes | None:
        """Return the next answer to a request that was not taken yet."""

    def asks(self, key: str, body: Mapping[str, object]) -> None:
        """Take note that somebody is about to be asked; what it raises prevents that."""

    def add(self, key: str, content: bytes) -> None:
        """Keep an answer; it is safe when this returns."""


class NoEntries:
    """Keeps nothing."""

    def has(self, key: str) -> bool:  # noqa: ARG002 - the protocol's
        """Tell that there is none."""
        return False

    def take(self, key: str) -> bytes | None:  # noqa: ARG002 - the protocol's
        """Return nothing."""
        return None

    def asks(self, key: str, body: Mapping[str, object]) -> None:
        """Let it happen."""

    def add(self, key: str, content: bytes) -> None:
        """Forget."""


def request_key(address: str, body: Mapping[str, object]) -> str:
    """Return the fingerprint of everything that decides an answer; no key is part of it."""
    told = json.dumps([address, body], ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(told.encode("ascii")).hexdigest()


def packed(received: Received) -> bytes:
    """Put an answer away; bytes that are no UTF-8 come back as they were."""
    headers = {name: received.headers[name] for name in _TELLING if name in received.headers}
    body = received.body.decode("utf-8", "surrogateescape")
    return json.dumps([received.status, headers, body]).encode("ascii")


@dataclass(frozen=True, slots=True)
class Bill:
    """What a kept answer says of its cost."""

    model: str
    usage: Usage
    request_id: str


def read_kept(content: bytes) -> Bill:
    """Read who answered and what it took."""
    received = unpacked(content)
    model, usage = told_of(received)
    return Bill(model, usage, received.headers.get("x-request-id", ""))


def unpacked(content: bytes) -> Received:
    """Take an answer out."""
    status, headers, body = json.loads(content)
    return Received(int(status), str(body).encode("utf-8", "surrogateescape"), headers)
