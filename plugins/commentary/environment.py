"""The environment and `.env`: where the key, the endpoint and the model's name come from.

The key goes from here to the provider and nowhere else.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_NAMES = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "COMMENTARY_MODEL", "COMMENTARY_GENERATE")
_SETTINGS = "pelicanconf.py"
_QUOTES = ("'", '"')


@dataclass(frozen=True, slots=True)
class Environment:
    """What the environment says, white space removed; an empty value counts as unset."""

    api_key: str = field(default="", repr=False)
    base_url: str = field(default="", repr=False)
    """May hold a user and password, so it is not shown either."""
    model: str = ""
    generate: str = ""

    @property
    def has_endpoint(self) -> bool:
        """Whether there is somebody to ask: a key, or a server that may need none."""
        return bool(self.api_key or self.base_url)


def blog_root(content: Path) -> Path:
    """Return the blog's folder: the nearest above its content that holds Pelican's settings."""
    parents = content.resolve().parents
    return next((p for p in parents if (p / _SETTINGS).is_file()), content.resolve().parent)


def read_environment(variables: Mapping[str, str], root: Path) -> Environment:
    """Read the variables, and `.env` in the blog's folder for those that are unset.

    A base URL from `.env` counts only together with a key from the same file, so that a `.env`
    that came with somebody's blog cannot send the shell's key to its own server.

    Raises:
        SettingsError: `.env` is tracked by Git, not UTF-8 or holds a line that is no assignment.
    """
    shell = {name: variables.get(name, "").strip() for name in _NAMES}
    file = read_dotenv(root / ".env")
    if not (file.get("OPENAI_API_KEY") and not shell["OPENAI_API_KEY"]):
        file.pop("OPENAI_BASE_URL", None)
    values = {name: shell[name] or file.get(name, "") for name in _NAMES}
    return Environment(*(values[name] for name in _NAMES))


def read_dotenv(path: Path) -> dict[str, str]:
    """Return all that a `.env` assigns, by name; nothing where there is no such file.

    Raises:
        SettingsError: it is tracked by Git, not UTF-8 or holds a line that is no assignment.
    """
    if not path.is_file():
        return {}
    if _is_tracked(path):
        raise SettingsError(
            f"{path.name} is tracked by Git, so its key is public to all who have the repository; "
            f"run `git rm --cached {path.name}`, and revoke the key"
        )
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise SettingsError(f"{path.name} is not UTF-8; save it as UTF-8") from None
    return dict(_assignment(line, number) for number, line in enumerate(lines, 1) if _holds(line))


def _holds(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _assignment(line: str, number: int) -> tuple[str, str]:
    name, equals, value = line.strip().removeprefix("export ").partition("=")
    if not equals:
        raise SettingsError(f".env:{number}: not an assignment; write `NAME=value`")
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in _QUOTES:
        value = value[1:-1]
    else:
        value = value.partition(" #")[0]
    return name.strip(), value.strip()


def _is_tracked(path: Path) -> bool:
    try:
        done = subprocess.run(  # noqa: S603 - fixed words and our own path
            ["git", "ls-files", "--error-unmatch", path.name],  # noqa: S607 - Git is found by PATH
            cwd=path.parent,
            capture_output=True,
            check=False,
        )
    except OSError:  # no Git, so nothing is tracked
        return False
    return done.returncode == 0
