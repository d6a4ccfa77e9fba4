"""Links: only a person adds one, it leads to http(s) only, and whoever accepts it sees where."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import HTML, section, sentence, sidecar, source
from commentary.editing import reword
from commentary.lifecycle import Standing, standing_of
from commentary.own_links import pieces, without_links
from commentary.rendering import Place, render_commentary

if TYPE_CHECKING:
    from commentary.sections import Section

LINKED = "120億円の計画は[市の資料](https://city.example/2031/a_b?x=1&y=2)のとおりです。"
PLACE = Place(lambda anchor: f"#{anchor}", frozenset())


def made() -> Section:
    """Return a section that a model wrote, with the marks of what it wrote."""
    kept = section(sentence())
    return replace(kept, generated_marks=tuple(item.text_mark for item in kept.sentences))


def standing(kept: Section) -> Standing:
    """Return what is derived of a section."""
    return standing_of(kept, sidecar(kept), source(HTML))


def html(kept: Section) -> str:
    """Return the first sentence as a page shows it."""
    article = source(HTML)
    shown = render_commentary([standing(kept)], article, provenances=(), place=PLACE)
    return str(shown.sections[0].opening[0].text)


def test_a_persons_link_is_one() -> None:
    """The checks read its words and not its address; the page leads there and hands nothing on."""
    kept = reword(made(), 1, LINKED)

    assert () == tuple(f for f in standing(kept).findings if f.rule in {"addresses", "markup"})
    assert not standing(kept).is_blocked
    assert (
        '<a href="https://city.example/2031/a_b?x=1&amp;y=2" rel="noopener noreferrer">市の資料</a>'
        in html(kept)
    )


def test_words_of_a_link_are_checked_like_any_other() -> None:
    """A number that the article lacks is no better in a link; the finding names the whole line."""
    kept = reword(made(), 1, LINKED.replace("120", "180"))

    found = [finding for finding in standing(kept).findings if finding.rule == "numbers"]

    assert [kept.sentences[0].text] == [finding.sentence for finding in found]


def test_a_models_link_is_text_and_blocked() -> None:
    """The same line in a model's own sentence is shown as it is written, and on no page."""
    kept = made()
    written = replace(kept, opening=(sentence(LINKED),))
    written = replace(
        written,
        generated_digest=written.digest,
        generated_marks=(sentence(LINKED).text_mark,),
    )

    assert standing(written).is_blocked
    assert "<a" not in html(written)


@pytest.mark.parametrize(
    "text",
    [
        "[罠](javascript:alert(1))です。",
        "[罠](data:text/html,x)です。",
        '[罠](https://x.example/"onmouseover=alert(1))です。',
        "<script>alert(1)</script>計画です。",
        '<a href="https://x.example/">計画</a>です。',
        "<img src=x onerror=alert(1)>計画です。",
        "計画は{{ SITEURL }}です。",
        "計画は{filename}/x.mdです。",
        "計画は![絵](https://x.example/a.png)です。",
        "計画はhttps://x.example/です。",
        "計画は**大切**です。",
    ],
)
def test_other_markup_stays_text_and_off_the_page(text: str) -> None:
    """HTML, scripts, images, template marks and bare addresses are blocked, and never run."""
    kept = reword(made(), 1, text)

    assert standing(kept).is_blocked
    shown = html(kept)
    for mark in ("<script", "<img", "{", 'javascript:alert(1)"', 'href="data'):
        assert mark not in shown


@given(st.text(max_size=40))
def test_words_are_the_same_however_they_are_read(text: str) -> None:
    """The pieces of a sentence, put together, are what the checks read."""
    assert without_links(text) == "".join(words for words, _ in pieces(text))


@given(st.text("[]()ah:/tps. \"'<>", max_size=60))
def test_every_address_is_one_that_a_page_may_have(text: str) -> None:
    """Whatever is written, a link leads to http(s) and holds no mark that ends an attribute."""
    for _, address in pieces(text):
        assert not address or address.startswith(("http://", "https://"))
        assert not set(address) & set(" \"'<>()")
