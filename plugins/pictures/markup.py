"""Insertions into the HTML of an article: sizes of its images, and other formats of them.

The HTML is never parsed and written back; every byte that is not named here stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from .facts import MIME, Facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FOLDER = "pictures"
"""Of the renditions, on the site."""
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?""")
_MORE = r"""(?:[^>"']|"[^"]*"|'[^']*')*"""
_PICTURE = re.compile(rf'<img\b{_MORE}?\ssrc="([^"]*/|){FOLDER}/([0-9a-f]{{12}})-\d+\.\w+"{_MORE}>')


@dataclass(frozen=True, slots=True)
class Image:
    """One `<img>` of a body."""

    start: int
    tag: str
    """As the author wrote it."""
    attributes: Mapping[str, str]
    is_chosen_from: bool
    """Whether the author gave other formats of it."""

    @property
    def address(self) -> str:
        """Where it says that the image is, entities resolved."""
        return self.attributes.get("src", "")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shall show for an image."""

    width: int
    height: int
    address: str = ""
    """In the place of the author's; empty to leave that."""


def images(html: str) -> tuple[Image, ...]:
    """List the `<img>` of a body in reading order."""
    if "<img" not in html.lower():
        return ()
    finder = _Finder(html)
    finder.feed(html)
    finder.close()
    return tuple(finder.images)


def with_sizes(html: str, found: tuple[Image, ...], shown: Callable[[Image], Shown | None]) -> str:
    """Give each image its size, have it loaded late, and name what shall be shown for it."""
    pieces: list[str] = []
    position = 0
    for image in found:
        what = shown(image)
        if what is not None:
            pieces += (html[position : image.start], _tag(image, what))
            position = image.start + len(image.tag)
    return "".join((*pieces, html[position:]))


def with_formats(html: str, known: Mapping[str, Facts], sizes: str) -> str:
    """Wrap each image that has other formats in a `<picture>` that names them.

    Args:
        html: a page's content, its addresses complete or relative to the page.
        known: the images of the build, by digest.
        sizes: how wide the theme shows them, as the attribute of that name has it.
    """

    def wrapped(found: re.Match[str]) -> str:
        facts = known.get(found[2])
        if facts is None or facts.fallback is None:
            return found[0]
        sources = "".join(_source(facts, e, found[1], sizes) for e in facts.endings[:-1])
        return f"<picture>{sources}{found[0]}</picture>" if sources else found[0]

    return _PICTURE.sub(wrapped, html) if f"{FOLDER}/" in html else html


def candidates(facts: Facts, ending: str) -> Iterator[tuple[str, int]]:
    """Yield the address on the site and the width of each rendition in one format."""
    for rendition in facts.renditions:
        if rendition.ending == ending:
            yield f"{FOLDER}/{rendition.name(facts.digest)}", rendition.width


def _source(facts: Facts, ending: str, prefix: str, sizes: str) -> str:
    listed = ", ".join(f"{prefix}{url} {width}w" for url, width in candidates(facts, ending))
    return f'<source type="{MIME[ending]}" srcset="{listed}" sizes="{escape(sizes)}">'


def _tag(image: Image, shown: Shown) -> str:
    width, height = _size(image.attributes, shown)
    added = {"width": width, "height": height, "loading": "lazy", "decoding": "async"}
    text = "".join(
        f' {name}="{value}"'
        for name, value in added.items()
        if value and name not in image.attributes
    )
    start, rest = image.tag[: len("<img")], image.tag[len("<img") :]
    return f"{start}{text}{_addressed(rest, shown.address) if shown.address else rest}"


def _addressed(attributes: str, address: str) -> str:
    """Put an address in the place of the one that stands among attributes."""
    listed = _ATTRIBUTE.finditer(attributes)
    found = next((one for one in listed if one[1].lower() == "src"), None)
    if found is None:
        return attributes
    return f'{attributes[: found.start()]}src="{escape(address)}"{attributes[found.end() :]}'


def _size(attributes: Mapping[str, str], shown: Shown) -> tuple[int, int]:
    """Return the size; where the author gave one side, the other in proportion."""
    width, height = (_pixels(attributes.get(side, "")) for side in ("width", "height"))
    if not (shown.width and shown.height):
        return 0, 0
    if width and "height" not in attributes:
        return width, max(1, round(width * shown.height / shown.width))
    if height and "width" not in attributes:
        return max(1, round(height * shown.width / shown.height)), height
    return shown.width, shown.height


def _pixels(text: str) -> int:
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,5}", text) else 0


class _Finder(HTMLParser):
    """Notes every image and where it stands."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.images: list[Image] = []
        self._lines = [0, *(found.end() for found in re.finditer("\n", html))]
        self._pictures = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "picture":
            self._pictures += 1
        if tag != "img":
            return
        line, column = self.getpos()
        attributes = {name: value or "" for name, value in attrs}
        text = self.get_starttag_text() or ""
        is_chosen_from = "srcset" in attributes or self._pictures > 0
        start = self._lines[line - 1] + column
        self.images.append(Image(start, text, attributes, is_chosen_from))

    def handle_endtag(self, tag: str) -> None:
        if tag == "picture":
            self._pictures = max(0, self._pictures - 1)
