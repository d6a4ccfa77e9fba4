"""Sentences that a check objects to are cut, if the section stands without them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import section, sentence
from commentary.cutting import cut_failing, stands
from commentary.sections import Basis, Finding, Kind, Point, Section, Severity

GOOD = ("計画は可決されました。", "費用は増えました。", "工事は2028年からです。")
BAD = "悪い文です。"


def objects(checked: Section) -> tuple[Finding, ...]:
    """Object to bad sentences and bad headings, and remark on a good sentence."""
    texts = [checked.heading, *(p.heading for p in checked.points)]
    texts += [s.text for s in checked.sentences]
    remark = Finding(Severity.ADVISORY, "filler", "is dull", GOOD[0])
    return (remark, *(Finding(Severity.BLOCKING, "test", "is bad", t) for t in texts if "悪" in t))


def outlook(*points: tuple[str, ...], opening: tuple[str, ...] = ()) -> Section:
    """Return an outlook of points with these sentences."""
    made = section(*map(sentence, opening), kind=Kind.OUTLOOK)
    named = (Point(f"見出し{n}", tuple(map(sentence, p))) for n, p in enumerate(points, start=1))
    return replace(made, opening=tuple(map(sentence, opening)), points=tuple(named))


def conclusion(*texts: str) -> Section:
    """Return a conclusion of these sentences."""
    return section(*map(sentence, texts))


def texts_of(made: Section | None) -> list[str]:
    """Return the sentences of a section."""
    return [s.text for s in made.sentences] if made else []


def test_nothing_is_cut_where_nothing_is_blocking() -> None:
    """A remark costs no sentence."""
    made = conclusion(*GOOD)

    cut = cut_failing(made, objects, "ja")

    assert cut is not None
    assert (made, ()) == (cut.section, cut.reasons)


def test_failing_sentence_goes_and_its_reason_stays() -> None:
    """What is left is what the check has nothing against."""
    cut = cut_failing(conclusion(GOOD[0], GOOD[1], BAD, GOOD[2]), objects, "ja")

    assert cut is not None
    assert list(GOOD) == texts_of(cut.section)
    assert [(BAD, "test", "is bad")] == [(r.sentence, r.rule, r.message) for r in cut.reasons]


@pytest.mark.parametrize(
    ("points", "opening", "left"),
    [
        pytest.param(((GOOD[0], BAD), (GOOD[1],)), (), [*GOOD[:2]], id="a sentence of a point"),
        pytest.param(((BAD,), (GOOD[0],), (GOOD[1],)), (), [*GOOD[:2]], id="a whole point"),
        pytest.param(((BAD,), (GOOD[0],)), (GOOD[1],), [GOOD[1], GOOD[0]], id="opening, a point"),
        pytest.param(((GOOD[0],), (GOOD[1],)), (BAD,), [*GOOD[:2]], id="the opening"),
        pytest.param(((BAD,), (GOOD[0],)), (), [], id="one point is no outlook"),
        pytest.param(((BAD,),), (GOOD[0],), [], id="an opening alone is no outlook"),
    ],
)
def test_outlook_is_cut_as_long_as_it_stands(
    points: tuple[tuple[str, ...], ...], opening: tuple[str, ...], left: list[str]
) -> None:
    """It keeps two points, or an opening and a point, and no point without a sentence."""
    cut = cut_failing(outlook(*points, opening=opening), objects, "ja")

    assert left == texts_of(cut.section if cut else None)
    assert not cut or all(point.sentences for point in cut.section.points)


def test_conclusion_of_two_sentences_is_none() -> None:
    """Such a one is left as it was, for a person."""
    assert cut_failing(conclusion(GOOD[0], BAD, GOOD[1]), objects, "ja") is None


def test_conclusion_without_grounds_is_none() -> None:
    """Opinions alone conclude nothing."""
    opinions = tuple(replace(sentence(t, basis=Basis.OPINION), references=()) for t in GOOD)

    assert stands(section(*map(sentence, GOOD)))
    assert not stands(section(*opinions))


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(replace(conclusion(*GOOD), heading="悪い結論"), id="of the section"),
        pytest.param(
            replace(outlook((GOOD[0],), (GOOD[1],), (GOOD[2],)), heading="悪い"), id="of an outlook"
        ),
        pytest.param(
            replace(conclusion(*GOOD, BAD), heading="悪い結論"), id="besides a bad sentence"
        ),
    ],
)
def test_heading_cannot_be_cut(made: Section) -> None:
    """A section whose heading is wrong is left to a person."""
    assert cut_failing(made, objects, "ja") is None


@pytest.mark.parametrize(
    ("language", "follower"),
    [("ja", "それにより負担は増えるでしょう。"), ("en", "This may raise the burden on the city.")],
)
def test_sentence_that_leans_on_a_cut_one_goes_too(language: str, follower: str) -> None:
    """A "this" would now point at something else."""
    cut = cut_failing(conclusion(*GOOD, BAD, follower), objects, language)

    assert cut is not None
    assert list(GOOD) == texts_of(cut.section)
    assert ["test", "context"] == [reason.rule for reason in cut.reasons]


def test_opinion_at_the_end_leans_on_the_whole() -> None:
    """The author's closing sentence stays when the one before it is cut."""
    opinion = replace(
        sentence("この町を見守りたいと考えています。", basis=Basis.OPINION), references=()
    )

    cut = cut_failing(section(*map(sentence, GOOD), sentence(BAD), opinion), objects, "ja")

    assert cut is not None
    assert opinion == cut.section.sentences[-1]


def test_what_is_left_is_checked_again() -> None:
    """A sentence that fails only without another one goes as well, until nothing fails."""

    def in_pairs(checked: Section) -> tuple[Finding, ...]:
        texts = texts_of(checked)
        failing = [BAD] if BAD in texts else [GOOD[2]] if GOOD[2] in texts else []
        return tuple(Finding(Severity.BLOCKING, "test", "is bad", text) for text in failing)

    cut = cut_failing(conclusion(*GOOD, BAD, "橋は残ります。"), in_pairs, "ja")

    assert cut is not None
    assert [*GOOD[:2], "橋は残ります。"] == texts_of(cut.section)
