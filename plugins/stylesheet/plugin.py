"""The Pelican adapter: gives templates `stylesheet`, `scripts` and the filter `csp_hash`.

`stylesheet.of(html, language)` is the CSS that a page can use and `scripts.of(html)` its scripts;
`stylesheet.css` is the whole sheet.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pelican import signals

from .digests import csp_hash
from .scripts import load_scripts
from .sheets import load_stylesheet

if TYPE_CHECKING:
    from pelican.generators import Generator


def register() -> None:
    """Connect the receiver.

    Pelican makes its generators anew for every build and before it writes anything: edits are
    seen by a rebuild, and a fault ends the build with the output untouched.
    """
    signals.generator_init.connect(add_stylesheet)


def add_stylesheet(generator: Generator) -> None:
    """Add sheet and scripts to the templates of a build, whose generators share one context."""
    generator.env.filters["csp_hash"] = csp_hash
    if "stylesheet" in generator.context:
        return
    static = Path(generator.theme) / "static"
    generator.context["stylesheet"] = load_stylesheet(static / "css" / "main.css")
    generator.context["scripts"] = load_scripts(static / "js")
