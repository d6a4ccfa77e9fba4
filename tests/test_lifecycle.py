"""What state a section is in, what pages show, and what binds a verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import HTML, TODAY, generated, reviewed, section, sentence, sidecar, source
from commentary.errors import SettingsError
from commentary.lifecycle import (
    Now,
    Outdated,
    Status,
    accept,
    is_a_persons,
    is_published,
    reject,
    standing_of,
    status_of,
    without_stale,
)
from commentary.sections import Basis, Kind, Origin, Section, Verdict
from commentary.settings import Publish, Settings

SETTINGS = Settings(reviewers=("山田",))
EDITED = replace(section(), heading="むすび")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(None, Status.MISSING, id="no section"),
        pytest.param(section(), Status.PENDING, id="as generated"),
        pytest.param(EDITED, Status.EDITED, id="changed by hand"),
        pytest.param(reviewed(section(), Verdict.ACCEPTED), Status.ACCEPTED, id="accepted"),
        pytest.param(reviewed(section(), Verdict.REJECTED), Status.REJECTED, id="rejected"),
        pytest.param(
            reviewed(EDITED, Verdict.ACCEPTED), Status.ACCEPTED, id="edited, then accepted"
        ),
        pytest.param(
            reviewed(EDITED, Verdict.ACCEPTED, section().digest), Status.EDITED, id="edited after"
        ),
        pytest.param(
            reviewed(EDITED, Verdict.REJECTED, section().digest), Status.EDITED, id="mended after"
        ),
        pytest.param(section(origin=Origin.AUTHOR), Status.ACCEPTED, id="the author's own"),
        pytest.param(section(origin=Origin.EXTRACT), Status.PENDING, id="extract"),
    ],
)
def test_status_follows_from_review_and_digests(given: Section | None, expected: Status) -> None:
    """Every section has exactly one status, computed from stored facts."""
    assert expected is status_of(given)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"heading": "むすび"}, id="heading"),
        pytest.param({"opening": (sentence("別の文です。"),)}, id="text"),
        pytest.param({"opening": (sentence(quote="計画は"),)}, id="quote"),
        pytest.param({"opening": (sentence(paragraph=2),)}, id="paragraph"),
        pytest.param({"opening": (sentence(basis=Basis.OPINION),)}, id="basis"),
        pytest.param({"opening": (), "closing": (sentence(),)}, id="place"),
    ],
)
def test_acceptance_does_not_outlive_the_text(change: dict[str, object]) -> None:
    """Whatever changes in text, references or quotes takes the acceptance back."""
    accepted = accept(section(), reviewer="山田", today=TODAY, settings=SETTINGS)

    changed = replace(accepted, **change)  # type: ignore[arg-type]

    assert Status.ACCEPTED is status_of(accepted)
    assert Status.EDITED is status_of(changed)


@pytest.mark.parametrize("judge", [accept, reject])
def test_only_named_reviewers_judge(judge: object) -> None:
    """A name outside the settings is refused, and the message says who may."""
    with pytest.raises(SettingsError, match=r"'佐藤' may not review.*'山田'"):
        judge(section(), reviewer="佐藤", today=TODAY, settings=SETTINGS)  # type: ignore[operator]


def test_rejection_keeps_its_note() -> None:
    """The reason a person gave is stored with the verdict."""
    rejected = reject(section(), reviewer="山田", today=TODAY, settings=SETTINGS, note="不正確")

    assert rejected.review is not None
    assert "不正確" == rejected.review.note


ACCEPTED = reviewed(section(), Verdict.ACCEPTED)
REJECTED = reviewed(section(), Verdict.REJECTED)
WRONG = generated(section(sentence("180億円の計画です。")))
EXTRACT = section(origin=Origin.EXTRACT)
ALL, ACCEPTED_ONLY = Settings(), Settings(publish=Publish.ACCEPTED)
FROZEN = Settings(frozen=True)


@pytest.mark.parametrize(
    ("given", "settings", "expected"),
    [
        pytest.param(section(), ALL, True, id="unreviewed, all"),
        pytest.param(section(), ACCEPTED_ONLY, False, id="unreviewed, accepted only"),
        pytest.param(ACCEPTED, ACCEPTED_ONLY, True, id="accepted, accepted only"),
        pytest.param(EDITED, ACCEPTED_ONLY, False, id="edited, accepted only"),
        pytest.param(REJECTED, ALL, False, id="rejected"),
        pytest.param(WRONG, ALL, False, id="blocked by a check"),
        pytest.param(reviewed(WRONG, Verdict.ACCEPTED), ALL, False, id="accepted but blocked"),
        pytest.param(EXTRACT, ALL, True, id="extract in a build"),
        pytest.param(EXTRACT, FROZEN, False, id="extract in a frozen build"),
        pytest.param(EXTRACT, ACCEPTED_ONLY, False, id="extract, accepted only"),
        pytest.param(
            EXTRACT, Settings(frozen=True, publish_extracts=True), True, id="extract wanted"
        ),
        pytest.param(section(origin=Origin.AUTHOR), ACCEPTED_ONLY, True, id="the author's own"),
    ],
)
def test_what_pages_show(given: Section, settings: Settings, expected: bool) -> None:  # noqa: FBT001
    """Rejected, blocked and unwanted sections stay off the page."""
    standing = standing_of(given, sidecar(given), source())

    assert expected is is_published(standing, settings)


def test_lost_ground_makes_stale_only_when_the_article_changed() -> None:
    """The same finding is a failed check on the article it was written for, stale on another."""
    before, after = source(), source(HTML.replace("120億円", "200億円"))
    kept = sidecar(section(), article=before)

    assert not standing_of(WRONG, sidecar(WRONG), before).is_stale
    assert not standing_of(section(), kept, before).is_stale
    assert standing_of(section(), kept, after).is_stale


def test_change_elsewhere_makes_outdated_not_stale() -> None:
    """A section still stands when only other paragraphs, the prompt or the model changed."""
    after = source(HTML.replace("2019年", "2018年"))
    kept = sidecar(section(), article=source())

    standing = standing_of(section(), kept, after, now=Now("sha256:new", "other"))

    assert not standing.is_stale
    assert (Outdated.BODY, Outdated.PROMPT, Outdated.MODEL) == standing.outdated
    assert is_published(standing, ALL)


def test_tag_and_white_space_make_neither_stale_nor_outdated() -> None:
    """Another rendering of the same words is the same article."""
    same = source(HTML.replace("<p>", '<p class="new">\n').replace("。", "。 "))
    kept = sidecar(section(), article=source())

    assert () == standing_of(section(), kept, same, now=Now("sha256:prompt")).outdated


def test_only_untouched_stale_sections_are_dropped() -> None:
    """What a person edited or accepted is never replaced, however stale."""
    after = source(HTML.replace("120億円", "200億円"))
    edited = replace(section(kind=Kind.OUTLOOK), heading="むすび")
    kept = sidecar(section(), edited, article=source())

    assert (edited,) == without_stale(kept, after).sections


def test_stale_outlook_takes_its_untouched_neighbours_along() -> None:
    """A kind is written as a whole, so one stale outlook of two makes both be written again."""
    after = source(HTML.replace("120億円", "200億円"))
    stale = section(kind=Kind.OUTLOOK)
    sound = replace(
        section(sentence("計画は2019年に公表されました。", "2019年に公表され", 2)),
        kind=Kind.OUTLOOK,
        id="outlook-2",
    )
    sound = generated(sound)

    assert () == without_stale(sidecar(stale, sound, article=source()), after).sections
    judged = reviewed(sound, Verdict.ACCEPTED)
    assert 2 == len(without_stale(sidecar(stale, judged, article=source()), after).sections)


def test_acceptance_by_a_stranger_does_not_count() -> None:
    """A name that does not stand in the settings checked nothing, and a finding says so."""
    given = reviewed(section(), Verdict.ACCEPTED)

    known = standing_of(given, sidecar(given), source(), now=Now(reviewers=("山田",)))
    unknown = standing_of(given, sidecar(given), source(), now=Now(reviewers=("佐藤",)))

    assert Status.ACCEPTED is known.status
    assert Status.PENDING is unknown.status
    assert [f.message for f in known.findings] == [f.message for f in unknown.findings[:-1]]
    assert "'山田'" in unknown.findings[-1].message


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(section(), False, id="generated"),
        pytest.param(EDITED, True, id="edited"),
        pytest.param(ACCEPTED, True, id="accepted"),
        pytest.param(REJECTED, True, id="rejected"),
        pytest.param(section(origin=Origin.AUTHOR), True, id="the author's own"),
    ],
)
def test_whose_text_it_is(given: Section, expected: bool) -> None:  # noqa: FBT001
    """A person's are the texts that a person wrote, changed or judged."""
    assert expected is is_a_persons(given)
