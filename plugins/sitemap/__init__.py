"""`sitemap.xml` with the languages of each page, and a `robots.txt` that names it."""

from .plugin import register

__all__ = ["register"]
