"""Sections as values for templates: escaped, linked, labelled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import (
    HTML,
    generated,
    provenance,
    reviewed,
    section,
    sentence,
    sidecar,
    source,
)
from commentary.lifecycle import standing_of
from commentary.rendering import Commentary, Place, RenderedSection, render_commentary
from commentary.sections import Basis, Kind, Origin, Section, Verdict

PLACE = Place(lambda anchor: f"https://blog.example/tram/#{anchor}", frozenset({"conclusion"}))
HOSTILE = "<script>alert(1)</script>\"' & {{ 7 }} {filename}/x"


def rendered(*sections: Section, html: str = HTML) -> Commentary:
    """Render sections as the plugin does."""
    article = source(html)
    kept = sidecar(*sections, article=article)
    return render_commentary(
        [standing_of(item, kept, article) for item in sections],
        article,
        provenances=kept.provenances,
        place=PLACE,
    )


def one(item: Section, html: str = HTML) -> RenderedSection:
    """Render one section."""
    return rendered(item, html=html).sections[0]


def test_model_text_is_escaped_whole() -> None:
    """No tag, quote, template or link mark of a model's text survives, in text and headings."""
    hostile = replace(section(sentence(HOSTILE, quote="総事業費")), heading=HOSTILE)

    shown = one(hostile)

    for text in (shown.heading, shown.opening[0].text):
        assert "<" not in text
        assert "{" not in text
        assert "&lt;script&gt;" in text


def test_authors_own_words_may_have_emphasis_and_links() -> None:
    """A section by the author's hand is Markdown, cleaned of all that could run."""
    text = (
        "これは**大切**で、[資料](https://example.org/)と[罠](javascript:alert(1))<img src=x>です。"
    )
    shown = one(section(sentence(text), origin=Origin.AUTHOR)).opening[0].text

    assert "<strong>大切</strong>" in shown
    assert '<a href="https://example.org/"' in shown
    assert "javascript" not in shown
    assert "<img" not in shown


def test_sentence_links_to_the_paragraphs_it_rests_on() -> None:
    """Each link is complete and says in words where it leads."""
    reference = one(section()).opening[0].references[0]

    assert 1 == reference.number
    assert "https://blog.example/tram/#p1" == reference.href
    assert "根拠：第1段落" == reference.label


def test_grounds_are_listed_once_in_the_order_of_the_article() -> None:
    """Quotes are gathered by paragraph."""
    shown = one(
        section(
            sentence(quote="2019年に公表され", paragraph=2),
            sentence(),
            sentence(quote="3.2キロ延ばす"),
            sentence(),
        )
    )

    assert [(1, ("総事業費は120億円です", "3.2キロ延ばす")), (2, ("2019年に公表され",))] == [
        (ground.number, ground.quotes) for ground in shown.grounds
    ]


def test_moved_paragraph_is_linked_where_it_is_now() -> None:
    """The number shown is that of the article as it is."""
    shown = one(section(), html=f"<p>前置き。</p>{HTML}")

    assert 2 == shown.opening[0].references[0].number


@pytest.mark.parametrize(
    ("given", "label", "disclosure"),
    [
        pytest.param(
            section(),
            "この節はAIが書き、著者は未確認です。（loopback-1、2026年11月23日）",
            "ai-autonomous",
            id="unreviewed",
        ),
        pytest.param(
            reviewed(section(), Verdict.ACCEPTED),
            "この節はAIが下書きし、山田が内容を確認しました。（2026年11月23日）",
            "ai-assisted",
            id="accepted",
        ),
        pytest.param(
            reviewed(section(), Verdict.ACCEPTED, "sha256:other"),
            "この節はAIが書き、著者は未確認です。（loopback-1、2026年11月23日）",
            "ai-autonomous",
            id="changed since",
        ),
        pytest.param(
            replace(section(), heading="むすび"),
            "この節はAIが書き、人が手を入れたもので、確認の記録はまだありません。"
            "（loopback-1、2026年11月23日）",
            "ai-autonomous",
            id="edited",
        ),
        pytest.param(section(origin=Origin.AUTHOR), "", "", id="the author's own"),
        pytest.param(
            section(origin=Origin.EXTRACT),
            "この節は本文の文を機械的に抜き出したものです。AIによる文章ではありません。",
            "",
            id="extract",
        ),
    ],
)
def test_label_states_what_happened(given: Section, label: str, disclosure: str) -> None:
    """Label and attribute follow from origin and review, and nothing is promised."""
    shown = one(given)

    assert (label, disclosure) == (shown.label, shown.disclosure)


def test_page_takes_the_weakest_disclosure() -> None:
    """One unreviewed section makes the page `ai-autonomous`, and the line near the headline says so."""
    accepted = reviewed(section(), Verdict.ACCEPTED)
    open_one = generated(replace(section(kind=Kind.OUTLOOK), heading="展望"))

    page = rendered(open_one, accepted)

    assert "ai-autonomous" == page.disclosure
    assert "著者が確認していない節を含みます" in page.notice
    assert '<a href="https://blog.example/tram/#outlook-1">展望</a>' in page.notice
    assert page.source_type.endswith("CompositeWithTrainedAlgorithmicMediaDigitalSource")
    assert [
        "TrainedAlgorithmicMediaDigitalSource",
        "CompositeWithTrainedAlgorithmicMediaDigitalSource",
    ] == [part["digitalSourceType"].rpartition("/")[2] for part in page.parts]


def test_page_of_unchecked_sections_says_so() -> None:
    """When nobody accepted anything, the line near the headline tells that."""
    page = rendered(section())

    assert "AIが書き、著者が確認していない節があります" in page.notice


def test_page_of_accepted_sections_says_so() -> None:
    """When a person accepted every section, the line near the headline tells that."""
    page = rendered(reviewed(section(), Verdict.ACCEPTED))

    assert "ai-assisted" == page.disclosure
    assert "人が内容を確認した節があります" in page.notice


def test_page_without_model_text_claims_nothing() -> None:
    """Extracts and the author's own sections make no page AI-written."""
    page = rendered(section(origin=Origin.EXTRACT))

    assert ("", "", "", ()) == (page.notice, page.disclosure, page.source_type, page.parts)


def test_id_that_the_body_has_is_not_taken_again() -> None:
    """Ids stay unique on the page, and links follow."""
    assert "conclusion-" == one(section()).id


def test_sentence_says_when_it_is_no_statement_of_the_article() -> None:
    """Inferences and opinions are marked in words."""
    shown = one(section(sentence(basis=Basis.INFERRED), sentence(basis=Basis.OPINION), sentence()))

    assert ["推測", "意見", ""] == [item.basis_label for item in shown.opening]


def test_provenance_is_found_by_number() -> None:
    """The model named is the one that wrote this section."""
    assert "loopback-1" == one(section()).model
    assert "loopback-1" == provenance(source()).model
