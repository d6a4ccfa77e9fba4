"""Pelican's settings file, read so that what is wrong in it is one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pelican.settings import read_settings

from commentary.errors import SettingsError
from guard.complaints import place_of

if TYPE_CHECKING:
    from pathlib import Path


def read_settings_file(path: Path) -> dict[str, Any]:
    """Return Pelican's settings.

    Raises:
        SettingsError: the file is missing or cannot be run, with its line where that is known.
    """
    try:
        values: dict[str, Any] = read_settings(str(path))
    except Exception as error:  # a settings file runs whatever it likes
        what = error.msg if isinstance(error, SyntaxError) else f"{type(error).__name__}: {error}"
        raise SettingsError(f"{_place(error, path)}: {what}; mend the settings") from error
    return values


def _place(error: Exception, path: Path) -> str:
    place = place_of(error)
    return place.replace(f"{path.resolve().parent}/", "") if place else path.name
