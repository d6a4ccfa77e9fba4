"""What a build does about predictions: publish those of the sections it shows, name what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .errors import CommentaryError, LocatedError
from .extraction import day_in, missing_quote
from .freezing import frozen, is_the_authors, silent_change
from .settings import Publish

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from .pipeline import Article
    from .predictions import Prediction
    from .sections import Sidecar
    from .settings import Settings
    from .source import Source
    from .store import SidecarStore


@dataclass(frozen=True, slots=True)
class Kept:
    """An article whose predictions a build looks at."""

    article: Article
    sidecar: Sidecar
    shown: frozenset[str]
    """Ids of the sections that its page shows."""


def publish_predictions(
    kept: Kept, settings: Settings, store: SidecarStore, now: dt.datetime
) -> tuple[Sidecar, CommentaryError | None]:
    """Freeze what a model predicts in sections that are shown unreviewed, and store it.

    Only where a build may write sidecars at all, and never for a draft. What the author added is
    left for the author to accept.

    Returns:
        The sidecar as it is now, and why it could not be written.
    """
    if not settings.may_generate or settings.publish is not Publish.ALL:
        return kept.sidecar, None
    today = day_in(now, kept.article.timezone)
    predictions = tuple(
        frozen(prediction, today) if _is_ready(prediction, kept) else prediction
        for prediction in kept.sidecar.predictions
    )
    if not kept.article.is_listed or predictions == kept.sidecar.predictions:
        return kept.sidecar, None
    published = replace(kept.sidecar, predictions=predictions)
    try:
        store.put(kept.article.path, published)
    except OSError as error:
        message = (
            f"its predictions could not be marked as published: {error.strerror}; mend the disk "
            "or the folder's permissions and build again"
        )
        return kept.sidecar, LocatedError(message, path=_name(kept.article, store))
    except CommentaryError as error:
        return kept.sidecar, error
    return published, None


def with_accepted(
    sidecar: Sidecar, sections: frozenset[str], source: Source, today: dt.date
) -> tuple[Sidecar, tuple[str, ...], tuple[str, ...]]:
    """Freeze what a person accepts together with sections.

    Args:
        sidecar: with these sections accepted.
        sections: their ids.
        source: the article.
        today: the day of the acceptance.

    Returns:
        The sidecar; the ids that are public now, the author's own among them; and those left out
        because the words they were taken from no longer stand there.
    """
    by_id = {section.id: section for section in sidecar.sections}
    public: list[str] = []
    left_out: list[str] = []
    predictions: list[Prediction] = []
    for prediction in sidecar.predictions:
        is_meant = is_the_authors(prediction) or prediction.section in sections
        is_new = is_meant and not prediction.is_public
        is_lost = missing_quote(prediction, by_id.get(prediction.section), source)
        if is_new:
            (left_out if is_lost else public).append(prediction.id)
        predictions.append(frozen(prediction, today) if is_new and not is_lost else prediction)
    return replace(sidecar, predictions=tuple(predictions)), tuple(public), tuple(left_out)


def prediction_problems(
    sidecars: Iterable[tuple[Article, Sidecar]], store: SidecarStore
) -> Iterator[tuple[Article, str]]:
    """Yield what is wrong with the predictions of a blog, each with its article, line and remedy."""
    owners: dict[str, str] = {}
    for article, sidecar in sidecars:
        path = store.path_of(article.path)
        name = _name(article, store)
        for prediction in sidecar.predictions:
            where = f"`{prediction.id}`"
            if what := silent_change(prediction):
                message = (
                    f"{where}: {what}; restore the lines from the last commit, then change them by "
                    f"`invoke amend {prediction.id} FIELD VALUE --why …`"
                )
                line = store.line_of(path, prediction.id)
                yield article, str(LocatedError(message, path=name, line=line))
            if (other := owners.setdefault(prediction.id, name)) != name:
                message = f"the prediction {where} stands in {other} too; rename the newer one"
                line = store.line_of(path, prediction.id)
                yield article, str(LocatedError(message, path=name, line=line))


def _is_ready(prediction: Prediction, kept: Kept) -> bool:
    if is_the_authors(prediction) or prediction.section not in kept.shown:
        return False
    section = next(s for s in kept.sidecar.sections if s.id == prediction.section)
    return not missing_quote(prediction, section, kept.article.source)


def _name(article: Article, store: SidecarStore) -> str:
    return store.name_of(store.path_of(article.path))
