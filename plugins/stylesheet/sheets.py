"""Files become one sheet: imports resolved, layers kept, the digest for the page's policy."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from .errors import StylesheetError
from .tokens import Import, minify, split_imports

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """The whole sheet, ready to stand between `<style>` and `</style>`."""

    css: Markup
    csp_hash: str
    """`sha256-…`, as `style-src` takes it."""


def load_stylesheet(main: Path) -> Stylesheet:
    """Read a sheet and everything it imports."""
    if not main.is_file():
        raise StylesheetError(
            "there is no such file; write it, or take `stylesheet` out of `PLUGINS`",
            path=main,
            line=1,
        )
    css = minify(_resolved(main, ()))
    digest = hashlib.sha256(css.encode("utf-8")).digest()
    csp_hash = f"sha256-{base64.b64encode(digest).decode('ascii')}"
    return Stylesheet(Markup(css), csp_hash)  # noqa: S704 - `minify` lets no end tag through


def _resolved(path: Path, above: tuple[Path, ...]) -> str:
    """Return a file's text with each import replaced by what it names."""
    parts = split_imports(path.read_text(encoding="utf-8"), path)
    return "".join(
        part if isinstance(part, str) else _imported(part, path, (*above, path.resolve()))
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
    if wanted.layer:
        css = f"@layer {wanted.layer}{{{css}}}"
    return f"@media {wanted.media}{{{css}}}" if wanted.media else css
