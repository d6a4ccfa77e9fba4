"""Builds on every core: articles are read, and whatever else a plugin hands out, by several processes."""

from .plugin import register

__all__ = ["register"]
