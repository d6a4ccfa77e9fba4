"""The prompt files on disk: the plugin's own, a folder of the blog's on top, the author's voice."""

from __future__ import annotations

from pathlib import Path

from .errors import SettingsError
from .prompts import Templates, template_names

_OWN = Path(__file__).parent / "prompts"
_VOICE = "voice.md"


def read_templates(
    language: str, folder: Path | None = None, *, root: Path | None = None
) -> Templates:
    """Read the templates of one language.

    Args:
        language: of the article.
        folder: its files take the place of the plugin's of the same name.
        root: the blog's folder, where `voice.md` may stand if `folder` has none.

    Raises:
        SettingsError: the folder does not exist, or a file in it is not UTF-8.
    """
    if folder is not None and not folder.is_dir():
        raise SettingsError(
            f'`COMMENTARY["prompts"]` names {folder.name!r}, which is no folder; '
            "make it, or remove the key"
        )
    instructions, article, verify, predictions = (
        _text(_first(name, (folder, _OWN))) for name in template_names(language)
    )
    voice = _text(_first(_VOICE, (folder, root))).strip()
    return Templates(instructions, article, verify, voice, predictions.strip())


def _first(name: str, folders: tuple[Path | None, ...]) -> Path | None:
    paths = (folder / name for folder in folders if folder)
    return next((path for path in paths if path.is_file()), None)


def _text(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise SettingsError(
            f"the prompt file {path.name!r} is not UTF-8; save it as UTF-8"
        ) from None
