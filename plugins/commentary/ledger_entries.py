"""What the rest of the blog is told of an article's predictions: plain values, no class of ours."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from .freezing import is_withheld
from .sections import Kind
from .texts import has_quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .predictions import Prediction
    from .sections import Section, Sentence, Sidecar

_NONE_WHERE_EMPTY = ("resolution_address", "digest")


def entries_of(
    sidecar: Sidecar | None, *, is_listed: bool, anchors: Mapping[str, str]
) -> tuple[dict[str, Any], ...]:
    """Return the predictions of an article as `article.predictions`, in their order.

    Args:
        sidecar: of the article.
        is_listed: whether the site lists the article: it is no draft and not hidden.
        anchors: id of the sentence on the page by a prediction's id.

    Returns:
        One dict each, with the keys of the sidecar's table, `anchor` and `public`. What was
        rejected before publication is not among them.
    """
    if sidecar is None:
        return ()
    return tuple(
        _entry(prediction)
        | {"public": is_listed and prediction.is_public, "anchor": anchors.get(prediction.id)}
        for prediction in sidecar.predictions
        if not is_withheld(prediction, sidecar)
    )


def sentence_of(prediction: Prediction, section: Section) -> Sentence | None:
    """Return the sentence that a prediction quotes, as the section stands now."""
    if not prediction.quote or prediction.section != section.id:
        return None
    return next((s for s in section.sentences if has_quote(s.text, prediction.quote)), None)


def anchors_in(
    sections: Iterable[Section], predictions: Iterable[Prediction], taken: frozenset[str]
) -> dict[str, tuple[str, Sentence, str]]:
    """Return where on a page each prediction stands.

    Args:
        sections: that the page shows.
        predictions: of its article.
        taken: ids that the page has already.

    Returns:
        Id of the section, the sentence, and its id on the page, by the prediction's id. Only of
        those whose sentence still stands there.
    """
    shown = {section.id: section for section in sections}
    found: dict[str, tuple[str, Sentence, str]] = {}
    for prediction in predictions:
        section = shown.get(prediction.section)
        sentence = sentence_of(prediction, section) if section else None
        if section and sentence:
            anchor = f"{section.id}-s{section.sentences.index(sentence) + 1}"
            while anchor in taken:
                anchor += "-"
            found[prediction.id] = section.id, sentence, anchor
    return found


def count_statements(sections: Iterable[Section], predictions: Iterable[Prediction]) -> int:
    """Count the outlook statements of a page.

    These are the sentences of the points; of an introduction and of a closing caveat only what
    a prediction was taken from.
    """
    made = tuple(predictions)
    return sum(
        sum(len(point.sentences) for point in section.points)
        + sum(
            any(sentence_of(prediction, section) is sentence for prediction in made)
            for sentence in (*section.opening, *section.closing)
        )
        for section in sections
        if section.kind is Kind.OUTLOOK
    )


def _entry(prediction: Prediction) -> dict[str, Any]:
    values = {key: _plain(value) for key, value in asdict(prediction).items()}
    for key in _NONE_WHERE_EMPTY:
        values[key] = values[key] or None
    return values


def _plain(value: object) -> object:
    """Make texts of words, and lists of tuples, all the way down."""
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
