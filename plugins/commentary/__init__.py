"""Outlook and conclusion for Pelican's articles, every sentence with the paragraphs it rests on."""

from .plugin import register

__all__ = ["register"]
