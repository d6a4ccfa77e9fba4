"""CSS text is cut into tokens, so that nothing inside a string or a comment is taken for code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING

from .errors import StylesheetError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_TOKEN = re.compile(
    r"""(?P<comment>/\*.*?(?:\*/|\Z))
    |(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<address>url\([^"'()]*\))
    |(?P<space>\s+)
    |(?P<sign>[{};:,])
    |(?P<other>[^\s{};:,"'/uU]+|.)""",
    re.DOTALL | re.VERBOSE,
)
_STRING = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
_SPACED_SIGN = re.compile(
    rf"""(?P<kept>\[[^\]]*\]|{_STRING}|url\([^)]*\))
    |(?<=[\w\])*])[ ](?P<compared>[<>]=?)[ ](?=[\w(])  # in `@media`, and between selectors
    |(?P<before>[:, (-])0(?=\.\d)                       # of a fraction""",
    re.VERBOSE,
)
_PLAIN_VALUE = re.compile(r"""(?<==)["']([a-z]+)["'](?=\])""")
_IMPORT = re.compile(
    r"""@import\s+(?:url\(\s*)?["']?(?P<name>[^"'()\s;]+)["']?\s*\)?
    (?:\s+layer\(\s*(?P<layer>[\w.-]+)\s*\))?(?:\s+(?P<media>(?!layer\b|supports\()[^;]+?))?\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_ADDRESS = re.compile(r"""url\(\s*["']?(?!data:|\#)(?P<name>[^"')\s]+)""", re.IGNORECASE)
_STRING_OR_PROPERTY = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<![\w-])--[a-z][\w-]*""")
_DEFINED = re.compile(r"(?<=[{};])(--[a-z][\w-]*)(?=:)")
_FOREIGN = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Import:
    """One `@import` line."""

    name: str
    layer: str
    media: str
    line: int


def split_imports(css: str, path: Path) -> Iterator[str | Import]:
    """Yield the text of a file, statement by statement, with its imports as values.

    A comment becomes the line breaks in it, so that lines keep their numbers.
    """
    line = 1
    for statement in _statements(css):
        start = line + _leading_lines(statement)
        line += statement.count("\n")
        code = statement.strip()
        if code.lower().startswith("@import"):
            yield _import(code.rstrip(";"), path, start)
        else:
            _check_addresses(statement, path, line - statement.count("\n"))
            yield statement


def minify(css: str) -> str:
    """Drop comments and the white space that says nothing; keep strings and every other space.

    An end tag inside a string would end the page's `<style>`, so its slash is escaped.
    """
    out: list[str] = []
    for kind, text in _tokens(css):
        if kind == "string":
            out.append(text.replace("</", "<\\/"))
        elif kind in {"space", "comment"}:
            out.append(" ")
        else:
            out.append(text)
    return _SPACED_SIGN.sub(_closer, _squeezed(out))


def short_names(css: str) -> dict[str, str]:
    """Give each custom property that the sheet defines a short name, in the order it is met.

    A page is not sent the words that are there for those who write the sheet.
    """
    defined = dict.fromkeys(_DEFINED.findall(css))
    return {name: f"--{_letters(number)}" for number, name in enumerate(defined)}


def with_names(css: str, names: Mapping[str, str]) -> str:
    """Replace custom properties by their new names, outside strings."""
    return _STRING_OR_PROPERTY.sub(lambda found: names.get(found[0], found[0]), css)


def _closer(found: re.Match[str]) -> str:
    if found["kept"]:
        return _PLAIN_VALUE.sub(r"\1", found["kept"]) if found["kept"][0] == "[" else found["kept"]
    return found["compared"] or found["before"]


def _letters(number: int) -> str:
    digits = [ascii_lowercase[number % 26]]
    while number := number // 26:
        digits.append(ascii_lowercase[number % 26])
    return "".join(digits)


def _squeezed(texts: list[str]) -> str:
    out: list[str] = []
    for text in texts:
        before = out[-1] if out else "{"
        if text == " " and before in {" ", "{", "}", ";", ",", ":"}:
            continue
        if text in {"{", "}", ";", ","} and before == " ":
            out.pop()
        if text == "}" and out and out[-1] == ";":
            out.pop()
        out.append(text)
    return "".join(out).strip()


def _tokens(css: str) -> Iterator[tuple[str, str]]:
    for found in _TOKEN.finditer(css):
        yield found.lastgroup or "", found.group()


def _statements(css: str) -> Iterator[str]:
    """Cut after each `;` and `}` outside braces; what is inside a block stays together."""
    pieces: list[str] = []
    depth = 0
    for kind, text in _tokens(css):
        pieces.append("\n" * text.count("\n") if kind == "comment" else text)
        depth += (text == "{") - (text == "}")
        if depth <= 0 and text in {";", "}"}:
            yield "".join(pieces)
            pieces.clear()
    yield "".join(pieces)


def _import(code: str, path: Path, line: int) -> Import:
    found = _IMPORT.fullmatch(code)
    if found is None:
        raise StylesheetError(
            f"cannot read `{code}`; write `@import url('file.css') layer(name);`",
            path=path,
            line=line,
        )
    if _FOREIGN.match(found["name"]):
        raise StylesheetError(
            f"imports `{found['name']}` from elsewhere; copy it into the theme",
            path=path,
            line=line,
        )
    return Import(found["name"], found["layer"] or "", found["media"] or "", line)


def _check_addresses(statement: str, path: Path, line: int) -> None:
    found = _ADDRESS.search(statement)
    if found:
        raise StylesheetError(
            f"`url({found['name']})` would be looked for beside each page; use a `data:` address",
            path=path,
            line=line + statement.count("\n", 0, found.start()),
        )


def _leading_lines(text: str) -> int:
    return text[: len(text) - len(text.lstrip())].count("\n")
