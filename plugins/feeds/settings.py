"""The `FEEDS` dict becomes one checked value."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from .errors import FeedSettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

_Kind = TypeVar("_Kind", bound=StrEnum)
_IDENTITY = re.compile(r"[a-z0-9._@-]+,\d{4}(?:-\d\d){0,2}", re.IGNORECASE)
_FOLDER = re.compile(r"[^\s/.][^\s/]*(?:/[^\s/.][^\s/]*)*")


class Format(StrEnum):
    """A way to write a feed."""

    ATOM = "atom"
    JSON = "json"


class Grouping(StrEnum):
    """What has feeds of its own."""

    CATEGORY = "category"
    TAG = "tag"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """What the blog wants of its feeds."""

    identity: str = ""
    """`host,year`, the fixed part of all ids; empty: made of the public address."""
    entries: int = 20
    """The most articles that one feed has."""
    formats: tuple[Format, ...] = (Format.ATOM, Format.JSON)
    groups: tuple[Grouping, ...] = (Grouping.CATEGORY, Grouping.TAG)
    folder: str = "feeds"
    """Where the files lie below the output folder."""
    page: str = "subscribe"
    """Where the page about the feeds lies; empty for none."""


def load_settings(values: Mapping[str, object] | None) -> FeedSettings:
    """Check the dict whole.

    Raises:
        FeedSettingsError: a key is unknown, or a value cannot be used.
    """
    given = dict(values or {})
    known = {field.name for field in fields(FeedSettings)}
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0)
            raise FeedSettingsError(
                f"`FEEDS` has no key `{name}`; the nearest one is `{near[0]}`, write that"
            )
    return FeedSettings(
        identity=_matching(given, "identity", _IDENTITY, '"blog.example.org,2026"', ""),
        entries=_count(given),
        formats=_members(given, "formats", Format, FeedSettings().formats),
        groups=_members(given, "groups", Grouping, FeedSettings().groups),
        folder=_matching(given, "folder", _FOLDER, '"feeds"', "feeds"),
        page=_matching(given, "page", _FOLDER, '"subscribe"', "subscribe"),
    )


def _matching(
    given: Mapping[str, object], name: str, pattern: re.Pattern[str], example: str, default: str
) -> str:
    value = given.get(name, default)
    may_be_empty = name != "folder"
    if isinstance(value, str) and (pattern.fullmatch(value) or (may_be_empty and not value)):
        return value
    raise FeedSettingsError(f'`FEEDS["{name}"]` is {value!r}; write it like {example}')


def _count(given: Mapping[str, object]) -> int:
    value = given.get("entries", FeedSettings().entries)
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise FeedSettingsError(f'`FEEDS["entries"]` is {value!r}; write a number above 0')


def _members(
    given: Mapping[str, object], name: str, kind: type[_Kind], default: tuple[_Kind, ...]
) -> tuple[_Kind, ...]:
    value = given.get(name, default)
    if isinstance(value, list | tuple) and all(word in set(kind) for word in value):
        return tuple(member for member in kind if member in value)
    raise FeedSettingsError(
        f'`FEEDS["{name}"]` is {value!r}; write a list out of {", ".join(map(repr, map(str, kind)))}'
    )
