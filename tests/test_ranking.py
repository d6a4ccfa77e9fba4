"""Which sentences are central, and how those are chosen that do not repeat each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentary.ranking import centrality, choose, similarity, vectors_of

BRIDGE = "市は古い中央橋の架け替えを決めました。"
BRIDGE_AGAIN = "市は中央橋の架け替えを決めたと発表しました。"
COST = "中央橋の架け替えの費用は市が負担します。"
WEATHER = "週末は雨でした。"
TEXTS = st.lists(st.text(max_size=40) | st.sampled_from([BRIDGE, COST, WEATHER]), max_size=12)


def test_sentence_that_others_resemble_is_most_central() -> None:
    """What is off the subject is the least central."""
    scores = centrality(vectors_of([WEATHER, BRIDGE, BRIDGE_AGAIN, COST]))
    assert 0 == scores.index(min(scores))
    assert 1.0 == max(scores)


def test_repetition_is_not_chosen() -> None:
    """Of two sentences that say the same, the better one is chosen, then another subject."""
    vectors = vectors_of([BRIDGE, BRIDGE_AGAIN, WEATHER])
    assert [0, 2] == choose(vectors, [1.0, 0.9, 0.8], 2)


def test_given_sentence_counts_and_keeps_its_repetition_out() -> None:
    """A sentence that is certain to be shown is one of the chosen."""
    vectors = vectors_of([BRIDGE_AGAIN, WEATHER, BRIDGE])
    assert [1, 2] == choose(vectors, [0.9, 0.8, 0.1], 2, given=(2,))


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        pytest.param("ＡＩの会社", "ai企業の会社", True, id="width and case"),
        pytest.param("これはそうである", "それはこうだった", False, id="hiragana only"),
        pytest.param("the of and in", "the of and in", False, id="common words only"),
    ],
)
def test_likeness_is_of_what_sentences_are_about(one: str, other: str, *, is_alike: bool) -> None:
    """Kanji, katakana, Latin words and numbers count; hiragana and common words do not."""
    assert is_alike == (similarity(*vectors_of([one, other])) > 0)


@given(texts=TEXTS, count=st.integers(min_value=0, max_value=15))
def test_chosen_are_as_many_as_wanted_in_reading_order(texts: list[str], count: int) -> None:
    """On any texts, empty ones included."""
    vectors = vectors_of(texts)
    chosen = choose(vectors, centrality(vectors), count)
    assert min(count, len(texts)) == len(chosen)
    assert sorted(set(chosen)) == chosen
