"""The CSS and the small scripts that a page can use, inlined, with digests for its policy."""

from .plugin import register

__all__ = ["register"]
