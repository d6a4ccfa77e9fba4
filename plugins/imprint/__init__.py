"""Who answers for an article and what it rests on: sources, corrections, authors, error reports."""

from .plugin import register

__all__ = ["register"]
