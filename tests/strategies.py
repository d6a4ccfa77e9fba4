"""Hypothesis strategies: sections and sidecars as wide as can be held, HTML as bad as can be."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from commentary.predictions import (
    GREATEST_PROBABILITY,
    LEAST_PROBABILITY,
    Change,
    Giver,
    Outcome,
    Precision,
    Prediction,
    PredictionKind,
    Resolution,
)
from commentary.sections import (
    Basis,
    Doubt,
    Form,
    Kind,
    Origin,
    Point,
    Provenance,
    Reference,
    Review,
    Section,
    Sentence,
    Sidecar,
    Support,
    Usage,
    Verdict,
)

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_of_a_line = st.characters(codec="utf-8", exclude_characters=_BREAKS)

facts: SearchStrategy[str] = st.text(st.characters(codec="utf-8"), max_size=30)
"""Text of the front matter: anything that UTF-8 can hold."""

_tricky = st.sampled_from(
    [
        "# no heading", "> p1「no quote」", "\\ begins so", "---", "+++", "ends so [p1]", "[]",
        "ends so [p1 p2 inferred]", "[opinion]", "so [stated]", "a [p1 foo]", "(p3)", "[p3, p4]",
        "」が入る「文", 'a "quoted" word', "\\", "\ufeffbom", "x [p０]",
    ]
)  # fmt: skip
lines: SearchStrategy[str] = (
    st.text(_of_a_line, min_size=1, max_size=40).map(str.strip).filter(bool) | _tricky
)
"""Headings and sentences: one line, nothing around it."""

references: SearchStrategy[Reference] = st.builds(
    Reference, st.integers(1, 999_999), st.text(_of_a_line, max_size=30)
)
sentences: SearchStrategy[Sentence] = st.builds(
    Sentence,
    lines,
    st.lists(references, max_size=4).map(tuple),
    st.sampled_from(Basis),
)
_groups = st.lists(sentences, max_size=3).map(tuple)
points: SearchStrategy[Point] = st.builds(Point, lines, _groups)
reviews: SearchStrategy[Review] = st.builds(
    Review, st.sampled_from(Verdict), facts, st.dates(), facts, facts
)
_counts = st.integers(0, 10**12)
usages: SearchStrategy[Usage] = st.builds(Usage, _counts, _counts, _counts, _counts)
_moments = st.datetimes(
    min_value=dt.datetime(1, 1, 2),  # noqa: DTZ001 - `timezones` gives the zone
    timezones=st.just(dt.UTC),
).map(lambda moment: moment.replace(microsecond=0))


def provenances(number: int) -> SearchStrategy[Provenance]:
    """Return provenances of one number."""
    return st.builds(
        Provenance,
        number=st.just(number),
        model=facts,
        model_asked=facts,
        host=facts,
        prompt_digest=facts,
        source_digest=facts,
        generated_at=_moments,
        attempts=_counts,
        usage=usages,
        request_id=facts,
        parameters=st.dictionaries(facts, facts, max_size=3).map(lambda d: tuple(d.items())),
        findings=st.lists(facts, max_size=3).map(tuple),
        verified_by=facts,
        left_out=st.sampled_from(["", "p41", "p41-p97"]),
        doubts=st.lists(st.builds(Doubt, facts, st.sampled_from(Support), facts), max_size=2).map(
            tuple
        ),
    )


def sections(identifier: str, numbers: tuple[int, ...]) -> SearchStrategy[Section]:
    """Return sections of one id that name a provenance out of `numbers`, or none."""
    return st.builds(
        Section,
        id=st.just(identifier),
        kind=st.sampled_from(Kind),
        origin=st.sampled_from(Origin),
        heading=lines,
        form=st.sampled_from(Form),
        opening=_groups,
        points=st.lists(points, max_size=3).map(tuple),
        closing=_groups,
        provenance=st.sampled_from((None, *numbers)),
        generated_digest=facts,
        generated_marks=st.lists(facts, max_size=3).map(tuple),
        review=st.none() | reviews,
    )


_filled = facts.filter(lambda text: bool(text.strip()))
_chances = st.none() | st.floats(LEAST_PROBABILITY, GREATEST_PROBABILITY)
_addresses = st.sampled_from(["https://example.org/a", "http://example.com/報告?x=1"])
_FIRST, _MADE, _DUE = dt.date(1990, 1, 1), dt.date(2020, 2, 29), dt.date(2031, 12, 31)
changes: SearchStrategy[Change] = st.builds(Change, st.dates(), facts, facts, facts, facts)
resolutions: SearchStrategy[Resolution] = st.builds(
    Resolution,
    outcome=st.sampled_from(Outcome),
    known_on=st.dates(_MADE, _DUE),
    entered_on=st.dates(_DUE),
    resolved_by=_filled,
    evidence=_addresses,
    note=facts,
)


def predictions(identifier: str) -> SearchStrategy[Prediction]:
    """Return predictions of one id, with days in their order, not public yet."""
    return st.builds(
        Prediction,
        id=st.just(identifier),
        statement=_filled,
        made_on=st.dates(_FIRST, _MADE),
        resolves_on=st.dates(_MADE + dt.timedelta(1), _DUE),
        resolution_criteria=_filled,
        section=facts,
        quote=facts,
        references=st.lists(facts, max_size=3).map(tuple),
        kind=st.sampled_from(PredictionKind),
        speaker=facts.filter(bool),
        timezone=facts,
        precision=st.sampled_from(Precision),
        probability=_chances,
        probability_by=st.none() | st.sampled_from(Giver),
        author_probability=_chances,
        resolution_source=facts,
        resolution_address=st.just("") | _addresses,
        history=st.lists(changes, max_size=2).map(tuple),
        resolution=st.none() | resolutions,
    )


@st.composite
def sidecars(draw: DrawFn) -> Sidecar:
    """Return sidecars that hang together: ids and numbers once, provenances that exist."""
    numbers = tuple(draw(st.lists(st.integers(0, 99), unique=True, max_size=2)))
    identifiers = draw(st.lists(facts, unique=True, max_size=3))
    claims = draw(st.lists(st.sampled_from(["a-1", "予算-2", "x"]), unique=True, max_size=2))
    return Sidecar(
        language=draw(st.sampled_from(["ja", "en"]) | facts),
        source_digest=draw(facts),
        sections=tuple(draw(sections(identifier, numbers)) for identifier in identifiers),
        provenances=tuple(draw(provenances(number)) for number in numbers),
        predictions=tuple(draw(predictions(claim)) for claim in claims),
    )


_pieces = st.sampled_from(
    [
        "<p>", "</p>", "<P class='a>b'>", "<p id=p2>", "<p id=''>", "<li>", "</li>", "<ul>", "</ul>",
        "<div>", "</div>", "<div class=section>", "<blockquote>", "</blockquote>", "<br>", "<br/>",
        "<table>", "<tr>", "<td>", "</table>", "<pre>", "</pre>", "<h2>", "</h2>", "<b>", "</b>",
        "<!-- ", "-->", "<![CDATA[", "<![", "<!", "]]>", "<?", "&amp;", "&#0;", "&", "<", ">", '"',
        "<script>", "</script>", "<div class=footnote>", "[[outlook]]", "[[conclusion]]",
        "<p>[[outlook]]</p>", "文です。", "text", "\n", "\r\n", "\r", " ", "\u2028", "\x00", "<p\n>",
        "<p/>", "<![foo", "]>", "<textarea>", "<p hidden>", "<ruby>漢<rt>かん</rt></ruby>",
    ]
)  # fmt: skip
bodies: SearchStrategy[str] = st.lists(_pieces | st.text(max_size=4), max_size=25).map("".join)
"""HTML as nobody should write it."""
