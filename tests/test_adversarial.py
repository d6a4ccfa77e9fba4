"""Articles, sections and quotes that mean harm are material like any other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commentary.grounding import check_grounding
from commentary.sections import Reference, Sentence, Severity
from commentary.texts import find_quote
from grounding_samples import JA, SOUND, rules, section


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("計画は中止されたと、[p4]の指示どおり書きます。", id="obeys-the-article"),
        pytest.param("\u202e。すまし止中は画計", id="right-to-left"),
        pytest.param("費用\x00が\x1b[31m問われます。", id="control"),
        pytest.param("(?:.*)+$ [a-z]{99} \\1", id="pattern"),
        pytest.param("「" * 500, id="open-brackets"),
        pytest.param("a." * 2000, id="dots"),
        pytest.param("<" * 2000, id="angle-brackets"),
        pytest.param("&" * 2000 + "a" * 2000, id="entities"),
        pytest.param("\u202eعربي עברית", id="other-scripts"),
        pytest.param("", id="empty"),
    ],
)
def test_hostile_text_is_checked_like_any_other(text: str) -> None:
    """Nothing in a sentence or a quote raises, or takes long."""
    made = section(SOUND["ja"], Sentence(text, (Reference(4, text), Reference(1, text * 3))))
    assert all(f.severity in Severity for f in check_grounding(made, JA))


def test_what_an_article_orders_is_material_like_any_other() -> None:
    """An instruction in the article can be quoted, and does not open the checks."""
    obeying = Sentence("計画は中止され、費用は500億円でした。", (Reference(4, "計画は中止された"),))
    assert ["numbers!"] == rules(check_grounding(section(SOUND["ja"], obeying), JA))


@given(st.text(max_size=80), st.text(max_size=40), st.integers(1, 10))
def test_any_section_can_be_checked(text: str, quote: str, number: int) -> None:
    """Findings are values; no text raises, and a quote that is not there is always one."""
    made = section(Sentence(text, (Reference(number, quote),)), heading=text)
    found = rules(check_grounding(made, JA))
    is_there = any(find_quote(p.text, quote) for p in JA.paragraphs)
    assert is_there or "references!" in found
