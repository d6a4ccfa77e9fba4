"""What a task prints while a model is asked: each article, the rate, the cost so far, time left."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from commentary.costs import total_of

from .console import say, user_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from commentary.pipeline import Outcome
    from commentary.settings import Price

_MINUTE = 60
_WORDS = {
    "ja": {
        "failed": "失敗（理由は下にあります）",
        "calls": "{calls} call(s)",
        "rate": "毎分 {rate:.1f} 本",
        "cost": "これまで ${cost:.2f}",
        "left": "残り約 {minutes} 分",
        "stops": "止めています。すでに払った呼び出しの答えだけを待ちます",
        "waits": "サーバーの求めにより {seconds} 秒待ちます",
    },
    "en": {
        "failed": "failed, for the reason below",
        "calls": "{calls} call(s)",
        "rate": "{rate:.1f} a minute",
        "cost": "${cost:.2f} so far",
        "left": "about {minutes} min left",
        "stops": "stopping; only calls under way are awaited, since they are paid for",
        "waits": "waiting {seconds} s, as the server asks",
    },
}


@dataclass(slots=True)
class Progress:
    """Prints one line for each article that a model has written for."""

    clock: Callable[[], float]
    """Tells seconds."""
    language: str = field(default_factory=user_language)
    """`ja` or `en`."""
    total: int = 0
    done: int = 0
    started: float = 0.0
    prices: tuple[tuple[str, Price], ...] = ()
    """Of the settings."""
    cost: Decimal | None = Decimal(0)
    """US dollars so far; None once a price is not known."""

    def __call__(
        self,
        *,
        total: int = 0,
        outcome: Outcome | None = None,
        waits: float = 0,
        is_stopping: bool = False,
    ) -> None:
        """Note how many articles there are, that one is done, or why nothing happens."""
        if is_stopping:
            say([_WORDS[self.language]["stops"]])
        elif waits:
            say([_WORDS[self.language]["waits"].format(seconds=round(waits))])
        elif outcome is None:
            self.total, self.done, self.started = total, 0, self.clock()
        else:
            self.done += 1
            say([self._line(outcome)])

    def _line(self, outcome: Outcome) -> str:
        words = _WORDS[self.language]
        what = words["failed"] if outcome.error else words["calls"].format(calls=outcome.calls)
        if outcome.spent and self.cost is not None:
            cost = total_of(outcome.spent, self.prices)
            self.cost = None if cost is None else self.cost + cost
        parts = [what, *self._figures(words)]
        return f"[{self.done}/{self.total}] {outcome.job.article.name}: {', '.join(parts)}"

    def _figures(self, words: dict[str, str]) -> list[str]:
        """Return rate, cost and time left, once there is something to reckon with."""
        figures = []
        seconds, left = self.clock() - self.started, self.total - self.done
        if self.cost:
            figures.append(words["cost"].format(cost=self.cost))
        if left and seconds > 0:
            figures.insert(0, words["rate"].format(rate=_MINUTE * self.done / seconds))
            minutes = max(1, round(seconds * left / self.done / _MINUTE))
            figures.append(words["left"].format(minutes=minutes))
        return figures
