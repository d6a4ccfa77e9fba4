"""Cards for posts, videos and maps: what becomes one, where it leads, what stays as it was."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeds.addresses import Kind, recognise
from embeds.cards import becomes_card, cards
from themed import theme_strings

JAPANESE = {kind.value: theme_strings()["ja"][f"embed_{kind}"] for kind in Kind}


@pytest.mark.parametrize(
    ("address", "kind", "subject"),
    [
        ("https://x.com/NASA/status/1234567890", Kind.POST, "@NASA"),
        ("https://twitter.com/NASA/status/1234567890?s=20", Kind.POST, "@NASA"),
        ("https://www.youtube.com/watch?v=abcdefghijk&t=30", Kind.VIDEO, ""),
        ("https://youtu.be/abcdefghijk?si=x", Kind.VIDEO, ""),
        ("https://m.youtube.com/shorts/abcdefghijk", Kind.VIDEO, ""),
        ("https://www.google.com/maps/place/%E6%9D%B1%E4%BA%AC%E9%A7%85/@35.68,139.76,17z", Kind.MAP, "東京駅"),
        ("https://www.google.co.jp/maps/@35.68,139.76,17z", Kind.MAP, "35.68, 139.76"),
        ("https://maps.google.com/?q=Tokyo+Station", Kind.MAP, "Tokyo Station"),
        ("https://maps.app.goo.gl/abcdef", Kind.MAP, ""),
        ("https://www.openstreetmap.org/#map=17/35.68/139.76", Kind.MAP, "35.68, 139.76"),
        ("https://www.openstreetmap.org/?mlat=35.68&mlon=139.76", Kind.MAP, "35.68, 139.76"),
        ("https://www.openstreetmap.org/node/123", Kind.MAP, ""),
    ],
)  # fmt: skip
def test_addresses_of_cards(address: str, kind: Kind, subject: str) -> None:
    """A card leads to the address as the author has it, and says what the address says."""
    found = recognise(address)

    assert found
    assert (kind, address, subject) == (found.kind, found.address, found.subject)


@pytest.mark.parametrize(
    "address",
    [
        "https://x.com/NASA",
        "https://www.youtube.com/@channel",
        "https://youtu.be/",
        "https://www.google.com/search?q=maps",
        "https://goo.gl/abc",
        "https://www.openstreetmap.org/about",
        "https://x.com.example/NASA/status/1",
        "https://notyoutube.com/watch?v=abcdefghijk",
        "javascript://x.com/a/status/1",
        "https://[broken/",
        "/posts/x/",
    ],
)
def test_other_addresses(address: str) -> None:
    """A profile, a search or a host with a similar name is a link like any other."""
    assert recognise(address) is None


@pytest.mark.parametrize(
    ("frame", "address"),
    [
        ("https://www.youtube-nocookie.com/embed/abcdefghijk?rel=0", "https://www.youtube.com/watch?v=abcdefghijk"),
        (
            "//www.google.com/maps/embed?pb=!1m18!1m12!2d139.76!3d35.68!2m3",
            "https://www.google.com/maps/search/?api=1&amp;query=35.68,+139.76",
        ),
        (
            "https://www.openstreetmap.org/export/embed.html?bbox=139.75%2C35.67%2C139.77%2C35.69&amp;layer=mapnik",
            "https://www.openstreetmap.org/?mlat=35.68000&amp;mlon=139.76000",
        ),
    ],
)  # fmt: skip
def test_pasted_frames_lead_out_of_the_frame(frame: str, address: str) -> None:
    """What the policy of a page would leave empty becomes a card to the page of the video or map."""
    result = cards(f'<iframe width="560" src="{frame}" allowfullscreen></iframe>', **JAPANESE)

    assert f'href="{address}"' in result
    assert "<iframe" not in result


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            '<p id="p3"><a href="https://youtu.be/abcdefghijk">会見の録画 &amp; 要旨</a></p>',
            (
                '<p id="p3"><a class="embed" data-embed="video" href="https://youtu.be/abcdefghijk">'
                "<span>会見の録画 &amp; 要旨</span> <small>動画 · youtu.be</small></a></p>"
            ),
        ),
        (
            "<p>https://x.com/NASA/status/1</p>",
            (
                '<p><a class="embed" data-embed="post" href="https://x.com/NASA/status/1">'
                "<span>@NASAさんの投稿</span> <small>x.com</small></a></p>"
            ),
        ),
        (
            '<p><a href="https://maps.google.com/?q=A%3Cb%3E&amp;z=1">https://maps.google.com/?q=A</a></p>',
            (
                '<p><a class="embed" data-embed="map" href="https://maps.google.com/?q=A%3Cb%3E&amp;z=1">'
                "<span>A&lt;b&gt;</span> <small>地図 · maps.google.com</small></a></p>"
            ),
        ),
    ],
)
def test_cards_say_where_they_lead(content: str, expected: str) -> None:
    """Title, kind and host, escaped, in the paragraph as it was."""
    assert expected == cards(content, **JAPANESE)


@pytest.mark.parametrize(
    "content",
    [
        '<p>詳しくは<a href="https://youtu.be/abcdefghijk">録画</a>で。</p>',
        '<p><a href="https://other.example/">よそ</a></p>',
        '<p><a href="https://youtu.be/abcdefghijk"><img src="a.png" alt=""></a></p>',
        '<li><a href="https://youtu.be/abcdefghijk">録画</a></li>',
        "<pre><code>https://youtu.be/abcdefghijk</code></pre>",
        '<p><iframe src="https://other.example/"></iframe></p>',
        '<script src="https://other.example/x.js"></script>',
    ],
)
def test_everything_else_stays(content: str) -> None:
    """A link in a sentence or in a list, and what belongs to nobody we know, is left alone."""
    assert content == cards(content, **JAPANESE)


def test_the_script_of_quoted_posts_goes() -> None:
    """A pasted post keeps its words and loses the script, which could do nothing but complain."""
    quote = '<blockquote class="twitter-tweet"><p>言葉</p></blockquote>'
    script = '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'

    assert quote == cards(f"{quote} {script}", **JAPANESE)
    assert becomes_card("https://platform.twitter.com/widgets.js")


@given(st.from_regex(r"https://(x|youtube|google)\.com/[a-z/?=&\"'<>%0-9#@]{0,40}", fullmatch=True))
def test_no_address_breaks_out_of_its_card(address: str) -> None:
    """Whatever an address holds, a card has the tags of a card and no others."""
    content = f"<p>{address.replace('&', '&amp;').replace('<', '&lt;')}</p>"

    result = cards(content, **JAPANESE)

    tags = re.findall(r"<(/?\w+)", result)
    assert tags in (["p", "/p"], ["p", "a", "span", "/span", "small", "/small", "/a", "/p"])


@pytest.mark.parametrize("language", ["ja", "en"])
def test_words_of_cards(language: str) -> None:
    """Each kind has its word, and the post's has a place for who wrote it."""
    words = theme_strings()[language]

    assert {True} == {bool(words[f"embed_{kind}"]) for kind in Kind}
    assert 1 == words["embed_post"].count("%s")
