"""An article longer than the model's window is shown in part, and everybody is told."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentaries import ARTICLE, messages_of
from commentary.errors import SettingsError
from commentary.grounding import check_grounding
from commentary.prompt_files import read_templates
from commentary.prompts import Wish, build_prompt, left_out, numbered
from commentary.replies import reply_schema
from commentary.sections import Kind, Origin, Reference, Section, Sentence
from commentary.shortening import names_of_left_out, within_window
from commentary.source import Source, parse_source
from commentary.tokens import estimate_tokens
from fault_server import FaultServer
from sites import ROOT
from test_tasks import SIDECAR, Blog

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KINDS = tuple(Kind)
WISH = Wish(KINDS)
SCHEMA = reply_schema(KINDS)
TEMPLATES = read_templates("ja")
FRAME = 4000
"""More than instructions, frame and schema take by the estimate."""


def article(*lengths: int) -> Source:
    """Return an article with paragraphs of so many characters, two under each heading."""
    blocks = [
        ("<h2>見出し</h2>" if number % 2 else "") + f"<p>{number}番目の段落。{'話' * length}</p>"
        for number, length in enumerate(lengths, start=1)
    ]
    return parse_source("".join(blocks), title="長い話", date="2026-11-02", language="ja")


def shown(source: Source, tokens: int) -> Source:
    """Return what a window of so many tokens shows."""
    return within_window(source, WISH, templates=TEMPLATES, schema=SCHEMA, tokens=tokens)


def numbers(source: Source) -> list[int]:
    """Return the numbers of the paragraphs with text."""
    return [paragraph.number for paragraph in source.paragraphs if paragraph.text]


def test_article_that_fits_is_shown_whole() -> None:
    """Nothing changes, not even the object."""
    whole = article(100, 100, 100)

    assert whole is shown(whole, FRAME + 1000)
    assert "" == names_of_left_out(whole)


def test_beginning_and_end_are_shown() -> None:
    """More of the beginning than of the end, and one gap, which one line stands for."""
    part = shown(article(*[200] * 40), FRAME + 2000)

    first, last = left_out(part)[0]
    assert [(first, last)] == list(left_out(part))
    assert first - 1 > 40 - last > 0
    assert f"p{first}-p{last}" == names_of_left_out(part)
    assert 1 == numbered(part).count(f"[p{first}–p{last}] …")
    assert f"[p{last + 1}] " in numbered(part)
    assert f"[p{first}] " not in numbered(part)


def test_one_paragraph_has_no_dash() -> None:
    """A single paragraph too many is named by its number."""
    source = article(10, 3000, 10)
    part = shown(source, FRAME + 300)

    assert "p2" == names_of_left_out(part)
    assert source.digest == part.digest


@given(st.lists(st.integers(0, 900), min_size=1, max_size=40), st.integers(FRAME, FRAME + 6000))
def test_any_article_fits_or_says_why(lengths: list[int], tokens: int) -> None:
    """The prompt stays in the window, in whole paragraphs from both ends, under their numbers."""
    source = article(*lengths)
    try:
        part = shown(source, tokens)
    except SettingsError:
        assert estimate_tokens(numbered(article(lengths[0]))) > tokens - FRAME
        return

    prompt = build_prompt(part, WISH, templates=TEMPLATES, schema=SCHEMA)
    size = sum(estimate_tokens(text) for text in (m.text for m in prompt.messages))
    assert size + estimate_tokens(json.dumps(SCHEMA)) <= tokens + 40
    assert len(left_out(part)) <= 1
    assert 1 in numbers(part)
    kept = [source.paragraphs[number - 1].text for number in numbers(part)]
    assert kept == [paragraph.text for paragraph in part.paragraphs if paragraph.text]


def test_window_without_room_says_what_to_change() -> None:
    """Not one paragraph fits: nothing is sent, and the settings are named."""
    with pytest.raises(SettingsError, match="no room for the first paragraph; raise"):
        shown(article(5000), FRAME)


def test_sentence_cannot_rest_on_what_was_not_shown() -> None:
    """A reference to a paragraph that was left out is as wrong as one to none at all."""
    source = article(10, 3000, 10)
    part = shown(source, FRAME + 300)
    guessed = Section(
        id="conclusion", kind=Kind.CONCLUSION, origin=Origin.MODEL, heading="結論",
        opening=(Sentence("話が続きました。", (Reference(2, "2番目の段落"),)),),
    )  # fmt: skip

    assert [] == [f for f in check_grounding(guessed, source) if f.rule == "references"]
    assert ["p2 does not say 「2番目の段落」, nor does any other paragraph"] == [
        f.message for f in check_grounding(guessed, part) if f.rule == "references"
    ]


# --- in a blog ------------------------------------------------------------------------------


LONG = ARTICLE.partition("\n")[2].replace(
    "## 事の経緯\n",
    "## 事の経緯\n\n" + "".join(f"途中の出来事、その{n}。{'長' * 150}\n\n" for n in range(60)),
)


def answer(request: Mapping[str, object]) -> str:
    """Write about the first and the last paragraph that the prompt shows."""
    lines = re.findall(r"^\[p(\d+)\] (.+)$", str(messages_of(request)[1]["content"]), re.MULTILINE)
    grounds = [{"paragraph": int(n), "quote": text[:14]} for n, text in (lines[0], lines[-1])]
    texts = ["延伸の計画が決まりました。", "港の側の事情が後押しをしました。", "心配も残ります。"]
    sentences = [{"text": t, "basis": "stated", "references": grounds} for t in texts]
    return json.dumps({"conclusion": {"heading": "結論", "sentences": sentences}})


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    """Lay out a blog with one long article and a small window."""
    made = Blog(tmp_path)
    made.article.write_text(LONG, encoding="utf-8")
    made.settings(sections=["conclusion"], verify=False, max_output_tokens=2000)
    made.settings(context_tokens=8000)
    return made


@pytest.mark.parametrize("language", ["en", "ja"])
def test_record_and_summary_say_what_was_left_out(blog: Blog, language: str) -> None:
    """The section is shown; its record, the build and `status` name the paragraphs."""
    with FaultServer(answer) as server:
        variables = {"OPENAI_BASE_URL": server.url(), "COMMENTARY_MODEL": "local"}
        ran = blog.run("build", LANG=f"{language}_XX.UTF-8", **variables)

    (named,) = re.findall(r'^left_out = "(p\d+-p\d+)"$', blog.sidecar(), re.MULTILINE)
    assert 0 == ran.code, ran.text
    assert f"content/posts/tram.md ({named})" in ran.text
    assert {"en": "model's window", "ja": "モデルに見せていません"}[language] in ran.text
    assert 'data-commentary="conclusion" data-origin="model"' in blog.page()
    assert f"written without {named}, which did not fit" in blog.run("status").text


def test_dry_run_counts_what_is_shown(blog: Blog) -> None:
    """The estimate is of the shortened prompt, which fits."""
    ran = blog.run("generate", "--dry-run")

    (tokens,) = re.findall(r"about (\d+) tokens in for each", ran.text)
    assert 4000 < int(tokens) <= 6000


def test_window_that_an_answer_fills_is_refused(blog: Blog) -> None:
    """The two settings are compared before anything is read."""
    blog.settings(context_tokens=2000)

    ran = blog.run("status")
    assert 2 == ran.code
    assert "an answer of `max_output_tokens` 2000 fills alone" in ran.text


def test_too_short_is_said(blog: Blog) -> None:
    """Build and `status` name an article that is too short; nothing is written for it."""
    blog.settings(minimum_characters=90_000)
    with FaultServer(answer) as server:
        ran = blog.run("build", OPENAI_BASE_URL=server.url(), COMMENTARY_MODEL="local")
        assert 0 == server.count()

    assert "too short to comment on (`minimum_characters`): content/posts/tram.md" in ran.text
    assert re.search(r"unwanted +too short to comment on: \d+ characters", blog.run("status").text)
    assert not (blog.root / SIDECAR).exists()


def test_instructions_explain_the_gap() -> None:
    """Both languages say what the line with the dots stands for."""
    for language in ("ja", "en"):
        path = ROOT / "plugins" / "commentary" / "prompts" / f"article.{language}.md"
        assert "…" in path.read_text(encoding="utf-8")
