"""What a build depends on besides its files: the day, the variables, Python and its packages."""

from __future__ import annotations

import datetime as dt
import os
import sys
from hashlib import blake2b
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_OF_A_WINDOW = frozenset(
    "_ SHLVL PWD OLDPWD TERM COLORTERM COLUMNS LINES WINDOWID WINDOW DISPLAY WAYLAND_DISPLAY "
    "TERM_PROGRAM TERM_PROGRAM_VERSION TERM_SESSION_ID VTE_VERSION TMUX TMUX_PANE STY "
    "SSH_TTY SSH_CLIENT SSH_CONNECTION SSH_AUTH_SOCK SSH_AGENT_PID XDG_SESSION_ID "
    "XDG_SESSION_TYPE DBUS_SESSION_BUS_ADDRESS KONSOLE_VERSION WT_SESSION ITERM_SESSION_ID "
    "SECURITYSESSIONID INVOCATION_ID JOURNAL_STREAM PYTEST_CURRENT_TEST".split()
)
"""Variables that say where a command was typed. A settings file may read any other one."""
_PACKAGES = (".dist-info", ".egg-info", ".egg-link", ".pth", ".py")


def circumstances(
    variables: Mapping[str, str], now: dt.datetime, zone: str, salt: bytes, **others: str
) -> dict[str, str]:
    """Name everything, each with a value that changes when it does.

    Args:
        variables: the environment; values enter as digests, since keys are among them.
        now: with its zone; its day counts, there, in UTC and in the blog's own zone.
        zone: the blog's, such as `Asia/Tokyo`.
        salt: so that a short value cannot be guessed from its digest.
        others: further names and values.
    """
    named = {
        f"`{name}`": _digest(value.encode(errors="surrogateescape"), salt)
        for name, value in variables.items()
        if name not in _OF_A_WINDOW
    }
    return {
        **others,
        **named,
        "the day": " ".join(day.isoformat() for day in _days(now, zone)),
        "Python": f"{sys.version} {os.path.realpath(sys.prefix)} {sys.flags}",
        "the installed packages": _digest("\n".join(_packages(sys.path)).encode(), b""),
    }


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Name what differs."""
    names = before.keys() | after.keys()
    return sorted(name for name in names if before.get(name) != after.get(name))


def _days(now: dt.datetime, zone: str) -> Iterator[dt.date]:
    yield now.date()
    yield now.astimezone(dt.UTC).date()
    try:
        yield now.astimezone(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError):  # Pelican says what is wrong with it
        return


def _packages(folders: Iterable[str]) -> Iterator[str]:
    """Yield name and time of what is installed, folder by folder; the standard library has none."""
    for folder in folders:
        if os.path.basename(folder) not in ("site-packages", "dist-packages"):  # noqa: PTH119 - as in `footprints`
            continue
        try:
            with os.scandir(folder) as entries:
                found = [
                    f"{entry.path} {entry.stat().st_mtime_ns}"
                    for entry in entries
                    if entry.name.endswith(_PACKAGES)
                ]
        except OSError:
            continue
        yield from sorted(found)


def _digest(value: bytes, salt: bytes) -> str:
    return blake2b(value, digest_size=16, key=salt).hexdigest()
