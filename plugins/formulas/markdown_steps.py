"""A Markdown extension: formulas between dollar signs, in texts whose metadata ask for them.

What cannot be set stands there as code, as the author wrote it.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from .dollars import DISPLAYED, IN_LINE, is_asked_for
from .mathml import FormulaError, mathml

if TYPE_CHECKING:
    from markdown import Markdown

FAILED = "formula-failed"
"""Class of the code that stands for a formula which cannot be set."""
_INLINE = "formula"
"""Name of a formula's element until the tree is laid out: Markdown takes `math` for a block."""
_BLOCK = re.compile(rf"\A\s*{DISPLAYED}\s*\Z", re.DOTALL)
_AFTER_METADATA = 26.5
# behind code in a line (190), before a backslash makes the next sign plain (180)
_BEFORE_ESCAPES = 185
_AFTER_CODE = 75
_AFTER_LAYOUT = 5


class Formulas(Extension):
    """Reads formulas; nothing is read in a text that does not ask."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register the steps."""
        md.preprocessors.register(_Escapes(md), "formula_escapes", _AFTER_METADATA)
        md.parser.blockprocessors.register(_Displayed(md.parser), "displayed_formulas", _AFTER_CODE)
        for name, pattern in (("displayed", DISPLAYED), ("in_line", IN_LINE)):
            step = _InText(pattern, md, name)
            md.inlinePatterns.register(step, f"formula_{name}", _BEFORE_ESCAPES)
        md.treeprocessors.register(_Naming(md), "formula_names", _AFTER_LAYOUT)


def _is_on(md: Markdown) -> bool:
    metadata: dict[str, list[str]] = getattr(md, "Meta", None) or {}
    return is_asked_for(metadata.get("math", []))


class _Escapes(Preprocessor):
    r"""Lets `\$` be a dollar sign."""

    def run(self, lines: list[str]) -> list[str]:
        """Change the characters that a backslash protects, for this text only."""
        usual = [sign for sign in self.md.ESCAPED_CHARS if sign != "$"]
        self.md.ESCAPED_CHARS = [*usual, "$"] if _is_on(self.md) else usual
        return lines


class _Displayed(BlockProcessor):
    """A block that is only `$$…$$`."""

    def test(self, parent: ET.Element, block: str) -> bool:
        """Tell whether this step takes the block."""
        del parent
        return _is_on(self.parser.md) and bool(_BLOCK.match(block))

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        """Put the formula in a box that scrolls."""
        found = _BLOCK.match(blocks.pop(0))
        if found:
            box = ET.SubElement(parent, "div", {"class": "formula"})
            box.append(_element(found["displayed"], is_displayed=True))


class _InText(InlineProcessor):
    """A formula between words."""

    def __init__(self, pattern: str, md: Markdown, group: str) -> None:
        super().__init__(pattern, md)
        self._group = group

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        """Return the element and its place."""
        del data
        if not _is_on(self.md):
            return None, None, None
        if self._group == "in_line":
            return _element(m["in_line"], is_displayed=False), m.start(), m.end()
        box = ET.Element("span", {"class": "formula"})
        box.append(_element(m["displayed"], is_displayed=True))
        return box, m.start(), m.end()


class _Naming(Treeprocessor):
    """Gives formulas their name, once nothing lays the tree out any more."""

    def run(self, root: ET.Element) -> None:
        """Rename the elements."""
        for element in root.iter(_INLINE):
            element.tag = "math"


def _element(latex: str, *, is_displayed: bool) -> ET.Element:
    latex = latex.strip()
    try:
        element = ET.fromstring(mathml(latex, is_displayed=is_displayed))  # noqa: S314 - made here
    except FormulaError:
        code = ET.Element("code", {"class": FAILED})
        sign = "$$" if is_displayed else "$"
        code.text = AtomicString(f"{sign}{latex}{sign}")
        return code
    element.tag = _INLINE
    element.set("alttext", " ".join(latex.split()))
    for part in element.iter():
        part.text = AtomicString(part.text) if part.text else None
        part.tail = None
    return element
