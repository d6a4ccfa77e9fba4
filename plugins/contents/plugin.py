"""The Pelican adapter: gives every generator's templates the two filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pelican import signals

from .headings import contents
from .regions import regions

if TYPE_CHECKING:
    from pelican.generators import Generator


def register() -> None:
    """Connect the receiver; each generator has a Jinja environment of its own."""
    signals.generator_init.connect(add_filters)


def add_filters(generator: Generator) -> None:
    """Add `contents` and `regions` to one generator's templates."""
    generator.env.filters["contents"] = contents
    generator.env.filters["regions"] = regions
