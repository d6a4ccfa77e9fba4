"""Sentences asked for again: the prompt, the answer, the checks, and the record."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from builders import section, sentence, sidecar, source
from commentary.authorship import is_the_authors
from commentary.editing import reword
from commentary.errors import ProviderUnavailable, ReplyInvalid, SettingsError
from commentary.prompt_files import read_templates
from commentary.prompts import Role, Wish
from commentary.rewriter import Rewriter
from commentary.rewriting import Again, parse_sentences
from commentary.second_reader import SecondReader
from commentary.sections import Kind, Section, Usage
from fakes import ScriptedProvider

if TYPE_CHECKING:
    from commentary.rewriter import Rewritten

NOW = dt.datetime(2026, 11, 23, 9, 12, tzinfo=dt.UTC)
QUOTE = (2, "一度は費用を理由に見送られました")


def answer(*sentences: tuple[int, str]) -> str:
    """Return an answer with these sentences by number, each with good grounds."""
    wire = [
        {
            "number": number,
            "text": text,
            "basis": "stated",
            "references": [{"paragraph": QUOTE[0], "quote": QUOTE[1]}],
        }
        for number, text in sentences
    ]
    return json.dumps({"sentences": wire}, ensure_ascii=False)


def made() -> Section:
    """Return a conclusion of two sentences that a model wrote."""
    kept = section(
        sentence(), sentence("計画は2019年に公にされました。", "計画は2019年に公表され", 2)
    )
    marks = tuple(item.text_mark for item in kept.sentences)
    return replace(kept, generated_marks=marks)


def rewrite(
    provider: ScriptedProvider, kept: Section, *numbers: int, hint: str = "", reader: bool = False
) -> Rewritten:
    """Ask for sentences of a section anew."""
    templates = read_templates("ja")
    rewriter = Rewriter(
        provider,
        lambda _: templates,
        reader=SecondReader(provider, templates.verify) if reader else None,
        now=lambda: NOW,
        attempts=2,
    )
    wish = Wish((Kind.CONCLUSION,))
    return rewriter.rewrite(Again(kept, numbers, hint), source(), wish, sidecar(kept))


def test_only_the_named_sentence_changes() -> None:
    """The new sentence counts as the model's, and the section as nobody's edit."""
    provider = ScriptedProvider(answer((2, "費用のために一度は見送られた計画です。")))
    done = rewrite(provider, made(), 2)

    (after,) = done.sidecar.sections
    assert () == done.refused
    assert [made().sentences[0].text, "費用のために一度は見送られた計画です。"] == [
        s.text for s in after.sentences
    ]
    assert after.digest == after.generated_digest
    assert not any(is_the_authors(after, s) for s in after.sentences)


def test_the_call_is_on_record() -> None:
    """A second provenance says what was asked, of whom, and what it cost."""
    provider = ScriptedProvider(answer((1, "一度は見送られた計画です。")))
    first, second = rewrite(provider, made(), 1).sidecar.provenances

    assert (1, 2) == (first.number, second.number)
    assert ("asked again: conclusion, sentences 1",) == second.findings
    assert Usage(10, 5) == second.usage
    assert "scripted-1" == second.model


def test_a_persons_sentence_stays_a_persons() -> None:
    """Asking for one sentence leaves the author's beside it, and the section counts as edited."""
    edited = reword(made(), 1, "120億円という計画が動きます。")
    provider = ScriptedProvider(answer((2, "一度は見送られた計画です。")))
    (after,) = rewrite(provider, edited, 2).sidecar.sections

    assert "120億円という計画が動きます。" == after.sentences[0].text
    assert [True, False] == [is_the_authors(after, s) for s in after.sentences]
    assert after.generated_digest != after.digest


def test_the_prompt_shows_the_section_and_the_hint() -> None:
    """The model sees what stands there, which sentence is meant, and what the author says."""
    provider = ScriptedProvider(answer((2, "一度は見送られた計画です。")))
    rewrite(provider, made(), 2, hint='もっと"短く"')

    (prompt,) = provider.prompts
    system, article, shown, demand = prompt.messages
    assert [Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.USER] == [
        m.role for m in (system, article, shown, demand)
    ]
    assert "120億円の計画が前へ進みました。" in shown.text
    assert "[2] 計画は2019年に公にされました。" in demand.text
    assert '"もっと\\"短く\\""' in demand.text


def test_a_failing_sentence_is_asked_for_again() -> None:
    """The checks' words go back, and the corrected sentence is taken."""
    provider = ScriptedProvider(
        answer((1, "180億円の計画です。")), answer((1, "一度は見送られた計画です。"))
    )
    done = rewrite(provider, made(), 1)

    assert () == done.refused
    assert "180" in provider.prompts[1].messages[-1].text
    assert Usage(20, 10) == done.sidecar.provenances[-1].usage


def test_what_fails_to_the_end_is_not_taken_and_kept_on_record() -> None:
    """The old sentence stands; the record holds what was offered and why not."""
    provider = ScriptedProvider(*[answer((1, "180億円の計画です。"))] * 2)
    done = rewrite(provider, made(), 1)

    assert (made(),) == done.sidecar.sections
    assert ["180億円の計画です。"] == [finding.sentence for finding in done.refused]
    assert any("not taken: 180億円" in line for line in done.sidecar.provenances[-1].findings)


def test_the_second_reader_sees_the_new_sentence_alone() -> None:
    """What it does not support is not taken."""
    verdict = {"pair": 1, "support": "contradicted", "reason": "it was postponed"}
    against = json.dumps({"verdicts": [verdict]})
    provider = ScriptedProvider(
        answer((1, "一度も見送られなかった計画です。")),
        against,
        answer((1, "一度も見送られなかった計画です。")),
    )
    done = rewrite(provider, made(), 1, reader=True)

    assert ["support"] == [finding.rule for finding in done.refused]
    assert "[1]" in provider.prompts[1].messages[-1].text
    assert "[2]" not in provider.prompts[1].messages[-1].text
    assert Usage(30, 15) == done.sidecar.provenances[-1].usage


def test_a_server_that_fails_costs_nothing() -> None:
    """Without an answer the error goes on, with what was spent."""
    with pytest.raises(ProviderUnavailable, match="gone") as caught:
        rewrite(ScriptedProvider(ProviderUnavailable("gone")), made(), 1)

    assert 1 == caught.value.calls


@pytest.mark.parametrize(
    "text",
    [
        answer((1, "一。")),
        answer((1, "一。"), (2, "二。"), (3, "三。")),
        answer((1, "一。"), (1, "二。")),
        '{"sentences": [{"text": "番号がありません。"}]}',
        "一。",
        "",
    ],
)
def test_other_sentences_than_those_asked_for_are_no_answer(text: str) -> None:
    """Each number must be there exactly once, in the right form."""
    with pytest.raises(ReplyInvalid):
        parse_sentences(text, (1, 2))


def test_a_number_that_is_not_there_is_refused_before_anything_is_sent() -> None:
    """Nobody pays for a typing error."""
    provider = ScriptedProvider()
    with pytest.raises(SettingsError, match="no sentence 9; it has 2"):
        rewrite(provider, made(), 9)

    assert [] == provider.prompts
