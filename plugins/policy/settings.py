"""The `HEADERS` dict becomes one checked value."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from .errors import PolicySettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = 86_400
"""Seconds."""


class HeaderFile(StrEnum):
    """A file that some server takes headers from, by its name."""

    NETLIFY = "_headers"
    """Of Netlify and Cloudflare Pages."""
    VERCEL = "vercel.json"
    APACHE = ".htaccess"
    NGINX = ".headers/nginx.conf"
    CADDY = ".headers/Caddyfile"


@dataclass(frozen=True, slots=True)
class HeaderSettings:
    """What the blog wants of its header files."""

    files: tuple[HeaderFile, ...] = tuple(HeaderFile)
    cache: tuple[tuple[str, int], ...] = ()
    """Folders below the output folder, and for how many seconds browsers keep what lies there."""


def load_settings(site: Mapping[str, Any]) -> HeaderSettings:
    """Check the dict whole; without `cache`, images and the theme's files are kept for a day.

    Args:
        site: Pelican's settings.

    Raises:
        PolicySettingsError: a key is unknown, or a value cannot be used.
    """
    given = dict(site.get("HEADERS") or {})
    known = {field.name for field in fields(HeaderSettings)}
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0)
            raise PolicySettingsError(
                f"`HEADERS` has no key `{name}`; the nearest one is `{near[0]}`, write that"
            )
    folders = (*site["STATIC_PATHS"], site["THEME_STATIC_DIR"])
    usual = {folder: DAY for folder in folders if folder not in ("", ".")}
    return HeaderSettings(_files(given), _cache(given.get("cache", usual)))


def _files(given: Mapping[str, object]) -> tuple[HeaderFile, ...]:
    value = given.get("files", tuple(HeaderFile))
    if isinstance(value, list | tuple) and all(name in set(HeaderFile) for name in value):
        return tuple(file for file in HeaderFile if file in value)
    names = ", ".join(repr(str(file)) for file in HeaderFile)
    raise PolicySettingsError(f'`HEADERS["files"]` is {value!r}; write a list out of {names}')


def _cache(value: object) -> tuple[tuple[str, int], ...]:
    if isinstance(value, dict) and all(_is_rule(*rule) for rule in value.items()):
        return tuple(sorted((folder.strip("/"), seconds) for folder, seconds in value.items()))
    raise PolicySettingsError(
        f'`HEADERS["cache"]` is {value!r}; write folders and seconds, like {{"images": {DAY}}}'
    )


def _is_rule(folder: object, seconds: object) -> bool:
    is_name = isinstance(folder, str) and not set(folder) & set(' "\\*:\n') and folder.strip("/")
    return bool(is_name) and isinstance(seconds, int) and seconds >= 0
