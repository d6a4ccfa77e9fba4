"""The text of a sidecar and its values say the same, and damage is named by path and line."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import builders
from commentary.errors import SidecarError
from commentary.sections import (
    Basis,
    Doubt,
    Kind,
    Origin,
    Point,
    Provenance,
    Reference,
    Review,
    Section,
    Sentence,
    Sidecar,
    Support,
    Usage,
    Verdict,
)
from commentary.sidecars import dump_sidecar, load_sidecar
from strategies import sidecars

PATH = "content/posts/tram.commentary.md"

TEXT = """\
+++
schema = 1
language = "ja"
source_digest = "sha256:article"

[[provenance]]
number = 1
model = "loopback-1"
model_asked = "local"
host = "127.0.0.1"
prompt_digest = "sha256:prompt"
source_digest = "sha256:article"
generated_at = 2026-11-23T09:12:00Z
attempts = 2
usage = { input = 1200, output = 300, cached = 1000, reasoning = 0 }
request_id = "r-1"
parameters = { "temperature" = "0" }
findings = [
    "advisory headings: 見出しが二度あります",
]

[[sections]]
id = "outlook-1"
kind = "outlook"
origin = "model"
form = "themes"
provenance = 1
generated_digest = "sha256:text"

[sections.review]
verdict = "accepted"
reviewer = "山田"
date = 2026-11-24
text_digest = "sha256:text"
note = "確認済み"

[[sections]]
id = "conclusion"
kind = "conclusion"
origin = "author"
form = "themes"
+++

## 路線の将来の展望

推し量ってみます。 [inferred]

### 着工まで

2028年に動き出すでしょう。 [p3 p7 inferred]
> p3「工事は2028年に始まる」

---

事情が変われば違う結果になるかもしれません。 [p5 inferred]

## 結論

話は前へ進みました。 [p2]
"""

SIDECAR = Sidecar(
    language="ja",
    source_digest="sha256:article",
    provenances=(
        Provenance(
            number=1,
            model="loopback-1",
            model_asked="local",
            host="127.0.0.1",
            prompt_digest="sha256:prompt",
            source_digest="sha256:article",
            generated_at=dt.datetime(2026, 11, 23, 9, 12, tzinfo=dt.UTC),
            attempts=2,
            usage=Usage(1200, 300, 1000, 0),
            request_id="r-1",
            parameters=(("temperature", "0"),),
            findings=("advisory headings: 見出しが二度あります",),
        ),
    ),
    sections=(
        Section(
            id="outlook-1",
            kind=Kind.OUTLOOK,
            origin=Origin.MODEL,
            heading="路線の将来の展望",
            opening=(Sentence("推し量ってみます。", basis=Basis.INFERRED),),
            points=(
                Point(
                    "着工まで",
                    (
                        Sentence(
                            "2028年に動き出すでしょう。",
                            (Reference(3, "工事は2028年に始まる"), Reference(7)),
                            Basis.INFERRED,
                        ),
                    ),
                ),
            ),
            closing=(
                Sentence(
                    "事情が変われば違う結果になるかもしれません。", (Reference(5),), Basis.INFERRED
                ),
            ),
            provenance=1,
            generated_digest="sha256:text",
            review=Review(
                Verdict.ACCEPTED, "山田", dt.date(2026, 11, 24), "sha256:text", "確認済み"
            ),
        ),
        Section(
            id="conclusion",
            kind=Kind.CONCLUSION,
            origin=Origin.AUTHOR,
            heading="結論",
            opening=(Sentence("話は前へ進みました。", (Reference(2),)),),
        ),
    ),
)


def sentence_of(line: str) -> Sentence:
    """Return what the first sentence of the sample reads as, written differently."""
    loaded = load_sidecar(TEXT.replace("推し量ってみます。 [inferred]", line), path=PATH)
    return loaded.sections[0].opening[0]


def test_a_sidecar_is_written_as_people_read_it() -> None:
    """Facts come first as TOML, then one sentence a line with its grounds and quotes."""
    assert TEXT == dump_sidecar(SIDECAR)


def test_a_sidecar_is_read_as_it_is_written() -> None:
    """The sample text gives the sample values."""
    assert SIDECAR == load_sidecar(TEXT, path=PATH)


@given(sidecars())
def test_load_undoes_dump(sidecar: Sidecar) -> None:
    """What is written is read as it was, and writing it again changes no byte."""
    text = dump_sidecar(sidecar)
    assert sidecar == load_sidecar(text, path=PATH)
    assert text == dump_sidecar(load_sidecar(text, path=PATH))


@given(
    sidecars(),
    st.sampled_from(["\r\n", "\r", "   \n", "\t\n"]),
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["", "\n", "\n\n  "]),
)
def test_editors_may_change_line_ends(
    sidecar: Sidecar, ending: str, beginning: str, last: str
) -> None:
    """Line ends, trailing spaces, a byte-order mark and the last newline carry no meaning."""
    text = dump_sidecar(sidecar).removesuffix("\n") + last
    assert sidecar == load_sidecar(beginning + text.replace("\n", ending), path=PATH)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("文です。[p3]", Sentence("文です。", (Reference(3),)), id="no-space"),
        pytest.param(
            "文です。 [p3, p4、p5]",
            Sentence("文です。", (Reference(3), Reference(4), Reference(5))),
            id="commas",
        ),
        pytest.param("文です。 [p3 stated]", Sentence("文です。", (Reference(3),)), id="stated"),
        pytest.param("  文です。  ", Sentence("文です。"), id="spaces"),
        pytest.param("\\# 文です。", Sentence("# 文です。"), id="escaped"),
        pytest.param(
            "文です。 [p3]\n> p4「あ」\n>p3“い”",
            Sentence("文です。", (Reference(3, "い"), Reference(4, "あ"))),
            id="quote-adds-its-paragraph",
        ),
        pytest.param(
            '文です。 [p3]\n> p3「あ」\n\n> p3 "い"',
            Sentence("文です。", (Reference(3, "あ"), Reference(3, "い"))),
            id="second-quote-of-a-paragraph",
        ),
    ],
)
def test_hand_edits_are_understood(line: str, expected: Sentence) -> None:
    """People write brackets, commas and quotes a little differently."""
    assert expected == sentence_of(line)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        pytest.param("+++", "---", 1, "the first line must be `+++`", id="no-front-matter"),
        pytest.param("\n+++", "", 1, "is never closed; add a line", id="unclosed"),
        pytest.param("schema = 1\n", "", 1, "`schema` is missing", id="no-schema"),
        pytest.param("schema = 1", "schema = 2", 2, "by a newer version", id="newer-schema"),
        pytest.param("schema = 1", "schema = 0", 2, "whole number from 1", id="schema-0"),
        pytest.param("schema = 1", "schema = true", 2, "whole number from 1", id="bool"),
        pytest.param("language =", "langauge =", 1, "`language` is missing", id="misspelt-key"),
        pytest.param(
            "schema = 1",
            "schema = 1\nsources = 1",
            3,
            "did you mean `source_digest`?",
            id="unknown",
        ),
        pytest.param("host =", "zzz = 1\nhost =", 10, "unknown key `zzz`; remove", id="strange"),
        pytest.param('model = "loopback-1"\n', "", 6, "`model` is missing", id="missing-key"),
        pytest.param("attempts = 2", "attempts = -2", 14, "whole number from 0", id="negative"),
        pytest.param("attempts = 2", 'attempts = "2"', 14, "must be a whole number", id="type"),
        pytest.param("attempts = 2", "attempts = = 2", 14, "is not TOML", id="toml"),
        pytest.param("attempts = 2", 'attempts = "2', 14, "is not TOML", id="open-text"),
        pytest.param("input = 1200", "imput = 1200", 15, "did you mean `input`?", id="inline-key"),
        pytest.param('"0" }', "0 }", 17, "`temperature` must be a text", id="inline-type"),
        pytest.param("findings = [", "findings = [ 1,", 18, "a list of texts", id="list-of-texts"),
        pytest.param("T09:12:00Z", "", 13, "must be a date with time", id="day-for-moment"),
        pytest.param("2026-11-23T09:12:00Z", "0001-01-01T00:00:00+09:00", 13, "range", id="range"),
        pytest.param("2026-11-24", "2026-11-24T00:00:00", 33, "must be a day", id="moment-for-day"),
        pytest.param("2026-11-24", '"2026-11-24"', 33, "must be a day", id="text-for-day"),
        pytest.param('kind = "outlook"', 'kind = "view"', 24, "one of `outlook`", id="enum"),
        pytest.param('"accepted"', '"yes"', 31, "one of `accepted`, `rejected`", id="verdict"),
        pytest.param("reviewer =", "reviewers =", 30, "`reviewer` is missing", id="review-key"),
        pytest.param('id = "conclusion"', 'id = "outlook-1"', 38, "stands twice", id="double-id"),
        pytest.param("number = 1", "number = 2", 27, "number 1; restore", id="no-provenance"),
        pytest.param(
            "[[provenance]]", "[provenance]", 6, "`provenance` must be a list", id="table"
        ),
        pytest.param('"author"', "3", 40, "`origin` must be a text", id="origin-type"),
        pytest.param("## 結論", "結論", 44, "2 `[[sections]]` tables but 1", id="one-heading"),
        pytest.param("## 路線", "路線", 44, "text before the first", id="before-heading"),
        pytest.param("## 路線", "# 路線", 44, "a heading is `## `", id="first-level"),
        pytest.param("### 着工", "###着工", 48, "a heading is `## `", id="no-space"),
        pytest.param("### 着工まで", "### ", 48, "a heading is `## `", id="empty-heading"),
        pytest.param("### 着工", "---\n### 着工", 49, "a point below", id="point-below-rule"),
        pytest.param("---\n\n事", "---\n---\n\n事", 54, "a second `---`", id="second-rule"),
        pytest.param("> p3「", "> p3 ", 51, "a quote is written", id="unquoted-quote"),
        pytest.param("> p3「", "> p0「", 51, "a quote is written", id="paragraph-0"),
        pytest.param(
            "## 結論\n", "## 結論\n> p1「あ」\n", 58, "below its sentence", id="lone-quote"
        ),
        pytest.param("[p2]", "[p2 infered]", 59, "written like `[p3 p7", id="misspelt-basis"),
        pytest.param("[p2]", "[p2 inferred opinion]", 59, "at most one basis", id="two-bases"),
        pytest.param("話は前へ進みました。 [p2]", "[p2]", 59, "is one sentence", id="no-sentence"),
        pytest.param("[p2]", "[p0]", 59, "written like `[p3 p7", id="ground-0"),
    ],
)
def test_damage_is_named(old: str, new: str, line: int, message: str) -> None:
    """A damaged sidecar says where and what, and what to do."""
    with pytest.raises(SidecarError) as raised:
        load_sidecar(TEXT.replace(old, new), path=PATH)

    assert str(raised.value).startswith(f"{PATH}:{line}: ")
    assert message in str(raised.value)


@pytest.mark.parametrize(
    "front",
    [
        pytest.param("schema = 1\nlanguage = 'ja'\nx = " + "[" * 5000, id="deep"),
        pytest.param("schema = " + "9" * 5000, id="long-number"),
        pytest.param("schema = 1\nsections = [1]\nlanguage = 'ja'", id="no-tables"),
        pytest.param("schema = 1\nlanguage = 'ja'\nsections = [{ id = 'a' }]", id="inline-tables"),
        pytest.param("schema = 1\nlanguage = 'ja'\nsections = [", id="end-of-document"),
    ],
)
def test_strange_front_matter_is_an_error_like_any_other(front: str) -> None:
    """Whatever TOML allows, or stumbles over, ends as a `SidecarError`."""
    with pytest.raises(SidecarError):
        load_sidecar(f"+++\n{front}\n+++\n", path=PATH)


def test_a_number_stands_once() -> None:
    """Two provenances of one number are damage, named at the second."""
    table = TEXT[TEXT.index("[[provenance]]") : TEXT.index("[[sections]]")]
    with pytest.raises(SidecarError, match=":23: the number 1 stands twice"):
        load_sidecar(TEXT.replace(table, table + table, 1), path=PATH)


def test_an_inline_review_is_located_by_its_key() -> None:
    """A review written in one line is damaged in that line."""
    inline = 'form = "themes"\nreview = { verdict = "maybe" }\n+++'
    with pytest.raises(SidecarError, match=":42: `verdict` is 'maybe'"):
        load_sidecar(TEXT.replace('form = "themes"\n+++', inline), path=PATH)


VERIFIED = """\
verified_by = "reader-1"
doubts = [
    { sentence = "sha256:one", support = "contradicted", reason = "年が違います" },
    { sentence = "sha256:two", support = "unsupported", reason = "" },
]
"""


def test_second_readers_doubts_are_kept() -> None:
    """Who read it, and what was found of which sentence, one line each."""
    text = TEXT.replace("findings = [", VERIFIED + "findings = [")

    (facts,) = load_sidecar(text, path=PATH).provenances

    assert "reader-1" == facts.verified_by
    assert (
        Doubt("sha256:one", Support.CONTRADICTED, "年が違います"),
        Doubt("sha256:two", Support.UNSUPPORTED),
    ) == facts.doubts
    assert VERIFIED in dump_sidecar(load_sidecar(text, path=PATH))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param('"unsupported"', '"doubtful"', "write one of `supported`", id="judgement"),
        pytest.param("sentence =", "line =", "`sentence` is missing", id="no sentence"),
        pytest.param("reason =", "because =", "unknown key `because`", id="unknown key"),
        pytest.param("doubts = [", "doubts = [ 1,", "must be tables", id="no table"),
    ],
)
def test_damaged_doubts_are_named(old: str, new: str, message: str) -> None:
    """A hand that slips in the record is told what is wrong."""
    text = TEXT.replace("findings = [", VERIFIED.replace(old, new) + "findings = [")
    with pytest.raises(SidecarError, match=message):
        load_sidecar(text, path=PATH)


@given(st.text(max_size=200))
def test_any_text_is_a_sidecar_or_an_error(text: str) -> None:
    """No text whatever gives another exception."""
    for damaged in (text, f"+++\n{text}\n+++\n", TEXT.replace("## 結論", text)):
        _load_or_refuse(damaged)


@given(st.data())
def test_any_damage_is_a_sidecar_or_an_error(data: st.DataObject) -> None:
    """A valid sidecar with a piece replaced or cut out is read, or refused with a line it has."""
    start = data.draw(st.integers(0, len(TEXT)))
    end = data.draw(st.integers(start, min(len(TEXT), start + 60)))
    piece = data.draw(
        st.sampled_from(["", "\n", "=", '"', "[", "]]", "+++", "## ", "> ", "p3", "0"])
    )
    _load_or_refuse(TEXT[:start] + piece + TEXT[end:])


def _load_or_refuse(text: str) -> None:
    error = None
    try:
        loaded = load_sidecar(text, path=PATH)
    except SidecarError as refusal:
        error = refusal
    else:
        assert loaded == load_sidecar(dump_sidecar(loaded), path=PATH)
    assert error is None or 1 <= error.line <= len(text.splitlines()) + 1


@pytest.mark.parametrize("text", ["", " ", "二つの\n行", "a\u2028b", " 前の空白", "後の空白\u3000"])
def test_what_a_line_cannot_hold_is_refused(text: str) -> None:
    """A heading or sentence that would be read differently is never written."""
    section = replace(SIDECAR.sections[1], heading=text)
    with pytest.raises(ValueError, match="a sidecar"):
        dump_sidecar(replace(SIDECAR, sections=(section,)))


def test_a_quote_with_a_line_break_is_refused() -> None:
    """A quote is one line as well."""
    sentence = Sentence("文です。", (Reference(1, "二つの\n行"),))
    section = replace(SIDECAR.sections[1], opening=(sentence,))
    with pytest.raises(ValueError, match="a sidecar"):
        dump_sidecar(replace(SIDECAR, sections=(section,)))


def test_half_a_surrogate_pair_is_replaced() -> None:
    """What a broken server named itself can still be saved as UTF-8."""
    written = dump_sidecar(replace(SIDECAR, language="ja\ud800"))
    assert "ja\ufffd" == load_sidecar(written, path=PATH).language
    assert written == written.encode("utf-8").decode("utf-8")


def test_a_conflict_of_two_branches_is_named() -> None:
    """Git's marks are told as such, with the line, both branches and both reviewers."""
    text = (
        '---\nschema = 1\n<<<<<<< HEAD\nreviewer = "山田"\n=======\nreviewer = "佐藤"\n'
        ">>>>>>> evening\n---\n\n## 結論\n"
    )
    with pytest.raises(SidecarError) as raised:
        load_sidecar(text, path="content/a.commentary.md")

    message = str(raised.value)
    assert message.startswith("content/a.commentary.md:3: two branches changed this")
    assert "`HEAD` (reviewer: 山田), `evening` (reviewer: 佐藤); keep one side" in message


def test_a_conflict_in_the_text_is_named() -> None:
    """Two wordings of a sentence are no two sentences."""
    text = dump_sidecar(builders.sidecar(builders.section()))
    line = builders.sentence().text
    damaged = text.replace(f"{line} [p1]", f"<<<<<<< HEAD\n{line}\n=======\n別の文。\n>>>>>>> b")

    assert damaged != text
    with pytest.raises(SidecarError, match=r":\d+: two branches .*`HEAD`, `b`; keep one side"):
        load_sidecar(damaged, path="a.commentary.md")
