"""From articles to sidecars: what is planned, asked, kept and shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from builders import reviewed, section, sidecar
from commentaries import ARTICLE, bad_reply, good_reply, longer_reply, verdicts
from commentary.building import Workshop, build
from commentary.errors import (
    CommentaryError,
    ProviderRefused,
    ProviderUnavailable,
    ReplyInvalid,
    SidecarError,
)
from commentary.pipeline import Article, plan
from commentary.prompt_files import read_templates
from commentary.sections import Kind, Origin, Usage, Verdict
from commentary.settings import Settings
from commentary.source import parse_source
from commentary.store import SidecarStore
from fakes import ScriptedProvider

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from commentary.pipeline import Outcome
    from commentary.report import BuildReport

NOW = dt.datetime(2026, 11, 23, 9, 12, tzinfo=dt.UTC)
BOTH = (Kind.OUTLOOK, Kind.CONCLUSION)


@pytest.fixture
def article(tmp_path: Path) -> Callable[..., Article]:
    """Write an article and read it as Pelican's adapter does."""

    def write(name: str = "tram.md", changes: Mapping[str, str] | None = None) -> Article:
        body = ARTICLE.partition("\n\n")[2]
        for before, after in (changes or {}).items():
            body = body.replace(before, after)
        paragraphs = [p.removeprefix("> ") for p in body.split("\n\n")]
        html = "\n".join(
            f"<h2>{p.removeprefix('## ')}</h2>" if p.startswith("## ") else f"<p>{p}</p>"
            for p in paragraphs
        )
        path = tmp_path / "content" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(body, encoding="utf-8")
        read = parse_source(
            html, title="市電の延伸を市議会が可決", date="2026-11-02", language="ja"
        )
        return Article(path, name, read, BOTH)

    return write


def workshop(tmp_path: Path, provider: ScriptedProvider | None, **settings: object) -> Workshop:
    """Put a workshop together around a provider."""
    return Workshop(
        settings=replace(Settings(model="scripted", verify=False), **settings),  # type: ignore[arg-type]
        store=SidecarStore(tmp_path / "content"),
        templates=read_templates,
        provider_for=(lambda _: provider) if provider else None,
        now=lambda: NOW,
        publishes=True,
    )


def run(made: Workshop, *articles: Article) -> BuildReport:
    """Build once, with nothing having failed before."""
    return build(articles, made, failed_before={})[1]


def test_one_call_gives_both_sections(tmp_path: Path, article: Callable[..., Article]) -> None:
    """The sidecar says who wrote it, when, for which article and at what cost."""
    tram, provider = article(), ScriptedProvider(good_reply())
    made = workshop(tmp_path, provider)

    report = run(made, tram)

    kept = made.store.get(tram.path)
    assert kept is not None
    assert ["outlook-1", "conclusion"] == [item.id for item in kept.sections]
    (facts,) = kept.provenances
    assert ("scripted-1", "scripted", "scripted.example") == (
        facts.model,
        facts.model_asked,
        facts.host,
    )
    assert (NOW, 1, Usage(10, 5), "req-1") == (
        facts.generated_at,
        facts.attempts,
        facts.usage,
        facts.request_id,
    )
    assert tram.source.digest == facts.source_digest
    assert (1, Usage(10, 5)) == (report.calls, report.usage)
    assert 2 == len(report.articles[0].published)
    assert provider.is_closed


def test_plan_is_empty_after_generating(tmp_path: Path, article: Callable[..., Article]) -> None:
    """What was written is not missing any more."""
    tram, made = article(), workshop(tmp_path, ScriptedProvider(good_reply()))
    run(made, tram)

    assert () == plan([tram], {tram.path: made.store.get(tram.path)})


def test_only_what_is_missing_is_asked_for(tmp_path: Path, article: Callable[..., Article]) -> None:
    """A conclusion by the author's hand stays, and only the outlook is asked for."""
    tram, provider = article(), ScriptedProvider(good_reply("outlooks"))
    made = workshop(tmp_path, provider)
    own = section(origin=Origin.AUTHOR)
    made.store.put(tram.path, replace(sidecar(own), provenances=()))

    run(made, tram)

    kept = made.store.get(tram.path)
    assert kept is not None
    assert [Origin.MODEL, Origin.AUTHOR] == [item.origin for item in kept.sections]
    assert ["plan", "outlooks", "predictions"] == provider.prompts[0].schema["required"]


def test_problems_are_shown_to_the_model(tmp_path: Path, article: Callable[..., Article]) -> None:
    """The second prompt repeats the first, the answer, and exactly what is wrong with it."""
    provider = ScriptedProvider(bad_reply(), good_reply())

    report = run(workshop(tmp_path, provider), article())

    first, second = provider.prompts
    assert first.messages == second.messages[:2]
    assert bad_reply() == second.messages[2].text
    assert "180億" in second.messages[3].text
    assert Usage(20, 10) == report.usage
    assert not report.blocked


def test_better_of_two_bad_answers_is_kept(tmp_path: Path, article: Callable[..., Article]) -> None:
    """A second answer with more faults does not replace the first."""
    worse = bad_reply().replace("2028年", "2029年")
    tram, made = article(), workshop(tmp_path, ScriptedProvider(bad_reply(), worse))

    report = run(made, tram)

    assert ("tram.md",) == report.blocked
    assert "2029年" not in made.store.path_of(tram.path).read_text(encoding="utf-8")


def test_sentence_that_stays_bad_is_cut_and_recorded(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """The rest is published; provenance and digest speak of the text that is left."""
    bad = longer_reply(bad_reply())
    tram, made = article(), workshop(tmp_path, ScriptedProvider(bad, bad))

    report = run(made, tram)

    kept = made.store.get(tram.path)
    assert kept is not None
    assert () == report.blocked
    assert 2 == len(report.articles[0].published)
    conclusion = kept.sections[-1]
    assert 3 == len(conclusion.sentences)
    assert not any("180億" in item.text for item in conclusion.sentences)
    assert conclusion.digest == conclusion.generated_digest
    (facts,) = kept.provenances
    assert (
        "cut: 一方で、180億円という出費への不安は解けていません。 → "
        "numbers: '180億' is not in the article"
    ) == facts.findings[-1]
    assert not any(line.startswith("blocking") for line in facts.findings)


def test_unsupported_sentence_is_asked_again(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """The reason goes back to the writer; only the new sentence is read a second time."""
    before, after = (
        "一方で、120億円という出費への不安は解けていません。",
        "費用への心配は残っています。",
    )
    mended = good_reply().replace(before, after)
    replies = good_reply(), verdicts(p5="unsupported"), mended, verdicts(1)
    tram, provider = article(), ScriptedProvider(*replies)
    made = workshop(tmp_path, provider, verify=True)

    report = run(made, tram)

    names = [prompt.schema_name for prompt in provider.prompts]
    assert ["commentary", "support", "commentary", "support"] == names
    assert "says the second reader: because" in provider.prompts[2].messages[3].text
    assert f"[1] stated: {after}" in provider.prompts[3].messages[1].text
    assert (4, Usage(40, 20), ()) == (report.calls, report.usage, report.blocked)
    kept = made.store.get(tram.path)
    assert kept is not None
    (facts,) = kept.provenances
    assert (2, Usage(40, 20), "scripted-1") == (facts.attempts, facts.usage, facts.verified_by)
    assert () == facts.doubts


def test_sentence_that_stays_unsupported_is_cut(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """What the second reader objects to goes like anything else that fails."""
    provider = ScriptedProvider(longer_reply(good_reply()), verdicts(6, p6="contradicted"))
    tram, made = article(), workshop(tmp_path, provider, verify=True, attempts=1)

    report = run(made, tram)

    kept = made.store.get(tram.path)
    assert kept is not None
    assert 2 == len(report.articles[0].published)
    assert "120億円" not in "".join(item.text for item in kept.sections[-1].sentences)
    (facts,) = kept.provenances
    assert "→ support: is contradicted" in facts.findings[-1]
    assert () == facts.doubts


def test_unsupported_sentence_that_cannot_be_cut_blocks_later_builds(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """The doubt is in the sidecar, so nobody has to be asked again."""
    provider = ScriptedProvider(good_reply(), verdicts(p5="unsupported"))
    tram, made = article(), workshop(tmp_path, provider, verify=True, attempts=1)
    first = run(made, tram)

    second = run(replace(made, provider_for=None), tram)

    assert ("tram.md",) == first.blocked == second.blocked
    assert ["outlook-1"] == [s.section.id for s in second.articles[0].published]
    assert 2 == len(provider.prompts)


@pytest.mark.parametrize(
    ("failure", "usage"),
    [
        pytest.param(ProviderUnavailable("gone"), Usage(10, 5), id="unavailable"),
        pytest.param("no JSON", Usage(20, 10), id="useless"),
        pytest.param(verdicts(4), Usage(20, 10), id="incomplete"),
    ],
)
def test_failing_second_reader_costs_no_section(
    tmp_path: Path, article: Callable[..., Article], failure: str | Exception, usage: Usage
) -> None:
    """The sections stand, and record and report say that they are unchecked."""
    provider = ScriptedProvider(good_reply(), failure)
    tram, made = article(), workshop(tmp_path, provider, verify=True)

    report = run(made, tram)

    (state,) = report.articles
    assert (None, 2) == (state.error, len(state.published))
    assert (2, usage) == (report.calls, report.usage)
    kept = made.store.get(tram.path)
    assert kept is not None
    assert "" == kept.provenances[0].verified_by
    assert kept.provenances[0].findings[-1].startswith("advisory support: unchecked: ")
    remarks = [f.message for s in state.standings for f in s.findings if f.rule == "support"]
    assert 2 == len(remarks)
    assert all(remark.startswith("unchecked: ") for remark in remarks)


def test_answer_with_faults_is_not_read_before_it_is_kept(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """No token is spent on what is asked for again anyway."""
    provider = ScriptedProvider(bad_reply(), good_reply(), verdicts())

    run(workshop(tmp_path, provider, verify=True), article())

    names = [prompt.schema_name for prompt in provider.prompts]
    assert ["commentary", "commentary", "support"] == names


def test_answer_that_stays_faulty_is_read_once(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """What is kept was read, whatever else is wrong with it."""
    provider = ScriptedProvider(bad_reply(), bad_reply(), verdicts(p4="unsupported"))
    made = workshop(tmp_path, provider, verify=True)

    report = run(made, article())

    messages = [f.message for s in report.articles[0].standings for f in s.findings]
    assert any("180億" in message for message in messages)
    assert any("second reader" in message for message in messages)


def test_second_reader_may_be_another_model(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """Each is asked under its own name, and tokens are kept apart for the bill."""
    models = {
        "scripted": ScriptedProvider(good_reply(), answers_as="writer-1"),
        "reader": ScriptedProvider(verdicts(), answers_as="reader-1"),
    }
    outcomes: list[Outcome] = []
    made = workshop(tmp_path, None, verify=True, verify_model="reader")
    tram = article()

    run(replace(made, provider_for=models.__getitem__, on_outcome=outcomes.append), tram)

    kept = made.store.get(tram.path)
    assert kept is not None
    facts = kept.provenances[0]
    assert ("writer-1", "reader-1") == (facts.model, facts.verified_by)
    assert [(("writer-1", Usage(10, 5)), ("reader-1", Usage(10, 5)))] == [o.spent for o in outcomes]
    assert all(provider.is_closed for provider in models.values())


def test_broken_answer_after_a_usable_one_does_not_lose_it(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """The paid answer stays when the second is no JSON or never comes."""
    for last in ("no JSON", ProviderUnavailable("gone")):
        tram = article(f"{type(last).__name__}.md")
        made = workshop(tmp_path, ScriptedProvider(bad_reply(), last))

        report = run(made, tram)

        assert report.articles[0].error is None
        assert made.store.get(tram.path) is not None


@pytest.mark.parametrize(
    ("replies", "calls", "error"),
    [
        pytest.param(("no JSON", "{}"), 2, ReplyInvalid, id="two useless answers"),
        pytest.param((ProviderRefused("no", usage=Usage(3, 1)),), 1, ProviderRefused, id="refused"),
        pytest.param((ProviderUnavailable("gone"),), 1, ProviderUnavailable, id="unavailable"),
        pytest.param(
            (ReplyInvalid("cut", usage=Usage(3, 1)), ReplyInvalid("cut")), 2, ReplyInvalid, id="cut"
        ),
    ],
)
def test_failure_is_a_value_and_its_tokens_count(
    tmp_path: Path,
    article: Callable[..., Article],
    replies: tuple[str | Exception, ...],
    calls: int,
    error: type[CommentaryError],
) -> None:
    """No sidecar, no extract in its place, and everything that was spent is summed."""
    tram, provider = article(), ScriptedProvider(*replies)

    report = run(workshop(tmp_path, provider), tram)

    (state,) = report.articles
    assert isinstance(state.error, error)
    assert () == state.published
    assert BOTH == state.missing
    assert calls == report.calls == len(provider.prompts)


def test_failed_article_is_not_asked_for_twice(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """In one process the same article fails once, until it changes."""
    provider = ScriptedProvider(ProviderRefused("no"), good_reply())
    made, failed = workshop(tmp_path, provider), dict[tuple[str, str], CommentaryError]()
    build((article(),), made, failed_before=failed)
    build((article(),), made, failed_before=failed)
    assert 1 == len(provider.prompts)

    build((article(changes={"2019年": "2018年"}),), made, failed_before=failed)
    assert 2 == len(provider.prompts)


def test_one_failure_takes_no_other_article_with_it(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """The next article is asked for and kept."""
    provider = ScriptedProvider(ProviderRefused("no"), good_reply())

    report = run(workshop(tmp_path, provider, concurrency=1), article("a.md"), article("b.md"))

    assert [True, False] == [state.error is not None for state in report.articles]
    assert 2 == len(report.articles[1].published)


@pytest.mark.parametrize(
    ("error", "calls"),
    [
        pytest.param(ProviderRefused("wrong key", is_final=True), 1, id="wrong key"),
        pytest.param(ProviderUnavailable("gone"), 5, id="five in a row"),
    ],
)
def test_hopeless_run_stops_early(
    tmp_path: Path, article: Callable[..., Article], error: ProviderRefused, calls: int
) -> None:
    """What would fail in the same way for every article is not tried for every article."""
    provider = ScriptedProvider(*[error] * 12)
    articles = [article(f"a{n}.md") for n in range(12)]

    report = run(workshop(tmp_path, provider, concurrency=1), *articles)

    assert calls == len(provider.prompts)
    assert all(state.error for state in report.articles)


def test_damaged_sidecar_is_named_and_left_alone(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """Nobody is asked, nothing is shown, no byte changes."""
    tram, provider = article(), ScriptedProvider()
    made = workshop(tmp_path, provider)
    path = made.store.path_of(tram.path)
    path.write_text("+++\nschema = 1\n", encoding="utf-8")

    report = run(made, tram)

    assert isinstance(report.articles[0].error, SidecarError)
    assert "+++\nschema = 1\n" == path.read_text(encoding="utf-8")
    assert [] == provider.prompts


def test_stale_sections_are_rewritten_only_when_asked(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """`--stale` writes what no longer fits, and leaves alone what does."""
    made = workshop(tmp_path, ScriptedProvider(good_reply()))
    run(made, article())
    changed = article(changes={"総事業費は120億円です": "総事業費は200億円です"})
    assert ("tram.md",) == run(made, changed).stale

    provider = ScriptedProvider(good_reply("conclusion").replace("120億円", "200億円"))
    again = replace(made, rewrites_stale=True, provider_for=lambda _: provider)
    report = run(again, changed)

    assert () == report.stale
    assert ["conclusion"] == provider.prompts[0].schema["required"]
    assert 2 == len(report.articles[0].published)


def test_accepted_stale_section_is_kept(tmp_path: Path, article: Callable[..., Article]) -> None:
    """A person's acceptance is not thrown away by a program."""
    made = workshop(tmp_path, ScriptedProvider(good_reply()))
    tram = article()
    run(made, tram)
    kept = made.store.get(tram.path)
    assert kept is not None
    accepted = tuple(reviewed(item, Verdict.ACCEPTED) for item in kept.sections)
    made.store.put(tram.path, replace(kept, sections=accepted))
    changed = article(changes={"総事業費は120億円です": "総事業費は200億円です"})

    provider = ScriptedProvider()
    report = run(replace(made, rewrites_stale=True, provider_for=lambda _: provider), changed)

    assert ("tram.md",) == report.stale
    assert [] == provider.prompts


def accept_conclusion(made: Workshop, article: Article) -> None:
    """Accept the conclusion of an article that has its sections."""
    kept = made.store.get(article.path)
    assert kept is not None
    accepted = tuple(reviewed(item, Verdict.ACCEPTED) for item in kept.sections)
    made.store.put(article.path, replace(kept, sections=accepted))


@pytest.mark.parametrize(
    ("is_listed", "is_built"),
    [
        pytest.param(True, True, id="in the same build"),
        pytest.param(True, False, id="not named"),
        pytest.param(False, True, id="a draft"),
        pytest.param(False, False, id="a draft that is not named"),
    ],
)
def test_accepted_conclusion_is_shown_to_the_model(
    tmp_path: Path, article: Callable[..., Article], *, is_listed: bool, is_built: bool
) -> None:
    """The next article's prompt has it before the article; that of a draft goes nowhere."""
    old, new = replace(article("old.md"), is_listed=is_listed), article("new.md")
    first = workshop(tmp_path, ScriptedProvider(good_reply()), reviewers=("山田",))
    run(first, old)
    accept_conclusion(first, old)
    provider = ScriptedProvider(good_reply())
    others = () if is_built else (old,)

    run(
        replace(first, provider_for=lambda _: provider, others=others),
        *((old, new) if is_built else (new,)),
    )

    (prompt,) = provider.prompts
    before, _, _ = prompt.messages[1].text.partition("<article-")
    assert is_listed == ("28人の賛成で前へ進みました。一方で、120億円という" in before)


def test_outlook_needs_no_examples(tmp_path: Path, article: Callable[..., Article]) -> None:
    """Where no conclusion is wanted, none is shown."""
    old, new = article("old.md"), replace(article("new.md"), kinds=(Kind.OUTLOOK,))
    made = workshop(tmp_path, ScriptedProvider(good_reply()), reviewers=("山田",))
    run(made, old)
    accept_conclusion(made, old)
    provider = ScriptedProvider(good_reply("outlooks"))

    run(replace(made, provider_for=lambda _: provider), old, new)

    assert "28人の賛成で" not in provider.prompts[0].messages[1].text


def test_result_does_not_depend_on_the_order_of_answers(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    """With many threads the report lists the articles as they were given."""
    names = [f"a{n}.md" for n in range(9)]
    provider = ScriptedProvider(*[good_reply()] * 9)

    report = run(workshop(tmp_path, provider, concurrency=5), *map(article, names))

    assert names == [state.name for state in report.articles]
    assert 9 == report.calls


def test_full_disk_does_not_lose_the_page(tmp_path: Path, article: Callable[..., Article]) -> None:
    """When the sidecar cannot be written, this build shows the section and says so."""

    class FullDisk(SidecarStore):
        def put(self, *_: object, **__: object) -> Path:
            raise OSError(28, "No space left on device")

    made = workshop(tmp_path, ScriptedProvider(good_reply()))
    report = run(replace(made, store=FullDisk(tmp_path / "content")), article())

    assert "No space left on device" in str(report.articles[0].error)
    assert 2 == len(report.articles[0].published)
