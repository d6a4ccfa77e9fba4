"""`PUBLISH_TARGET` of the settings becomes a checked value: where the site goes, and with what."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from commentary.errors import SettingsError

_KEYS = ("address", "branch", "delete")
_BRANCH = re.compile(r"[A-Za-z0-9][\w./-]*")
_REMOTE = re.compile(r"[A-Za-z0-9][\w.-]*")
_SSH = re.compile(r"(?:[\w.-]+@)?[A-Za-z0-9][\w.-]+:(?![/:]{2}).+|rsync://[^/\s]+/\S+")
_RCLONE = re.compile(r":?[A-Za-z0-9_][\w .+@-]*:.*")
_EXAMPLES = "'github-pages', 'git:REMOTE', 'you@host:/var/www/blog/' or 'rclone:REMOTE:BUCKET/PATH'"


class Tool(StrEnum):
    """What carries the site to its target."""

    GIT = "git"
    RSYNC = "rsync"
    RCLONE = "rclone"


@dataclass(frozen=True, slots=True)
class Target:
    """Where the site is uploaded to."""

    tool: Tool
    address: str
    """As the tool takes it: the name of a Git remote, `you@host:path/`, or `remote:path`."""
    branch: str = "gh-pages"
    """Of the Git remote."""
    deletes: bool = True
    """Whether files that the new site lacks are removed, where a site of this blog stands."""


def read_target(value: object) -> Target | None:
    """Read the setting `PUBLISH_TARGET`: an address, or a dict with one.

    Returns:
        None when it is unset or empty: then nothing is uploaded.

    Raises:
        SettingsError: it is no address that is known, or has a key that is not.
    """
    if not value:
        return None
    given = {"address": value} if isinstance(value, str) else value
    if not isinstance(given, Mapping):
        raise SettingsError(f"`PUBLISH_TARGET` must be an address or a dict; write {_EXAMPLES}")
    for key in given:
        if key not in _KEYS:
            near = difflib.get_close_matches(str(key), _KEYS, n=1) or _KEYS[:1]
            raise SettingsError(f"`PUBLISH_TARGET` has no key {key!r}; did you mean {near[0]!r}?")
    branch, deletes = given.get("branch", "gh-pages"), given.get("delete", True)
    if not (isinstance(branch, str) and _BRANCH.fullmatch(branch)):
        raise SettingsError(f'`PUBLISH_TARGET["branch"]` is {branch!r}, which is no branch')
    if not isinstance(deletes, bool):
        raise SettingsError(f'`PUBLISH_TARGET["delete"]` is {deletes!r}; write True or False')
    tool, address = _tool_for(given.get("address"))
    return Target(tool, address, branch, deletes)


def _tool_for(address: object) -> tuple[Tool, str]:
    text = address.strip() if isinstance(address, str) else ""
    kind, _, rest = text.partition(":")
    if text == "github-pages":
        return Tool.GIT, "origin"
    if kind == "git" and _REMOTE.fullmatch(rest):
        return Tool.GIT, rest
    if kind == "rclone" and _RCLONE.fullmatch(rest):
        return Tool.RCLONE, rest.rstrip("/")
    if kind not in {"git", "rclone"} and (_SSH.fullmatch(text) or text.startswith("/")):
        return Tool.RSYNC, text.rstrip("/") + "/"
    raise SettingsError(f"`PUBLISH_TARGET` is {address!r}, which is no target; write {_EXAMPLES}")
