"""A front page for each further language that a blog has articles in."""

from .plugin import register

__all__ = ["register"]
