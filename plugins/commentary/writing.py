"""Have a model write the missing sections of one article: ask, check, ask again, cut, keep."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .claims import Ground
from .cutting import cut_failing
from .doubts import unchecked
from .errors import ProviderError, ReplyInvalid
from .extraction import Terms, day_in, extract_predictions
from .freezing import lasting
from .prompts import ask_again, build_prompt
from .replies import parse_reply, reply_schema
from .reply_claims import parse_claims
from .second_reader import Judge
from .sections import Kind, Provenance, Section, Severity, Sidecar, Usage
from .shortening import names_of_left_out

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from .extraction import Extracted
    from .prompts import Prompt, Templates, Wish
    from .providers import Provider
    from .replies import Reply
    from .second_reader import SecondReader
    from .sections import Finding
    from .source import Source


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted for one article."""

    source: Source
    """As the model is shown it: of a very long article not all paragraphs have text."""
    wish: Wish
    before: Sidecar | None
    """The sidecar as it stands, whose other sections are kept."""
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True, slots=True)
class Written:
    """What came of it."""

    sidecar: Sidecar
    spent: tuple[tuple[str, Usage], ...]
    """Tokens by the model that they went to: the writer's, then the second reader's."""
    calls: int

    @property
    def usage(self) -> Usage:
        """All tokens."""
        return sum((usage for _, usage in self.spent), Usage())


@dataclass(slots=True)
class _Attempts:
    """What was spent, and the best answer so far."""

    judge: Judge
    calls: int = 0
    usage: Usage = field(default_factory=Usage)
    reply: Reply | None = None
    sections: tuple[Section, ...] = ()
    findings: tuple[Finding, ...] = ()
    cut: tuple[Finding, ...] = ()
    """Why sentences of the answer are not in the sections."""
    dropped: tuple[str, ...] = ()
    """Why claims of the answer are no predictions."""


class Writer:
    """Writes with one provider.

    Args:
        provider: who answers.
        templates: prompt files by language.
        reader: who compares each sentence with its paragraphs; None for nobody.
        now: tells the time in UTC.
        attempts: calls for one article at most, without the second reader's: it has one for each
            attempt at most.
    """

    def __init__(
        self,
        provider: Provider,
        templates: Callable[[str], Templates],
        *,
        reader: SecondReader | None = None,
        now: Callable[[], dt.datetime],
        attempts: int,
    ) -> None:
        self.provider = provider
        self.templates = templates
        self.reader = reader
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
        templates = self.templates(request.source.language)
        prompt = build_prompt(
            request.source,
            request.wish,
            templates=templates,
            schema=reply_schema(request.wish.kinds, predicts=bool(templates.predictions)),
        )
        spent = _Attempts(Judge(request.source, self.reader, templates.instructions))
        self._ask(prompt, request, spent)
        if spent.reply is None:
            raise AssertionError("an attempt ends with a reply or raises")
        spent.judge.read(spent.sections)
        _cut(spent, request.source.language)
        bills = ((spent.reply.model or self.provider.model, spent.usage), *spent.judge.bills)
        calls = spent.calls + spent.judge.calls
        return Written(self._sidecar(request, prompt, spent), bills, calls)

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
        sections = parse_reply(reply.text, request.wish.kinds, request.wish.subjects)
        findings = _check(sections, spent.judge)
        if not _blocking(findings):  # else it is asked for again, or read when nothing is left
            spent.judge.read(sections)
            findings = _check(sections, spent.judge)
        blocking = _blocking(findings)
        if spent.reply is None or len(blocking) <= len(_blocking(spent.findings)):
            spent.reply, spent.sections, spent.findings = reply, sections, findings
        return reply.text, tuple(dict.fromkeys(_describe(finding) for finding in blocking))

    def _sidecar(self, request: Request, prompt: Prompt, spent: _Attempts) -> Sidecar:
        before = request.before or Sidecar(request.source.language, "")
        number = max((p.number for p in before.provenances), default=0) + 1
        taken = {section.id for section in before.sections}
        written = tuple(
            replace(
                section,
                id=_free_id(section.id, taken),
                provenance=number,
                generated_digest=section.digest,
                generated_marks=tuple(sentence.text_mark for sentence in section.sentences),
            )
            for section in spent.sections
        )
        extracted = self._extract(written, request, spent)
        spent.dropped += extracted.dropped
        provenance = self._provenance(number, request, prompt, spent)
        order = {kind: index for index, kind in enumerate(type(spent.sections[0].kind))}
        sections = sorted((*before.sections, *written), key=lambda section: order[section.kind])
        return replace(
            before,
            language=request.source.language,
            source_digest=request.source.digest,
            sections=tuple(sections),
            provenances=(*before.provenances, provenance),
            predictions=(*lasting(before), *extracted.predictions),
        )

    def _extract(
        self, written: tuple[Section, ...], request: Request, spent: _Attempts
    ) -> Extracted:
        """Make predictions of what the kept answer claims, as its sections stand in the end."""
        text = spent.reply.text if spent.reply else ""
        claims, problems = parse_claims(text) if self._predicts(request) else ((), ())
        spent.dropped += problems
        terms = request.terms
        ground = Ground(
            request.source,
            tuple(section for section in written if section.kind is Kind.OUTLOOK),
            day_in(self.now(), terms.timezone),
            terms.refused,
        )
        return extract_predictions(
            claims,
            ground,
            terms,
            model=(spent.reply.model if spent.reply else "") or self.provider.model,
            before=request.before.predictions if request.before else (),
        )

    def _predicts(self, request: Request) -> bool:
        is_asked = bool(self.templates(request.source.language).predictions)
        return is_asked and Kind.OUTLOOK in request.wish.kinds

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
            usage=spent.usage + spent.judge.usage,
            request_id=reply.request_id if reply else "",
            parameters=reply.parameters if reply else (),
            findings=(
                *(f"{f.severity} {f.rule}: {_describe(f)}" for f in spent.findings),
                *(f"cut: {f.sentence} → {f.rule}: {f.message}" for f in spent.cut),
                *(f"no prediction: {reason}" for reason in spent.dropped),
            ),
            verified_by=spent.judge.verified_by,
            doubts=spent.judge.doubts_about(spent.sections),
            left_out=names_of_left_out(request.source),
        )


def _cut(spent: _Attempts, language: str) -> None:
    """Take out what still fails, where the section stands without it."""
    judge = spent.judge
    cuts = [cut_failing(section, judge.check, language) for section in spent.sections]
    spent.sections = tuple(
        cut.section if cut else section for cut, section in zip(cuts, spent.sections, strict=True)
    )
    spent.findings = _check(spent.sections, judge)
    if judge.error:
        spent.findings += (unchecked(str(judge.error)),)
    spent.cut = tuple(reason for cut in cuts if cut for reason in cut.reasons)


def _next_prompt(first: Prompt, answer: str, problems: tuple[str, ...], language: str) -> Prompt:
    """Show a model its answer and the problems, or start afresh where there is no answer."""
    if not answer or not problems:
        return first
    return ask_again(first, answer=answer, problems=problems, language=language)


def _with_totals(error: ProviderError, spent: _Attempts) -> ProviderError:
    error.usage = spent.usage
    error.calls = spent.calls
    return error


def _check(sections: tuple[Section, ...], judge: Judge) -> tuple[Finding, ...]:
    return tuple(finding for section in sections for finding in judge.check(section))


def _blocking(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity is Severity.BLOCKING)


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
