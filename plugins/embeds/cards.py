"""Paragraphs that are only a link, and pasted frames, become cards that lead to the original.

A card is a link and nothing more: no script, no frame, no picture from elsewhere, so the page's
policy stays as strict as without it, and nobody is asked for anything before a reader follows it.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from .addresses import is_widget, recognise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .addresses import Target

_ALONE = re.compile(
    r"(?P<open><p\b[^>]*>)\s*(?:<a\s[^>]*?href=\"(?P<href>[^\"]+)\"[^>]*>(?P<text>[^<]*)</a>"
    r"|(?P<bare>https?://[^\s<]+))\s*</p>"
)
_FRAME = re.compile(
    r"<iframe\b[^>]*?\ssrc=(?P<mark>[\"'])(?P<src>.+?)(?P=mark)[^>]*>.*?</iframe>",
    re.DOTALL | re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"\s*<script\b[^>]*?\ssrc=(?P<mark>[\"'])(?P<src>.+?)(?P=mark)[^>]*>\s*</script>", re.IGNORECASE
)


def cards(content: str, **words: str) -> Markup:
    """Return the HTML of an article with cards in it; what is no card stays byte for byte.

    Args:
        content: the HTML.
        words: `post`, `video` and `map` in the language of the page; the first has a place, `%s`,
            for who posted.
    """
    content = _ALONE.sub(lambda found: _alone(found, words), content)
    if "<iframe" in content:
        content = _FRAME.sub(lambda found: _frame(found, words), content)
    if "<script" in content:
        content = _SCRIPT.sub(lambda found: "" if is_widget(found["src"]) else found[0], content)
    return Markup(content)  # noqa: S704 - the content as Pelican made it, with cards of our own


def becomes_card(address: str) -> bool:
    """Tell whether an address alone, or the frame or script it names, is taken care of here."""
    return is_widget(address) or recognise(address) is not None


def _alone(found: re.Match[str], words: Mapping[str, str]) -> str:
    address = html.unescape(found["href"] or found["bare"])
    target = recognise(address)
    if target is None:
        return found[0]
    text = html.unescape(found["text"] or "").strip()
    is_title = bool(text) and not text.startswith(("http://", "https://"))
    return f"{found['open']}{_card(target, words, title=text if is_title else '')}</p>"


def _frame(found: re.Match[str], words: Mapping[str, str]) -> str:
    source = html.unescape(found["src"])
    target = recognise(f"https:{source}" if source.startswith("//") else source)
    return _card(target, words, title="") if target else found[0]


def _card(target: Target, words: Mapping[str, str], *, title: str) -> Markup:
    word = words[target.kind]
    label = word % target.subject if "%s" in word else word
    if title:
        named, about = title, label
    elif target.subject and "%s" not in word:
        named, about = target.subject, label
    else:
        named, about = label, ""
    source = f"{about} · {target.host}" if about else target.host
    return Markup(  # noqa: S704 - every value is escaped
        f'<a class="embed" data-embed="{target.kind}" href="{escape(target.address)}">'
        f"<span>{escape(named)}</span> <small>{escape(source)}</small></a>"
    )
