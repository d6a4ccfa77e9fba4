"""Formulas: LaTeX between dollar signs becomes MathML, in articles that ask for it."""

from .plugin import register

__all__ = ["register"]
