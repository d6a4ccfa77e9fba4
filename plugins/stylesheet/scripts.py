"""The theme's small scripts: those a page can use, as one text with one digest.

Each file says in its first line what it works on, `// For: .contents, pre`: classes and elements,
of which a page must have one. `first.js` is for the head, before anything is drawn; all others are
for the end of the body. The scripts are put together without their comment lines and the spaces
around signs, strings excepted; each stands in a block of its own, so that names do not meet and one that fails stops no other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from .digests import csp_hash
from .errors import StylesheetError
from .selectors import names

if TYPE_CHECKING:
    from pathlib import Path

_FOR = re.compile(r"// For: (?P<names>\.?[\w-]+(?:, \.?[\w-]+)*)\n")
_STRING = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
_SPACED = re.compile(rf"(?P<string>{_STRING})|[ ]*(?P<sign>=>|[=!]==?|&&|\|\||[=?:,(){{}}])[ ]*")
_NEEDLESS_BREAK = re.compile(r"(?<=[{(,])\n|\n(?=[})])")


@dataclass(frozen=True, slots=True)
class Script:
    """Code that is ready to stand between `<script>` and `</script>`."""

    code: Markup
    csp_hash: str
    """`sha256-…`, as `script-src` takes it."""


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """One file's code, and the names of which a page must have one."""

    code: str
    names: frozenset[str]


class Scripts:
    """All scripts of the theme, in the order of their names."""

    def __init__(self, files: tuple[ScriptFile, ...], first: ScriptFile | None = None) -> None:
        self.first = _script(first.code) if first else None
        self._files = files
        self._scripts: dict[str, Script] = {}

    def of(self, html: str) -> Script | None:
        """Return what a page can use, or None where it can use nothing."""
        present = names(html)
        code = "".join(file.code for file in self._files if file.names & present)
        if code and code not in self._scripts:
            self._scripts[code] = _script(code)
        return self._scripts.get(code)


def load_scripts(folder: Path) -> Scripts:
    """Read every script of a folder; a theme may have none."""
    files = {path.name: _read(path) for path in sorted(folder.glob("*.js"))}
    first = files.pop("first.js", None)
    return Scripts(tuple(files.values()), first)


def _script(code: str) -> Script:
    return Script(Markup(code), csp_hash(code))  # noqa: S704 - the theme's own, and no end tag in it


def _read(path: Path) -> ScriptFile:
    text = path.read_text(encoding="utf-8")
    found = _FOR.match(text)
    if found is None:
        raise StylesheetError(
            "does not say what it works on; begin it with a line like `// For: .contents, pre`",
            path=path,
            line=1,
        )
    for number, line in enumerate(text.splitlines(), start=1):
        _check_line(line, path, number)
    lines = [_SPACED.sub(_closer, line.strip()) for line in text.splitlines()]
    code = "\n".join(line for line in lines if line and not line.startswith("//"))
    code = _NEEDLESS_BREAK.sub("", code)
    return ScriptFile(f"try{{{code}}}catch{{}}", frozenset(found["names"].split(", ")))


def _closer(found: re.Match[str]) -> str:
    return found["string"] or found["sign"]


def _check_line(line: str, path: Path, number: int) -> None:
    if "`" in line or "</" in line or "<!--" in line:
        raise StylesheetError(
            "has a backtick, `</` or `<!--`; white space is removed and the code stands in the "
            "page, so write it otherwise",
            path=path,
            line=number,
        )
