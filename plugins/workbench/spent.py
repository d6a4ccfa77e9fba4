"""What asking models may cost, and has cost: by month, by model, and by article."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from json import dumps
from typing import TYPE_CHECKING

from commentary.costs import total_of
from commentary.entries import file_name
from commentary.errors import SettingsError, SidecarError
from commentary.sections import Usage
from commentary.spending import all_expenses, told_by

from .console import user_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commentary.settings import Settings
    from commentary.spending import Expense

    from .desk import Desk

_SHOWN_ARTICLES = 10
_MOST_DOLLARS = 10**9
_WORDS = {
    "ja": {
        "month": "月",
        "model": "モデル",
        "article": "記事",
        "line": "  {name}: 呼び出し {calls} 回、入力 {input}（うちキャッシュ {cached}）、"
        "出力 {output}（うち思考 {reasoning}）、{cost}",
        "unknown": "費用は不明",
        "nothing": "モデルに使った費用はありません",
        "more": "  ほか {count} 本",
    },
    "en": {
        "month": "month",
        "model": "model",
        "article": "article",
        "line": "  {name}: {calls} calls, {input} tokens in ({cached} cached), "
        "{output} out ({reasoning} reasoning), {cost}",
        "unknown": "cost unknown",
        "nothing": "nothing was spent on models",
        "more": "  and {count} more",
    },
}


def limit(desk: Desk, *, max_calls: int, max_cost: str) -> None:
    """Limit what this run may spend; 0 and an empty text are no limit.

    Raises:
        SettingsError: a limit is no amount.
    """
    purse = desk.workshop.purse
    if max_calls < 0:
        raise SettingsError("`--max-calls` must be above 0")
    purse.most_calls = max_calls or None
    try:
        purse.most_cost = Decimal(max_cost.strip().removeprefix("$")) if max_cost.strip() else None
    except InvalidOperation:
        raise SettingsError(
            f"`--max-cost` is {max_cost!r}; write US dollars, such as 2.50"
        ) from None
    if purse.most_cost is not None and not 0 < purse.most_cost < _MOST_DOLLARS:
        raise SettingsError(f"`--max-cost` is {max_cost!r}; write an amount above 0")


def expenses_of(desk: Desk) -> tuple[Expense, ...]:
    """Return everything that was paid for, on this machine and as sidecars tell of others."""
    store, log = desk.workshop.store, desk.workshop.log
    if log is None:
        return ()
    told: list[Expense] = []
    for article in desk.articles:
        try:
            sidecar = store.get(article.path)
        except SidecarError:
            continue  # `status` itself names it
        told += told_by(article.name, sidecar) if sidecar else ()
    names = {file_name(article.name): article.name for article in desk.articles}
    noted = (replace(e, article=names.get(e.article, e.article)) for e in log.expenses())
    return all_expenses(tuple(noted), told)


def cost_lines(desk: Desk) -> Iterator[str]:
    """Yield the sums as lines."""
    words = _WORDS[user_language()]
    expenses, settings = expenses_of(desk), desk.workshop.settings
    if not expenses:
        yield words["nothing"]
    for by in ("month", "model", "article"):
        groups = _grouped(expenses, by)
        names = sorted(groups)
        if by == "article":
            names = sorted(groups, key=lambda name: -_tokens(groups[name]))
        if names:
            yield f"{words[by]}:"
        for name in names[: _SHOWN_ARTICLES if by == "article" else None]:
            yield _line(name, groups[name], settings)
        if by == "article" and len(names) > _SHOWN_ARTICLES:
            yield words["more"].format(count=len(names) - _SHOWN_ARTICLES)


def costs_as_json(desk: Desk) -> str:
    """Return the sums as JSON; a cost that is not known is null."""
    expenses, settings = expenses_of(desk), desk.workshop.settings
    sums = {
        by: {name: _sums(group, settings) for name, group in sorted(_grouped(expenses, by).items())}
        for by in ("month", "model", "article")
    }
    return dumps(sums, ensure_ascii=False, indent=2)


def _grouped(expenses: tuple[Expense, ...], by: str) -> dict[str, list[Expense]]:
    groups: dict[str, list[Expense]] = defaultdict(list)
    for expense in expenses:
        groups[str(getattr(expense, by))].append(expense)
    return groups


def _tokens(expenses: list[Expense]) -> int:
    return sum(expense.usage.input + expense.usage.output for expense in expenses)


def _sums(expenses: list[Expense], settings: Settings) -> dict[str, int | float | None]:
    usage = sum((expense.usage for expense in expenses), Usage())
    cost = total_of([(e.model, e.usage) for e in expenses], settings.prices)
    return {
        "calls": sum(expense.calls for expense in expenses),
        "input": usage.input,
        "cached": usage.cached,
        "output": usage.output,
        "reasoning": usage.reasoning,
        "cost": None if cost is None else float(cost),
    }


def _line(name: str, expenses: list[Expense], settings: Settings) -> str:
    words, sums = _WORDS[user_language()], _sums(expenses, settings)
    cost = words["unknown"] if sums["cost"] is None else f"${sums['cost']:.4f}"
    return words["line"].format(**{**sums, "name": name, "cost": cost})
