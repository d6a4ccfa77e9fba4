"""Where to ask: model, key and base URL, checked before anything is sent.

Unchecked, a key with a newline or a URL without a scheme ends as a bare "Connection error".
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from ..errors import SettingsError

_OWN_URL = "https://api.openai.com/v1"
_OWN_HOST = "api.openai.com"
_AZURE_HOSTS = (".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com")
_NO_KEY = "none"
_CALL_PATHS = ("/chat/completions", "/responses", "/completions")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model, and the server that has it."""

    model: str
    api_key: str = field(default="", repr=False)
    base_url: str = field(default="", repr=False)
    """Empty for OpenAI's own."""

    @property
    def host(self) -> str:
        """Name of the server, without path, port and credentials."""
        return urlsplit(self.base_url or _OWN_URL).hostname or ""

    @property
    def is_own(self) -> bool:
        """Whether the server is OpenAI's, in whatever region."""
        return self.host == _OWN_HOST or self.host.endswith(f".{_OWN_HOST}")

    @property
    def has_own_dialect(self) -> bool:
        """Whether the server takes what OpenAI's own takes."""
        return self.is_own or self.host.endswith(_AZURE_HOSTS)


def checked(endpoint: Endpoint) -> Endpoint:
    """Return the endpoint with every value filled in and without surrounding white space.

    Raises:
        SettingsError: a value with which no call can succeed, or that would send the key or the
            article unencrypted.
    """
    model = endpoint.model.strip()
    if not model:
        raise SettingsError('no model is named; set `COMMENTARY["model"]` or `COMMENTARY_MODEL`')
    url = _checked_url(endpoint.base_url.strip().rstrip("/") or _OWN_URL)
    key = _checked_key(endpoint.api_key.strip())
    found = Endpoint(model, key, url)
    if not key and found.is_own:
        raise SettingsError(
            f"no key for {found.host}; set `OPENAI_API_KEY`, or `OPENAI_BASE_URL` for another "
            "server"
        )
    return Endpoint(model, key or _NO_KEY, url)


def _checked_key(key: str) -> str:
    if not key.isascii():
        raise SettingsError("`OPENAI_API_KEY` holds a character outside ASCII; copy it once more")
    if any(character.isspace() or not character.isprintable() for character in key):
        raise SettingsError(
            "`OPENAI_API_KEY` holds white space or a control character; copy it once more"
        )
    return key


def _checked_url(url: str) -> str:
    name = "`OPENAI_BASE_URL`"
    parts = _parts(url)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(
            f"{name} is no URL with a scheme; write it like `http://localhost:8080/v1`"
        )
    if parts.username is not None or parts.password is not None:
        raise SettingsError(f"{name} holds a user name or password; leave them out and use a key")
    if parts.query or parts.fragment or any(character.isspace() for character in url):
        raise SettingsError(f"{name} holds `?`, `#` or white space; end it after the path")
    if parts.path.endswith(_CALL_PATHS):
        raise SettingsError(f"{name} names a single call; end it before that, usually at `/v1`")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise SettingsError(
            f"{name} sends key and articles unencrypted to {parts.hostname}; write `https://`"
        )
    return url


def _parts(url: str) -> SplitResult | None:
    """Split a URL, or return None where it cannot be one; a bad port shows only when read."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
