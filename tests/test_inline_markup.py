"""The short way of a plain sentence gives what Markdown and nh3 give."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commentary.inline_markup import _converted, render_inline
from commentary.texts import without_control

_SIGNS = st.sampled_from("aZ あ漢ー 。、.,:;!?'\"-+=~^|()#*_`<>&[]{}\\/1 0\t\n\u00a0\u2028")
_SENTENCES = st.text(_SIGNS | st.characters(), min_size=0, max_size=30)


@given(_SENTENCES)
def test_a_plain_sentence_takes_a_short_way_to_the_same_html(text: str) -> None:
    """Whatever stands in a sentence, it is rendered as Markdown renders it."""
    assert _converted(without_control(text)) == render_inline(text)


@given(
    st.sampled_from(["1. ", "# ", "- ", "a: b", "A\n: b", "x  ", "見 通し", "a|b", "--"]),
    _SENTENCES,
)
def test_what_begins_a_block_is_rendered_as_markdown_does(start: str, text: str) -> None:
    """A sentence that begins like a list, a heading or a table is no exception."""
    assert _converted(without_control(start + text)) == render_inline(start + text)
