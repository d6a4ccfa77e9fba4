"""How many tokens a text is, by a rule: exact counting with the wrong vocabulary is no better."""

from __future__ import annotations

_WIDE_FROM = "\u2e80"
_TOKENS_PER_WIDE, _TOKENS_PER_OTHER = 0.84, 0.23
_MARGIN = 1.25


def estimate_tokens(text: str) -> int:
    """Estimate the tokens of a text, generously: 0.84 for a wide character, 0.23 for another.

    The weights were fitted to Japanese and English documents; vocabularies differ by up to 40 %,
    hence the margin of a quarter.
    """
    wide = sum(character >= _WIDE_FROM for character in text)
    tokens = _TOKENS_PER_WIDE * wide + _TOKENS_PER_OTHER * (len(text) - wide)
    return round(_MARGIN * tokens)
