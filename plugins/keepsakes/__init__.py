"""What is costly to make of one article is kept from build to build, by the digest of all it is made of."""

from .plugin import register

__all__ = ["register"]
