"""Atom and JSON Feed of the whole site, each language, category and tag, and a page about them."""

from .plugin import register

__all__ = ["register"]
