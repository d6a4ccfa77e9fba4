"""Pages without the quotes and line breaks that only those who write templates need."""

from .plugin import register

__all__ = ["register"]
