"""The only place that knows openai and httpx2.

Both are slow to import, so `chat` imports this module when the first call is made.
"""

from __future__ import annotations

import time
import urllib.request
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import urlsplit

import httpx2
import openai

from ..errors import SettingsError
from .answers import Received, fault_of
from .complaints import without_key
from .deadlines import DeadlineBackend, until
from .endpoint import is_loopback
from .faults import Fault, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from openai.types.chat import ChatCompletionMessageParam

    from .endpoint import Endpoint

_T = TypeVar("_T")
_CONNECT_SECONDS = 10.0
_MOST_BYTES = 4_000_000
"""Of an answer; a long one with its reasoning has some hundred thousand."""
_MOST_PACKED_BYTES = 100_000
"""Of one that is compressed though nobody asked for that: it may become a thousand times as long."""


def make_client(endpoint: Endpoint, transport: httpx2.BaseTransport | None) -> openai.OpenAI:
    """Construct a client that neither retries nor follows redirects: both are decided elsewhere.

    A redirect would carry the article to a host that nobody named.
    """
    inner = transport or _network(endpoint.base_url)
    http_client = httpx2.Client(
        transport=DeadlineTransport(inner),
        trust_env=False,
        headers={"Accept-Encoding": "identity"},  # what is packed may be endless
    )
    return openai.OpenAI(
        api_key=endpoint.api_key,
        base_url=endpoint.base_url,
        max_retries=0,
        http_client=http_client,
    )


def send(client: openai.OpenAI, body: Mapping[str, object], seconds: float) -> Received | Fault:
    """Make one call.

    Faults are returned, not raised: an error of the SDK carries the request and with it the key,
    and an error raised from it would keep it.

    Raises:
        SettingsError: the SDK put a variable of the environment into a header that cannot hold it.
    """
    rest = {name: value for name, value in body.items() if name not in {"model", "messages"}}
    try:
        raw = client.chat.completions.with_raw_response.create(
            model=cast("str", body["model"]),
            messages=cast("list[ChatCompletionMessageParam]", body["messages"]),
            extra_body=rest,
            timeout=httpx2.Timeout(seconds, connect=min(_CONNECT_SECONDS, seconds)),
        )
        return _received(raw.http_response, client.api_key)
    except openai.APIStatusError as error:
        return _received(error.response, client.api_key)
    except (openai.APITimeoutError, httpx2.TimeoutException):
        return Fault(Trouble.TIMEOUT)
    except _EndlessAnswerError:
        return Fault(Trouble.ENDLESS)
    except (openai.OpenAIError, httpx2.HTTPError, httpx2.StreamError) as error:
        return Fault(Trouble.UNREACHABLE, detail=str(error.__cause__ or error))
    except UnicodeEncodeError:
        pass  # raised below, where no error hangs on to the header
    raise SettingsError(
        "a header cannot hold what stands in `OPENAI_ORG_ID`, `OPENAI_PROJECT_ID` or "
        "`OPENAI_CUSTOM_HEADERS`; unset them or keep to ASCII"
    )


def caught(act: Callable[[], _T], key: str) -> _T | Fault:
    """Do something else with a client; as in `send`, what goes wrong is returned without the key."""
    try:
        return act()
    except openai.APIStatusError as error:
        return fault_of(_received(error.response, key))
    except (openai.APITimeoutError, httpx2.TimeoutException):
        return Fault(Trouble.TIMEOUT)
    except (openai.OpenAIError, httpx2.HTTPError, httpx2.StreamError, _EndlessAnswerError) as error:
        return Fault(Trouble.UNREACHABLE, detail=str(error.__cause__ or error))


def _received(response: httpx2.Response, key: str) -> Received:
    """Return an answer without the key: a server that repeats it must not see it published."""
    headers = {name.lower(): without_key(value, key) for name, value in response.headers.items()}
    body = without_key(response.content.decode("utf-8", "surrogateescape"), key)
    return Received(response.status_code, body.encode("utf-8", "surrogateescape"), headers)


def _network(url: str) -> httpx2.BaseTransport:
    """Return a transport whose connections know the deadline of who reads from them.

    httpx2 takes no network backend, so its pool is given one; a test sees whether that holds.
    """
    transport = httpx2.HTTPTransport(proxy=_proxy_for(url))
    transport._pool._network_backend = DeadlineBackend()  # noqa: SLF001 - as above
    return transport


def _proxy_for(url: str) -> str | None:
    """Return the proxy of the environment; a client with a transport of its own ignores it."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_loopback(host) or urllib.request.proxy_bypass(host):
        return None
    proxies = urllib.request.getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


class DeadlineTransport(httpx2.BaseTransport):
    """Ends an answer that trickles: the timeouts of httpx2 count from byte to byte.

    The read timeout of the request is taken as the time for the whole answer.
    """

    def __init__(self, inner: httpx2.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Pass the request on, and the answer back with its deadline."""
        timeouts = request.extensions.get("timeout", {})
        seconds = timeouts.get("read")
        if seconds is None:
            return self._inner.handle_request(request)
        ends = time.monotonic() + seconds
        until(ends)  # the head of the answer may trickle as well
        response = self._inner.handle_request(request)
        # The inner transport reads this once more before the body: what is left counts there.
        timeouts["read"] = max(0.001, ends - time.monotonic())
        stream = cast("httpx2.SyncByteStream", response.stream)
        is_packed = response.headers.get("content-encoding", "identity") != "identity"
        most = _MOST_PACKED_BYTES if is_packed else _MOST_BYTES
        response.stream = _DeadlineStream(stream, ends, request, most)
        return response

    def close(self) -> None:
        """Close the inner transport."""
        self._inner.close()


class _EndlessAnswerError(Exception):
    """More than any answer has."""


class _DeadlineStream(httpx2.SyncByteStream):
    def __init__(
        self, inner: httpx2.SyncByteStream, ends: float, request: httpx2.Request, most: int
    ) -> None:
        self._inner = inner
        self._ends = ends
        self._request = request
        self._most = most

    def __iter__(self) -> Iterator[bytes]:
        length = 0
        for chunk in self._inner:
            if time.monotonic() > self._ends:
                raise httpx2.ReadTimeout("deadline", request=self._request)
            length += len(chunk)
            if length > self._most:
                raise _EndlessAnswerError
            yield chunk

    def close(self) -> None:
        self._inner.close()
