"""Predictions in a model's answer: what is kept, what is left out and why."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from commentaries import ARTICLE, CLAIM, good_reply, predicting_reply
from commentary.claims import Ground
from commentary.extraction import Extracted, Terms, extract_predictions
from commentary.predictions import Giver, Harm, Precision, Prediction, PredictionKind
from commentary.replies import parse_reply, reply_schema
from commentary.reply_claims import _WireClaim, claim_schema, parse_claims
from commentary.sections import Kind, Section
from commentary.source import Source, parse_source

if TYPE_CHECKING:
    from collections.abc import Mapping

MADE = dt.date(2026, 11, 23)
STATED = {
    "quote": "工事は2028年に始まる見通しです",
    "kind": "stated",
    "speaker": "山田花子",
}


def article() -> Source:
    """Return the article as the plugin reads it."""
    paragraphs = ARTICLE.partition("\n\n")[2].split("\n\n")
    tags = (
        f"<h2>{p[3:]}</h2>"
        if p.startswith("## ")
        else f"<blockquote><p>{p[2:]}</p></blockquote>"
        if p.startswith("> ")
        else f"<p>{p}</p>"
        for p in paragraphs
    )
    title = "市電の延伸を市議会が可決"
    return parse_source("\n".join(tags), title=title, date="2026-11-02", language="ja")


def outlooks() -> tuple[Section, ...]:
    """Return the outlooks of a good answer."""
    sections = parse_reply(good_reply(), tuple(Kind))
    return tuple(section for section in sections if section.kind is Kind.OUTLOOK)


def extracted(
    *claims: Mapping[str, Any],
    refused: tuple[Harm, ...] = tuple(Harm),
    before: tuple[Prediction, ...] = (),
) -> Extracted:
    """Read claims as a model sends them."""
    read, problems = parse_claims(predicting_reply(*claims))
    ground = Ground(article(), outlooks(), MADE, refused)
    terms = Terms("tram", "Asia/Tokyo", refused)
    made = extract_predictions(read, ground, terms, model="m-1", before=before)
    return Extracted(made.predictions, problems + made.dropped)


def test_a_checkable_claim_becomes_a_prediction() -> None:
    """It says who made it, when, of which sentence, and how it will be judged."""
    (made,) = extracted(CLAIM).predictions

    assert (
        Prediction(
            id="tram-1",
            statement=str(CLAIM["statement"]),
            made_on=MADE,
            resolves_on=dt.date(2028, 12, 31),
            resolution_criteria=str(CLAIM["resolution_criteria"]),
            section="outlook-1",
            quote=str(CLAIM["quote"]),
            references=("p3",),
            kind=PredictionKind.INFERRED,
            speaker="model:m-1",
            timezone="Asia/Tokyo",
            precision=Precision.YEAR,
            probability=0.6,
            probability_by=Giver.MODEL,
            resolution_source="市議会の議事録と市の発表",
        )
        == made
    )


def test_words_of_the_article_are_their_speakers() -> None:
    """What a named person says there is stated, with the paragraph it stands in."""
    (made,) = extracted({**CLAIM, **STATED}).predictions

    assert (PredictionKind.STATED, "山田花子", ("p3",)) == (
        made.kind,
        made.speaker,
        made.references,
    )


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"speaker": "佐藤次郎"}, id="nobody-of-that-name"),
        pytest.param({"speaker": ""}, id="no-speaker"),
        pytest.param({"quote": "工事は2029年に始まる見通しです"}, id="other-words"),
    ],
)
def test_nobody_is_given_words_that_are_not_theirs(change: dict[str, str]) -> None:
    """A stated claim needs its words in the article, and its speaker beside them."""
    assert () == extracted({**CLAIM, **STATED, **change}).predictions


def test_a_stated_claim_of_the_outlooks_own_words_is_the_models() -> None:
    """Who paraphrases speaks for himself."""
    (made,) = extracted({**CLAIM, "kind": "stated", "speaker": "山田花子"}).predictions

    assert (PredictionKind.INFERRED, "model:m-1") == (made.kind, made.speaker)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"quote": "2030年には開業するでしょう"}, "its quote stands", id="quote"),
        pytest.param({"quote": ""}, "its quote stands", id="no-quote"),
        pytest.param({"statement": "同社の工事は2028年末までに始まる。"}, "'同社'", id="pronoun"),
        pytest.param(
            {"statement": "2028年末までには、すべてがきっと良くなる。"}, "names nobody", id="nobody"
        ),
        pytest.param(
            {"statement": "佐藤市長は2028年末までに市電の工事を始める。"}, "佐藤", id="stranger"
        ),
        pytest.param(
            {"statement": "市電の工事が2028年末までに始まる可能性がある。"}, "hedged", id="hedged"
        ),
        pytest.param(
            {"statement": "市電の工事は2028年末までに始まるか？"}, "no statement", id="question"
        ),
        pytest.param(
            {"statement": "市電の総事業費は2028年末までに950億円になる。"}, "'950億", id="number"
        ),
        pytest.param(
            {"resolution_criteria": "工事が大きく進んだかどうか。"}, "yes or no", id="degree"
        ),
        pytest.param({"resolution_criteria": "　"}, "how it is judged", id="no-criteria"),
        pytest.param(
            {"resolution_source": "https://example.org/"}, "adds an address", id="address"
        ),
        pytest.param(
            {"statement": "市電の株は2028年末までに買うべき銘柄になる。"}, "advice", id="advice"
        ),
        pytest.param({"probability": 0}, "probability 0.0", id="never"),
        pytest.param({"probability": 1.2}, "probability 1.2", id="120-percent"),
        pytest.param({"resolves_on": "2028-02-31"}, "`resolves_on`", id="31-february"),
        pytest.param({"resolves_on": "2030-12-31"}, "not in what the text", id="other-year"),
        pytest.param({"probability": "high"}, "`probability`", id="no-number"),
        pytest.param({"extra": 1}, "`extra`", id="extra"),
        pytest.param(
            {"statement": "市電の運営会社の株価が2028年末までに上がる。"}, "markets", id="markets"
        ),
        pytest.param({"category": "medicine"}, "medicine", id="medicine-by-its-own-word"),
        pytest.param({"statement": "市電をめぐる訴訟で2028年末までに市が勝つ。"}, "law", id="law"),
    ],
)
def test_what_cannot_be_judged_is_left_out(change: dict[str, Any], reason: str) -> None:
    """Each rule says why, and the other claims of the answer stay."""
    made = extracted({**CLAIM, **change}, CLAIM)

    assert ["tram-1"] == [prediction.id for prediction in made.predictions]
    (why,) = made.dropped
    assert reason in why


@pytest.mark.parametrize(
    "statement",
    [
        "市議会と市は、それぞれ2028年末までに市電の予算を認める。",
        "市電の工事が2028年に始まり、市は May 2028 という日付で発表する。",
        "市電の総事業費は2028年末の時点で120億円のままである。",
    ],
)
def test_what_only_looks_wrong_is_kept(statement: str) -> None:
    """それぞれ is no pronoun, May no hedge, and a number of the article no invention."""
    assert () == extracted({**CLAIM, "statement": statement}).dropped


@pytest.mark.parametrize("day", ["2026-11-02", "2026-11-23", "2020-01-01", "2037-01-01"])
def test_the_day_lies_ahead_and_within_ten_years(day: str) -> None:
    """What was known when it was made is no prediction, and nobody waits for eleven years."""
    change = {
        "statement": "港までの市電の線路を敷く工事が始まる。",
        "quote": "反対派が心配するように出費がかさむかもしれません",
        "resolves_on": day,
        "precision": "day",
    }
    assert () == extracted({**CLAIM, **change}).predictions


def test_a_harm_may_be_allowed() -> None:
    """The setting decides what is refused."""
    claim = {**CLAIM, "statement": "市電をめぐる訴訟は2028年末までに終わる。", "category": "law"}
    assert 1 == len(extracted(claim, refused=()).predictions)


def test_the_same_claim_counts_once() -> None:
    """Twice the same would count twice in every score."""
    made = extracted(CLAIM, {**CLAIM, "probability": 0.9})
    assert 1 == len(made.predictions)
    assert "twice" in made.dropped[0]


def test_an_id_is_never_given_again() -> None:
    """New predictions are numbered behind all that the article ever had."""
    (old,) = extracted(CLAIM).predictions
    (new,) = extracted(CLAIM, before=(old,)).predictions
    assert ("tram-1", "tram-2") == (old.id, new.id)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(good_reply(), id="none"),
        pytest.param('{"outlooks": [], "predictions": null}', id="null"),
        pytest.param("prose", id="no-json"),
    ],
)
def test_an_answer_without_predictions_is_fine(text: str) -> None:
    """Small models and edited prompts give none."""
    assert ((), ()) == parse_claims(text)


@pytest.mark.parametrize(
    "predictions", ["text", {"a": 1}, [1], [None], [CLAIM["statement"]], [{}], [[dict(CLAIM)]]]
)
def test_malformed_predictions_cost_no_section(predictions: object) -> None:
    """They are left out with a reason, and the sections of the answer are read."""
    answer = {**json.loads(good_reply()), "predictions": predictions}
    text = json.dumps(answer, ensure_ascii=False, default=dict)

    claims, problems = parse_claims(text)

    assert ((), 1) == (claims, len(problems))
    assert parse_reply(good_reply(), tuple(Kind)) == parse_reply(text, tuple(Kind))


def test_schema_and_types_of_a_prediction_agree() -> None:
    """What a model is told to send is what is read."""
    wire = _WireClaim.model_json_schema()
    asked: Any = claim_schema()

    assert list(asked["properties"]) == asked["required"] == list(wire["properties"])
    for name, told in asked["properties"].items():
        assert told["type"] == wire["properties"][name]["type"]
        assert told.get("enum") == wire["properties"][name].get("enum")
    assert "predictions" not in reply_schema((Kind.CONCLUSION,), predicts=True)["properties"]  # type: ignore[operator]
