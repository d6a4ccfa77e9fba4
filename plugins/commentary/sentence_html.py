"""The words of a sentence as HTML that is safe in a page.

What a model wrote is plain text and nothing else; a sentence that a person reworded may have
links; the author's own sections may have emphasis too, which nh3 cleans.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from .authorship import is_the_authors
from .inline_markup import render_inline
from .own_links import pieces
from .sections import Origin
from .texts import without_control

if TYPE_CHECKING:
    from .sections import Section, Sentence


def html_of(sentence: Sentence, section: Section) -> Markup:
    """Render a sentence: a link is one only where a person wrote it."""
    if section.origin is Origin.AUTHOR:
        return render_inline(sentence.text)
    if is_the_authors(section, sentence):
        return Markup().join(_piece(*piece) for piece in pieces(sentence.text))
    return escaped(sentence.text)


def escaped(text: str) -> Markup:
    """Escape plain text; a brace could become a template or link mark of another plugin."""
    return Markup(escape(without_control(text)).replace("{", "&#123;"))  # noqa: S704 - escaped


def _piece(words: str, address: str) -> Markup:
    if not address:
        return escaped(words)
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(
        escaped(address), escaped(words)
    )
