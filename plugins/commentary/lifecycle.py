"""What state a section is in, and every legal change of it. Facts are stored, states derived."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from .doubts import doubted, unchecked
from .errors import SettingsError
from .grounding import check_grounding
from .sections import Finding, Origin, Review, Section, Severity, Verdict
from .settings import Publish

if TYPE_CHECKING:
    import datetime as dt

    from .sections import Provenance, Sidecar
    from .settings import Settings
    from .source import Source


class Status(StrEnum):
    """What a person did with a section."""

    MISSING = "missing"
    PENDING = "pending"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"


class Outdated(StrEnum):
    """What changed since a section was written, although it still stands."""

    BODY = "body"
    PROMPT = "prompt"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Standing:
    """All that is derived about one section of one article."""

    section: Section
    status: Status
    is_stale: bool = False
    """A paragraph it rests on no longer holds it up."""
    outdated: tuple[Outdated, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_blocked(self) -> bool:
        """Whether a check keeps it off the page."""
        return any(finding.severity is Severity.BLOCKING for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Now:
    """What a section is measured against, besides its article."""

    prompt_digest: str = ""
    """Of what would be asked now; empty when it does not matter."""
    model: str = ""
    """That would be asked now; empty when none is configured."""
    reviewers: tuple[str, ...] | None = None
    """Who may accept; None when it does not matter."""
    verifies: bool = False
    """Whether a second reader is wanted."""


def status_of(section: Section | None) -> Status:
    """Tell a section's status from its review and its digests; total over all values."""
    match section:
        case None:
            return Status.MISSING
        case Section(review=Review(text_digest=seen)) if seen != section.digest:
            return Status.EDITED
        case Section(review=Review(verdict=Verdict.REJECTED)):
            return Status.REJECTED
        case Section(review=Review()) | Section(origin=Origin.AUTHOR):
            return Status.ACCEPTED
        case Section(generated_digest=generated) if generated not in ("", section.digest):
            return Status.EDITED
        case _:
            return Status.PENDING


def standing_of(
    section: Section, sidecar: Sidecar, source: Source, *, now: Now | None = None
) -> Standing:
    """Derive everything about a section.

    Args:
        section: one of the sidecar.
        sidecar: for the provenance.
        source: the article as it is now.
        now: what the settings say now; None leaves them out of account.
    """
    now = now or Now()
    status = status_of(section)
    findings = check_grounding(section, source) + _second_opinion(section, sidecar, now)
    if status is Status.ACCEPTED and not _may_have_accepted(section, now):
        status = Status.PENDING
        findings += (_stranger(section),)
    is_other = written_for(section, sidecar) not in ("", source.digest)
    is_blocked = any(finding.severity is Severity.BLOCKING for finding in findings)
    return Standing(
        section=section,
        status=status,
        is_stale=is_other and is_blocked,
        outdated=tuple(
            reason
            for reason, holds in (
                (Outdated.BODY, is_other),
                (Outdated.PROMPT, _differs(section, sidecar, "prompt_digest", now.prompt_digest)),
                (Outdated.MODEL, _differs(section, sidecar, "model_asked", now.model)),
            )
            if holds
        ),
        findings=findings,
    )


def is_published(standing: Standing, settings: Settings) -> bool:
    """Decide whether pages show a section."""
    if standing.status is Status.REJECTED or standing.is_blocked:
        return False
    if standing.section.origin is Origin.EXTRACT:
        is_shown = not settings.frozen or settings.publish_extracts
        return is_shown and settings.publish is Publish.ALL
    return settings.publish is Publish.ALL or standing.status is Status.ACCEPTED


def is_a_persons(section: Section) -> bool:
    """Tell whether a person wrote, changed or judged a section, so that no program replaces it."""
    is_changed = section.generated_digest not in ("", section.digest)
    return section.origin is Origin.AUTHOR or section.review is not None or is_changed


def written_for(section: Section, sidecar: Sidecar) -> str:
    """Return the digest of the article a section was written for."""
    facts = _provenance_of(section, sidecar)
    return facts.source_digest if facts else sidecar.source_digest


def without_stale(sidecar: Sidecar, source: Source) -> Sidecar:
    """Drop what can be written again: all sections of a kind of which one is stale.

    A kind in which a person wrote, changed or judged a section is left alone.
    """
    stale = {s.kind for s in sidecar.sections if standing_of(s, sidecar, source).is_stale}
    stale -= {section.kind for section in sidecar.sections if is_a_persons(section)}
    return replace(sidecar, sections=tuple(s for s in sidecar.sections if s.kind not in stale))


def accept(section: Section, *, reviewer: str, today: dt.date, settings: Settings) -> Section:
    """Bind a person's acceptance to exactly this text.

    Raises:
        SettingsError: the person does not stand in the settings' `reviewers`.
    """
    return _reviewed(section, Verdict.ACCEPTED, reviewer, today=today, settings=settings)


def reject(
    section: Section, *, reviewer: str, today: dt.date, settings: Settings, note: str = ""
) -> Section:
    """Keep exactly this text off the page.

    Raises:
        SettingsError: the person does not stand in the settings' `reviewers`.
    """
    reviewed = _reviewed(section, Verdict.REJECTED, reviewer, today=today, settings=settings)
    return (
        replace(reviewed, review=replace(reviewed.review, note=note))
        if reviewed.review
        else reviewed
    )


def refuse_stranger(reviewer: str, settings: Settings) -> None:
    """Refuse a name that the settings do not give the right to judge.

    Raises:
        SettingsError: the person does not stand in the settings' `reviewers`.
    """
    if reviewer not in settings.reviewers:
        known = ", ".join(repr(name) for name in settings.reviewers) or "nobody yet"
        raise SettingsError(
            f'{reviewer!r} may not review: `COMMENTARY["reviewers"]` names {known}; add the name'
        )


def _reviewed(
    section: Section, verdict: Verdict, reviewer: str, *, today: dt.date, settings: Settings
) -> Section:
    refuse_stranger(reviewer, settings)
    return replace(section, review=Review(verdict, reviewer, today, section.digest))


def _may_have_accepted(section: Section, now: Now) -> bool:
    if section.review is None or now.reviewers is None:
        return True
    return section.review.reviewer in now.reviewers


def _second_opinion(section: Section, sidecar: Sidecar, now: Now) -> tuple[Finding, ...]:
    """Tell what a second reader said when the section was written, or that there was none."""
    facts = _provenance_of(section, sidecar)
    if section.origin is not Origin.MODEL or facts is None:
        return ()
    is_lacking = now.verifies and not facts.verified_by and status_of(section) is Status.PENDING
    remark = (unchecked("no second reader compared it with the article"),) if is_lacking else ()
    return doubted(section, facts.doubts) + remark


def _stranger(section: Section) -> Finding:
    name = section.review.reviewer if section.review else ""
    message = f'was accepted by {name!r}, who does not stand in `COMMENTARY["reviewers"]`'
    return Finding(Severity.ADVISORY, "reviewer", message)


def _provenance_of(section: Section, sidecar: Sidecar) -> Provenance | None:
    return next((p for p in sidecar.provenances if p.number == section.provenance), None)


def _differs(section: Section, sidecar: Sidecar, name: str, now: str) -> bool:
    facts = _provenance_of(section, sidecar)
    if section.origin is not Origin.MODEL or not now or facts is None:
        return False
    return bool(getattr(facts, name) != now)
