"""A Markdown extension: the way back from a footnote is named in the language of the article.

Python-Markdown has one title for a whole blog, and a screen reader reads it out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET

    from markdown import Markdown

TITLES = {"ja": "脚注{}の本文へ戻る", "en": "Back to note {} in the text"}
# after footnotes are in the tree (50) and their links are elements (20)
_PRIORITY = 14


class Backlinks(Extension):
    """Names the links from footnotes to the text."""

    def __init__(self, **options: str) -> None:
        self.config = {"language": ["", "of a text whose metadata do not say one"]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register the step."""
        language = str(self.getConfig("language"))
        md.treeprocessors.register(_Namer(md, language), "backlinks", _PRIORITY)


class _Namer(Treeprocessor):
    """Gives each link its title."""

    def __init__(self, md: Markdown, language: str) -> None:
        super().__init__(md)
        self._language = language

    def run(self, root: ET.Element) -> None:
        """Keep the number that the title has, and the whole title where the language has none."""
        title = TITLES.get(self._language_of_text().partition("-")[0].lower())
        for link in root.iter("a") if title else ():
            number = re.search(r"[0-9]+", link.get("title", ""))
            if title and number and "footnote-backref" in link.get("class", ""):
                link.set("title", title.format(number[0]))

    def _language_of_text(self) -> str:
        metadata: dict[str, list[str]] = getattr(self.md, "Meta", {})
        return "".join(metadata.get("lang", [])[:1]) or self._language
