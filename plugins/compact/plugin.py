"""The Pelican adapter: gives templates the filter `compact`, which takes a page's HTML.

Pages that `keepsakes` has from another build are not looked at again.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from pelican import signals

from .markup import compacted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pelican.generators import Generator


def register() -> None:
    """Connect to the moment at which each generator has its templates."""
    signals.generator_init.connect(offer_filter)


def offer_filter(generator: Generator) -> None:
    """Add the filter to one generator's templates."""
    settings: Mapping[str, Any] = generator.settings

    def compact(html: str) -> Markup:
        """Return a page's HTML with the same elements, attributes and words in fewer bytes."""
        kept = settings.get("MAP_KEPT")
        whole = str(html)
        text = unpacked(kept.of(packed, whole)) if kept else compacted(whole)
        return Markup(text)  # noqa: S704 - nothing is added to what was a page before

    generator.env.filters["compact"] = compact


def packed(html: str) -> bytes:
    """Return compact HTML as it is kept: a site has more pages than articles."""
    return zlib.compress(compacted(html).encode(errors="surrogatepass"), 1)


def unpacked(kept: bytes) -> str:
    """Return compact HTML as a page has it."""
    return zlib.decompress(kept).decode(errors="surrogatepass")
