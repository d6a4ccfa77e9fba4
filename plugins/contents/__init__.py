"""Jinja filters on an article's final content: its list of headings, its scrolling regions."""

from .plugin import register

__all__ = ["register"]
