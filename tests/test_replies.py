"""What a model answers becomes sections, or a list of problems that it can be told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentary import replies
from commentary.errors import ReplyInvalid
from commentary.replies import parse_reply, reply_schema
from commentary.sections import (
    Basis,
    Form,
    Kind,
    Origin,
    Point,
    Reference,
    Section,
    Sentence,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

BOTH = (Kind.OUTLOOK, Kind.CONCLUSION)

SENTENCE: dict[str, Any] = {
    "text": "2028年に動き出すでしょう。",
    "basis": "inferred",
    "references": [{"paragraph": 3, "quote": "工事は2028年に始まる"}],
}
OUTLOOK: dict[str, Any] = {
    "heading": "路線の将来の展望",
    "form": "list",
    "opening": [],
    "points": [{"heading": "着工まで", "sentences": [SENTENCE]}],
    "closing": [],
}
CONCLUSION: dict[str, Any] = {"heading": "結論", "sentences": [SENTENCE]}
GOOD = json.dumps({"outlooks": [OUTLOOK], "conclusion": CONCLUSION}, ensure_ascii=False)

LINE = Sentence(
    "2028年に動き出すでしょう。", (Reference(3, "工事は2028年に始まる"),), Basis.INFERRED
)
SECTIONS = (
    Section(
        id="outlook-1",
        kind=Kind.OUTLOOK,
        origin=Origin.MODEL,
        heading="路線の将来の展望",
        form=Form.LIST,
        points=(Point("着工まで", (LINE,)),),
    ),
    Section(
        id="conclusion",
        kind=Kind.CONCLUSION,
        origin=Origin.MODEL,
        heading="結論",
        opening=(LINE,),
    ),
)


def answer(**changes: object) -> str:
    """Return a good answer whose first outlook sentence differs."""
    point = {"heading": "着工まで", "sentences": [{**SENTENCE, **changes}]}
    return json.dumps({"outlooks": [{**OUTLOOK, "points": [point]}], "conclusion": CONCLUSION})


def problems_of(text: str, kinds: tuple[Kind, ...] = BOTH) -> tuple[str, ...]:
    """Return what a model is told about an answer that cannot be used."""
    with pytest.raises(ReplyInvalid) as raised:
        parse_reply(text, kinds)
    return raised.value.problems


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GOOD, id="bare"),
        pytest.param(f"```json\n{GOOD}\n```", id="fenced"),
        pytest.param(f"<think>{{ or [ ?\n</think>\n{GOOD}", id="thinking"),
        pytest.param(f"no beginning, {{}} </think>{GOOD}", id="end-of-thinking-only"),
        pytest.param(f"<think>never closed {{ so be it }}\n{GOOD}", id="unclosed-thinking"),
        pytest.param(f"Here you are, as {{asked}}:\n{GOOD}", id="chatter-before"),
        pytest.param(f"{GOOD}\nThat is all. :}}", id="chatter-after"),
        pytest.param(f'{{"example": 1}} {GOOD}', id="another-object-before"),
        pytest.param(json.dumps(json.loads(GOOD), indent=4), id="indented"),
        pytest.param("\ufeff" + GOOD, id="byte-order-mark"),
    ],
)
def test_an_answer_is_found_among_what_surrounds_it(text: str) -> None:
    """Thinking, fences and politeness around one whole object do no harm."""
    assert SECTIONS == parse_reply(text, BOTH)


def test_only_what_is_asked_for_is_needed() -> None:
    """An answer with the conclusion alone is good when only that was wanted."""
    text = json.dumps({"conclusion": CONCLUSION})
    assert SECTIONS[1:] == parse_reply(text, (Kind.CONCLUSION,))


def test_subjects_are_numbered() -> None:
    """Each outlook has an id of its own."""
    text = json.dumps({"outlooks": [OUTLOOK, OUTLOOK, OUTLOOK]})
    ids = [section.id for section in parse_reply(text, (Kind.OUTLOOK,))]
    assert ["outlook-1", "outlook-2", "outlook-3"] == ids


def test_texts_are_cleaned() -> None:
    """Line breaks, invisible and bidirectional characters do not enter a section."""
    text = answer(text="  一行目\n二行目\u202e\u200b\x07  です。 ")
    assert "一行目二行目 です。" == parse_reply(text, BOTH)[0].sentences[0].text


def test_references_that_say_the_same_are_one() -> None:
    """A model that repeats itself is not taken for two grounds."""
    reference = {"paragraph": 3, "quote": "工事は"}
    spaced = {"paragraph": 3, "quote": " 工事は\n"}
    section = parse_reply(answer(references=[reference, spaced]), BOTH)[0]
    assert (Reference(3, "工事は"),) == section.sentences[0].references


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("", "no `outlooks` and no `conclusion`", id="empty"),
        pytest.param("I cannot help with that.", "no `outlooks` and no", id="prose"),
        pytest.param("[]", "no `outlooks` and no `conclusion`", id="list"),
        pytest.param('{"sections": []}', "no `outlooks` and no", id="other-object"),
        pytest.param(GOOD[:-40], "not one JSON object", id="truncated"),
        pytest.param(GOOD[: len(GOOD) // 2] + "}", "not one JSON object", id="cut-and-closed"),
        pytest.param("{" * 200, "not one JSON object", id="braces"),
        pytest.param('{"outlooks":' * 5000, "not one JSON object", id="deep-objects"),
        pytest.param('{"outlooks":' + "[" * 90_000, "not one JSON object", id="deep-lists"),
        pytest.param(GOOD.replace("[]", "NaN", 1), "NaN is no JSON", id="not-a-number"),
        pytest.param(GOOD.replace(": 3", ": -Infinity"), "Infinity is no JSON", id="infinity"),
        pytest.param(GOOD.replace(": 3", ": " + "9" * 5000), "not one JSON", id="huge-number"),
        pytest.param(GOOD + " " * 100_000, "far too long", id="100-kB"),
        pytest.param("<html><body>502 Bad Gateway</body></html>", "no `outlooks`", id="html"),
        pytest.param('{"outlooks": {}}', "`outlooks`: Input should be a valid list", id="object"),
        pytest.param('{"conclusion": []}', "`conclusion`: Input should be", id="list-for-object"),
        pytest.param(answer(text=5), ".text`: Input should be a valid string", id="number"),
        pytest.param(answer(text=None), ".text`: Input should be a valid string", id="null"),
        pytest.param(answer(text=""), ".text`: Value error, it is empty", id="empty-text"),
        pytest.param(answer(text=" \u200b\n"), "it is empty", id="invisible-text"),
        pytest.param(answer(text="\ud83d"), "valid string", id="half-a-surrogate-pair"),
        pytest.param(answer(text="あ" * 601), "at most 600 characters", id="long-text"),
        pytest.param(answer(basis="guess"), "'stated', 'inferred' or 'opinion'", id="basis"),
        pytest.param(answer(extra=1), ".extra`: Extra inputs are not permitted", id="extra"),
        pytest.param(answer(references=[3]), ".references.0`: Input should be", id="bare-number"),
        pytest.param(
            answer(references=[{"paragraph": True, "quote": "あ"}]), "valid integer", id="bool"
        ),
        pytest.param(
            answer(references=[{"paragraph": "3", "quote": "あ"}]),
            "valid integer",
            id="text-number",
        ),
        pytest.param(
            answer(references=[{"paragraph": 3.0, "quote": "あ"}]), "valid integer", id="float"
        ),
        pytest.param(
            answer(references=[{"paragraph": 0, "quote": "あ"}]), "greater than", id="paragraph-0"
        ),
        pytest.param(
            answer(references=[{"paragraph": 10**30, "quote": "あ"}]), "less than", id="far"
        ),
        pytest.param(
            answer(references=[{"paragraph": 3}]), ".quote`: Field required", id="unquoted"
        ),
        pytest.param(
            answer(references=[{"paragraph": 3, "quote": "\u202e"}]), "it is empty", id="no-quote"
        ),
    ],
)
def test_an_answer_that_cannot_be_used_says_why(text: str, problem: str) -> None:
    """Every malformed answer ends in problems that a model can act on."""
    problems = problems_of(text)
    assert problem in problems[0]
    assert all(len(told) < 300 for told in problems)


def test_a_missing_section_is_a_problem() -> None:
    """What was wanted and is not there is asked for again."""
    assert (
        "`outlook` is missing.",
        "`conclusion` is missing.",
    ) == problems_of('{"outlooks": [], "conclusion": null}')


def test_a_section_too_many_is_a_problem() -> None:
    """What nobody wanted is not published by accident."""
    assert ("`outlook` was not asked for; leave it out.",) == problems_of(GOOD, (Kind.CONCLUSION,))


def test_few_problems_are_told_at_once() -> None:
    """A model that got everything wrong is not sent a hundred lines."""
    text = json.dumps({"outlooks": [{"heading": 1}] * 5, "conclusion": {"heading": 2}})
    assert 8 == len(problems_of(text))


def test_the_answer_comes_with_the_error() -> None:
    """The next prompt shows a model what it said, unless that was far too long."""
    with pytest.raises(ReplyInvalid) as short:
        parse_reply("so", BOTH)
    with pytest.raises(ReplyInvalid) as long:
        parse_reply("so" * 60_000, BOTH)

    assert "so" == short.value.text
    assert "" == long.value.text


@given(st.text(max_size=200))
def test_any_text_is_sections_or_problems(text: str) -> None:
    """No answer whatever gives another exception."""
    for reply in (text, GOOD[:50] + text + GOOD[50:], GOOD.replace('"themes"', text)):
        try:
            sections = parse_reply(reply, BOTH)
        except ReplyInvalid as error:
            sections = ()
            problems = error.problems
        assert sections or problems


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(_values, st.sampled_from(["outlooks", "conclusion"]))
def test_any_json_is_sections_or_problems(value: object, key: str) -> None:
    """Nothing but the form asked for gets through."""
    assert problems_of(json.dumps({key: value}))


@pytest.mark.parametrize(
    ("kinds", "names"),
    [
        pytest.param(BOTH, ["plan", "outlooks", "conclusion"], id="both"),
        pytest.param((Kind.OUTLOOK,), ["plan", "outlooks"], id="outlook"),
        pytest.param((Kind.CONCLUSION,), ["conclusion"], id="conclusion"),
    ],
)
def test_the_schema_asks_for_what_is_wanted(kinds: tuple[Kind, ...], names: list[str]) -> None:
    """A model is shown no more than it shall write."""
    schema: Any = reply_schema(kinds)
    assert names == list(schema["properties"])


def planned(*forms: str, outlooks: int = 1) -> str:
    """Return an answer with a plan and so many outlooks, all of them lists."""
    plan = [{"subject": "路線", "form": form, "paragraphs": [3]} for form in forms]
    made = [{**OUTLOOK, "heading": f"展望その{number}"} for number in range(outlooks)]
    return json.dumps({"plan": plan, "outlooks": made, "conclusion": CONCLUSION})


@pytest.mark.parametrize(
    ("text", "subjects", "problem"),
    [
        pytest.param(planned("list", "list"), (), "differ from `plan`", id="too-few"),
        pytest.param(planned("list", outlooks=2), (), "differ from `plan`", id="too-many"),
        pytest.param(planned("themes"), (), "differ from `plan`", id="other-form"),
        pytest.param(planned("list"), ("路線", "港"), "named 2 subjects", id="author's-subjects"),
        pytest.param(planned(*["list"] * 4, outlooks=4), (), "choose 3 subjects", id="four"),
        pytest.param(
            '{"plan": [{"subject": 1}], "outlooks": []}', (), "`plan.0.subject`", id="wrong-type"
        ),
    ],
)
def test_outlooks_follow_the_plan(text: str, subjects: tuple[str, ...], problem: str) -> None:
    """What is planned is written, in number and form; the author's list is the plan."""
    with pytest.raises(ReplyInvalid) as raised:
        parse_reply(text, BOTH, subjects)
    assert problem in " ".join(raised.value.problems)


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        pytest.param(planned("list"), (), id="as-planned"),
        pytest.param(planned(outlooks=2), (), id="without-plan"),
        pytest.param(planned(*["list"] * 4, outlooks=4), ("一", "二", "三", "四"), id="by-author"),
    ],
)
def test_a_plan_that_is_kept_is_no_problem(text: str, subjects: tuple[str, ...]) -> None:
    """A server that leaves the plan out loses no section, and an author may name four subjects."""
    assert Kind.CONCLUSION is parse_reply(text, BOTH, subjects)[-1].kind


def test_the_schema_and_the_types_agree() -> None:
    """The schema that is sent and the types that check the answer name the same fields."""
    assert _shape_of_schema(reply_schema(BOTH)) == _shape_of_type(replies._WireReply)  # noqa: SLF001 - the types are no one else's business


def test_the_words_of_the_types_are_those_of_the_values() -> None:
    """A new basis or form is not forgotten in the types."""
    schema = json.dumps(replies._WireReply.model_json_schema())  # noqa: SLF001 - as above
    assert json.dumps([str(basis) for basis in Basis]) in schema
    assert json.dumps([str(form) for form in Form]) in schema


def test_the_schema_is_flat_and_strict() -> None:
    """Servers refuse references, optional fields and free fields in a schema."""
    for node in _objects(reply_schema(BOTH)):
        assert node["required"] == list(node["properties"])
        assert node["additionalProperties"] is False
    assert "$" not in json.dumps(reply_schema(BOTH))


def _shape_of_schema(node: Mapping[str, Any]) -> Any:
    if node["type"] == "object":
        return {name: _shape_of_schema(value) for name, value in node["properties"].items()}
    if node["type"] == "array":
        return [_shape_of_schema(node["items"])]
    return node.get("enum", node["type"])


def _shape_of_type(model: type[BaseModel]) -> Any:
    whole = model.model_json_schema()

    def shape(node: Mapping[str, Any]) -> Any:
        if "$ref" in node:
            return shape(whole["$defs"][node["$ref"].rsplit("/", 1)[-1]])
        if "anyOf" in node:
            return shape(node["anyOf"][0])
        if "properties" in node:
            return {name: shape(value) for name, value in node["properties"].items()}
        if node.get("type") == "array":
            return [shape(node["items"])]
        return node.get("enum", node["type"])

    return shape(whole)


def _objects(node: Any) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    if isinstance(node, dict):
        found = [node] if node.get("type") == "object" else []
        for value in node.values():
            found += _objects(value)
    return found
