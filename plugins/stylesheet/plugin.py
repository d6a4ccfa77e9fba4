"""The Pelican adapter: gives templates `stylesheet.css` and `stylesheet.csp_hash`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pelican import signals

from .sheets import load_stylesheet

if TYPE_CHECKING:
    from pelican.generators import Generator

_MAIN = ("static", "css", "main.css")


def register() -> None:
    """Connect the receiver.

    Pelican makes its generators anew for every build and before it writes anything: edits are
    seen by a rebuild, and a fault ends the build with the output untouched.
    """
    signals.generator_init.connect(add_stylesheet)


def add_stylesheet(generator: Generator) -> None:
    """Add the sheet to one generator's templates."""
    main = Path(generator.theme).joinpath(*_MAIN)
    generator.env.globals["stylesheet"] = load_stylesheet(main)
