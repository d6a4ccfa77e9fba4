"""The ledger's core: what is read and refused, where a prediction stands, which page it is on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.addresses import addresses, relative
from ledger.entries import Outcome, Role, State, Voice, in_order
from ledger.marks import Links, marked
from ledger.plot import plot_of
from ledger.scores import calibration
from ledger.shelves import places_of, shelves_of, unique_slugs
from ledger.tallies import tally_of
from ledger.wording import wording
from predictions import POST, TODAY, answered, entries, read, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.entries import Entry

# --- reading --------------------------------------------------------------------------------


def test_a_sound_table_becomes_an_entry() -> None:
    """What a sidecar says stands in the entry, the author's name where it said `author`."""
    (entry,) = entries(table(1, resolution=answered("yes")))

    assert ("tram-1", "市電は第1期に港まで延びる。") == (entry.key, entry.statement)
    assert Voice(Role.AUTHOR, "編集部") == entry.voice
    assert [0.7] == [forecast.probability for forecast in entry.forecasts]
    assert Outcome.YES is entry.outcome
    assert dt.date(2028, 3, 31) == entry.resolves_on


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"id": ""}, "has no `id`", id="no id"),
        pytest.param({"statement": "  "}, "has no `statement`", id="no statement"),
        pytest.param({"probability": 0}, "from 0.01 to 0.99", id="impossible"),
        pytest.param({"probability": 1}, "from 0.01 to 0.99", id="certain"),
        pytest.param({"probability": 1.2}, "1.2, which is not from", id="120 %"),
        pytest.param({"probability": float("nan")}, "nan", id="no number"),
        pytest.param({"probability": "0.5"}, "`probability` '0.5'", id="text"),
        pytest.param({"probability": True}, "`probability` True", id="truth"),
        pytest.param({"author_probability": 7}, "`author_probability` 7", id="author's"),
        pytest.param({"resolves_on": "2027-02-31"}, "2027-02-31", id="31 February"),
        pytest.param({"resolves_on": None}, "judged by None", id="no day"),
        pytest.param({"resolves_on": "2024-03-02"}, "2024-03-02", id="not after the post"),
        pytest.param({"kind": "guessed"}, "known are stated, inferred", id="kind"),
        pytest.param({"probability_by": "me"}, "author, model, source", id="whose"),
    ],
)
def test_an_unsound_table_is_named_and_the_rest_goes_on(
    changes: dict[str, Any], message: str
) -> None:
    """One line names file, prediction and mistake; the other predictions are listed."""
    reading = read(table(1, **changes), table(2))

    assert ["tram-2"] == list(reading.entries)
    (problem,) = reading.problems
    assert problem.startswith("content/posts/full.md: the prediction ")
    assert message in problem


def test_what_is_no_table_is_named() -> None:
    """A plugin that hands over something else loses that, and nothing else."""
    reading = read("tram", table(2))

    assert ["tram-2"] == list(reading.entries)
    assert 1 == len(reading.problems)


def test_an_id_that_stands_twice_is_listed_once() -> None:
    """The first keeps its address; the second is named with the file of the first."""
    reading = read(table(1), table(1, statement="別の予測。"))

    assert ["市電は第1期に港まで延びる。"] == [e.statement for e in reading.entries.values()]
    assert "has the id of another one in content/posts/full.md" in reading.problems[0]


def test_a_translation_may_have_the_ids_of_its_original() -> None:
    """Both are listed; the translation's key has its language."""
    reading = read(table(1))
    reading.add([table(1)], replace(POST, language="en"))

    assert ["tram-1", "tram-1.en"] == list(reading.entries)
    assert [] == reading.problems


def test_what_is_not_public_is_passed_over() -> None:
    """What nobody accepted or published is neither listed nor called a mistake."""
    reading = read(table(1, public=False), table(2))

    assert ["tram-2"] == list(reading.entries)
    assert [] == reading.problems


@pytest.mark.parametrize(
    ("resolution", "message"),
    [
        pytest.param({"known_on": "2024-03-01"}, "known on 2024-03-01", id="before the post"),
        pytest.param({"known_on": "2027-01-16"}, "known on 2027-01-16", id="in the future"),
        pytest.param({"outcome": "perhaps"}, "'perhaps'; known are yes, no", id="outcome"),
        pytest.param({"entered_on": "soon"}, "'soon', which is no day", id="no day"),
    ],
)
def test_an_answer_that_cannot_be_true_counts_as_none(
    resolution: dict[str, Any], message: str
) -> None:
    """The prediction stays listed, unanswered, and the answer is named."""
    reading = read(table(1, resolution=answered(**resolution)))

    (entry,) = reading.entries.values()
    assert entry.resolution is None
    assert "the resolution of `tram-1`" in reading.problems[0]
    assert message in reading.problems[0]


def test_an_address_that_is_none_is_not_linked() -> None:
    """`javascript:` and file names lead nowhere; the answer stands."""
    reading = read(table(1, resolution=answered("no", evidence="javascript:alert(1)")))

    (entry,) = reading.entries.values()
    assert entry.resolution
    assert (Outcome.NO, "") == (entry.outcome, entry.resolution.evidence)
    assert "javascript:alert(1)" in reading.problems[0]


@pytest.mark.parametrize(
    ("changes", "voices"),
    [
        pytest.param({}, [("author", "編集部")], id="author"),
        pytest.param(
            {"speaker": "model:m", "probability_by": "model", "author_probability": 0.4},
            [("model", "m"), ("author", "編集部")],
            id="model, and the author beside it",
        ),
        pytest.param(
            {"speaker": "山田", "kind": "stated", "probability_by": "source"},
            [("speaker", "山田")],
            id="somebody quoted",
        ),
        pytest.param(
            {"speaker": "山田", "kind": "stated", "probability_by": "model"},
            [("model", "")],
            id="a model of somebody quoted",
        ),
        pytest.param({"author_probability": 0.4}, [("author", "編集部")], id="twice the author"),
        pytest.param({"probability": None}, [], id="nobody"),
    ],
)
def test_probabilities_belong_to_who_gave_them(
    changes: dict[str, Any], voices: list[tuple[str, str]]
) -> None:
    """The prediction's own stands first; an author is not counted twice for one prediction."""
    (entry,) = entries(table(1, **changes))

    assert voices == [(f.voice.role, f.voice.name) for f in entry.forecasts]


# --- states ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        pytest.param({"resolves_on": TODAY + dt.timedelta(1)}, State.OPEN, id="tomorrow"),
        pytest.param({"resolves_on": TODAY}, State.DUE, id="today"),
        pytest.param({"resolution": answered("withdrawn")}, State.ANSWERED, id="withdrawn"),
        pytest.param(
            {"resolves_on": TODAY, "resolution": answered("yes")}, State.ANSWERED, id="answered"
        ),
    ],
)
def test_state_follows_from_the_day(changes: dict[str, Any], state: State) -> None:
    """Open until its day, due from it on, answered by any outcome."""
    (entry,) = entries(table(1, **changes))

    assert state is entry.state(TODAY)


def test_order_of_the_page() -> None:
    """Due first, then open, each by day; answered ones last, the latest known first."""
    listed = entries(
        table(1, resolution=answered(known_on="2025-01-01")),
        table(2, resolution=answered(known_on="2026-01-01")),
        table(3, resolves_on="2029-01-01"),
        table(4, resolves_on="2028-01-01"),
        table(5, resolves_on="2026-01-01"),
    )

    ordered = [entry.id for entry in in_order(listed, TODAY)]

    assert ["tram-5", "tram-4", "tram-3", "tram-2", "tram-1"] == ordered


# --- pages ----------------------------------------------------------------------------------


def test_every_entry_stands_on_its_shelves() -> None:
    """By category and tag, by who predicted or gave a number, by what came of it."""
    listed = entries(
        table(1, speaker="model:m/1", probability_by="model", author_probability=0.4),
        table(2, resolution=answered("no")),
    )

    shelves = {shelf.path: [e.id for e in shelf.entries] for shelf in shelves_of(listed, TODAY)}

    assert {
        "": ["tram-1", "tram-2"],
        "author/編集部": ["tram-1", "tram-2"],
        "category/交通": ["tram-1", "tram-2"],
        "model/m-1": ["tram-1"],
        "outcome/no": ["tram-2"],
        "outcome/open": ["tram-1"],
        "tag/港": ["tram-1", "tram-2"],
    } == shelves


def test_a_thousand_entries_are_cut_into_pages() -> None:
    """No page has more than 50, none is lost, and each entry's address is where it stands."""
    listed = entries(*(table(n) for n in range(1, 1002)))
    everything = shelves_of(listed, TODAY)[0]
    found = addresses("outlook/index.html", "outlook/", everything)

    places = list(places_of(everything))

    assert 21 == len(places)
    assert [everything.entries[0].key] == [places[0].entries[0].key]
    assert everything.entries == tuple(e for place in places for e in place.entries)
    last = places[-1].entries[0]
    assert f"outlook/page/21/#{found.anchors[last.key]}" == found.entry(last)
    assert "outlook/page/21/index.html" == found.file_of(places[-1])


@given(st.lists(st.text(max_size=12), max_size=30))
def test_slugs_are_unique_and_stay_in_their_folder(names: list[str]) -> None:
    """Whatever a model or person is called, its page has a folder of its own, below the ledger's."""
    slugs = unique_slugs(names)

    assert len(names) == len(set(slugs))
    assert not [s for s in slugs if not s or "/" in s or "\\" in s or s in {".", ".."} or " " in s]


@pytest.mark.parametrize(
    ("home", "folder", "first"),
    [
        ("outlook/index.html", "outlook/", "outlook/"),
        ("outlook.html", "outlook/", "outlook.html"),
        ("en/outlook/index.html", "en/outlook/", "en/outlook/"),
    ],
)
def test_first_page_and_folder(home: str, folder: str, first: str) -> None:
    """The setting names the file of the first page; all others stand in a folder of its name."""
    found = addresses(home, folder, shelves_of(entries(table(1)), TODAY)[0])

    assert (folder, first) == (found.folder, found.url_of(""))


@pytest.mark.parametrize(
    ("address", "page", "expected"),
    [
        ("outlook/#a", "posts/x/", "../../outlook/#a"),
        ("outlook/#a", "x.html", "outlook/#a"),
        ("outlook.html#a", "posts/x.html", "../outlook.html#a"),
        ("outlook/", "outlook/x/", "../"),
    ],
)
def test_links_are_relative_to_their_page(address: str, page: str, expected: str) -> None:
    """An address leads to the same place from the page's own folder."""
    assert expected == relative(address, page)


# --- the article ----------------------------------------------------------------------------

SECTION = (
    "<p>本文です。</p>\n"
    '<section id="outlook-1" class="commentary-section flow" data-commentary="outlook">\n'
    '<h2 id="outlook-1-heading">展望</h2>\n<p class="ai-label">AIが書きました。</p>\n'
    '<p>計画は進むでしょう。<sup class="refs"><a href="#p1">[1]</a></sup>A &amp; B が<em>組む</em>'
    'でしょう。</p>\n<details class="grounds"><q>計画は進むでしょう。</q></details>\n</section>\n'
)


def links(listed: Sequence[Entry]) -> Links:
    """Return links to a ledger two folders up."""
    return Links(
        ledger="../../outlook/",
        entries={entry.key: f"../../outlook/#{entry.key}" for entry in listed},
        anchors={entry.key: entry.key for entry in listed},
    )


def mark(html: str, *tables: object) -> str:
    """Return a body with its line and marks."""
    listed = entries(*tables)
    return marked(html, listed, links(listed), TODAY)[0]


def test_only_insertions_change_an_article() -> None:
    """Without what was inserted, the body is letter for letter what it was."""
    listed = entries(table(1), table(2, quote="A & B が組むでしょう。", resolution=answered("no")))

    html, keys = marked(SECTION, listed, links(listed), TODAY)

    line = (
        '<p class="answers"><a href="../../outlook/">この見通しの答え合わせ</a>'
        "：2件中1件が外れ、1件は未定</p>\n"
    )
    first = '<sup class="answer" id="tram-1"><a href="../../outlook/#tram-1">未定</a></sup>'
    second = '<sup class="answer" id="tram-2"><a href="../../outlook/#tram-2">外れ</a></sup>'
    assert {"tram-1", "tram-2"} == keys
    assert f"</a></sup>{first}A &amp;" in html
    assert f"でしょう。{second}</p>" in html
    assert f"AIが書きました。</p>\n{line}<p>計画" in html
    assert SECTION == html.replace(line, "").replace(first, "").replace(second, "")


def test_a_sentence_with_an_id_needs_no_second() -> None:
    """Where the section gives the sentence an id, the mark has none and costs less."""
    html = mark(SECTION, table(1, anchor="outlook-1-s1"))

    assert '<sup class="answer"><a href="../../outlook/#tram-1">' in html


def test_a_quote_of_the_article_is_marked_in_the_article() -> None:
    """What somebody said in the body is marked there, when no section repeats it."""
    html = mark("<p>彼は「港は栄える」と言った。</p>" + SECTION, table(1, quote="港は栄える"))

    assert '「港は栄える<sup class="answer"' in html


@pytest.mark.parametrize("quote", ["この文はもうない。", ""])
def test_a_sentence_that_is_gone_leaves_the_line(quote: str) -> None:
    """The section was written anew: the prediction is counted, and nothing else is marked."""
    html = mark(SECTION, table(1, quote=quote))

    assert 'class="answers"' in html
    assert 'class="answer"' not in html


def test_a_section_that_is_hidden_leaves_the_line() -> None:
    """Without any section the line stands at the end of the article."""
    html = mark("<p>本文です。</p>\n", table(1))

    assert html.startswith('<p>本文です。</p>\n<p class="answers">')


@given(st.text(alphabet="港は栄える。&<>\"'{} a", min_size=1, max_size=20))
def test_any_sentence_is_found_as_it_is_written(words: str) -> None:
    """However HTML writes a sign, the sentence is found, and the mark stands behind it."""
    text = " ".join(words.split())
    body = f"<p>前置き：{escape(text)}</p>"

    html = mark(body, table(1, quote=words))

    assert (f'{escape(text)}<sup class="answer"' in html) == bool(text)


def test_a_long_quote_that_is_nearly_there_takes_no_time() -> None:
    """A sentence of 2,000 letters that differs at its end is given up at once."""
    words = "港" * 2000

    assert 'class="answer"' not in mark(f"<p>{words}</p>" * 20, table(1, quote=words + "駅"))


def test_the_line_in_english() -> None:
    """The words follow the article's language, and the numbers need no grammar."""
    listed = entries(table(1), table(2, resolution=answered("yes")))

    said = wording("en-GB").banner(tally_of(listed, TODAY))

    assert ": predictions 2; came true 1; open 1" == said


# --- the drawing ----------------------------------------------------------------------------


def test_places_of_a_calibrated_band_lie_on_the_diagonal() -> None:
    """What was said and how often it was right are equal: the dot is on the line between its ends."""
    pairs = [(0.75, True)] * 3 + [(0.75, False)]
    plot = plot_of(calibration(pairs))

    (dot,) = plot.dots
    left, low, right, high = plot.diagonal
    assert (left + right) / 2 == pytest.approx(dot.x, abs=0.1)
    assert (low + high) / 2 == pytest.approx(dot.y, abs=0.1)
    assert plot.top <= dot.high < dot.y < dot.low <= plot.bottom


def test_area_grows_with_the_count() -> None:
    """The band with the most has the largest dot, and none is too small to be seen."""
    pairs = [(0.95, True)] * 100 + [(0.55, True)]

    small, large = plot_of(calibration(pairs)).dots

    assert 3 <= small.radius < large.radius <= 8
