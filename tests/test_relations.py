"""What to read beside an article: nearness, series, neighbours, and that nothing is offered twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.nearness import Index
from relations.profiles import Profile, title_terms
from relations.reading import MOST_IN_TOPIC, MOST_RELATED, MOST_TOPICS, Reading, Shelf, shelve
from relations.series import Clash, Part, find_clashes, group_series, series_name

if TYPE_CHECKING:
    import random

DAY = 86_400.0


def profile(key: str, day: float = 0, tags: str = "", **rest: str) -> Profile:
    """Make an article that was published so many days after the first."""
    return Profile(
        key=key,
        language=rest.get("language", "ja"),
        moment=day * DAY,
        tags=frozenset(tags.split()),
        category=rest.get("category", ""),
        terms=title_terms(rest.get("title", "")),
        series=rest.get("series", ""),
    )


def keys_of(reading: Reading) -> list[str]:
    """List every article that a reading offers apart from neighbours and series."""
    return [
        *(each.key for each in reading.related),
        *(key for topic in reading.topics for key in topic.keys),
    ]


# --- terms ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("日銀の利上げ", {"日銀", "利上"}, id="kanji-pair"),
        pytest.param("金融政策", {"金融", "融政", "政策"}, id="kanji-run"),
        pytest.param(
            "マイクロソフトとＡＩ", {"マイクロソフト", "ai"}, id="katakana-and-full-width"
        ),
        pytest.param("The end of GPT-4 for us", {"gpt-4"}, id="latin"),
        pytest.param("A backdoor in xz Utils", {"backdoor", "utils"}, id="english"),
        pytest.param("2024年の1,800万円", set(), id="numbers"),
        pytest.param("", set(), id="empty"),
    ],
)
def test_terms_of_a_title(title: str, expected: set[str]) -> None:
    """Names of things are taken, numbers and small words are not."""
    assert expected == title_terms(title)


# --- nearness -------------------------------------------------------------------------------


def test_a_rare_tag_weighs_more_than_a_common_one() -> None:
    """Of two articles with one shared tag, the one that shares the rarer stands first."""
    common = [profile(f"c{n}", n, "economy") for n in range(8)]
    rare = profile("rare", 100, "mint")
    index = Index([*common, rare])

    found = index.related(profile("x", 4, "economy mint"), most=2, without=())

    assert "rare" == found[0].key
    assert ("mint",) == found[0].tags


def test_of_equals_the_nearer_in_time_stands_first() -> None:
    """With the same tags, distance in time decides, before or after."""
    index = Index([profile("old", 0, "a"), profile("near", 90, "a"), profile("new", 400, "a")])

    found = index.related(profile("x", 100, "a"), most=3, without=())

    assert ["near", "old", "new"] == [each.key for each in found]


def test_a_category_alone_relates_nothing() -> None:
    """Two articles with nothing in common but a category are no related articles."""
    index = Index([profile("a", 0, category="news"), profile("b", 1, category="news")])

    assert [] == index.related(profile("a", 0, category="news"), most=3, without=())


def test_titles_relate_where_tags_do_not() -> None:
    """Two shared terms relate articles whose authors chose other tags; one term does not."""
    two = profile("two", 0, "x", title="日銀がマイナス金利を解除")
    one = profile("one", 0, "y", title="マイナスの影響")
    others = [profile(f"o{n}", n, title="別の話題") for n in range(5)]
    index = Index([two, one, *others])

    asked = profile("q", 1, "z", title="マイナス金利の後")

    assert ["two"] == [each.key for each in index.related(asked, most=3, without=())]


def test_a_tag_that_all_have_finds_the_ones_around() -> None:
    """Among a thousand articles with one tag, the neighbours in time are found."""
    index = Index(profile(f"{n:04}", n, "all") for n in range(1000))

    found = index.related(profile("0500", 500, "all"), most=2, without=())

    assert ["0499", "0501"] == sorted(each.key for each in found)


# --- series ---------------------------------------------------------------------------------


def test_parts_without_a_number_follow_the_one_before() -> None:
    """Numbers that the author gave stand; the others count on from the part published before."""
    first, second, third = (
        profile(key, day, series="s") for key, day in (("a", 1), ("b", 2), ("c", 3))
    )
    numbered = [first, replace(second, series_index=5), third]

    assert {"s": (Part("a", 1), Part("b", 5), Part("c", 6))} == group_series(numbered)


def test_numbers_decide_the_order() -> None:
    """A part published late may be an early one."""
    late = replace(profile("late", 9, series="s"), series_index=1)
    early = replace(profile("early", 1, series="s"), series_index=2)

    assert ["late", "early"] == [part.key for part in group_series([early, late])["s"]]


def test_a_number_given_twice_is_found() -> None:
    """Two parts with one number are named, the one published later first."""
    parts = group_series(
        replace(profile(key, day, series="s"), series_index=2) for key, day in (("a", 1), ("b", 2))
    )

    assert [Clash("b", "a", "s", 2)] == find_clashes(parts)


def test_spellings_of_a_series_are_one() -> None:
    """Width, case and white space make no second series."""
    assert series_name("ＡＩ と　社会") == series_name("ai  と 社会")


# --- one article's reading ------------------------------------------------------------------


def test_neighbours_stay_in_their_language() -> None:
    """The article before and after is one that the same reader can read."""
    articles = [
        profile("ja1", 1),
        profile("en1", 2, language="en"),
        profile("ja2", 3),
        profile("en2", 4, language="en"),
    ]
    shelves = shelve(articles)

    reading = shelves["ja"].reading_for(articles[2])

    assert ("ja1", None) == (reading.previous, reading.next)
    assert "en2" == shelves["en"].reading_for(articles[1]).next


def test_a_series_of_one_is_no_series() -> None:
    """Where no other part is published there is no list of parts."""
    assert () == Shelf([profile("a", series="s")]).reading_for(profile("a", series="s")).parts


def test_a_draft_sees_its_place_in_the_series() -> None:
    """A draft is shown among the published parts, which do not know of it, and has no neighbours."""
    published = profile("a", 1, series="s")
    shelf = Shelf([published, profile("b", 2)])

    draft = shelf.reading_for(profile("draft", 3, series="s"))

    assert (Part("a", 1), Part("draft", 2)) == draft.parts
    assert (None, None) == (draft.previous, draft.next)
    assert () == shelf.reading_for(published).parts


def test_topics_go_from_the_rare_to_the_category() -> None:
    """After what is related, the newest others of the rarest tag, then of the next."""
    many = [profile(f"m{n}", n, "often", category="c") for n in range(9)]
    asked = profile("q", 4, "often seldom", category="c")
    seldom = [profile(f"s{n}", n, "seldom", category="c") for n in range(6)]

    reading = Shelf([*many, *seldom, asked]).reading_for(asked)

    assert [("tag", "seldom"), ("tag", "often")] == [topic.feature for topic in reading.topics]


_profiles = st.lists(
    st.builds(
        Profile,
        key=st.text("abcdefgh", min_size=1, max_size=3),
        language=st.sampled_from(["ja", "en"]),
        moment=st.integers(0, 20).map(lambda day: day * DAY),
        tags=st.frozensets(st.sampled_from(["t", "u", "v", "w"])),
        category=st.sampled_from(["", "c", "d"]),
        terms=st.frozensets(st.sampled_from(["x", "y", "z"])),
        series=st.sampled_from(["", "", "s", "r"]),
        series_index=st.none() | st.integers(0, 4),
    ),
    unique_by=lambda each: each.key,
    min_size=1,
    max_size=25,
)


@given(_profiles, st.randoms(use_true_random=False))
def test_a_reading_is_sound_and_the_order_of_reading_files_does_not_matter(
    profiles: list[Profile], shuffler: random.Random
) -> None:
    """Nothing is offered twice, nor the article itself, nor another language; lists stay short."""
    shuffled = list(profiles)
    shuffler.shuffle(shuffled)
    languages = {each.key: each.language for each in profiles}
    first, second = shelve(profiles), shelve(shuffled)
    for each in profiles:
        reading = first[each.language].reading_for(each)
        parts = [part.key for part in reading.parts]
        offered = keys_of(reading) + parts

        assert reading == second[each.language].reading_for(each)
        assert len(set(offered)) == len(offered)
        assert each.key not in keys_of(reading)
        assert not parts or each.key in parts
        assert {each.language} >= {languages[key] for key in offered}
        assert len(reading.related) <= MOST_RELATED
        assert len(reading.topics) <= MOST_TOPICS
        assert all(len(topic.keys) <= MOST_IN_TOPIC for topic in reading.topics)
