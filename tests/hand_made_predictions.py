"""A Pelican plugin for tests of the ledger: gives articles the predictions that the settings name.

So the ledger is tested on its own, whatever keeps the predictions of a real blog.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pelican import signals

if TYPE_CHECKING:
    from pelican.generators import ArticlesGenerator


def register() -> None:
    """Connect to the signal at which sections are joined."""
    signals.article_generator_finalized.connect(give)


def give(generator: ArticlesGenerator) -> None:
    """Set `predictions` by language and slug, `ja/full` for one, of a JSON text in the settings."""
    given: dict[str, list[dict[str, Any]]]
    given = json.loads(generator.settings.get("HAND_MADE_PREDICTIONS", "{}"))
    statements: dict[str, int] = generator.settings.get("HAND_MADE_STATEMENTS", {})
    generator.context["orphaned_predictions"] = tuple(given.get("orphaned", ()))
    for article in [*generator.articles, *generator.translations]:
        name = f"{article.lang}/{article.slug}"
        article.predictions = tuple(given.get(name, ()))
        article.outlook_statements = statements.get(name, 0)
