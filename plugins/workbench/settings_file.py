"""Pelican's settings file, read so that what is wrong in it is one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pelican.settings import read_settings

from commentary.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path


def read_settings_file(path: Path) -> dict[str, Any]:
    """Return Pelican's settings.

    Raises:
        SettingsError: the file is missing or cannot be run, with its line where that is known.
    """
    try:
        values: dict[str, Any] = read_settings(str(path))
    except SyntaxError as error:
        raise SettingsError(f"{path.name}:{error.lineno}: {error.msg}; mend the line") from error
    except Exception as error:  # a settings file runs whatever it likes
        raise SettingsError(f"{path.name}: {type(error).__name__}: {error}; mend it") from error
    return values
