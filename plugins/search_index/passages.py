"""The HTML of an article becomes passages: the whole sentences that a search result shows.

What the page says about itself is left out (labels, references, grounds, and extracts, whose
sentences stand in the article anyway); what a model wrote is kept and marked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTH = 120
"""Characters that a passage has at least, where the text goes on."""
_LONGEST = 400
"""Of a sentence without an end; the next piece then begins some characters earlier."""
_OVERLAP = 40

_BLOCKS = frozenset(
    "address article aside blockquote br caption dd details div dl dt figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td th tr ul".split()
)
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_SILENT_TAGS = frozenset({"script", "style", "rt", "rp", "nav", "template", "button"})
_SILENT_CLASSES = frozenset(
    "ai-label answer answers commentary-notice footnote-backref footnote-ref grounds headerlink refs toc".split()
)
_END = re.compile(r"[。！？!?]+[」』）)]*\s*|[.]\s+")
_SPACE = re.compile(r"\s+")
# The parser of Python fails at one that it does not know; browsers take it for a comment.
_SECTION_MARK = re.compile(r"<!\[[^>]*>?")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Passage:
    """Some whole sentences of a text."""

    text: str
    is_by_model: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """What an article says."""

    headings: tuple[str, ...]
    passages: tuple[Passage, ...]


def read_body(html: str) -> Body:
    """Read the HTML of an article or page as a browser would show it."""
    reader = _Reader()
    reader.feed(_SECTION_MARK.sub("", html))
    reader.close()
    reader.end_block()
    return Body(tuple(reader.headings), tuple(_merged(reader.blocks)))


def plain_text(html: str) -> str:
    """Return the text of a short piece of HTML, such as a summary, on one line."""
    body = read_body(html)
    return " ".join((*body.headings, *(passage.text for passage in body.passages)))


def _merged(blocks: list[Passage]) -> Iterator[Passage]:
    """Put sentences together until there is enough to read, never across who wrote them."""
    held, by_model = "", False
    for block in blocks:
        for sentence in _sentences(block.text):
            if held and (len(held) >= LENGTH or by_model != block.is_by_model):
                yield Passage(held.strip(), by_model)
                held = ""
            held, by_model = held + sentence, block.is_by_model
    if held:
        yield Passage(held.strip(), by_model)


def _sentences(text: str) -> Iterator[str]:
    """Cut a block after its sentences; what stands after the last is one, too."""
    start = 0
    for end in [found.end() for found in _END.finditer(text)] + [len(text)]:
        while end - start > _LONGEST:
            yield text[start : start + _LONGEST - _OVERLAP]
            start += _LONGEST - 2 * _OVERLAP
        if start < end:
            is_open = end == len(text) and text[-1] not in "。！？"
            yield text[start:end] + (" " if is_open else "")
        start = end


class _Reader(HTMLParser):
    """Gathers blocks of text; a tag that is never closed hides at most what it encloses."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.headings: list[str] = []
        self.blocks: list[Passage] = []
        self._text: list[str] = []
        self._silent = _Region()
        self._by_model = _Region()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, or a region that is left out or written by a model."""
        if self._silent.goes_on(tag):
            return
        if tag in _BLOCKS:
            self.end_block()
        values = dict(attrs)
        if tag not in _VOID and _is_silent(tag, values):
            self._silent.begin(tag)
        elif not self._by_model.goes_on(tag) and values.get("data-origin") == "model":
            self._by_model.begin(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a block or a region."""
        if self._silent.tag:
            self._silent.end(tag)
            return
        if tag in _HEADINGS and not self._by_model.tag:
            self.headings += filter(None, [self._take()])
        elif tag in _BLOCKS:
            self.end_block()
        self._by_model.end(tag)

    def handle_data(self, data: str) -> None:
        """Keep what can be read."""
        if not self._silent.tag:
            self._text.append(data)

    def end_block(self) -> None:
        """Put away the text since the last block."""
        text = self._take()
        if text:
            self.blocks.append(Passage(text, bool(self._by_model.tag)))

    def _take(self) -> str:
        text = _SPACE.sub(" ", _INVISIBLE.sub("", "".join(self._text))).strip()
        self._text.clear()
        return text


class _Region:
    """From a tag to its end tag, counting those of the same name in between."""

    def __init__(self) -> None:
        self.tag = ""
        self._depth = 0

    def begin(self, tag: str) -> None:
        """Start at a tag."""
        self.tag, self._depth = tag, 1

    def goes_on(self, tag: str) -> bool:
        """Count a start tag, and say whether it stands inside."""
        self._depth += bool(self.tag) and tag == self.tag
        return bool(self.tag)

    def end(self, tag: str) -> None:
        """Count an end tag."""
        self._depth -= tag == self.tag
        if self._depth <= 0:
            self.tag = ""


def _is_silent(tag: str, values: dict[str, str | None]) -> bool:
    classes = (values.get("class") or "").split()
    return (
        tag in _SILENT_TAGS
        or not _SILENT_CLASSES.isdisjoint(classes)
        or values.get("data-origin") == "extract"
        or "hidden" in values
    )
