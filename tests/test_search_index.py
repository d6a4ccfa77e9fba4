"""The search index: texts become passages, passages terms, terms files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.files import index_files, shard_of
from search_index.folders import write_files
from search_index.passages import Body, Passage, plain_text, read_body
from search_index.postings import encode, encode_each
from search_index.reading import Searchable
from search_index.terms import fold, folded_terms, groups, literal, normalise, singular, terms

if TYPE_CHECKING:
    from pathlib import Path


# --- terms ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "other"),
    [
        pytest.param("ＡＩ", "ai", id="full-width"),
        pytest.param("ｶﾞｽ", "ガス", id="half-width"),
        pytest.param("カタカナ", "かたかな", id="kana"),
        pytest.param("Café", "cafe", id="accent"),
        pytest.param("1,800万", "1800万", id="grouped-digits"),
        pytest.param("が", "が", id="composed"),
    ],
)
def test_literal_forms_agree(written: str, other: str) -> None:
    """Width, case, accents, the kind of kana and grouped digits make no difference."""
    assert literal(normalise(written)) == literal(normalise(other))


@pytest.mark.parametrize(
    ("written", "other"),
    [
        pytest.param("サーバー", "サーバ", id="long-vowel-at-the-end"),
        pytest.param("インターフェース", "インタフェース", id="long-vowel-inside"),
        pytest.param("キャノン", "キヤノン", id="small-kana"),
        pytest.param("ヴァイオリン", "バイオリン", id="vu"),
        pytest.param("3ヶ月", "3カ月", id="counter"),
        pytest.param("3ヵ月", "3か月", id="counter-in-hiragana"),
        pytest.param("ドナルド・トランプ", "ドナルドトランプ", id="dot"),
        pytest.param("髙橋", "高橋", id="kanji"),
    ],
)
def test_folded_forms_agree(written: str, other: str) -> None:
    """What is only another way to write a word is folded to the same; the literal forms differ."""
    assert fold(normalise(written)) == fold(normalise(other))
    assert literal(normalise(written)) != literal(normalise(other))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("banks", "bank"),
        ("cities", "city"),
        ("boxes", "box"),
        ("classes", "class"),
        ("houses", "house"),
        ("status", "status"),
        ("analysis", "analysis"),
        ("gas", "gas"),
        ("news", "new"),
    ],
)
def test_singular(word: str, expected: str) -> None:
    """The plural is taken off by its ending, and short words and those in -us or -is are kept."""
    assert expected == singular(word)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("日本銀行", [["日本", "本銀", "銀行"]], id="pairs"),
        pytest.param("bank of", [["bank"], ["of"]], id="words"),
        pytest.param("2024年", [["2024", "4年"]], id="border"),
        pytest.param("新ai法案", [["新a", "ai", "i法", "法案"]], id="borders"),
        pytest.param("税、円", [["税"], ["円"]], id="alone"),
        pytest.param("𠮷野家", [["𠮷野", "野家"]], id="beyond-the-basic-plane"),
        pytest.param("…！ 、", [], id="no-letters"),
    ],
)
def test_groups(text: str, expected: list[list[str]]) -> None:
    """An unbroken stretch of letters is a group; its terms overlap, so that none is lost."""
    assert expected == groups(text)


_LETTERS = st.text(
    st.sampled_from("日本銀ーカかゖ𠮷aiess9é語 、・・々s") | st.characters(), max_size=20
)


@given(_LETTERS)
def test_terms_are_those_of_all_groups(text: str) -> None:
    """The set of terms, which is gathered by other means, holds what the groups hold."""
    plain, folded = literal(normalise(text)), fold(normalise(text))
    exact = {term for group in groups(plain) for term in group}
    other = {term for group in groups(folded, is_folded=True) for term in group}
    assert exact == terms(plain)
    assert other - exact == folded_terms(folded, plain, exact)


# --- numbers --------------------------------------------------------------------------------


def decode_each(text: str) -> list[int]:
    """Read numbers as the format is described, digit by digit."""
    numbers, number, unit = [], 0, 1
    for sign in text:
        digit = ord(sign) - 0x28
        number += digit % 43 * unit
        if digit < 43:
            numbers.append(number)
            number, unit = 0, 1
        else:
            unit *= 43
            number += unit
    return numbers


@given(st.sets(st.integers(0, 5_000_000)))
def test_numbers_survive(numbers: set[int]) -> None:
    """Ascending numbers come back, and the text has no sign that the format uses elsewhere."""
    ascending = sorted(numbers)
    text = encode(ascending)
    found, last = [], -1
    for gap in decode_each(text):
        last += gap + 1
        found.append(last)

    assert ascending == found
    assert re.fullmatch(r"[(-}]*", text)


@given(st.lists(st.integers(0, 100_000)))
def test_numbers_in_any_order_survive(numbers: list[int]) -> None:
    """Numbers that stand for themselves come back."""
    assert numbers == decode_each(encode_each(numbers))


# --- passages -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>一つ。</p><p>二つ。</p>", ["一つ。二つ。"], id="short-ones-together"),
        pytest.param("<ul><li>一つ<li>二つ</ul>", ["一つ 二つ"], id="items-are-apart"),
        pytest.param("<p>展<wbr>望&amp;\n結論</p>", ["展望& 結論"], id="inline"),
        pytest.param("<p>A<script>x</script>B</p>", ["AB"], id="script"),
        pytest.param("<p>A<sup class='refs'>[<a>1</a>]</sup>。</p>", ["A。"], id="references"),
        pytest.param("<p class='commentary-notice'>AI</p><p>B</p>", ["B"], id="notice"),
        pytest.param("<section data-origin='extract'><p>A</p></section>B", ["B"], id="extract"),
        pytest.param("<ruby>展望<rt>てんぼう</rt></ruby>", ["展望"], id="ruby"),
        pytest.param("<p>never closed", ["never closed"], id="unclosed"),
        pytest.param("<![weird[x]]><p>A</p>", ["A"], id="broken-declaration"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_passages(html: str, expected: list[str]) -> None:
    """What a reader reads of the article is kept, and what the page says of itself is not."""
    assert expected == [passage.text for passage in read_body(html).passages]


def test_headings_stand_apart() -> None:
    """A heading of the author's is no part of a passage."""
    body = read_body("<h2 id='a'>出来事の<em>概要</em></h2><p>本文。</p>")

    assert Body(("出来事の概要",), (Passage("本文。"),)) == body


def test_what_a_model_wrote_is_marked() -> None:
    """A passage never holds both the author's sentences and a model's."""
    body = read_body(
        "<p>本文。</p><section data-origin='model'><h2>結論</h2><p class='ai-label'>AI</p>"
        "<section><p>見通し。</p></section></section><p>注。</p>"
    )

    expected = (Passage("本文。"), Passage("結論 見通し。", is_by_model=True), Passage("注。"))
    assert Body((), expected) == body


@given(st.lists(st.text("あいう。！ .a", max_size=900), max_size=4))
def test_no_text_is_lost(paragraphs: list[str]) -> None:
    """Every stretch of letters that is not cut for its length stands whole in some passage."""
    texts = [p.text for p in read_body("".join(f"<p>{p}</p>" for p in paragraphs)).passages]
    words = {word for p in paragraphs for word in re.findall(r"[あいうa]+", p) if len(word) < 40}

    assert all(any(word in text for text in texts) for word in words)


def test_plain_text() -> None:
    """A summary may be HTML."""
    assert "A & B です。" == plain_text("<p>A &amp; <b>B</b> です。</p>")


# --- files ----------------------------------------------------------------------------------


def searchable(title: str, *passages: str) -> Searchable:
    """Make a text."""
    body = Body((), tuple(Passage(text) for text in passages))
    return Searchable(title, f"{title}/", "2024年1月1日", "ja", "要約。", ("標識",), body)


def line_of(files: dict[str, str], term: str) -> str:
    """Return what the index says of a term."""
    (head, *_) = files["index.txt"].splitlines()
    shard = files[f"terms/{shard_of(term.rstrip('~*'), int(head.split()[2]))}.txt"]
    found = [line for line in shard.splitlines()[1:] if re.match(f"{re.escape(term)}=", line)]
    return found[0].removeprefix(f"{term}=") if found else ""


def test_terms_name_their_passages() -> None:
    """Passages are numbered through: three before the body of each text, then the body."""
    files = dict(
        index_files([searchable("題名", "銀行です。"), searchable("他", "ない。", "銀行。")])
    )

    assert encode([3, 8]) == line_of(files, "銀行")
    assert encode([0]) == line_of(files, "題名")
    assert encode([3, 8]) == line_of(files, "銀")
    assert encode_each([1, 2]) == files["index.txt"].splitlines()[1]


def test_folded_terms_are_told_apart() -> None:
    """What only the folded form has stands under a mark, so that the literal form comes first."""
    files = dict(index_files([searchable("一", "ビール"), searchable("二", "ビル")]))

    assert encode([7]) == line_of(files, "びる")
    assert encode([3]) == line_of(files, "びる~")


def test_blocks_hold_what_is_shown() -> None:
    """A block begins with the head of its text; each passage has a sign for who wrote it."""
    body = Body(("見出し",), (Passage("本文。"), Passage("結論。", is_by_model=True)))
    files = dict(index_files([Searchable("題", "a/", "1月", "ja", "要約。", (), body)]))

    assert "題\ta/\t1月\tja\n-要約。\n-見出し\n-本文。\n+結論。\n" == files["texts/0-0.txt"]


def test_no_texts() -> None:
    """A blog without articles has an empty index."""
    assert ["index.txt", "terms/0.txt"] == [name for name, _ in index_files([])]


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=30)), max_size=5))
def test_index_keeps_its_form(texts: list[tuple[str, str]]) -> None:
    """Whatever the texts are, each line of a file of terms is a term, a sign, and what it means."""
    read = [
        searchable(plain_text(title), *(p.text for p in read_body(body).passages))
        for title, body in texts
    ]
    files = dict(index_files(read))
    digest = files["index.txt"].split()[1]

    for name, content in files.items():
        if name.startswith("terms/"):
            first, *lines = content.splitlines()
            assert digest == first
            assert all(re.fullmatch(r"[^~=*\s]+(~?=[(-}]+|\*\S.*)", line) for line in lines)


def test_files_that_stay_are_not_touched(tmp_path: Path) -> None:
    """Only what changed is written, and what is no longer part of the index is removed."""
    write_files(tmp_path, [("index.txt", "1"), ("terms/0.txt", "a"), ("terms/1.txt", "b")])
    (tmp_path / "index.html").write_text("page", encoding="utf-8")
    before = (tmp_path / "terms" / "0.txt").stat().st_mtime_ns

    write_files(tmp_path, [("index.txt", "2"), ("terms/0.txt", "a")])

    assert before == (tmp_path / "terms" / "0.txt").stat().st_mtime_ns
    assert ["index.html", "index.txt", "terms/0.txt"] == sorted(
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    )
