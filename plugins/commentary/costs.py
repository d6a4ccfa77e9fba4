"""What a call cost, by the bundled prices of `genai-prices`; unknown is unknown, never zero."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def total_of(bills: Iterable[tuple[str, Usage]]) -> Decimal | None:
    """Return US dollars for tokens by model; None when there is no bill or one has no price."""
    costs = [cost_of(model, usage) if model else None for model, usage in bills]
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if costs and len(known) == len(costs) else None
