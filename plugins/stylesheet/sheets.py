"""Files become one sheet: imports resolved, layers kept, the digest for the page's policy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from .digests import csp_hash
from .errors import StylesheetError
from .properties import settled, used_only
from .selectors import (
    Needs,
    is_met,
    language_name,
    language_names,
    mentioned,
    names,
    narrowed,
    needs,
    unwrapped,
)
from .tokens import Import, minify, short_names, split_imports, with_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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
    group: str
    """What its neighbours stand in together, such as `@media print`; empty for none."""
    css: str
    needs: Needs


class Stylesheet:
    """The theme's sheet: all of it, or as much as a page can use."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self._parts = parts
        self._languages = frozenset(name for p in parts for name in language_names(p.needs))
        self._sheets: dict[tuple[str, ...], Sheet] = {}
        """By the rules they have, an empty one for each that is left out."""
        self._deciding = self._languages.union(*(mentioned(part.css) for part in parts))
        self._of_names: dict[frozenset[str], Sheet] = {}
        """By the names of a page that decide on any rule; pages of one kind have the same."""
        self._whole = self._sheet(tuple(part.css for part in parts))

    @property
    def css(self) -> Markup:
        """The whole sheet."""
        return self._whole.css

    @property
    def csp_hash(self) -> str:
        """The whole sheet's digest."""
        return self._whole.csp_hash

    def of(self, html: str, language: str = "") -> Sheet:
        """Return the sheet of a page: without the rules that can match nothing in it.

        Args:
            html: the body of the page.
            language: of the page, where `html` does not say it; empty if that is not known.
        """
        spoken = {language_name(language)} if language else self._languages
        present = (names(html) | spoken) & self._deciding
        if present not in self._of_names:
            self._of_names[present] = self._sheet(
                tuple(
                    narrowed(part.css, present) if is_met(part.needs, present) else ""
                    for part in self._parts
                )
            )
        return self._of_names[present]

    def _sheet(self, texts: tuple[str, ...]) -> Sheet:
        if texts not in self._sheets:
            kept = [replace(p, css=css) for p, css in zip(self._parts, texts, strict=True) if css]
            css = used_only(_joined(kept))
            self._sheets[texts] = Sheet(Markup(css), csp_hash(css))  # noqa: S704 - `minify` lets no end tag through
        return self._sheets[texts]


def _joined(parts: list[Part]) -> str:
    """Write rules with the layers and conditions around them.

    A layer's place is that of its first block, so its name is needed only where it comes again or
    a statement without a block puts the layers in order.
    """
    layers = [
        (name, "".join(_grouped(group, own) for group, own in groupby(layer, lambda p: p.group)))
        for name, layer in groupby(parts, lambda part: part.layer)
    ]
    given = [name for name, _ in layers if name]
    has_names = len(set(given)) < len(given) or "@layer" in "".join(part.css for part in parts)
    return "".join(_layer(name, css, has_name=has_names) for name, css in layers)


def _grouped(group: str, parts: Iterable[Part]) -> str:
    css = "".join(part.css for part in parts)
    return f"{group}{{{css}}}" if group else css


def load_stylesheet(main: Path) -> Stylesheet:
    """Read a sheet and everything it imports."""
    if not main.is_file():
        raise StylesheetError(
            "there is no such file; write it, or take `stylesheet` out of `PLUGINS`",
            path=main,
            line=1,
        )
    parts = tuple(_parts(main))
    values = settled([part.css for part in parts])
    short = short_names("".join(part.css for part in parts))
    return Stylesheet(
        tuple(
            replace(part, css=with_names(values.in_place(part.css), short))
            for part in parts
            if part.css
        )
    )


def _parts(main: Path) -> Iterator[Part]:
    """Cut the sheet where `main` imports a file; its own rules are in every page."""
    for part in split_imports(main.read_text(encoding="utf-8"), main):
        if isinstance(part, str):
            yield Part("", "", minify(part), (frozenset(),))
        else:
            css = minify(_imported(part, main, (main.resolve(),)))
            for group, rule in unwrapped(css):
                yield Part(part.layer, group, rule, needs(rule))


def _layer(name: str, css: str, *, has_name: bool = True) -> str:
    if not name:
        return css
    return f"@layer {name}{{{css}}}" if has_name else f"@layer{{{css}}}"


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
