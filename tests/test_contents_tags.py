"""HTML that is plainly written is read as Python's own parser reads it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contents.regions import _Marker
from contents.tags import plain_tags, read

Event = tuple[str, object]


class _Recorder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[Event] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.events.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.events.append(("end", tag))

    def handle_data(self, data: str) -> None:
        if self.events and self.events[-1][0] == "text":  # where a text is cut says nothing
            data = f"{self.events.pop()[1]}{data}"
        self.events.append(("text", data))

    def handle_comment(self, data: str) -> None:
        self.events.append(("comment", data))


_PIECES = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            '<p id="p1">',
            "<br>",
            "<br/>",
            '<a href="/a?b&amp;c" class="x y">',
            "</a>",
        ),
        *('<P Class="A">', "<img alt>", "<img alt=''>", '<td style="a">', "</td >", "<td\n>"),
        *('<a title="a > b">', '<a title="a < b">', "<a b=c>", '<a b = "c">', '<a b="c"d="e">'),
        *("<!-- a -->", "<!-- <p> -->", "<!doctype html>", "<?a?>", "<![CDATA[a]]>", "< p>", "<"),
        *(
            "<script>",
            "</script>",
            "<style>",
            "a < b",
            "&amp;",
            "&lt",
            "&#12354;",
            "&unknown;",
            ">",
        ),
        *('"', "'", "=", "/", "text", "漢字", "\n", " ", "<h2-x>", "<é>", '<a é="1">', "</p", "<p"),
    ]
)

_SCROLLING = [
    *(
        "<table>",
        "</table>",
        "</TABLE\n>",
        "<pre>",
        "</pre>",
        '<pre tabindex="0">',
        "<PRE class=a>",
    ),
    *('<td style="text-align: right;">', "<th style='text-align: left'>", "</td>"),
    *('<p class="tategaki">', '<p class="a tategaki b" tabindex="0">', "<p title=tategaki>"),
]


def _events(html: str) -> list[Event]:
    recorder = _Recorder()
    recorder.feed(html)
    recorder.close()
    return recorder.events


@given(st.lists(_PIECES | st.text(max_size=5), max_size=12).map("".join))
@example('<a title="a > b">')
@example('<a b="c"d="e">')
def test_the_same_is_read(html: str) -> None:
    """Start tags, end tags, text and comments come as Python's parser gives them."""
    recorder = _Recorder()
    try:
        expected = _events(html)
    except AssertionError:  # of `<![` and a word that Python's parser does not know
        with pytest.raises(AssertionError):
            read(recorder, html)
        return
    read(recorder, html)
    assert expected == recorder.events


def test_what_markdown_writes_is_plain() -> None:
    """The short way is taken, else it would be no gain."""
    html = '<h2 id="a">見出し</h2>\n<p>A &amp; <a href="https://example.org/?a&amp;b">b</a><br></p>'
    tags = plain_tags(html)
    assert tags is not None
    assert ["h2", "p", "a", "br"] == [tag[2] for tag in tags if tag[2]]


@given(st.lists(_PIECES | st.sampled_from(_SCROLLING), max_size=12).map("".join))
def test_the_same_places_are_marked(html: str) -> None:
    """What scrolls is found at the same places, whoever read the tags."""
    short, long = _Marker(html, opening="<div>"), _Marker(html, opening="<div>")
    try:
        long.feed(html)
        long.close()
    except AssertionError:
        return
    short.read()
    assert (long.edits, long.depth) == (short.edits, short.depth)
