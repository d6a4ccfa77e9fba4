"""Some sentences of a section are asked for again: the prompt, and the sentences that come back.

pydantic comes with openai and is as slow to import, so only a run that asks a model imports this.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from .editing import sentence_at
from .errors import ReplyInvalid
from .prompts import Message, Role, build_prompt, language_code
from .replies import (
    Wire,
    WireSentence,
    array_schema,
    object_schema,
    sentence_schema,
    sentences_of,
    validated,
)
from .texts import tidy, without_control

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .prompts import Prompt, Templates, Wish
    from .sections import Section, Sentence
    from .source import Source

_LONGEST_HINT = 500


@dataclass(frozen=True, slots=True)
class Again:
    """Which sentences are wanted anew, and what the person says of them."""

    section: Section
    numbers: tuple[int, ...]
    """Of the sentences, from 1 in reading order."""
    hint: str = ""


class _WireNumbered(WireSentence):
    number: Annotated[int, Field(ge=1)]


class _WireAnswer(Wire):
    sentences: list[_WireNumbered]


def rewriting_prompt(again: Again, source: Source, wish: Wish, templates: Templates) -> Prompt:
    """Return the prompt that shows a model the article and the section, and asks for sentences.

    It begins as the prompt of the whole section does, so that a provider's cache knows it.

    Raises:
        SettingsError: there is no sentence of such a number, or a template cannot be filled.
    """
    first = build_prompt(source, wish, templates=templates, schema=ANSWER_SCHEMA)
    demand = _DEMAND[language_code(source.language)].format(
        numbers=", ".join(str(number) for number in again.numbers),
        listed="\n".join(f"[{n}] {sentence_at(again.section, n).text}" for n in again.numbers),
        hint=_quoted(again.hint) or "-",
    )
    shown = json.dumps(_shown(again.section), ensure_ascii=False)
    turns = (Message(Role.ASSISTANT, shown), Message(Role.USER, demand))
    return replace(first, messages=first.messages + turns, schema_name="sentences")


def parse_sentences(text: str, numbers: tuple[int, ...]) -> Mapping[int, tuple[Sentence, ...]]:
    """Return the new sentences by number; each that was asked for must be there exactly once.

    Raises:
        ReplyInvalid: not JSON, another shape, or other numbers than those asked for.
    """
    wire = validated(text, _WireAnswer).sentences
    if sorted(sentence.number for sentence in wire) != sorted(numbers):
        problem = f"Give exactly one sentence for each of these numbers: {_list(numbers)}."
        raise ReplyInvalid(
            f"the model's answer does not have the sentences asked for ({_list(numbers)})",
            problems=(problem,),
            text=text,
        )
    return {sentence.number: sentences_of([sentence]) for sentence in wire}


_DEMAND = {
    "ja": "上は今の節です（文は上から順に1、2、3…と数えます）。次の番号の文だけを書き直してください：{numbers}\n"
    "{listed}\n"
    "著者からの注文：{hint}\n"
    "ほかの文はそのまま使います。前後の文とつながり、同じ決まりを守る文にしてください。"
    "番号ごとに一文だけを `sentences` に入れ、`number` にその番号を書いてください。JSONだけを出力してください。",
    "en": "Above is the section as it stands (its sentences are counted 1, 2, 3 … from the top). "
    "Write only the sentences with these numbers anew: {numbers}\n"
    "{listed}\n"
    "What the author asks for: {hint}\n"
    "The other sentences stay. The new ones must fit between them and keep the same rules. "
    "Put exactly one sentence for each number into `sentences`, with its number as `number`. "
    "Output the JSON only.",
}


def _quoted(hint: str) -> str:
    line = tidy(without_control(hint))[:_LONGEST_HINT]
    return json.dumps(line, ensure_ascii=False) if line else ""


def _list(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))


def _shown(section: Section) -> dict[str, object]:
    return {
        "heading": section.heading,
        "opening": _texts(section.opening),
        "points": [
            {"heading": point.heading, "sentences": _texts(point.sentences)}
            for point in section.points
        ],
        "closing": _texts(section.closing),
    }


def _texts(sentences: tuple[Sentence, ...]) -> list[str]:
    return [sentence.text for sentence in sentences]


ANSWER_SCHEMA = object_schema(
    {"sentences": array_schema(sentence_schema(number={"type": "integer"}))}
)
"""Flat, without lengths and ranges: some servers refuse them, so they are checked here."""
