"""Old addresses of articles and pages lead to the new ones."""

from .plugin import register

__all__ = ["register"]
