"""What a build tells: lines, counts and the exit code."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from builders import HTML, generated, reviewed, section, sentence, sidecar, source
from commentary.errors import (
    CommentaryError,
    ProviderUnavailable,
    SettingsError,
    SidecarError,
    SourceError,
)
from commentary.lifecycle import Standing, standing_of
from commentary.report import (
    ArticleState,
    BuildReport,
    combined,
    exit_code,
    problems,
    summary,
)
from commentary.sections import Kind, Origin, Section, Usage, Verdict
from commentary.status_table import (
    format_status,
    needs_person,
    share_line,
    status_records,
    status_rows,
)

WRONG = generated(section(sentence("180億円の計画です。")))
STALE_SOURCE = source(HTML.replace("120億円", "200億円"))


def standing(item: Section, *, stale: bool = False) -> Standing:
    """Derive a section's standing, on its article or on a changed one."""
    return standing_of(item, sidecar(item), STALE_SOURCE if stale else source())


def state(*standings: Standing, **changes: Any) -> ArticleState:
    """Return one article's state."""
    made = ArticleState("posts/a.md", standings, standings)
    return replace(made, **changes)


STALE = state(standing(section(), stale=True))
MISSING = state(missing=(Kind.OUTLOOK,))


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        pytest.param(BuildReport(), 0, id="nothing to do"),
        pytest.param(BuildReport(articles=(MISSING,)), 0, id="missing in a build"),
        pytest.param(BuildReport(articles=(STALE,)), 0, id="stale in a build"),
        pytest.param(BuildReport(articles=(state(standing(WRONG)),)), 1, id="blocked"),
        pytest.param(BuildReport(articles=(STALE,), is_frozen=True), 1, id="stale, frozen"),
        pytest.param(
            BuildReport(articles=(STALE,), is_frozen=True, leaves_out_stale=True), 0, id="left out"
        ),
        pytest.param(BuildReport(articles=(MISSING,), is_frozen=True), 0, id="missing, frozen"),
        pytest.param(
            BuildReport(articles=(MISSING,), is_frozen=True, requires_sections=True),
            1,
            id="missing, frozen, required",
        ),
        pytest.param(
            BuildReport(articles=(state(error=SidecarError("x", path="a")),)), 1, id="damaged"
        ),
        pytest.param(
            BuildReport(articles=(state(error=ProviderUnavailable("x")),)), 3, id="model failed"
        ),
        pytest.param(BuildReport(error=SettingsError("x")), 2, id="settings"),
        pytest.param(BuildReport(error=CommentaryError("x")), 1, id="bug"),
        pytest.param(
            BuildReport(
                articles=(state(error=ProviderUnavailable("x")), state(error=SettingsError("x")))
            ),
            2,
            id="settings before the model",
        ),
    ],
)
def test_exit_code_says_who_is_needed(report: BuildReport, expected: int) -> None:
    """0 fine, 1 a person, 2 settings, 3 the model."""
    assert expected == exit_code(report)


def test_problem_has_path_and_remedy() -> None:
    """A located error keeps its own place; any other gets the article's."""
    report = BuildReport(
        articles=(
            state(error=SourceError("odd", path="posts/a.md", line=3)),
            state(error=ProviderUnavailable("gone: try later")),
            state(standing(WRONG)),
        )
    )

    located, named, blocked = problems(report)

    assert "posts/a.md:3: odd" == located
    assert "posts/a.md: gone: try later" == named
    assert blocked.startswith("posts/a.md: `conclusion` is kept off the page: '180億' ")
    assert blocked.endswith("mend it in the sidecar, or remove the section")


def test_summary_counts_what_pages_show() -> None:
    """Articles, sections by origin, calls, tokens and money."""
    report = BuildReport(
        articles=(
            state(standing(section()), standing(section(origin=Origin.EXTRACT))),
            state(standing(section(origin=Origin.AUTHOR))),
        ),
        calls=2,
        usage=Usage(100, 50),
        cost=Decimal("0.0123"),
        seconds=1.26,
    )

    assert (
        "articles: 2. Sections: 1 by AI, 1 extracts, 1 by the author",
        "model calls: 2, tokens 100 in / 50 out, cost $0.0123, 1.3 s",
    ) == summary(report, "en")
    assert "記事 2 本。節: AI 1、抜粋 1、著者 1" == summary(report, "ja_JP")[0]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_summary_names_what_waits(language: str) -> None:
    """Missing, blocked and stale articles are named with the command that helps."""
    report = BuildReport(articles=(MISSING, state(standing(WRONG)), STALE))

    lines = summary(report, language)[2:]

    assert 3 == len(lines)
    assert all("posts/a.md" in line for line in lines)
    assert "`invoke generate --stale`" in lines[-1]


def test_long_lists_are_cut() -> None:
    """Five names are enough for a line; the rest is counted."""
    report = BuildReport(articles=tuple(replace(MISSING, name=f"{n}.md") for n in range(8)))

    assert summary(report, "en")[-1].endswith("0.md, 1.md, 2.md, 3.md, 4.md (+3)")


def test_cost_is_unknown_rather_than_zero() -> None:
    """Calls of a model without a price do not look free."""
    assert "cost unknown" in summary(BuildReport(calls=1), "en")[1]
    assert "cost none" in summary(BuildReport(), "en")[1]


@pytest.mark.parametrize(
    ("given", "row"),
    [
        pytest.param(
            state(standing(section())),
            ("conclusion", "pending", "sentences: 1, not 3 to 6"),
            id="pending",
        ),
        pytest.param(
            state(standing(reviewed(section(), Verdict.ACCEPTED))),
            ("conclusion", "accepted", "sentences: 1, not 3 to 6"),
            id="accepted",
        ),
        pytest.param(
            state(standing(section(origin=Origin.EXTRACT))),
            ("conclusion", "extract", ""),
            id="extract",
        ),
        pytest.param(MISSING, ("outlook", "missing", ""), id="missing"),
        pytest.param(
            state(error=SidecarError("x", path="a", line=2)),
            ("-", "damaged", "a:2: x"),
            id="damaged",
        ),
    ],
)
def test_status_has_one_row_for_each_section(given: ArticleState, row: tuple[str, ...]) -> None:
    """Path, section, state, and why."""
    assert (("posts/a.md", *row),) == status_rows(BuildReport(articles=(given,)))


def test_stale_row_says_why() -> None:
    """The reason stands in the row and in the table."""
    report = BuildReport(articles=(STALE,))
    ((_, _, found, why),) = status_rows(report)

    assert "stale" == found
    assert why.startswith("outdated: body; ")
    assert why in format_status(report)[0]


def test_only_accepted_sections_need_nobody() -> None:
    """`status --check` is content when every section was accepted."""
    accepted = state(standing(reviewed(section(), Verdict.ACCEPTED)))

    assert not needs_person(BuildReport(articles=(accepted,)))
    assert needs_person(BuildReport(articles=(accepted, MISSING)))
    assert () == format_status(BuildReport())


def test_records_say_what_people_changed() -> None:
    """A model's section counts its sentences and those that a person changed."""
    kept = section(
        sentence(), sentence("計画は2019年に公にされました。", "計画は2019年に公表され", 2)
    )
    kept = replace(kept, generated_marks=tuple(s.text_mark for s in kept.sentences))
    changed = replace(kept, opening=kept.opening[:1])
    report = BuildReport(articles=(state(standing(changed)),))
    (record,) = status_records(report)

    assert {"generated": 2, "changed": 1, "added": 0}.items() <= record.items()
    assert "of 2 sentences by AI, people changed or removed 1 (50 %)" == share_line(report, "en")
    assert "AIが書いた 2 文のうち、人が直したか除いた文 1（50 %）" == share_line(report, "ja")


def test_where_no_model_wrote_there_is_no_share() -> None:
    """An author's own section has no figure, and the table no line."""
    own = state(standing(section(origin=Origin.AUTHOR)))
    report = BuildReport(articles=(own,))

    assert ["changed" in record for record in status_records(report)] == [False]
    assert "" == share_line(report, "ja")


def test_passes_over_sub_sites_count_together() -> None:
    """Calls, tokens and money add up; an error of the first pass is not forgotten."""
    first = BuildReport(
        articles=(state(error=ProviderUnavailable("gone")),),
        calls=2,
        usage=Usage(10, 5),
        cost=Decimal("0.5"),
        seconds=1.0,
    )
    second = BuildReport(articles=(state(), MISSING), calls=0, seconds=0.5)

    total = combined([first, second])

    assert total is not None
    assert (2, Usage(10, 5), Decimal("0.5"), 1.5) == (
        total.calls,
        total.usage,
        total.cost,
        total.seconds,
    )
    assert 3 == exit_code(total)
    assert combined([]) is None


def test_unknown_cost_of_one_pass_makes_the_sum_unknown() -> None:
    """An unknown price is not taken for zero."""
    priced = BuildReport(calls=1, cost=Decimal(1))

    total = combined([priced, BuildReport(calls=1)])

    assert total is not None
    assert total.cost is None


def test_stale_text_of_a_person_gets_another_remedy() -> None:
    """`generate --stale` leaves it alone, so the message does not send anybody there."""
    accepted = state(standing(reviewed(section(), Verdict.ACCEPTED), stale=True))

    (line,) = problems(BuildReport(articles=(accepted,), is_frozen=True))

    assert "holds a person's text or judgement; mend its sentences" in line
    assert "invoke generate" not in line


def test_equal_errors_are_said_once() -> None:
    """Twenty articles that nobody answered for are one line."""
    report = BuildReport(
        articles=tuple(
            ArticleState(f"{n}.md", error=ProviderUnavailable("nobody answers")) for n in range(3)
        )
    )

    assert ("0.md, 1.md, 2.md: nobody answers",) == problems(report)


def test_article_without_a_wish_says_why_in_status() -> None:
    """`status` of a short article is not empty."""
    given = ArticleState("a.md", note="120 characters; `minimum_characters` is 400")

    assert ("a.md", "-", "unwanted", given.note) == status_rows(BuildReport(articles=(given,)))[0]
    assert not needs_person(BuildReport(articles=(given,)))


def test_unwanted_section_is_listed() -> None:
    """What stays in the sidecar although its author wants none of it is told."""
    given = ArticleState("a.md", unwanted=("outlook-1",))

    assert ("a.md", "outlook-1", "unwanted") == status_rows(BuildReport(articles=(given,)))[0][:3]
