"""The public ledger: every prediction of the blog, what became of it, and how well it was judged."""

from .plugin import register

__all__ = ["register"]
