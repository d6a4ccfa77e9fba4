"""Pictures in the sizes and formats that readers need, without what a camera wrote into them."""

from .plugin import register

__all__ = ["register"]
