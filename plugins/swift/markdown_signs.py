"""A Markdown extension that gives the same HTML in less time: a pattern is tried where it can match.

Python-Markdown tries each of its inline patterns on each piece of text. Most pieces of prose have
none of the signs that a pattern cannot do without: no bracket, no link.

The methods that are replaced are private to Python-Markdown 3.11 (its `treeprocessors`), which has
no other place for this. With another version, which may have others, the extension does nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import markdown
from markdown import inlinepatterns
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from xml.etree.ElementTree import Element

    from markdown import Markdown

VERSION = (3, 11)
_PRIORITY = 20
"""Of `inline` in Python-Markdown."""
_ALWAYS = ("",)
_SIGNS: Mapping[str, tuple[str, ...]] = {
    inlinepatterns.BACKTICK_RE: ("`",),
    inlinepatterns.ESCAPE_RE: ("\\",),
    inlinepatterns.LINK_RE: ("[",),
    inlinepatterns.IMAGE_LINK_RE: ("![",),
    r"\[\^([^\]]*)\]": ("[^",),  # of a footnote
    inlinepatterns.AUTOLINK_RE: ("://",),
    inlinepatterns.AUTOMAIL_RE: ("@",),
    inlinepatterns.LINE_BREAK_RE: ("  \n",),
    inlinepatterns.HTML_RE: ("<",),
    inlinepatterns.ENTITY_RE: ("&",),
    r"\*|_": ("*", "_"),  # of emphasis
}
"""Of each pattern, texts of which one stands in whatever it matches."""


class Signs(Extension):
    """Takes the place of the processor that tries the patterns."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - of Python-Markdown
        """Take the place."""
        if markdown.__version_info__[:2] == VERSION:
            md.treeprocessors.register(_Inline(md), "inline", _PRIORITY)


class _Inline(InlineProcessor):
    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._patterns: list[tuple[Any, tuple[str, ...]]] = []
        self._any = re.compile("")

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Look at the patterns that there are by now, and apply them."""
        patterns: Iterable[Any] = self.inlinePatterns
        self._patterns = [
            (pattern, _SIGNS.get(getattr(pattern, "pattern", ""), _ALWAYS)) for pattern in patterns
        ]
        every = {sign for _, signs in self._patterns for sign in signs}
        self._any = re.compile("|".join(map(re.escape, sorted(every))))
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, text: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        """Replace what the patterns match, from one of them on."""
        if isinstance(text, AtomicString) or not self._any.search(text):
            return text
        start, count = 0, len(self._patterns)
        while patternIndex < count:
            pattern, signs = self._patterns[patternIndex]
            is_matched = any(sign in text for sign in signs)
            if is_matched:
                text, is_matched, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]
                    pattern, text, patternIndex, start
                )
            if not is_matched:
                patternIndex, start = patternIndex + 1, 0  # noqa: N806
        return text
