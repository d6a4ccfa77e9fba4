"""The `AUTHOR_PROFILES` of the settings become checked values: who answers for a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any

_WEB = re.compile(r"https?://[^\s\"<>]+|mailto:[^\s\"<>]+")


@dataclass(frozen=True, slots=True)
class Profile:
    """What the blog says of an author."""

    bio: str = ""
    """A sentence or two, plain text."""
    url: str = ""
    """The author's own page."""
    image: str = ""
    """A square picture below the content folder, such as `images/me.jpg`."""
    links: tuple[tuple[str, str], ...] = ()
    """Further addresses with their names."""
    organization: bool = False
    """Whether it is a desk or a company rather than a person."""


def load_profiles(value: object) -> tuple[dict[str, Profile], list[str]]:
    """Read the setting; what cannot be used is left out and named.

    Returns:
        The profiles by the author's name, and one line for each mistake.
    """
    if not isinstance(value, Mapping):
        return {}, [_not_a_dict("`AUTHOR_PROFILES`", "one entry for each author's name")]
    profiles: dict[str, Profile] = {}
    problems: list[str] = []
    for name, entry in value.items():
        place = f'`AUTHOR_PROFILES["{name}"]`'
        if not isinstance(entry, Mapping):
            problems.append(_not_a_dict(place, f"keys out of {_known()}"))
            continue
        profiles[str(name)] = _profile(entry, place, problems)
    return profiles, problems


def _profile(entry: Mapping[Any, Any], place: str, problems: list[str]) -> Profile:
    checks = {"bio": _text, "url": _address, "image": _path, "links": _links, "organization": _flag}
    values: dict[str, Any] = {}
    for key, value in entry.items():
        check = checks.get(str(key))
        if check is None:
            problems.append(f"{place}: the key `{key}` is not known; {_hint(str(key))}")
            continue
        try:
            values[str(key)] = check(value)
        except ValueError as error:
            problems.append(f"{place}: `{key}` is {value!r}; {error}")
    return Profile(**values)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("write a text")  # noqa: TRY004 - one kind of mistake for the caller
    return " ".join(value.split())


def _address(value: object) -> str:
    text = _text(value)
    if text and not _WEB.fullmatch(text):
        raise ValueError("write a complete address, with `https://` or `mailto:`")
    return text


def _path(value: object) -> str:
    text = _text(value)
    if text.startswith("/") or ":" in text or ".." in text.split("/"):
        raise ValueError("write the path of a picture below `content/`, such as `images/me.jpg`")
    return text


def _links(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, Mapping):
        raise ValueError('write a dict of names and addresses, such as `{"GitHub": "https://…"}`')  # noqa: TRY004 - as above
    return tuple((_text(name), _address(address)) for name, address in value.items())


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("write `True` or `False`")  # noqa: TRY004 - as above
    return value


def _known() -> str:
    return ", ".join(f"`{each.name}`" for each in fields(Profile))


def _hint(key: str) -> str:
    near = get_close_matches(key, [each.name for each in fields(Profile)], n=1)
    return f"did you mean `{near[0]}`?" if near else f"write one of {_known()}"


def _not_a_dict(place: str, what: str) -> str:
    return f"{place} is no dict; write one with {what}"
