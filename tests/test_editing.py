"""A person's changes to single sentences, and whose each sentence is afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import section, sentence
from commentary.authorship import Share, is_the_authors, share_of, share_of_all
from commentary.editing import drop, numbers_of_point, reword, sentence_at, with_sentences
from commentary.errors import SettingsError
from commentary.sections import Origin, Point, Section

TEXTS = ("一番目です。", "二番目です。", "三番目です。", "四番目です。", "五番目です。")


def generated(made: Section) -> Section:
    """Return a section as a model wrote it, with its marks."""
    marks = tuple(item.text_mark for item in made.sentences)
    return replace(made, generated_digest=made.digest, generated_marks=marks)


def outlook() -> Section:
    """Return a section of five sentences: one, a point of two, a point of one, one."""
    first, second, third, fourth, fifth = map(sentence, TEXTS)
    return generated(
        replace(
            section(),
            opening=(first,),
            points=(Point("甲", (second, third)), Point("乙", (fourth,))),
            closing=(fifth,),
        )
    )


@pytest.mark.parametrize("number", range(1, 6))
def test_one_sentence_is_reworded_and_keeps_its_grounds(number: int) -> None:
    """Only the words of that sentence change."""
    before = outlook()
    after = reword(before, number, " 別の\n言い方です。 ")

    expected = [*TEXTS]
    expected[number - 1] = "別の言い方です。"
    assert expected == [item.text for item in after.sentences]
    assert sentence_at(before, number).references == sentence_at(after, number).references
    assert [p.heading for p in before.points] == [p.heading for p in after.points]


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\n"])
def test_an_empty_sentence_is_refused(text: str) -> None:
    """Who wants a sentence gone drops it."""
    with pytest.raises(SettingsError, match="drop it instead"):
        reword(outlook(), 1, text)


@pytest.mark.parametrize("number", [0, 6, -1])
def test_a_sentence_that_is_not_there_is_named(number: int) -> None:
    """The message says how many there are."""
    with pytest.raises(SettingsError, match=f"`conclusion` has no sentence {number}; it has 5"):
        drop(outlook(), number)


def test_with_its_last_sentence_a_point_goes() -> None:
    """A heading without text below it is no point."""
    after = drop(outlook(), 4)

    assert ["甲"] == [point.heading for point in after.points]
    assert 4 == len(after.sentences)


def test_the_only_sentence_is_not_dropped() -> None:
    """A section without sentences is no section."""
    with pytest.raises(SettingsError, match="reject the section instead"):
        drop(section(), 1)


def test_sentences_of_a_point_are_found() -> None:
    """Points count from 1, sentences in reading order."""
    assert (2, 3) == numbers_of_point(outlook(), 1)
    assert (4,) == numbers_of_point(outlook(), 2)
    with pytest.raises(SettingsError, match="has no item 3; it has 2"):
        numbers_of_point(outlook(), 3)


@given(st.dictionaries(st.integers(1, 5), st.lists(st.sampled_from(TEXTS), max_size=2)))
def test_only_named_places_change(changes: dict[int, list[str]]) -> None:
    """Every other sentence stays, in the same order."""
    after = with_sentences(outlook(), {n: tuple(map(sentence, t)) for n, t in changes.items()})
    expected = [new for n, old in enumerate(TEXTS, 1) for new in changes.get(n, [old])]

    assert expected == [item.text for item in after.sentences]


def test_a_reworded_sentence_is_the_authors() -> None:
    """The others stay the model's, and the share counts the one."""
    after = reword(outlook(), 2, "著者の言葉です。")

    assert [False, True, False, False, False] == [is_the_authors(after, s) for s in after.sentences]
    assert Share(generated=5, changed=1, added=1) == share_of(after)
    assert 0.2 == share_of(after).part


def test_a_dropped_sentence_counts_as_changed() -> None:
    """What a person took out no longer stands as it was written."""
    assert Share(generated=5, changed=1, added=0) == share_of(drop(outlook(), 1))


def test_what_no_model_wrote_has_no_share() -> None:
    """A section of the author's own, or one without marks, counts for nothing."""
    own = section(origin=Origin.AUTHOR)

    assert Share() == share_of(own)
    assert is_the_authors(own, own.sentences[0])
    assert Share().part is None
    assert Share(5, 1, 1) == share_of_all((own, section(), reword(outlook(), 1, "別です。")))


def test_without_marks_a_sentence_is_not_called_the_authors() -> None:
    """Sidecars that keep no marks say nothing of single sentences."""
    kept = section()

    assert not is_the_authors(kept, kept.sentences[0])
