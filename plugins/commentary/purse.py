"""What a run may spend: nobody is asked once the next call could cost more than is left."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from .costs import cost_of
from .errors import BudgetSpent, SettingsError
from .sections import Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from .settings import Price


@dataclass(slots=True)
class Purse:
    """Counts calls and money for all threads and models of a run; None is no limit."""

    prices: tuple[tuple[str, Price], ...] = ()
    monthly: Decimal | None = None
    """US dollars that a month may cost."""
    spent_this_month: Callable[[], Decimal | None] = lambda: Decimal(0)
    """Read once, before the first call; None when a price is not known."""
    most_calls: int | None = None
    most_cost: Decimal | None = None
    calls: int = 0
    cost: Decimal = Decimal(0)
    """Spent in this run, and set aside for calls under way."""
    _before: Decimal | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def meter(self, model: str, most_output: int) -> Meter:
        """Return what counts the calls to one model."""
        return Meter(self, model, most_output)

    def take(self, model: str, most: Usage) -> Decimal:
        """Set aside what a call may cost at most.

        Raises:
            BudgetSpent: that is more than is left.
            SettingsError: there is a limit in money, and the model's price is not known.
        """
        with self._lock:
            if self.most_calls is not None and self.calls >= self.most_calls:
                raise BudgetSpent(f"{self.calls} calls were made, as many as `--max-calls` allows")
            self.calls += 1
            return self._set_aside(model, most)

    def give_back(self, aside: Decimal, model: str, usage: Usage) -> None:
        """Put back what a call did not cost after all."""
        actual = cost_of(model, usage, self.prices) if self._has_limit else Decimal(0)
        with self._lock:
            self.cost += (actual or Decimal(0)) - aside

    @property
    def _has_limit(self) -> bool:
        return self.most_cost is not None or self.monthly is not None

    def _set_aside(self, model: str, most: Usage) -> Decimal:
        if not self._has_limit:
            return Decimal(0)
        price = cost_of(model, most, self.prices)
        if price is None:
            raise SettingsError(_unpriced(model))
        if self.most_cost is not None and self.cost + price > self.most_cost:
            raise BudgetSpent(
                f"the next call could cost more than is left of `--max-cost` ${self.most_cost}: "
                f"${self.cost:.2f} is spent or set aside"
            )
        if self.monthly is not None and self._month() + self.cost + price > self.monthly:
            raise BudgetSpent(
                "the next call could cost more than is left of this month's "
                f'`COMMENTARY["monthly_budget"]` of ${self.monthly}: '
                f"${self._month() + self.cost:.2f} is spent or set aside"
            )
        self.cost += price
        return price

    def _month(self) -> Decimal:
        if self._before is None:
            self._before = self.spent_this_month()
        if self._before is None:
            raise SettingsError(_unpriced("a model that was asked this month"))
        return self._before


@dataclass(frozen=True, slots=True)
class Meter:
    """Counts the calls to one model."""

    purse: Purse
    model: str
    most_output: int

    def begin(self, prompt_tokens: int) -> Decimal:
        """Set aside what a call may cost.

        Raises:
            BudgetSpent: that is more than is left.
            SettingsError: there is a limit in money, and the model's price is not known.
        """
        return self.purse.take(self.model, Usage(prompt_tokens, self.most_output))

    def end(self, aside: Decimal, usage: Usage) -> None:
        """Put back what it did not cost."""
        self.purse.give_back(aside, self.model, usage)


def _unpriced(model: str) -> str:
    return (
        f"the price of {model} is not known, so that a limit in money cannot be kept; add it to "
        '`COMMENTARY["prices"]`, or limit the calls with `--max-calls`'
    )
