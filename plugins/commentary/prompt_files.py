"""The prompt files on disk: the plugin's own, and a folder of the blog's that goes on top."""

from __future__ import annotations

from pathlib import Path

from .errors import SettingsError
from .prompts import Templates, template_names

_OWN = Path(__file__).parent / "prompts"


def read_templates(language: str, folder: Path | None = None) -> Templates:
    """Read the templates of one language, file by file from `folder` where it has them.

    Raises:
        SettingsError: the folder does not exist, or a file in it is not UTF-8.
    """
    if folder is not None and not folder.is_dir():
        raise SettingsError(
            f'`COMMENTARY["prompts"]` names {folder.name!r}, which is no folder; '
            "make it, or remove the key"
        )
    return Templates(*(_read(name, folder) for name in template_names(language)))


def _read(name: str, folder: Path | None) -> str:
    path = folder / name if folder and (folder / name).is_file() else _OWN / name
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise SettingsError(
            f"the prompt file {path.name!r} is not UTF-8; save it as UTF-8"
        ) from None
