"""Have a model write some sentences of a section anew, because a person asked for it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .editing import with_sentences
from .errors import ProviderError, ReplyInvalid
from .prompts import ask_again
from .rewriting import parse_sentences, rewriting_prompt
from .second_reader import Judge
from .sections import Provenance, Severity, Usage
from .shortening import names_of_left_out

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping

    from .prompts import Prompt, Templates, Wish
    from .providers import Provider
    from .replies import Reply
    from .rewriting import Again
    from .second_reader import SecondReader
    from .sections import Finding, Section, Sentence, Sidecar
    from .source import Source


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What came of asking again."""

    sidecar: Sidecar
    """With the new sentences if they passed the checks, and with the record of the call anyway."""
    refused: tuple[Finding, ...]
    """Why the new sentences were not taken; empty when they were."""


@dataclass(slots=True)
class _Attempts:
    """What was asked and spent, and the last answer."""

    again: Again
    judge: Judge
    calls: int = 0
    usage: Usage = field(default_factory=Usage)
    reply: Reply | None = None
    sentences: Mapping[int, tuple[Sentence, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    """What stands against the sentences of the last answer."""


class Rewriter:
    """Asks one provider for sentences.

    Args:
        provider: who answers.
        templates: prompt files by language.
        reader: who compares each sentence with its paragraphs; None for nobody.
        now: tells the time in UTC.
        attempts: calls at most, without the second reader's.
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

    def rewrite(self, again: Again, source: Source, wish: Wish, sidecar: Sidecar) -> Rewritten:
        """Ask until the checks are content or the attempts are used up.

        New sentences that fail the checks are not taken: what stood there stands, and the record
        holds what was offered and why not.

        Raises:
            ProviderError: no answer in the right form; `usage` is of all attempts.
        """
        templates = self.templates(source.language)
        prompt = rewriting_prompt(again, source, wish, templates)
        spent = _Attempts(again, Judge(source, self.reader, templates.instructions))
        self._ask(prompt, spent)
        number = max((p.number for p in sidecar.provenances), default=0) + 1
        facts = self._provenance(number, prompt, spent)
        sections = sidecar.sections
        if not spent.findings:
            new = _renewed(again.section, spent.sentences)
            sections = tuple(new if section.id == new.id else section for section in sections)
        after = replace(sidecar, sections=sections, provenances=(*sidecar.provenances, facts))
        return Rewritten(after, spent.findings)

    def _ask(self, first: Prompt, spent: _Attempts) -> None:
        prompt = first
        for left in reversed(range(self.attempts)):
            spent.calls += 1
            try:
                answer, problems = self._attempt(prompt, spent)
            except ReplyInvalid as error:
                spent.usage += error.usage or Usage()
                if not left and spent.reply is None:
                    raise _with_totals(error, spent) from None
                answer, problems = error.text, error.problems
            except ProviderError as error:
                spent.usage += error.usage or Usage()
                if spent.reply is None:
                    raise _with_totals(error, spent) from None
                return
            if not problems:
                return
            language = spent.judge.source.language
            prompt = ask_again(first, answer=answer, problems=problems, language=language)

    def _attempt(self, prompt: Prompt, spent: _Attempts) -> tuple[str, tuple[str, ...]]:
        """Ask once; return the answer and what the checks object to."""
        again, judge = spent.again, spent.judge
        reply = self.provider.complete(prompt)
        spent.usage += reply.usage
        sentences = parse_sentences(reply.text, again.numbers)
        section = with_sentences(again.section, sentences)
        findings = _against(sentences, judge.check(section))
        if not findings:
            judge.read((_only(again.section, sentences),))
            findings = _against(sentences, judge.check(section))
        spent.reply, spent.sentences, spent.findings = reply, sentences, findings
        return reply.text, tuple(dict.fromkeys(f"{f.sentence} → {f.message}" for f in findings))

    def _provenance(self, number: int, prompt: Prompt, spent: _Attempts) -> Provenance:
        reply, judge = spent.reply, spent.judge
        return Provenance(
            number=number,
            model=(reply.model if reply else "") or self.provider.model,
            model_asked=self.provider.model,
            host=self.provider.host,
            prompt_digest=prompt.digest,
            source_digest=judge.source.digest,
            generated_at=self.now().replace(microsecond=0),
            attempts=spent.calls,
            usage=spent.usage + judge.usage,
            request_id=reply.request_id if reply else "",
            parameters=reply.parameters if reply else (),
            findings=tuple(_record(spent)),
            verified_by=judge.verified_by,
            left_out=names_of_left_out(judge.source),
        )


def _against(
    sentences: Mapping[int, tuple[Sentence, ...]], findings: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """Return what blocks one of the new sentences; what is wrong elsewhere stood there before."""
    texts = {sentence.text for new in sentences.values() for sentence in new}
    return tuple(f for f in findings if f.severity is Severity.BLOCKING and f.sentence in texts)


def _only(section: Section, sentences: Mapping[int, tuple[Sentence, ...]]) -> Section:
    """Return a section of the new sentences alone, for the second reader."""
    new = tuple(sentence for _, given in sorted(sentences.items()) for sentence in given)
    return replace(section, opening=new, points=(), closing=())


def _renewed(section: Section, sentences: Mapping[int, tuple[Sentence, ...]]) -> Section:
    """Put the new sentences in, and note that a model wrote them.

    A sentence of the model's own that it replaces is forgotten; one that a person had put in the
    place of a model's still counts as changed.
    """
    new = with_sentences(section, sentences)
    replaced = {section.sentences[number - 1].text_mark for number in sentences}
    kept = tuple(mark for mark in section.generated_marks if mark not in replaced)
    added = tuple(s.text_mark for _, given in sorted(sentences.items()) for s in given)
    is_all_the_models = section.generated_digest == section.digest
    return replace(
        new,
        generated_marks=kept + added,
        generated_digest=new.digest if is_all_the_models else section.generated_digest,
    )


def _record(spent: _Attempts) -> Iterator[str]:
    numbers = ", ".join(map(str, spent.again.numbers))
    yield f"asked again: {spent.again.section.id}, sentences {numbers}"
    for finding in spent.findings:
        yield f"not taken: {finding.sentence} → {finding.rule}: {finding.message}"
    if spent.judge.error:
        yield f"advisory support: unchecked: {spent.judge.error}"


def _with_totals(error: ProviderError, spent: _Attempts) -> ProviderError:
    error.usage = spent.usage
    error.calls = spent.calls
    return error
