"""Japanese as Pelican leaves it out: soft line breaks, phrases, reading time, dates."""

from .plugin import register

__all__ = ["register"]
