"""A search index that finds Japanese words: made when the site is built, read by the reader's browser."""

from .plugin import register

__all__ = ["register"]
