"""Connections that end a read when the time of the whole call is over.

The timeouts of the network count from byte to byte, so that an answer which trickles never ends.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import httpcore2

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

_SHORTEST = 0.001
_call = threading.local()


def until(ends: float) -> None:
    """Set the moment, on the monotonic clock, at which this thread's call is over."""
    _call.ends = ends


def _left(timeout: float | None) -> float | None:
    ends: float | None = getattr(_call, "ends", None)
    if ends is None:
        return timeout
    left = max(_SHORTEST, ends - time.monotonic())
    return left if timeout is None else min(timeout, left)


class DeadlineBackend(httpcore2.NetworkBackend):
    """Opens connections that know the deadline of the thread that uses them."""

    def __init__(self) -> None:
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect."""
        stream = self._inner.connect_tcp(host, port, _left(timeout), local_address, socket_options)
        return _DeadlineConnection(stream)

    def sleep(self, seconds: float) -> None:
        """Wait between two tries to connect."""
        self._inner.sleep(seconds)


class _DeadlineConnection(httpcore2.NetworkStream):
    def __init__(self, inner: httpcore2.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        stream = self._inner.start_tls(ssl_context, server_hostname, _left(timeout))
        return _DeadlineConnection(stream)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as the library has it
        return self._inner.get_extra_info(info)
