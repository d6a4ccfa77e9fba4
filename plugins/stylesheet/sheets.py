"""Files become one sheet: imports resolved, layers kept, the digest for the page's policy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from .digests import csp_hash
from .errors import StylesheetError
from .selectors import Needs, names, needs, rules
from .tokens import Import, minify, short_names, split_imports, with_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sheet:
    """CSS that is ready to stand between `<style>` and `</style>`."""

    css: Markup
    csp_hash: str
    """`sha256-…`, as `style-src` takes it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One rule of the sheet."""

    layer: str
    css: str
    needs: Needs


class Stylesheet:
    """The theme's sheet: all of it, or as much as a page can use."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self._parts = parts
        self._sheets: dict[tuple[int, ...], Sheet] = {}
        """By the rules they have, as their places in the whole sheet."""

    @property
    def css(self) -> Markup:
        """The whole sheet."""
        return self._whole.css

    @property
    def csp_hash(self) -> str:
        """The whole sheet's digest."""
        return self._whole.csp_hash

    def of(self, html: str) -> Sheet:
        """Return the sheet of a page: without the rules that can match nothing in it."""
        present = names(html)
        return self._sheet(
            tuple(
                place
                for place, part in enumerate(self._parts)
                if any(need <= present for need in part.needs)
            )
        )

    @property
    def _whole(self) -> Sheet:
        return self._sheet(tuple(range(len(self._parts))))

    def _sheet(self, places: tuple[int, ...]) -> Sheet:
        if places not in self._sheets:
            layers = groupby((self._parts[place] for place in places), key=lambda part: part.layer)
            css = "".join(_layer(name, "".join(part.css for part in own)) for name, own in layers)
            self._sheets[places] = Sheet(Markup(css), csp_hash(css))  # noqa: S704 - `minify` lets no end tag through
        return self._sheets[places]


def load_stylesheet(main: Path) -> Stylesheet:
    """Read a sheet and everything it imports."""
    if not main.is_file():
        raise StylesheetError(
            "there is no such file; write it, or take `stylesheet` out of `PLUGINS`",
            path=main,
            line=1,
        )
    parts = tuple(_parts(main))
    short = short_names("".join(part.css for part in parts))
    return Stylesheet(
        tuple(replace(part, css=with_names(part.css, short)) for part in parts if part.css)
    )


def _parts(main: Path) -> Iterator[Part]:
    """Cut the sheet where `main` imports a file; its own rules are in every page."""
    for part in split_imports(main.read_text(encoding="utf-8"), main):
        if isinstance(part, str):
            yield Part("", minify(part), (frozenset(),))
        else:
            css = minify(_imported(part, main, (main.resolve(),)))
            yield from (Part(part.layer, rule, needs(rule)) for rule in rules(css))


def _layer(name: str, css: str) -> str:
    return f"@layer {name}{{{css}}}" if name else css


def _resolved(path: Path, above: tuple[Path, ...]) -> str:
    """Return a file's text with each import replaced by what it names."""
    parts = split_imports(path.read_text(encoding="utf-8"), path)
    return "".join(
        part
        if isinstance(part, str)
        else _layer(part.layer, _imported(part, path, (*above, path.resolve())))
        for part in parts
    )


def _imported(wanted: Import, importer: Path, above: tuple[Path, ...]) -> str:
    path = importer.parent / wanted.name
    if not path.is_file():
        raise StylesheetError(
            f"imports `{wanted.name}`, which does not exist; write it or remove the line",
            path=importer,
            line=wanted.line,
        )
    if path.resolve() in above:
        raise StylesheetError(
            f"imports `{wanted.name}`, which imports this file again; remove one of the two lines",
            path=importer,
            line=wanted.line,
        )
    css = _resolved(path, above)
    return f"@media {wanted.media}{{{css}}}" if wanted.media else css
