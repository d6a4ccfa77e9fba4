"""What a call cost, by the bundled prices of `genai-prices`; unknown is unknown, never zero."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .sections import Usage
    from .settings import Price

Prices: TypeAlias = "tuple[tuple[str, Price], ...]"
_MILLION = 1_000_000


def cost_of(model: str, usage: Usage, prices: Prices = ()) -> Decimal | None:
    """Return the price of an answer in US dollars, None when the model's price is not known.

    Args:
        model: as the server named it, or as it was asked for.
        usage: its tokens.
        prices: of the settings, which go first; a model's name may go on behind a dash.
    """
    if price := _own_price(model, prices):
        fresh = usage.input - usage.cached
        cached = price.input if price.cached is None else price.cached
        total = fresh * price.input + usage.cached * cached + usage.output * price.output
        return Decimal(str(total)) / _MILLION
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


def total_of(bills: Iterable[tuple[str, Usage]], prices: Prices = ()) -> Decimal | None:
    """Return US dollars for tokens by model; None when there is no bill or one has no price."""
    costs = [cost_of(model, usage, prices) if model else None for model, usage in bills]
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if costs and len(known) == len(costs) else None


def _own_price(model: str, prices: Prices) -> Price | None:
    """Return the price of the longest name that a model's begins with: servers add a date."""
    fitting = [(n, p) for n, p in prices if model == n or model.startswith(f"{n}-")]
    return max(fitting, key=lambda pair: len(pair[0]))[1] if fitting else None
