"""The Pelican adapter: gives templates `stylesheet.css` and `stylesheet.csp_hash`.

A page that needs more than the others takes `page_sheet("name")`, which is the same of the file
`pages/name.css`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pelican import signals

from .sheets import load_stylesheet

if TYPE_CHECKING:
    from pelican.generators import Generator

_FOLDER = ("static", "css")


def register() -> None:
    """Connect the receiver.

    Pelican makes its generators anew for every build and before it writes anything: edits are
    seen by a rebuild, and a fault ends the build with the output untouched.
    """
    signals.generator_init.connect(add_stylesheet)


def add_stylesheet(generator: Generator) -> None:
    """Add the sheets to one generator's templates."""
    folder = Path(generator.theme).joinpath(*_FOLDER)
    generator.env.globals["stylesheet"] = load_stylesheet(folder / "main.css")
    generator.env.globals["page_sheet"] = lambda name: load_stylesheet(
        folder / "pages" / f"{name}.css"
    )
