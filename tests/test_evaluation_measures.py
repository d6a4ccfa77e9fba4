"""Lengths, doubt, endings and reading ease, and what people changed before they accepted."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from builders import reviewed, section, sentence, sidecar, source
from commentary.sections import Basis, Form, Kind, Point, Section, Verdict
from commentary.sidecars import dump_sidecar
from workbench.evaluation.changes import Change, changes_of, edit_distance, git_versions
from workbench.evaluation.measures import Measure, Written, length_of, measures_of
from workbench.evaluation.readability import flesch, reading_ease, syllables_of, tateisi

if TYPE_CHECKING:
    from pathlib import Path

PLAIN_JA = "きょうは、あさから雨がふっています。かさをさして、えきまであるきました。"
HEAVY_JA = "本件特別措置法施行規則改正案審議過程における既得権益調整手続の恣意的運用可能性の検証。"
PLAIN_EN = "The cat sat on the mat. It was a warm day. The dog ran by."
HEAVY_EN = (
    "Notwithstanding considerable international opposition, the administration's regulatory "
    "harmonisation initiative necessitates comprehensive institutional reconsideration."
)

# --- reading ease ---------------------------------------------------------------------------


def test_japanese_formula_by_hand() -> None:
    """Runs of 2, 2 and 1 kanji, of 1, 1 and 3 hiragana, ten characters, one comma."""
    expected = 115.79 - 0.12 * 10 + 7.4 * 5 / 3 - 23.18 * 5 / 3 - 4.67

    assert pytest.approx(expected) == tateisi("今日の天気は、晴れです。")


def test_japanese_formula_counts_latin_and_katakana_runs() -> None:
    """Latin letters and the long mark of katakana belong to their runs."""
    expected = 115.79 - 0.12 * 10 - 1.37 * 2 + 7.4 * (1 + 2) / 2 - 5.4 * 5

    assert pytest.approx(expected) == tateisi("AIのニューラルです。")


def test_english_formula_by_hand() -> None:
    """Five words of seven syllables in one sentence."""
    expected = 206.835 - 1.015 * 5 - 84.6 * 7 / 5

    assert pytest.approx(expected) == flesch("The council met on Sunday.")


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("cat", 1), ("the", 1), ("table", 2), ("made", 1), ("walked", 1), ("wanted", 2)),
        *(("houses", 2), ("names", 1), ("library", 3), ("rhythm", 1), ("£7", 1), ("café", 2)),
    ],
)
def test_syllables(word: str, count: int) -> None:
    """Groups of vowels, less a silent e, and never none."""
    assert count == syllables_of(word)


def test_easy_texts_score_higher_than_hard_ones() -> None:
    """The scales point the right way in both languages."""
    assert tateisi(PLAIN_JA) > tateisi(HEAVY_JA) + 50
    assert flesch(PLAIN_EN) > flesch(HEAVY_EN) + 50


@pytest.mark.parametrize(("text", "language"), [("", "ja"), (" ", "en"), ("Bonjour.", "fr")])
def test_no_score_without_text_or_formula(text: str, language: str) -> None:
    """Nothing is made up for what cannot be scored."""
    assert reading_ease(text, language) is None


# --- measures -------------------------------------------------------------------------------


def outlook(*texts: str, form: Form = Form.THEMES, opening: str = "") -> Section:
    """Return an outlook with a point for each text."""
    points = tuple(
        Point(f"見出しその{number}番目", (sentence(text, basis=Basis.INFERRED),))
        for number, text in enumerate(texts, start=1)
    )
    first = (sentence(opening, basis=Basis.INFERRED),) if opening else ()
    made = section(kind=Kind.OUTLOOK)
    return replace(made, heading="計画の将来の展望", form=form, points=points, opening=first)


def by_name(*sections: Section) -> dict[str, Measure]:
    """Measure Japanese sections."""
    return {one.name: one for one in measures_of([Written(source(), sections)])}


def test_lengths_are_compared_with_what_is_asked_for() -> None:
    """The median, and the share inside the bounds, of themes and list items apart."""
    measured = by_name(
        outlook("あ" * 100, "い" * 160, "う" * 120), outlook("え" * 105, form=Form.LIST)
    )

    theme, item = measured["theme"], measured["list item"]
    assert (3, 120, (90, 150)) == (theme.counted, theme.value, theme.bounds)
    assert theme.within == pytest.approx(2 / 3)
    assert (1, 1.0) == (item.counted, item.within)
    assert (2, 0.5) == (
        measured["points of an outlook"].counted,
        measured["points of an outlook"].within,
    )


def test_conclusions_are_measured_by_sentences_and_characters() -> None:
    """Four sentences of fifty characters are what is asked for."""
    measured = by_name(section(*(sentence("結" * 49 + "。") for _ in range(4))))

    assert (4, 1.0) == (
        measured["sentences of a conclusion"].value,
        measured["sentences of a conclusion"].within,
    )
    assert (200, 1.0) == (measured["conclusion"].value, measured["conclusion"].within)


def test_doubt_and_endings_are_shares_of_the_inferences() -> None:
    """One of two inferences has no hedge, and a repeated ending counts once."""
    unsure = "計画は費用の面で難しくなる可能性があります。"
    flat = outlook(unsure, "町は費用の重さに悩みます。")
    repeated = replace(
        outlook(unsure), opening=(sentence(unsure, basis=Basis.INFERRED),) * 2, points=()
    )

    assert 0.5 == by_name(flat)["inferences that are hedged"].value
    assert 0.5 == by_name(repeated)["inferences that end unlike the one before"].value


def test_no_text_no_measure() -> None:
    """What is not there is not measured, and divides nothing by zero."""
    assert () == measures_of([])
    assert [] == [one for one in by_name().values() if one.counted == 0]


def test_english_is_counted_in_words() -> None:
    """A contraction and a compound are one word each."""
    assert 5 == length_of("It doesn't re-open until spring.", "en")
    assert 4 == length_of("駅前の。", "ja")


# --- what people changed --------------------------------------------------------------------

GENERATED = section(sentence("120億円の計画が前へ進みました。"), sentence("町は変わります。"))
FIRST = replace(GENERATED, generated_digest=GENERATED.digest)


def accepted(changed: Section) -> Section:
    """Return the section as a person accepted it."""
    return reviewed(changed, Verdict.ACCEPTED)


def edited() -> Section:
    """Return the section with one sentence changed, then accepted."""
    other = replace(FIRST, opening=(FIRST.opening[0], sentence("町は変わるでしょう。")))
    return accepted(other)


@pytest.mark.parametrize(
    ("before", "after", "distance"),
    [("", "", 0), ("abc", "", 3), ("町は変わる", "町が変わった", 3), ("kitten", "sitting", 3)],
)
def test_edit_distance(before: str, after: str, distance: int) -> None:
    """Insertions, removals and replacements, as few as there can be."""
    assert distance == edit_distance(before, after) == edit_distance(after, before)


def test_text_accepted_as_it_was_has_no_distance() -> None:
    """Nobody has to look into Git for that."""
    held = [("a.commentary.md", sidecar(accepted(FIRST)))]

    assert (Change("a.commentary.md", "conclusion", 0.0, 0.0),) == changes_of(held, lambda _: ())


def test_distance_from_the_committed_text() -> None:
    """The version with the generated digest is found among damaged and later ones."""
    versions = ("damaged", dump_sidecar(sidecar(edited())), dump_sidecar(sidecar(FIRST)))
    held = [("a.commentary.md", sidecar(edited()))]

    (change,) = changes_of(held, lambda _: versions)

    assert 0.5 == change.sentences
    assert pytest.approx(5 / 27) == change.distance


def test_text_that_was_never_committed_is_unknown() -> None:
    """No figure is made up; sections that nobody accepted are left out."""
    held = [("a.commentary.md", sidecar(edited())), ("b.commentary.md", sidecar(FIRST))]

    assert (Change("a.commentary.md", "conclusion", None, None),) == changes_of(held, lambda _: ())


def test_versions_come_from_git(tmp_path: Path) -> None:
    """The newest first, from any folder of a repository; without one there are none."""
    assert [] == list(git_versions(tmp_path)("blog/a.md"))
    blog = tmp_path / "blog"
    blog.mkdir()
    git = [
        "git",
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.org",
        "-c",
        "init.defaultBranch=m",
    ]
    subprocess.run([*git, "init", "-q"], cwd=tmp_path, check=True)
    for text in ("old", "new"):
        (blog / "a.md").write_text(text, encoding="utf-8")
        subprocess.run([*git, "add", "."], cwd=tmp_path, check=True)
        subprocess.run([*git, "commit", "-qm", text], cwd=tmp_path, check=True)

    assert ["new", "old"] == list(git_versions(blog)("a.md"))
