"""A content security policy for each page, of what the page itself has, and files of headers."""

from .plugin import register

__all__ = ["register"]
