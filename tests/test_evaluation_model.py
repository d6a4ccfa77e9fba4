"""The measure with a model: cost first, answers kept, and what it wrote now as numbers."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from commentaries import is_reading, messages_of, pairs_shown, verdicts
from commentary.errors import ProviderUnavailable
from commentary.prompts import Message, Prompt, Role
from commentary.sections import Usage
from fakes import ScriptedProvider
from fault_server import FaultServer
from sites import ROOT
from test_tasks import Blog
from workbench.evaluation.command import spread
from workbench.evaluation.kept_answers import KeptAnswers
from workbench.evaluation.trials import load_trials

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PROMPT = Prompt((Message(Role.USER, "数は？"),), "answer", {"type": "object"}, "")
EVALUATE = ("evaluate", "--articles", "2", "--yes")


# --- kept answers ---------------------------------------------------------------------------


def test_an_answer_is_paid_for_once(tmp_path: Path) -> None:
    """The second time it comes from the disk, whole, and costs no token."""
    provider = ScriptedProvider("三です。")
    first = KeptAnswers(provider, tmp_path).complete(PROMPT)
    second = KeptAnswers(provider, tmp_path).complete(PROMPT)

    assert Usage(10, 5) == first.usage
    assert replace(first, usage=Usage()) == second
    assert 1 == len(provider.prompts)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(replace(PROMPT, messages=(Message(Role.USER, "名は？"),)), id="text"),
        pytest.param(replace(PROMPT, messages=(Message(Role.SYSTEM, "数は？"),)), id="role"),
        pytest.param(replace(PROMPT, schema={}), id="schema"),
    ],
)
def test_another_question_is_asked(tmp_path: Path, changed: Prompt) -> None:
    """A change of prompt or schema is never answered with what was said before."""
    provider = ScriptedProvider("三です。", "四です。")
    kept = KeptAnswers(provider, tmp_path)
    kept.complete(PROMPT)

    assert "四です。" == kept.complete(changed).text


def test_another_way_of_asking_is_another_question(tmp_path: Path) -> None:
    """Options, such as the effort of reasoning, are part of the question."""
    provider = ScriptedProvider("三です。", "四です。")
    KeptAnswers(provider, tmp_path, "low").complete(PROMPT)

    assert "四です。" == KeptAnswers(provider, tmp_path, "high").complete(PROMPT).text


def test_failure_is_not_kept(tmp_path: Path) -> None:
    """The next run asks again."""
    kept = KeptAnswers(ScriptedProvider(ProviderUnavailable("gone"), "三です。"), tmp_path)
    with pytest.raises(ProviderUnavailable):
        kept.complete(PROMPT)

    assert "三です。" == kept.complete(PROMPT).text


@pytest.mark.parametrize("damage", ["", "{", '{"text": "x"}', "[1]"])
def test_damaged_answer_is_asked_for_again(tmp_path: Path, damage: str) -> None:
    """A cache may be damaged or deleted without harm."""
    kept = KeptAnswers(ScriptedProvider("三です。", "四です。"), tmp_path)
    kept.complete(PROMPT)
    for path in tmp_path.iterdir():
        path.write_text(damage, encoding="utf-8")

    assert "四です。" == kept.complete(PROMPT).text


# --- the whole command ----------------------------------------------------------------------


def answer(request: Mapping[str, object]) -> str:
    """Stand in for a model: write about the first paragraph, doubt the last pair."""
    if is_reading(request):
        count = pairs_shown(request)
        return verdicts(count, **{f"p{count}": "unsupported"})
    shown = str(messages_of(request)[1]["content"])
    words = re.findall(r"^\[p1\] (.{12})", shown, re.MULTILINE)[0]
    is_japanese = "記事の題" in shown
    text = "これからも続く可能性があります。" if is_japanese else "It may well go on from here."
    grounds = [{"paragraph": 1, "quote": words}]
    sentence = {"text": text, "basis": "inferred", "references": grounds}
    stated = {**sentence, "basis": "stated"}
    point = {"heading": "先行き" if is_japanese else "Ahead", "sentences": [sentence, sentence]}
    outlook = {"heading": "将来の展望", "form": "themes", "opening": [], "points": [point, point]}
    return json.dumps(
        {
            "outlooks": [{**outlook, "closing": []}],
            "conclusion": {"heading": "結論", "sentences": [stated, stated, stated]},
        }
    )


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    """Lay out a blog with the corpus."""
    made = Blog(tmp_path)
    shutil.copytree(ROOT / "tests" / "evaluation", tmp_path / "tests" / "evaluation")
    return made


def test_without_a_model_it_says_so(blog: Blog) -> None:
    """Everything else is measured: both splits, the corpus' verdicts, the blog's own sections."""
    ran = blog.run("evaluate")

    assert 0 == ran.code, ran.text
    assert "articles: tuned\n" in ran.text
    assert "articles: held-out\n" in ran.text
    assert "checks and second reader: judged by hand" in ran.text
    assert "sections in this blog, origin model: there are none" in ran.text
    assert "no model was asked: none is configured" in ran.text


def test_cost_comes_first_and_silence_is_no(blog: Blog) -> None:
    """Who does not agree, or only wants the estimate, is asked for nothing and charged nothing."""
    with FaultServer(answer) as server:
        model = {"OPENAI_BASE_URL": server.url(), "COMMENTARY_MODEL": "local"}
        estimated = blog.run("evaluate", "--articles", "2", "--dry-run", **model)
        silent = blog.run("evaluate", "--articles", "2", **model)
        forbidden = blog.run(*EVALUATE, COMMENTARY_GENERATE="never", **model)

        assert 0 == server.count()
    assert "2 articles, local, to ask: at least " in estimated.text
    assert "cost unknown" in estimated.text
    assert "nothing was asked; `--yes` agrees beforehand" in silent.text
    assert "generating is forbidden" in forbidden.text


def test_what_a_model_writes_and_reads_becomes_numbers(blog: Blog) -> None:
    """Its detections, its false alarms and its own sections; the second run costs nothing."""
    with FaultServer(answer) as server:
        model = {"OPENAI_BASE_URL": server.url(), "COMMENTARY_MODEL": "local"}
        first = blog.run(*EVALUATE, **model)
        asked = server.count()
        second = blog.run(*EVALUATE, **model)

        assert asked == server.count() > 0
    assert 0 == first.code, first.text
    assert "checks and second reader: local, asked now" in first.text
    assert "articles with sections: 2 of 2, 100.0%" in first.text
    assert "first answers in the right form: 2 of 2" in first.text
    assert re.search(r"citation recall: \d+ of \d+, ", first.text)
    assert re.search(r"written afresh by local\nwhat +language", first.text)
    assert "spent 0 tokens in, 0 out" in second.text
    assert measured(first.text) == measured(second.text) != ""


def measured(text: str) -> str:
    """Return what the model's answers came to, without what they cost."""
    return text.partition("asked now\n")[2].partition("\nasked: ")[0]


def test_model_that_fails_is_a_result(blog: Blog) -> None:
    """No table is lost: what failed is counted, and why is said once."""
    with FaultServer(lambda _: "I would rather not.") as server:
        ran = blog.run(*EVALUATE, "--json", OPENAI_BASE_URL=server.url(), COMMENTARY_MODEL="local")

    held = json.loads(ran.text)
    assert 0 == ran.code, ran.text
    assert {"tuned", "held-out"} <= set(held["splits"])
    assert "articles with sections: 0 of 2, 0.0% (0.0% to 65.8%)" in held["lines"]
    assert 1 == sum("the second reader's answer is not" in line for line in held["lines"])


def test_few_articles_are_of_both_languages() -> None:
    """A cheap run still sees Japanese and English; 0 and too many mean all."""
    trials = load_trials()

    assert ["en", "ja"] == [trial.source.language for trial in spread(trials, 2)]
    assert trials == spread(trials, 0) == spread(trials, 999)
