"""The same headers in the words of each server; pure.

The headers say again what each page says in its `meta` element, and what only a header can say.
`Strict-Transport-Security` is not among them: it binds a whole host, also what else is served
there and for as long as it says, so that whoever runs the host has to decide.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .settings import HeaderFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .policies import Policy

_YEAR = 31_536_000
_CACHE = "Cache-Control"
# A browser asks each time whether its copy is still the newest; a new article is seen at once.
_FRESH = "public, max-age=0, must-revalidate"


@dataclass(frozen=True, slots=True)
class Headers:
    """What a server shall send."""

    everywhere: tuple[tuple[str, str], ...]
    """Names and values."""
    folders: tuple[tuple[str, str], ...]
    """Folders, and their value of `Cache-Control`."""
    root: str = ""
    """The path at which the site lies on its host, without a slash at its end."""


def make_headers(policy: Policy, cache: Iterable[tuple[str, int]], root: str) -> Headers:
    """Put together what the site's headers say.

    Args:
        policy: what any of the pages needs.
        cache: folders, and the seconds for which a browser keeps what lies there.
        root: see `Headers`.
    """
    everywhere = (
        # `frame-ancestors` is obeyed in a header only (CSP 3, section 6.4.2)
        ("Content-Security-Policy", f"{policy}; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    )
    return Headers(everywhere, tuple((f, _kept(seconds)) for f, seconds in cache), root)


def header_files(headers: Headers, wanted: Iterable[HeaderFile]) -> Mapping[HeaderFile, str]:
    """Return the text of each wanted file."""
    return {file: _written(file, headers) for file in wanted}


def _written(file: HeaderFile, headers: Headers) -> str:
    match file:
        case HeaderFile.NETLIFY:
            return _netlify(headers)
        case HeaderFile.VERCEL:
            return _vercel(headers)
        case HeaderFile.APACHE:
            return _apache(headers)
        case HeaderFile.NGINX:
            return _nginx(headers)
        case HeaderFile.CADDY:
            return _caddy(headers)


def _kept(seconds: int) -> str:
    return f"public, max-age={seconds}" + (", immutable" if seconds >= _YEAR else "")


def _netlify(headers: Headers) -> str:
    """Write `_headers`; its `Cache-Control` for pages is the hosts' own, which is `_FRESH`.

    These hosts join the values of all rules that fit, so no header may stand in two of them.
    """
    lines = ["/*", *(f"  {name}: {value}" for name, value in headers.everywhere)]
    for folder, value in headers.folders:
        lines += [f"/{folder}/*", f"  {_CACHE}: {value}"]
    return "\n".join((*lines, ""))


def _vercel(headers: Headers) -> str:
    rules = [{"source": "/(.*)", "headers": _pairs(headers.everywhere)}]
    rules += [
        {"source": f"/{folder}/(.*)", "headers": _pairs([(_CACHE, value)])}
        for folder, value in headers.folders
    ]
    return json.dumps({"headers": rules}, indent=2, ensure_ascii=False) + "\n"


def _pairs(headers: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"key": name, "value": value} for name, value in headers]


def _apache(headers: Headers) -> str:
    lines = [
        "AddDefaultCharset utf-8",
        "AddCharset utf-8 .xml .json",
        f"ErrorDocument 404 {headers.root}/404.html",
        "<IfModule mod_headers.c>",
        *(f'  Header always set {name} "{value}"' for name, value in headers.everywhere),
        f'  Header set {_CACHE} "{_FRESH}"',
    ]
    for folder, value in headers.folders:
        lines += [
            f"""  <If "%{{REQUEST_URI}} =~ m#^{headers.root}/{folder}/#">""",
            f'    Header set {_CACHE} "{value}"',
            "  </If>",
        ]
    return "\n".join((*lines, "</IfModule>", ""))


def _nginx(headers: Headers) -> str:
    """Write what stands in a `server` block; a `location` takes no header over from there."""
    common = [f'add_header {name} "{value}" always;' for name, value in headers.everywhere]
    lines = [
        "charset utf-8;",
        "charset_types text/xml application/json application/xml;",
        f"error_page 404 {headers.root}/404.html;",
        *common,
        f'add_header {_CACHE} "{_FRESH}";',
    ]
    for folder, value in headers.folders:
        inner = (*common, f'add_header {_CACHE} "{value}";')
        lines += [f"location {headers.root}/{folder}/ {{", *(f"  {line}" for line in inner), "}"]
    return "\n".join((*lines, ""))


def _caddy(headers: Headers) -> str:
    lines = [
        "header {",
        *(f'  {name} "{value}"' for name, value in headers.everywhere),
        f'  {_CACHE} "{_FRESH}"',
        "}",
        *(
            f'header {headers.root}/{folder}/* {_CACHE} "{value}"'
            for folder, value in headers.folders
        ),
    ]
    return "\n".join((*lines, ""))
