"""What a call cost, by the bundled prices of `genai-prices`; unknown is unknown, never zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from .sections import Usage


def cost_of(model: str, usage: Usage) -> Decimal | None:
    """Return the price of an answer in US dollars, None when the model's price is not known."""
    # 0.2 s to import, and only a run that asked a model needs it
    from genai_prices import Usage as Tokens  # noqa: PLC0415
    from genai_prices import calc_price  # noqa: PLC0415

    tokens = Tokens(
        input_tokens=usage.input,
        output_tokens=usage.output,
        cache_read_tokens=usage.cached or None,
    )
    try:
        return calc_price(tokens, model_ref=model).total_price
    except (LookupError, ValueError):
        return None
