"""Pages without the quotes, white space and end tags that only those who write them need."""

from .plugin import register

__all__ = ["register"]
