"""Keys and endpoints: from the shell, or from a `.env` that cannot do harm."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from commentary.environment import Environment, read_environment
from commentary.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path


def test_values_are_stripped_and_empty_ones_unset(tmp_path: Path) -> None:
    """A key with a line end still works; an empty secret of CI is no key."""
    variables = {"OPENAI_API_KEY": " sk-1\n", "OPENAI_BASE_URL": "  ", "COMMENTARY_MODEL": "m "}

    read = read_environment(variables, tmp_path)

    assert Environment(api_key="sk-1", model="m") == read
    assert read.has_endpoint


def test_nothing_set_means_nobody_to_ask(tmp_path: Path) -> None:
    """Without key and address there is no endpoint."""
    assert not read_environment({}, tmp_path).has_endpoint


@pytest.mark.parametrize(
    ("file", "shell", "expected"),
    [
        pytest.param("OPENAI_API_KEY=sk-f", {}, ("sk-f", ""), id="key from the file"),
        pytest.param(
            "export OPENAI_API_KEY='sk-f'\nOPENAI_BASE_URL=\"http://f\"",
            {},
            ("sk-f", "http://f"),
            id="both from the file, quoted",
        ),
        pytest.param(
            "OPENAI_API_KEY=sk-f", {"OPENAI_API_KEY": "sk-s"}, ("sk-s", ""), id="shell wins"
        ),
        pytest.param(
            "OPENAI_BASE_URL=http://evil",
            {"OPENAI_API_KEY": "sk-s"},
            ("sk-s", ""),
            id="address alone",
        ),
        pytest.param(
            "OPENAI_BASE_URL=http://evil\nOPENAI_API_KEY=x",
            {"OPENAI_API_KEY": "sk-s"},
            ("sk-s", ""),
            id="foreign address never gets the shell's key",
        ),
        pytest.param("OPENAI_BASE_URL=http://evil", {}, ("", ""), id="address without a key"),
        pytest.param(
            "OPENAI_API_KEY=sk-f",
            {"OPENAI_BASE_URL": "http://s"},
            ("sk-f", "http://s"),
            id="key from the file, server from the shell",
        ),
        pytest.param("# note\n\nOPENAI_API_KEY = sk-f", {}, ("sk-f", ""), id="comments and spaces"),
    ],
)
def test_dotenv_fills_what_is_unset(
    tmp_path: Path, file: str, shell: dict[str, str], expected: tuple[str, str]
) -> None:
    """The file never overrides, and key and address come from one place."""
    (tmp_path / ".env").write_text(file, encoding="utf-8")

    read = read_environment(shell, tmp_path)

    assert expected == (read.api_key, read.base_url)


def test_key_and_address_are_not_shown(tmp_path: Path) -> None:
    """Neither stands in the value's text."""
    read = read_environment({"OPENAI_API_KEY": "sk-1", "OPENAI_BASE_URL": "http://u:p@h"}, tmp_path)

    assert "sk-1" not in repr(read)
    assert "u:p" not in repr(read)


def test_dotenv_that_is_no_assignment_names_the_line(tmp_path: Path) -> None:
    """The message has file and line, not the line's text, which may be a key."""
    (tmp_path / ".env").write_text("# key\nsk-secret", encoding="utf-8")

    with pytest.raises(SettingsError, match=r"\.env:2: not an assignment") as caught:
        read_environment({}, tmp_path)

    assert "sk-secret" not in str(caught.value)


def test_dotenv_in_another_encoding_is_named(tmp_path: Path) -> None:
    """A file that is not UTF-8 is refused with the remedy."""
    (tmp_path / ".env").write_bytes(b"A=\xff")

    with pytest.raises(SettingsError, match="not UTF-8"):
        read_environment({}, tmp_path)


def test_tracked_dotenv_is_refused(tmp_path: Path) -> None:
    """A key that Git knows is public; the message says how to mend it."""
    (tmp_path / ".env").write_text("OPENAI_API_KEY=sk-1", encoding="utf-8")
    for command in (["git", "init", "-q"], ["git", "add", "-f", ".env"]):
        subprocess.run(command, cwd=tmp_path, check=True)

    with pytest.raises(SettingsError, match=r"git rm --cached \.env"):
        read_environment({}, tmp_path)
