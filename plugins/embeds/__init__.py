"""An address alone in a paragraph (X, YouTube, maps) becomes a card; nothing is loaded from there."""

from .plugin import register

__all__ = ["register"]
