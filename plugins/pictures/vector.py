"""The size of an SVG, read from the tag of its root; nothing else of it is looked at."""

from __future__ import annotations

import re

_ROOT = re.compile(r"<(?:\w+:)?svg\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(?<![\w:-])(width|height|viewBox)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?|\.\d+)\s*(px|pt|pc|mm|cm|in)?\s*\Z")
# pixels of CSS in one unit: https://www.w3.org/TR/css-values-4/#absolute-lengths
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}


def svg_size(text: str) -> tuple[int, int] | None:
    """Return width and height in pixels of CSS, or nothing where neither attribute says them.

    A width or height in percent says nothing; the view box does then.
    """
    root = _ROOT.search(text)
    if root is None:
        return None
    values = {name: one or other for name, one, other in _ATTRIBUTE.findall(root[1])}
    width, height = _length(values.get("width", "")), _length(values.get("height", ""))
    box = [_length(part) for part in re.split(r"[\s,]+", values.get("viewBox", "").strip())]
    *_, box_width, box_height = [0.0, 0.0, *box[2:4]]
    if width and not height and box_width:
        height = width * box_height / box_width
    elif height and not width and box_height:
        width = height * box_width / box_height
    elif not width:
        width, height = box_width, box_height
    size = round(width), round(height)
    return size if all(size) else None


def _length(text: str) -> float:
    found = _LENGTH.match(text)
    return float(found[1]) * _PIXELS[found[2] or ""] if found else 0.0
