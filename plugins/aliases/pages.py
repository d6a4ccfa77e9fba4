"""A redirect as a page that any server can serve, and as a line of `_redirects`; pure."""

from __future__ import annotations

import posixpath
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .redirects import Redirect

# What may stand in an address as it is; `%`, because Pelican's may be quoted already.
_SAFE = "/:?#[]@!$&'()*+,;=%~"
_MOVED = {"ja": "このページは移動しました", "en": "This page has moved"}


def redirect_page(redirect: Redirect, site_url: str) -> str:
    """Return a page that sends readers on at once, with a link for those it does not send.

    Args:
        redirect: one whose old address has a file.
        site_url: the site's address; empty in a local build, whose links are relative.
    """
    target = redirect.target
    url = escape(_link(redirect, site_url))
    words = _MOVED["ja" if target.language.startswith("ja") else "en"]
    canonical = f'<link rel="canonical" href="{url}">\n' if site_url else ""
    return f"""<!DOCTYPE html>
<html lang="{escape(target.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>{words}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
{canonical}<meta http-equiv="refresh" content="0; url={url}">
</head>
<body>
<main>
<h1>{words}</h1>
<p><a href="{url}">{escape(target.title)}</a></p>
</main>
</body>
</html>
"""


def redirects_file(redirects: Iterable[Redirect], root: str, own: str = "") -> str:
    """Return `_redirects`, as Netlify and Cloudflare Pages read it.

    Args:
        redirects: all of them.
        root: the path at which the site lies on its host, without a slash at its end.
        own: what the author wrote into a file of this name; the first rule that fits is obeyed.
    """
    lines = [
        f"{root}{redirect.old.url} {root}/{quote(redirect.target.url.lstrip('/'), safe=_SAFE)} 301"
        for redirect in redirects
    ]
    before = [own.rstrip("\n")] if own.strip() else []
    return "\n".join((*before, *sorted(lines), ""))


def _link(redirect: Redirect, site_url: str) -> str:
    url = quote(redirect.target.url, safe=_SAFE)
    if site_url:
        return f"{site_url.rstrip('/')}/{url.lstrip('/')}"
    folder = posixpath.dirname(redirect.old.save_as)
    relative = posixpath.relpath(f"/{redirect.target.url.lstrip('/')}", f"/{folder}")
    return quote(relative, safe=_SAFE) + ("/" if url.endswith("/") else "")
