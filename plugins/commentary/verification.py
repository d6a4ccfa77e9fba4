"""The second reader's part: pairs of sentence and paragraphs become a prompt, its answer doubts.

pydantic comes with openai and is as slow to import, so only a run that asks a model imports this.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .errors import ReplyInvalid
from .grounding import find_references
from .json_objects import find_object
from .prompts import Message, Prompt, Role, nonce_of
from .sections import Basis, Doubt, Sentence, Support, digest_of
from .texts import tidy, without_control

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .sections import Section
    from .source import Paragraph, Source

_LONGEST_REASON = 200
_MOST_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and the paragraphs it names, and no others."""

    sentence: Sentence
    paragraphs: tuple[Paragraph, ...]


class _WireVerdict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    pair: Annotated[int, Field(ge=1)]
    support: Annotated[Support, Field(strict=False)]
    reason: str


class _WireAnswer(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    verdicts: list[_WireVerdict]


def pairs_of(sections: tuple[Section, ...], source: Source) -> tuple[Pair, ...]:
    """Return each sentence that rests on paragraphs; an opinion rests on none."""
    pairs = (
        Pair(sentence, tuple(dict.fromkeys(_paragraphs(sentence, source))))
        for section in sections
        for sentence in section.sentences
        if sentence.basis is not Basis.OPINION
    )
    return tuple(dict.fromkeys(pair for pair in pairs if pair.paragraphs))


def verification_prompt(pairs: tuple[Pair, ...], instructions: str, *, date: str = "") -> Prompt:
    """Return the one prompt that asks about all pairs.

    Args:
        pairs: of one article.
        instructions: the prompt file of its language.
        date: its ISO day, without which "next year" cannot be compared with a year.
    """
    parts = [f"date: {tidy(without_control(date))}"] if date else []
    parts += [_listed(number, pair) for number, pair in enumerate(pairs, start=1)]
    listed = "\n\n".join(parts)
    nonce = nonce_of(digest_of(listed), listed)
    user = f"<pairs-{nonce}>\n{listed}\n</pairs-{nonce}>"
    return Prompt(
        messages=(Message(Role.SYSTEM, instructions), Message(Role.USER, user)),
        schema_name="support",
        schema=SCHEMA_OF_ANSWER,
        digest=digest_of(instructions),
    )


def parse_verdicts(text: str, pairs: tuple[Pair, ...]) -> tuple[Doubt, ...]:
    """Turn an answer into the doubts it holds; every pair must have exactly one verdict.

    Raises:
        ReplyInvalid: as `parse_supports`.
    """
    judged = zip(pairs, parse_supports(text, pairs), strict=True)
    return tuple(
        Doubt(pair.sentence.digest, support, reason)
        for pair, (support, reason) in judged
        if support is not Support.SUPPORTED
    )


def parse_supports(text: str, pairs: tuple[Pair, ...]) -> tuple[tuple[Support, str], ...]:
    """Return the verdict on each pair with its reason, in the order of the pairs.

    Raises:
        ReplyInvalid: not JSON, another shape, or a pair that is left out, unknown or judged twice.
    """
    verdicts = _validated(text)
    if sorted(verdict.pair for verdict in verdicts) != list(range(1, len(pairs) + 1)):
        raise _invalid(f"it does not judge each of the {len(pairs)} pairs exactly once", text)
    in_order = sorted(verdicts, key=lambda verdict: verdict.pair)
    return tuple((verdict.support, _reason(verdict.reason)) for verdict in in_order)


def _paragraphs(sentence: Sentence, source: Source) -> Iterator[Paragraph]:
    yield from (
        located.paragraph for located in find_references(sentence, source) if located.paragraph
    )


def _listed(number: int, pair: Pair) -> str:
    cited = "\n".join(f"[p{p.number}] {p.text}" for p in pair.paragraphs)
    return f"[{number}] {pair.sentence.basis}: {pair.sentence.text}\n{cited}"


def _validated(text: str) -> list[_WireVerdict]:
    if len(text) > _MOST_CHARACTERS:
        raise _invalid(f"it has {len(text)} characters, more than {_MOST_CHARACTERS}", "")
    try:
        found = find_object(text, _WireAnswer.model_fields.keys())
        return _WireAnswer.model_validate(found).verdicts
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise _invalid(f"`{where}`: {first['msg']}", text) from None
    except (ValueError, RecursionError) as error:
        raise _invalid(f"it is not one JSON object: {error}", text) from None


def _invalid(why: str, text: str) -> ReplyInvalid:
    return ReplyInvalid(
        f"the second reader's answer is not in the form asked for: {why}", text=text
    )


def _reason(text: str) -> str:
    return tidy(without_control(text))[:_LONGEST_REASON].strip()


SCHEMA_OF_ANSWER: Mapping[str, object] = {
    "type": "object",
    "properties": {
        "verdicts": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pair": {"type": "integer"},
                    "support": {"type": "string", "enum": [str(support) for support in Support]},
                    "reason": {"type": "string"},
                },
                "required": ["pair", "support", "reason"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["verdicts"],
    "additionalProperties": False,
}
"""Flat, without lengths and ranges: some servers refuse them, so they are checked here."""
