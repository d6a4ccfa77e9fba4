"""Which conclusions show a model how a blog writes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import reviewed, section, sentence, sidecar
from commentary.examples import Candidate, Example, accepted_conclusions, examples_for
from commentary.sections import Kind, Origin, Section, Verdict
from commentary.source import parse_source

REVIEWERS = ("山田",)


def candidate(
    name: str, *sections: Section, date: str = "2026-11-02", language: str = "ja"
) -> Candidate:
    """Return an article with these sections."""
    source = parse_source("<p>本文です。</p>", title=name, date=date, language=language)
    return Candidate(name, source, sidecar(*sections, article=source))


def accepted(text: str, kind: Kind = Kind.CONCLUSION) -> Section:
    """Return a section that a person accepted."""
    return reviewed(section(sentence(text), kind=kind), Verdict.ACCEPTED)


def names(*candidates: Candidate) -> list[str]:
    """Return the articles whose conclusions count."""
    return [example.name for example in accepted_conclusions(candidates, REVIEWERS)]


def test_newest_first_then_by_name() -> None:
    """The order of the articles does not matter."""
    articles = [
        candidate("b.md", accepted("乙。")),
        candidate("a.md", accepted("甲。")),
        candidate("new.md", accepted("新。"), date="2026-12-01"),
    ]

    assert ["new.md", "a.md", "b.md"] == names(*articles) == names(*reversed(articles))


@pytest.mark.parametrize(
    ("made", "counts"),
    [
        pytest.param(accepted("甲。"), True, id="accepted"),
        pytest.param(section(sentence("甲。"), origin=Origin.AUTHOR), True, id="the author's own"),
        pytest.param(section(sentence("甲。")), False, id="pending"),
        pytest.param(reviewed(section(), Verdict.REJECTED), False, id="rejected"),
        pytest.param(reviewed(section(), Verdict.ACCEPTED, "sha256:x"), False, id="edited since"),
        pytest.param(accepted("甲。", Kind.OUTLOOK), False, id="an outlook"),
        pytest.param(accepted("甲" * 2000), False, id="too long"),
    ],
)
def test_only_what_a_person_stands_for_counts(made: Section, *, counts: bool) -> None:
    """Conclusions that a reviewer accepted, and the author's own."""
    assert (["a.md"] if counts else []) == names(candidate("a.md", made))


def test_acceptance_of_a_stranger_does_not_count() -> None:
    """Who may not review gives no example either."""
    found = accepted_conclusions([candidate("a.md", accepted("甲。"))], ("佐藤",))

    assert () == found


def test_three_of_the_same_language_and_never_its_own() -> None:
    """An article is shown other articles' conclusions."""
    found = tuple(Example(f"{n}.md", "ja", f"{n}") for n in range(5))
    english = Example("en.md", "en", "English.")

    assert ("1", "2", "3") == examples_for("0.md", "ja", (english, *found))
    assert ("English.",) == examples_for("0.md", "en", (*found, english))
    assert () == examples_for("en.md", "en", (*found, english))


@pytest.mark.parametrize(("language", "text"), [("ja", "甲。乙。"), ("en", "甲。 乙。")])
def test_sentences_are_joined_as_the_language_does(language: str, text: str) -> None:
    """English needs a space between sentences, Japanese none."""
    two = section(sentence("甲。"), sentence("乙。"))
    made = candidate(
        "a.md", reviewed(replace(two, heading="結論"), Verdict.ACCEPTED), language=language
    )

    (found,) = accepted_conclusions([made], REVIEWERS)

    assert text == found.text
