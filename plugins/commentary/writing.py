"""Have a model write the missing sections of one article: ask, check, ask again, cut, keep."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .cutting import cut_failing
from .errors import ProviderError, ReplyInvalid
from .grounding import check_grounding
from .prompts import ask_again, build_prompt
from .replies import parse_reply, reply_schema
from .sections import Provenance, Section, Severity, Sidecar, Usage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from .prompts import Prompt, Templates, Wish
    from .providers import Provider
    from .replies import Reply
    from .sections import Finding
    from .source import Source


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted for one article."""

    source: Source
    wish: Wish
    before: Sidecar | None
    """The sidecar as it stands, whose other sections are kept."""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of it."""

    sidecar: Sidecar
    usage: Usage
    calls: int


@dataclass(slots=True)
class _Attempts:
    """What was spent, and the best answer so far."""

    calls: int = 0
    usage: Usage = field(default_factory=Usage)
    reply: Reply | None = None
    sections: tuple[Section, ...] = ()
    findings: tuple[Finding, ...] = ()
    cut: tuple[Finding, ...] = ()
    """Why sentences of the answer are not in the sections."""


class Writer:
    """Writes with one provider.

    Args:
        provider: who answers.
        templates: prompt files by language.
        now: tells the time in UTC.
        attempts: calls for one article at most.
    """

    def __init__(
        self,
        provider: Provider,
        templates: Callable[[str], Templates],
        *,
        now: Callable[[], dt.datetime],
        attempts: int,
    ) -> None:
        self.provider = provider
        self.templates = templates
        self.now = now
        self.attempts = attempts

    def write(self, request: Request) -> Written:
        """Ask until the checks are content or the attempts are used up.

        Then the sentences that a check still objects to are cut, and the record says so. A section
        that does not stand without them is kept whole: it is paid for, it stays off the page, and
        a person can mend it.

        Raises:
            ProviderError: no answer in the right form; `usage` is of all attempts.
        """
        prompt = build_prompt(
            request.source,
            request.wish,
            templates=self.templates(request.source.language),
            schema=reply_schema(request.wish.kinds),
        )
        spent = _Attempts()
        self._ask(prompt, request, spent)
        if spent.reply is None:
            raise AssertionError("an attempt ends with a reply or raises")
        self._cut(request.source, spent)
        return Written(self._sidecar(request, prompt, spent), spent.usage, spent.calls)

    def _ask(self, first: Prompt, request: Request, spent: _Attempts) -> None:
        prompt = first
        for left in reversed(range(self.attempts)):
            try:
                answer, problems = self._attempt(prompt, request, spent)
            except ReplyInvalid as error:
                spent.usage += error.usage or Usage()
                if not left and spent.reply is None:
                    raise _with_totals(error, spent) from None
                answer, problems = error.text, error.problems
            except ProviderError as error:
                spent.usage += error.usage or Usage()
                if spent.reply is None:
                    raise _with_totals(error, spent) from None
                return  # the sections of an earlier answer stand
            else:
                if not problems:
                    return
            prompt = _next_prompt(first, answer, problems, request.source.language)

    def _attempt(
        self, prompt: Prompt, request: Request, spent: _Attempts
    ) -> tuple[str, tuple[str, ...]]:
        """Ask once; return the answer and what the checks object to."""
        spent.calls += 1
        reply = self.provider.complete(prompt)
        spent.usage += reply.usage
        sections = parse_reply(reply.text, request.wish.kinds)
        findings = _check(sections, request.source)
        blocking = tuple(f for f in findings if f.severity is Severity.BLOCKING)
        if spent.reply is None or len(blocking) <= _count_blocking(spent.findings):
            spent.reply, spent.sections, spent.findings = reply, sections, findings
        return reply.text, tuple(dict.fromkeys(_describe(finding) for finding in blocking))

    def _cut(self, source: Source, spent: _Attempts) -> None:
        def check(section: Section) -> tuple[Finding, ...]:
            return _check((section,), source)

        cuts = [cut_failing(section, check, source.language) for section in spent.sections]
        spent.sections = tuple(
            cut.section if cut else section
            for cut, section in zip(cuts, spent.sections, strict=True)
        )
        spent.findings = _check(spent.sections, source)
        spent.cut = tuple(reason for cut in cuts if cut for reason in cut.reasons)

    def _sidecar(self, request: Request, prompt: Prompt, spent: _Attempts) -> Sidecar:
        before = request.before or Sidecar(request.source.language, "")
        number = max((p.number for p in before.provenances), default=0) + 1
        provenance = self._provenance(number, request, prompt, spent)
        taken = {section.id for section in before.sections}
        written = tuple(
            replace(
                section,
                id=_free_id(section.id, taken),
                provenance=number,
                generated_digest=section.digest,
            )
            for section in spent.sections
        )
        order = {kind: index for index, kind in enumerate(type(spent.sections[0].kind))}
        sections = sorted((*before.sections, *written), key=lambda section: order[section.kind])
        return replace(
            before,
            language=request.source.language,
            source_digest=request.source.digest,
            sections=tuple(sections),
            provenances=(*before.provenances, provenance),
        )

    def _provenance(
        self, number: int, request: Request, prompt: Prompt, spent: _Attempts
    ) -> Provenance:
        reply = spent.reply
        return Provenance(
            number=number,
            model=(reply.model if reply else "") or self.provider.model,
            model_asked=self.provider.model,
            host=self.provider.host,
            prompt_digest=prompt.digest,
            source_digest=request.source.digest,
            generated_at=self.now().replace(microsecond=0),
            attempts=spent.calls,
            usage=spent.usage,
            request_id=reply.request_id if reply else "",
            parameters=reply.parameters if reply else (),
            findings=(
                *(f"{f.severity} {f.rule}: {_describe(f)}" for f in spent.findings),
                *(f"cut: {f.sentence} → {f.rule}: {f.message}" for f in spent.cut),
            ),
        )


def _next_prompt(first: Prompt, answer: str, problems: tuple[str, ...], language: str) -> Prompt:
    """Show a model its answer and the problems, or start afresh where there is no answer."""
    if not answer or not problems:
        return first
    return ask_again(first, answer=answer, problems=problems, language=language)


def _with_totals(error: ProviderError, spent: _Attempts) -> ProviderError:
    error.usage = spent.usage
    error.calls = spent.calls
    return error


def _check(sections: tuple[Section, ...], source: Source) -> tuple[Finding, ...]:
    return tuple(finding for section in sections for finding in check_grounding(section, source))


def _count_blocking(findings: tuple[Finding, ...]) -> int:
    return sum(finding.severity is Severity.BLOCKING for finding in findings)


def _describe(finding: Finding) -> str:
    return f"{finding.sentence} → {finding.message}" if finding.sentence else finding.message


def _free_id(wanted: str, taken: set[str]) -> str:
    number = 1
    stem = wanted.rstrip("0123456789").rstrip("-")
    while wanted in taken:
        number += 1
        wanted = f"{stem}-{number}"
    taken.add(wanted)
    return wanted
