"""An article that is longer than the model's window: its beginning and its end, whole paragraphs.

A news article says at its beginning what happened and to whom, and at its end where it stands
today; what came about in between is told in order of time, and is what sections can best do
without. Two unbroken runs also keep each "she" and "the plan" near what it stands for, which
sentences picked from everywhere would lose.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from .errors import SettingsError
from .prompts import build_prompt, left_out, numbered
from .tokens import estimate_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .prompts import Templates, Wish
    from .source import Paragraph, Source

_SHARE_OF_THE_BEGINNING = 0.6


def within_window(
    source: Source,
    wish: Wish,
    *,
    templates: Templates,
    schema: Mapping[str, object],
    tokens: int,
) -> Source:
    """Return the article as a model is shown it: what does not fit has no text any more.

    The numbers stay, and a sentence that names a paragraph without text finds no words there.

    Args:
        source: the whole article.
        wish: what else goes into the prompt.
        templates: the prompt files.
        schema: of the reply; some servers get it as text.
        tokens: of the prompt at most, by the estimate of `costs`.

    Raises:
        SettingsError: not even the first paragraph fits.
    """
    frame = build_prompt(
        _without(source, source.paragraphs), wish, templates=templates, schema=schema
    )
    texts = [message.text for message in frame.messages]
    room = tokens - sum(map(estimate_tokens, (*texts, json.dumps(schema))))
    if estimate_tokens(numbered(source)) <= room:
        return source
    beginning = _fitting(source.paragraphs, room * _SHARE_OF_THE_BEGINNING)
    if not beginning:
        beginning = _fitting(source.paragraphs[:1], room)
    if not beginning:
        raise SettingsError(
            "the model's window has no room for the first paragraph; raise "
            '`COMMENTARY["context_tokens"]` or lower `COMMENTARY["max_output_tokens"]`'
        )
    rest = source.paragraphs[len(beginning) :]
    end = _fitting(reversed(rest), room - sum(map(_tokens, beginning)))
    return _without(source, rest[: len(rest) - len(end)])


def names_of_left_out(source: Source) -> str:
    """Return the paragraphs that a model was not shown, such as `p41-p97`; empty for none."""
    return ", ".join(
        f"p{first}" if first == last else f"p{first}-p{last}" for first, last in left_out(source)
    )


def _without(source: Source, paragraphs: tuple[Paragraph, ...]) -> Source:
    numbers = {paragraph.number for paragraph in paragraphs}
    shown = (replace(p, text="") if p.number in numbers else p for p in source.paragraphs)
    return replace(source, paragraphs=tuple(shown))


def _fitting(paragraphs: Iterable[Paragraph], room: float) -> tuple[Paragraph, ...]:
    """Take paragraphs from the first on, until one does not fit."""
    taken: list[Paragraph] = []
    for paragraph in paragraphs:
        room -= _tokens(paragraph)
        if room < 0:
            break
        taken.append(paragraph)
    return tuple(taken)


def _tokens(paragraph: Paragraph) -> int:
    """Count a paragraph with its number, and with its heading, which may stand there only once."""
    return estimate_tokens(f"## {paragraph.heading}\n[p{paragraph.number}] {paragraph.text}\n")
