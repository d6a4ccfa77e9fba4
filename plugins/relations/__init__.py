"""What to read beside an article: related ones, its topics, its series, its neighbours in time."""

from .plugin import register

__all__ = ["register"]
