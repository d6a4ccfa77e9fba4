"""The author's own Markdown within a sentence: emphasis, code and http(s) links, cleaned."""

from __future__ import annotations

import re

import markdown
import nh3
from markupsafe import Markup

from .texts import without_control

_TAGS = {"em", "strong", "code", "a"}
_ATTRIBUTES = {"a": {"href"}}
_SCHEMES = {"http", "https"}
# Every block of Markdown but a paragraph begins with a sign or a number, every inline pattern has
# one of these signs, and HTML is written with some of them.
_PLAIN = re.compile(r"[^\W\d_][^\\`*_{}\[\]<>&\x00-\x1f\x7f-\xa0\ud800-\udfff]*")


def render_inline(text: str) -> Markup:
    """Render a sentence.

    The Markdown instance is its own: the site's extensions would add ids, attributes and footnotes.
    """
    text = without_control(text)
    if _PLAIN.fullmatch(text):
        return Markup(text.rstrip())  # noqa: S704 - nothing in it means anything in HTML
    return _converted(text)


def _converted(text: str) -> Markup:
    html = markdown.Markdown(output_format="html").convert(text)
    clean = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES)
    return Markup(clean.strip().replace("{", "&#123;"))  # noqa: S704 - cleaned by nh3
