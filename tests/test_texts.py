"""White space, quotes, sentences and languages, as a reader takes them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commentary.corrections import find_corrected
from commentary.texts import (
    find_quote,
    language_of,
    split_sentences,
    squeeze,
    tidy,
    without_control,
)
from examples import examples

TEXT = (
    "OpenAIは２０１５年に発足し、約1,300億円（10億ドル）の出資を受けました。「使命は続く」と同氏。"
)
_letters = st.text("あいうえ市電延伸アイｱABCabc。、「」 　", min_size=1, max_size=40)


@pytest.mark.parametrize(("text", "expected"), examples("sentences"))
def test_a_paragraph_is_cut_into_sentences(text: str, expected: str) -> None:
    """Full stops end a sentence, but not within brackets, numbers or abbreviations."""
    assert expected == "\n".join(split_sentences(text))


@given(st.text(max_size=200))
def test_no_character_is_lost_between_sentences(text: str) -> None:
    """The sentences are the tidied text, cut at spaces at most."""
    assert tidy(text).replace(" ", "") == "".join(split_sentences(text)).replace(" ", "")


@pytest.mark.parametrize("text", ["（" * 50_000, "「」" * 50_000, "a. B" * 25_000])
def test_long_text_is_cut_quickly(text: str) -> None:
    """No run of brackets makes the scanner look at everything again and again."""
    assert tidy(text) == " ".join(split_sentences(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(" a \t\n b\u3000", "a b", id="spaces"),
        pytest.param("市電の\n延伸", "市電の延伸", id="wide"),
        pytest.param("市電の  \r\n\r\n  延伸", "市電の延伸", id="empty-lines"),
        pytest.param("市電の\nLRT", "市電の LRT", id="wide-and-narrow"),
        pytest.param("the\rtram", "the tram", id="narrow"),
        pytest.param("か\u3099", "が", id="composed"),
    ],
)
def test_white_space_is_folded_as_a_reader_sees_it(text: str, expected: str) -> None:
    """A line break between wide characters is nothing, any other white space one space."""
    assert expected == tidy(text)


@given(st.text())
def test_tidy_text_stays_as_it_is(text: str) -> None:
    """Folding white space twice is folding it once."""
    assert tidy(text) == tidy(tidy(text))


@given(_letters, st.sampled_from(["\n", "  ", " \r\n", "\u3000"]))
def test_squeezed_text_does_not_know_how_it_was_wrapped(text: str, space: str) -> None:
    """Wherever an author breaks a line beside a wide character, the text stays the same."""
    words = [unicodedata.normalize("NFC", word) for word in tidy(text).split(" ")]
    wide = "延".join(words)
    assert squeeze(wide) == squeeze(wide.replace("延", f"延{space}"))


@pytest.mark.parametrize(
    "character",
    [
        *"\x00\x08\x0b\x1b\x7f\x85\xad",
        *"\u061c\u200b\u200e\u200f\u202e\u2060\u2066\u2069\ufeff\ufffe\ud800",
        *"\U000e0041\ufff9",
    ],
)
def test_what_nobody_sees_is_removed(character: str) -> None:
    """Control, invisible and bidirectional characters go."""
    assert "ab" == without_control(f"a{character}b")


@pytest.mark.parametrize("text", ["タブ\tと\n改行", "👨‍👩‍👧", "か゛", "葛\U000e0100城", "עברית"])
def test_what_a_reader_sees_stays(text: str) -> None:
    """Tabs, line feeds, joined emoji, variants of kanji and other scripts are kept."""
    assert text == without_control(text)


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        pytest.param("2015年に発足", "２０１５年に発足", id="width"),
        pytest.param("openaiは", "OpenAIは", id="case"),
        pytest.param("約1300億円", "約1,300億円", id="separator"),
        pytest.param("億円(10億ドル)の", "億円（10億ドル）の", id="brackets"),
        pytest.param("使命は\n続く", "使命は続く", id="line-break"),
        pytest.param("受けました、使命", "受けました。「使命", id="punctuation"),
        pytest.param("と同氏", "と同氏", id="end"),
    ],
)
def test_a_quote_is_found_however_it_is_set(quote: str, expected: str) -> None:
    """Width, case, spaces and punctuation do not matter."""
    found = find_quote(TEXT, quote)
    assert found is not None
    assert expected == TEXT[slice(*found)]


@pytest.mark.parametrize(
    "quote",
    [
        pytest.param("2014年に発足", id="digit"),
        pytest.param("使命は続き", id="letter"),
        pytest.param("", id="empty"),
        pytest.param("。「」", id="punctuation-only"),
        pytest.param("0億ドルの出資", id="cut-number"),
        pytest.param("300億円", id="behind-a-separator"),
        pytest.param("年に発足し、約1", id="number-cut-at-the-end"),
        pytest.param(".*", id="pattern"),
    ],
)
def test_other_words_are_not_found(quote: str) -> None:
    """A changed character, a piece of a number or a pattern is no quote."""
    assert find_quote(TEXT, quote) is None


@pytest.mark.parametrize(
    ("text", "quote", "is_there"),
    [
        pytest.param("率は1.5倍です", "率は1.5倍", True, id="decimal"),
        pytest.param("率は１．５倍です", "率は1.5倍", True, id="wide-decimal"),
        pytest.param("率は1.5倍です", "率は15倍", False, id="decimal-lost"),
        pytest.param("15人が参加", "5人が参加", False, id="digit-before"),
        pytest.param("二十五人が参加", "五人が参加", False, id="kanji-digit-before"),
        pytest.param("参加は15人、5人が欠席", "5人が欠席", True, id="second-occurrence"),
        pytest.param("５〜７割", "5～7割", True, id="wave-dashes"),
        pytest.param("A | B", "A｜B", True, id="cells"),
        pytest.param("ｶﾞｿﾘﾝ価格", "ガソリン価格", True, id="half-width-kana"),
        pytest.param("か\u3099く", "がく", True, id="combining-mark"),
        pytest.param("㈱日立", "(株)日立", True, id="compatibility"),
        pytest.param("C#", "C++", False, id="other-symbol"),
        pytest.param("$5", "€5", False, id="currency"),
    ],
)
def test_a_quote_keeps_what_it_says(text: str, quote: str, is_there: bool) -> None:  # noqa: FBT001 - a column of the table
    """Folding forgives how words are typed, not what they say."""
    assert is_there == (find_quote(text, quote) is not None)


@given(st.data())
def test_a_quote_is_found_at_its_place_under_any_reflow(data: st.DataObject) -> None:
    """A piece of a text is found there whatever white space is put between its characters."""
    letters = st.sampled_from("市電延伸工事計画可決ABCdefアイガ、。「」- ")
    text = "".join(data.draw(st.lists(letters, min_size=1, unique=True)))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = text[start:end].strip("、。「」- ")
    assume(words)
    space = st.sampled_from(["", " ", "\n", "\u3000", "\r\n "])
    quote = "".join(character + data.draw(space) for character in text[start:end])
    wide = data.draw(st.sampled_from([quote, unicodedata.normalize("NFD", quote), quote.upper()]))
    place = text.find(words)
    assert (place, place + len(words)) == find_quote(text, wide)


@given(st.data())
def test_a_quote_with_another_character_is_not_found(data: st.DataObject) -> None:
    """One changed letter or digit is enough."""
    text = data.draw(st.text("市電延伸工事計画可決", min_size=2, max_size=30))
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from("港橋Xz9"))
    assert find_quote(text, text[:at] + other + text[at + 1 :]) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("市電の延伸が決まりました。", "ja", id="ja"),
        pytest.param("OpenAIとMicrosoftは提携を続けると発表しました。", "ja", id="ja-with-names"),
        pytest.param("The tram grows to 東京 and beyond, it seems.", "en", id="en-with-names"),
        pytest.param("政府宣布将于明年开始建设新的铁路线路。", "zh", id="zh"),
        pytest.param("정부는 내년에 공사를 시작한다.", "ko", id="ko"),
        pytest.param("", "en", id="nothing"),
    ],
)
def test_a_language_is_told_by_its_letters(text: str, expected: str) -> None:
    """Hangul, kana and kanji tell the languages that matter here."""
    assert expected == language_of(text)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        pytest.param(
            "来年度の計画を見直すと述べた。",
            "来年度の計画を見直すす と述べた",
            id="letter-too-many",
        ),
        pytest.param(
            "来年度の計画を見直すと述べた。", "来年度の計画を見直と述べた", id="letter-lost"
        ),
        pytest.param(
            "総額は130億円に達するとみられます。",
            "総額は130億円に達っするとみられます",
            id="in-the-middle",
        ),
        pytest.param("この計画をみなおすと述べた", "この計画をみなをすと述べた", id="other-letter"),
        pytest.param(
            "The company received the money", "The company recieved the money", id="swapped"
        ),
        pytest.param("新しい計画を見直すとのべた", "新しい計画を見直すとのべ", id="at-the-end"),
        pytest.param(
            "新しい計画は、新しい計画をみなおす", "新しい計画をみなをす", id="second-place"
        ),
    ],
)
def test_a_mended_typing_error_does_no_harm(text: str, quote: str) -> None:
    """A quote with up to two small letters corrected is still there."""
    assert find_corrected(text, quote)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        pytest.param(
            "総額は180億円に達するとみられます", "総額は130億円に達するとみられます", id="number"
        ),
        pytest.param("来年度の予算を見直すと述べた", "来年度の計画を見直すと述べた", id="kanji"),
        pytest.param(
            "この会社はアルトマンを迎えました", "この会社はアルトメンを迎えました", id="katakana"
        ),
        pytest.param("Sam Altmen returned to it", "Sam Altman returned to it", id="name"),
        pytest.param(
            "the firm of sam altman grew", "the firm of Sam Altmen grew", id="name-in-quote"
        ),
        pytest.param("この計画は順調に進みません。", "この計画は順調に進みます", id="negation"),
        pytest.param(
            "この先も増える見込みでない", "この先も増える見込みです", id="negation-behind"
        ),
        pytest.param(
            "It does happen in that country", "It doesn't happen in that country", id="not"
        ),
        pytest.param("It is impossible to do so now", "It is possible to do so now", id="im"),
        pytest.param("the likely outcome of that day", "the unlikely outcome of that day", id="un"),
        pytest.param("Only two people were there", "Only ten people were there", id="number-word"),
        pytest.param("まったくべつのことがら", "来年度の計画をみなおす", id="other-words"),
        pytest.param("みなをす", "みなおす", id="too-short"),
        pytest.param(
            "この計画をさらにみなおしていくと", "この計画をみなおしていくと", id="three-letters"
        ),
        pytest.param(
            "このけいかくをみなおすとのべた", "このけいがくをみなをすとのべた", id="two-places"
        ),
    ],
)
def test_a_correction_of_sense_is_none(text: str, quote: str) -> None:
    """Numbers, names, negations and longer changes are not taken for typing errors."""
    assert not find_corrected(text, quote)


@given(st.text("あいうえおかa", max_size=30), st.text("あいうえおかa", max_size=30))
def test_a_correction_is_looked_for_in_any_text(text: str, quote: str) -> None:
    """Short, empty and repetitive texts raise nothing, and a text has itself when long enough."""
    assert find_corrected(text, quote) in (True, False)
    assert find_corrected(text, text) == (len(text) >= 8)
