"""Reads the author's Markdown for what a build would turn into silent damage."""

from .proofs import proofread

__all__ = ["proofread"]
