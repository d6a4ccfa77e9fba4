"""Predictions as a user meets them: from the model's answer to the answer of the day."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from commentaries import CLAIM, predicting_reply
from fault_server import FaultServer
from test_tasks import OK, PERSON_NEEDED, SIDECAR, USAGE_ERROR, Blog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARTICLE = "content/posts/tram.md"
EVIDENCE = "https://www.city.example/minutes"
BEFORE, AFTER = "1798761600", "1861920000"
"""1 January of 2027 and of 2029, as `SOURCE_DATE_EPOCH`."""


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Blog:
    """Lay out a blog whose article predicts one thing, and keep it for all tests of this file."""
    made = Blog(tmp_path_factory.mktemp("blog"))
    made.settings(verify=False)
    with FaultServer(lambda _: predicting_reply(CLAIM)) as server:
        model = {"OPENAI_BASE_URL": server.url(), "COMMENTARY_MODEL": "local"}
        ran = made.run("generate", COMMENTARY_GENERATE="", **model)
    assert OK == ran.code, ran.text
    return made


@pytest.fixture
def restored(blog: Blog) -> Iterator[Blog]:
    """Lend the blog and put its sidecar back."""
    before = blog.sidecar()
    yield blog
    (blog.root / SIDECAR).write_text(before, encoding="utf-8")


def resolve(blog: Blog, outcome: str, *more: str) -> tuple[int, str]:
    """Run `invoke resolve` as the reviewer."""
    ran = blog.run("resolve", "tram-1", outcome, "--reviewer", "山田", *more)
    return ran.code, ran.text


def test_what_is_due_depends_on_the_day_of_the_build(blog: Blog) -> None:
    """An open prediction is named once its day has come, at the end of a build and on request."""
    early = blog.run("build", SOURCE_DATE_EPOCH=BEFORE)
    late = blog.run("build", SOURCE_DATE_EPOCH=AFTER)

    assert (OK, OK) == (early.code, late.code)
    assert "to be answered" not in early.text
    assert "predictions to be answered: 1 (tram-1)" in late.text
    due = blog.run("predictions", "--due", SOURCE_DATE_EPOCH=AFTER).text
    assert "2028-12-31  due  tram-1  60%  港までの市電の線路" in due
    assert "judged by: 市が2028年12月31日までに" in due
    assert "no prediction waits" in blog.run("predictions", "--due", SOURCE_DATE_EPOCH="0").text


def test_a_predicting_sentence_can_be_linked_to(blog: Blog) -> None:
    """The page gives it an id, and no other sentence."""
    blog.run("build")
    assert ["outlook-1-s1"] == re.findall(r'<span id="(outlook-1-s\d+)">', blog.page())


def test_predictions_as_json(blog: Blog) -> None:
    """A program reads what a person is shown, and `status` counts it."""
    (made,) = json.loads(blog.run("predictions", "--json").text)
    rows = json.loads(blog.run("status", "--json").text)

    assert (ARTICLE, "open", "tram-1", "2028-12-31", 0.6) == tuple(
        made[key] for key in ("article", "state", "id", "resolves_on", "probability")
    )
    (row,) = (row for row in rows if row["section"] == "predictions")
    assert ("open", 1, 1, 0, 0, 0) == tuple(
        row[key] for key in ("state", "predictions", "open", "due", "answered", "pending")
    )


@pytest.mark.parametrize(
    ("outcome", "more", "message"),
    [
        pytest.param("maybe", (), "'maybe' is no outcome", id="outcome"),
        pytest.param("yes", (), "needs `--evidence`", id="no-evidence"),
        pytest.param("no", ("--known-on", "2026-02-31"), "is no day", id="31-february"),
        pytest.param("withdrawn", ("--known-on", "2999-01-01"), "in the future", id="future"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(
    blog: Blog, outcome: str, more: tuple[str, ...], message: str
) -> None:
    """One line says why, and the sidecar stays as it was."""
    before = blog.sidecar()

    code, text = resolve(blog, outcome, *more)

    assert USAGE_ERROR == code
    assert message in text
    assert before == blog.sidecar()


def test_only_reviewers_answer(blog: Blog) -> None:
    """Who may judge stands in the settings, and a model is never among them."""
    ran = blog.run("resolve", "tram-1", "withdrawn", "--reviewer", "local")
    assert (USAGE_ERROR, True) == (ran.code, "'local' may not review" in ran.text)


def test_an_unknown_prediction_is_named_with_the_nearest(blog: Blog) -> None:
    """A slip of the finger costs nothing."""
    ran = blog.run("resolve", "tran-1", "withdrawn", "--reviewer", "山田")
    assert (USAGE_ERROR, True) == (ran.code, "did you mean tram-1?" in ran.text)


def test_an_answer_is_recorded_and_may_be_corrected(restored: Blog) -> None:
    """The latest counts, the earlier one stays in the history, and nothing is due any more."""
    first = resolve(restored, "yes", "--evidence", EVIDENCE)
    second = resolve(restored, "no", "--evidence", EVIDENCE, "--note", "日付の読み違い")

    assert (OK, OK) == (first[0], second[0])
    text = restored.sidecar()
    assert 1 == text.count("[predictions.resolution]") == text.count("[[predictions.history]]")
    assert 'outcome = "no"' in text
    assert 'why = "日付の読み違い"' in text
    assert "due" not in restored.run("predictions", SOURCE_DATE_EPOCH=AFTER).text


def test_a_public_prediction_is_amended_in_the_open(restored: Blog) -> None:
    """The change needs a reason; the same by hand stops the build with path and line."""
    refused = restored.run("amend", "tram-1", "probability", "0.4")
    done = restored.run("amend", "tram-1", "probability", "40%", "--why", "予算が見送られた")

    assert (USAGE_ERROR, OK) == (refused.code, done.code)
    assert "probability = 0.4\n" in restored.sidecar()
    assert OK == restored.run("build").code
    text = restored.sidecar().replace("probability = 0.4\n", "probability = 0.9\n")
    (restored.root / SIDECAR).write_text(text, encoding="utf-8")
    silent = restored.run("build")
    line = text[: text.index('id = "tram-1"')].count("\n") + 1
    assert PERSON_NEEDED == silent.code
    assert f"{SIDECAR}:{line}: `tram-1`: `probability` is not what the last entry" in silent.text


OWN = """
[[predictions]]
id = "own-1"
statement = "市電は2029年末までに港まで走る。"
made_on = 2026-11-03
resolves_on = {day}
resolution_criteria = "市は2029年12月31日までに開業を発表したか。"
probability = {chance}
"""


def add_own(blog: Blog, day: str = "2029-12-31", chance: str = "0.4") -> None:
    """Write a prediction into the sidecar as an author does."""
    head, fence, body = blog.sidecar().partition("\n+++\n\n")
    text = head + OWN.format(day=day, chance=chance) + fence + body
    (blog.root / SIDECAR).write_text(text, encoding="utf-8")


def test_an_authors_own_prediction_is_public_once_accepted(restored: Blog) -> None:
    """Until then it may be reworded, and each build says that it waits."""
    add_own(restored)

    assert "not public yet: 1 (own-1)" in restored.run("build").text
    ran = restored.run("accept", "--article", ARTICLE, "--reviewer", "山田")

    assert OK == ran.code, ran.text
    assert "prediction own-1 is public from now on" in ran.text
    assert "not public yet" not in restored.run("build").text


@pytest.mark.parametrize(
    ("day", "chance", "message"),
    [
        ("2029-12-31", "1", "`probability` is 1; write a number from 0.01 to 0.99"),
        ("2029-12-31", "120", "`probability` is 120; write"),
        ("2029-02-31", "0.4", "the front matter is not TOML: Invalid date"),
        ("2026-11-01", "0.4", "`resolves_on` is not after `made_on`"),
    ],
)
def test_what_a_hand_wrote_wrongly_is_named(
    restored: Blog, day: str, chance: str, message: str
) -> None:
    """Path and line are told, the sidecar is left alone, and the article is published."""
    add_own(restored, day, chance)
    before = restored.sidecar()

    ran = restored.run("build")

    assert PERSON_NEEDED == ran.code
    assert re.search(rf"{re.escape(SIDECAR)}:\d+: {re.escape(message)}", ran.text)
    assert before == restored.sidecar()
    assert "市電を港まで" in restored.page()


def test_an_article_that_is_gone_keeps_its_predictions(restored: Blog) -> None:
    """Its sidecar is not pruned; what it promised is still answered."""
    text = restored.article.read_text(encoding="utf-8")
    restored.article.unlink()
    try:
        pruned = restored.run("prune", answers="y\n")
        listed = restored.run("predictions")
        answered = resolve(restored, "withdrawn")
    finally:
        restored.article.write_text(text, encoding="utf-8")

    assert f"kept {SIDECAR}: 1 public predictions stand in it" in pruned.text
    assert "tram-1" in listed.text
    assert OK == answered[0], answered[1]
    assert 'outcome = "withdrawn"' in restored.sidecar()


def git(root: Path, *arguments: str) -> int:
    """Run Git in a folder, with a name of its own."""
    names = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *names, *arguments], cwd=root, check=False, capture_output=True)
    return done.returncode


def test_two_people_answer_on_two_branches(restored: Blog) -> None:
    """Two answers to one question conflict, and the message says where."""
    root = restored.root
    for arguments in (("init", "-q", "-b", "main"), ("add", "content"), ("commit", "-qm", "x")):
        assert 0 == git(root, *arguments)
    git(root, "checkout", "-qb", "other")
    assert OK == resolve(restored, "yes", "--evidence", EVIDENCE)[0]
    git(root, "commit", "-qam", "yes")
    git(root, "checkout", "-q", "main")
    assert OK == resolve(restored, "ambiguous")[0]
    git(root, "commit", "-qam", "ambiguous")

    assert 0 != git(root, "merge", "-q", "other")
    ran = restored.run("build")

    assert PERSON_NEEDED == ran.code
    assert re.search(rf"{re.escape(SIDECAR)}:\d+: two branches changed this", ran.text)
