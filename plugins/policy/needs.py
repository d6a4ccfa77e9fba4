"""What a page loads and runs, read from its HTML, becomes the narrowest policy that lets it.

Nothing of another host is ever allowed: what a page would fetch from there stays unfetched.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from .policies import policy_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .policies import Policy

OWN = "'self'"
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(
    r"""<(?P<name>script|style|link|img|image|source|video|audio|track|form|iframe|object|embed)\b
    (?P<attributes>(?:[^"'>]|"[^"]*"|'[^']*')*+)>""",
    re.IGNORECASE | re.VERBOSE,
)
_END = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")}
_ATTRIBUTE = re.compile(
    r"""(?P<name>[\w:-]+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+)))?"""
)
# What a `script` element's type means: these run or are obeyed, everything else is text.
_RUN = ("", "module", "text/javascript", "application/javascript", "importmap", "speculationrules")
_ELEMENTS = {
    "audio": "media-src",
    "form": "form-action",
    "iframe": "frame-src",
    "track": "media-src",
    "video": "media-src",
}
_LINKS = {"stylesheet": "style-src", "icon": "img-src", "manifest": "manifest-src"}
_PRELOADS = {
    "image": "img-src",
    "script": "script-src",
    "style": "style-src",
    "fetch": "connect-src",
}


def policy_for(html: str) -> Policy:
    """Return the policy of a page.

    Every page may ask its own site for files: what inspects pages, Lighthouse for one, reads
    `robots.txt` from within a page and takes a refusal for a broken file.

    Args:
        html: the page, or the part of it below the `meta` element that the policy stands in.
    """
    sources: dict[str, set[str]] = {"connect-src": {OWN}}
    for directive, source in _needs(_COMMENT.sub("", html)):
        sources.setdefault(directive, set()).add(source)
    return policy_of(sources)


def _needs(html: str) -> Iterator[tuple[str, str]]:
    position = 0
    while found := _TAG.search(html, position):
        name, attributes = found["name"].lower(), _attributes(found["attributes"])
        position = found.end()
        if name in _END:
            end = _END[name].search(html, position)
            text = html[position : end.start() if end else len(html)]
            position = end.end() if end else len(html)
            yield from _inline(name, attributes, text)
        else:
            yield from _outside(name, attributes)


def _inline(name: str, attributes: dict[str, str], text: str) -> Iterator[tuple[str, str]]:
    if name == "style":
        yield "style-src", _digest(text)
        if "url(data:" in text.replace('"', "").replace("'", ""):
            yield "img-src", "data:"
    elif attributes.get("type", "").strip().lower() in _RUN:
        if "src" in attributes:
            yield "script-src", OWN
        else:
            yield "script-src", _digest(text)


def _outside(name: str, attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
    if name == "link":
        yield from _linked(attributes)
    elif name in ("img", "image"):
        yield "img-src", _source(attributes.get("src") or attributes.get("href", ""))
    elif name == "source":
        yield ("img-src" if "srcset" in attributes else "media-src"), OWN
    elif name in _ELEMENTS:
        yield _ELEMENTS[name], OWN
    if "poster" in attributes:
        yield "img-src", OWN


def _linked(attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
    for relation in attributes.get("rel", "").lower().split():
        if relation == "preload" and attributes.get("as") in _PRELOADS:
            yield _PRELOADS[attributes["as"]], OWN
        elif relation in _LINKS:
            yield _LINKS[relation], _source(attributes.get("href", ""))


def _source(address: str) -> str:
    return "data:" if address.strip().lower().startswith("data:") else OWN


def _attributes(text: str) -> dict[str, str]:
    return {
        found["name"].lower(): found["double"] or found["single"] or found["bare"] or ""
        for found in _ATTRIBUTE.finditer(text)
    }


@lru_cache(maxsize=256)
def _digest(text: str) -> str:
    """Return the source expression of an inline element: the digest of what stands in it."""
    digest = hashlib.sha256(text.encode("utf-8", errors="replace")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
