"""A designed picture for each article that has none: for its page, and for link previews."""

from .plugin import register

__all__ = ["register"]
