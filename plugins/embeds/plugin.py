"""The Pelican adapter: gives every generator's templates the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pelican import signals

from .cards import cards

if TYPE_CHECKING:
    from pelican.generators import Generator


def register() -> None:
    """Connect the receiver; each generator has a Jinja environment of its own."""
    signals.generator_init.connect(add_filter)


def add_filter(generator: Generator) -> None:
    """Add `embed_cards` to one generator's templates.

    A filter, because feeds and the numbering of paragraphs keep the plain link.
    """
    generator.env.filters["embed_cards"] = cards
