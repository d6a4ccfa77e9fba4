"""Names what Pelican drops, merges or overwrites without a word that a caller could act on."""

from .plugin import register

__all__ = ["register"]
