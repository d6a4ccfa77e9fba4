"""What a build does about predictions: publish those of the sections it shows, name what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .errors import CommentaryError, LocatedError
from .extraction import day_in, missing_quote
from .freezing import frozen, is_the_authors, silent_change
from .ledger_entries import entries_of
from .settings import Publish

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from .pipeline import Article
    from .predictions import Prediction
    from .sections import Section, Sidecar
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
        frozen(prediction, today) if _is_ready(prediction, kept, today) else prediction
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
        The sidecar; the ids that are public now, the author's own among them; and why others
        that were meant are not, each as `id reason; remedy`.
    """
    by_id = {section.id: section for section in sidecar.sections}
    public: list[str] = []
    left_out: list[str] = []
    predictions: list[Prediction] = []
    for prediction in sidecar.predictions:
        is_meant = is_the_authors(prediction) or prediction.section in sections
        is_new = is_meant and not prediction.is_public
        objection = _objection(prediction, by_id.get(prediction.section), source, today)
        if is_new and objection:
            left_out.append(f"{prediction.id} {objection}")
        elif is_new:
            public.append(prediction.id)
        predictions.append(frozen(prediction, today) if is_new and not objection else prediction)
    return replace(sidecar, predictions=tuple(predictions)), tuple(public), tuple(left_out)


def orphaned_entries(store: SidecarStore) -> tuple[dict[str, Any], ...]:
    """Return what was predicted in public by articles that are gone, with the sidecar it is in.

    What was promised to readers is not taken back by deleting an article.
    """
    found: list[dict[str, Any]] = []
    for path in store.orphans():
        try:
            sidecar = store.read(path)
        except CommentaryError:
            continue  # `status` names it
        made = entries_of(sidecar, is_listed=True, anchors={})
        found += [{**entry, "sidecar": store.name_of(path)} for entry in made if entry["public"]]
    return tuple(found)


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


def _is_ready(prediction: Prediction, kept: Kept, today: dt.date) -> bool:
    if is_the_authors(prediction) or prediction.section not in kept.shown:
        return False
    section = next(s for s in kept.sidecar.sections if s.id == prediction.section)
    return not _objection(prediction, section, kept.article.source, today)


def _objection(
    prediction: Prediction, section: Section | None, source: Source, today: dt.date
) -> str:
    """Say why a prediction cannot be published, and what to do, else nothing."""
    if prediction.resolves_on <= today:
        return (
            f"is about {prediction.resolves_on}, which has come: nobody can predict that any more; "
            "remove its table"
        )
    if missing_quote(prediction, section, source):
        return "was taken from words that no longer stand there; mend its quote, or remove it"
    return ""


def _name(article: Article, store: SidecarStore) -> str:
    return store.name_of(store.path_of(article.path))
