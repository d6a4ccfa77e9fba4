"""What pages say of themselves to machines: JSON-LD in the words of schema.org."""

from .plugin import register

__all__ = ["register"]
