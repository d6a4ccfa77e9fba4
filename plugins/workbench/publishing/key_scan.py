"""What looks like a key in files that are about to be public.

It looks for the values of this machine's own secrets and for the shapes in which well-known
providers write theirs. A finding names file and line and never repeats the key.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_SECRET_NAME = re.compile(
    r"(?:^|_)(?:API_?KEY|KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)(?:_|$)", re.IGNORECASE
)
_ADDRESS_PASSWORD = re.compile(r"://[^/\s:@]*:([^/\s@]+)@")
_SHORTEST = 8
"""Characters; shorter values (`none`, `ollama`) are words that a page may have."""
_SURE = 16
"""Characters from which on a value without a digit counts too."""
_MEDIA = {".avif", ".gif", ".ico", ".jpeg", ".jpg", ".mp3", ".mp4", ".png", ".webp", ".woff2"}
_UNSENT = {".git"}
"""Folders that stay where they are: nobody uploads them."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the keys of one provider look."""

    whose: str
    starts: tuple[bytes, ...]
    """One of these stands in every such key: what has none of them is not searched."""
    pattern: re.Pattern[bytes]


def _shape(whose: str, starts: str, pattern: str) -> _Shape:
    begun = rf"(?<![A-Za-z0-9_-])(?:{pattern})"
    return _Shape(whose, tuple(s.encode() for s in starts.split()), re.compile(begun.encode()))


# The providers document these beginnings; lengths are the least that was ever issued.
_MIXED = r"(?=[A-Za-z0-9_-]*[0-9])(?=[A-Za-z0-9_-]*[A-Z])"
_SHAPES = (
    _shape("an OpenAI key", "sk-", rf"sk-(?:(?:proj|svcacct|admin)-{_MIXED}[\w-]{{20,}}|[A-Za-z0-9]{{32,}})"),
    _shape("an Anthropic key", "sk-ant-", rf"sk-ant-{_MIXED}[\w-]{{20,}}"),
    _shape("an OpenRouter key", "sk-or-", r"sk-or-v\d-[0-9a-f]{32,}"),
    _shape("a Google key", "AIza", r"AIza[\w-]{35}"),
    _shape("an AWS key", "AKIA ASIA", r"A[KS]IA(?![0-9A-Z]*EXAMPLE)[0-9A-Z]{16}(?![0-9A-Za-z])"),
    _shape("a GitHub token", "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_", r"gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{60,}"),
    _shape("a GitLab token", "glpat-", rf"glpat-{_MIXED}[\w-]{{20,}}"),
    _shape("a Slack token", "xox", r"xox[abeprs]-\d[\w-]{10,}"),
    _shape("a Stripe key", "k_live_", r"[rs]k_live_[A-Za-z0-9]{20,}"),
    _shape("a Hugging Face token", "hf_", r"hf_[A-Za-z0-9]{30,}"),
    _shape("a Groq key", "gsk_", r"gsk_[A-Za-z0-9]{40,}"),
    _shape("an xAI key", "xai-", r"xai-[A-Za-z0-9]{60,}"),
    _shape("an npm token", "npm_", r"npm_[A-Za-z0-9]{36}"),
    _shape("a PyPI token", "pypi-AgE", r"pypi-AgE[\w-]{50,}"),
    _shape("a header with a key", "Bearer", rf"Bearer\s+{_MIXED}[\w.~+/-]{{20,}}"),
    _shape("a private key", "PRIVATE KEY-----", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----"),
)  # fmt: skip


def secrets_of(*places: Mapping[str, str]) -> dict[str, str]:
    """Return the values that must not be published, by the names of their variables.

    Args:
        places: variables by name, such as the environment and what `.env` says.
    """
    found: dict[str, str] = {}
    for variables in places:
        for name, value in variables.items():
            found.update(_secrets_in(name, value.strip()))
    return found


def keys_in(folder: Path, secrets: Mapping[str, str]) -> Iterator[str]:
    """Yield `file:line: what looks like a key` for each file below a folder.

    Args:
        folder: of the site; files are named from there.
        secrets: own values that are looked for letter by letter, by the names of their variables.
    """
    own = tuple(
        (name, form)
        for name, value in secrets.items()
        for form in sorted({value.encode(), html.escape(value).encode()})
    )
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if path.name == ".env" or path.name.startswith(".env."):
            yield f"{name}:1: holds secrets and is no page; take it out of the content"
        if path.suffix.lower() not in _MEDIA:
            yield from (f"{name}:{line}" for line in _keys_of(path.read_bytes(), own))


def _secrets_in(name: str, value: str) -> Iterator[tuple[str, str]]:
    password = _ADDRESS_PASSWORD.search(value)
    if password and len(password[1]) >= _SHORTEST:
        yield name, password[1]
    elif _SECRET_NAME.search(name) and _is_no_word(value) and not value.startswith(("/", "~")):
        yield name, value


def _is_no_word(value: str) -> bool:
    has_digit = any(c.isdigit() for c in value)
    return len(value) >= _SURE or (len(value) >= _SHORTEST and has_digit)


def _files(folder: Path) -> Iterable[Path]:
    for path in sorted(folder.rglob("*")):
        if not _UNSENT & set(path.relative_to(folder).parts) and path.is_file():
            yield path


def _keys_of(content: bytes, own: tuple[tuple[str, bytes], ...]) -> Iterator[str]:
    """Yield line and what stands there; a place that two rules know is told once."""
    told: set[int] = set()
    for name, value in own:
        at = content.find(value)
        if at >= 0:
            told.add(content.count(b"\n", 0, at) + 1)
            line = content.count(b"\n", 0, at) + 1
            yield f"{line}: the value of `{name}`; take it out, and revoke the key"
    for shape in _SHAPES:
        if not any(start in content for start in shape.starts):
            continue
        for found in shape.pattern.finditer(content):
            line = content.count(b"\n", 0, found.start()) + 1
            if line not in told:
                told.add(line)
                yield f"{line}: {_advice(shape.whose)}"


def _advice(whose: str) -> str:
    return (
        f"what stands here looks like {whose}; take it out and revoke it, "
        "or write a sample with `…` in it"
    )
