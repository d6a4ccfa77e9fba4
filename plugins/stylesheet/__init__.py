"""One style sheet out of the theme's CSS files, for a page that needs a single request."""

from .plugin import register

__all__ = ["register"]
