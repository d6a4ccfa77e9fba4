"""What a card says, where its lines break, and which colours it has."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cards.cache import CardCache
from cards.card import FONT, Card, characters, missing_glyphs, set_text, settable
from cards.drawing import draw, face
from cards.palette import ACCENTS, INK, PAPER, channels, palette, palettes
from cards.phrases import clusters, phrases
from cards.plate import plate
from cards.scenery import Frame, scenery
from cards.typesetting import Face, Step, set_block, set_line
from sites import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_PLAIN = Face(lambda _: 1.0, {})
_CARD = Card("市電の延伸を可決", "交通", "2026年1月2日", "見通し", "tram", palette(ACCENTS[0]))
_TITLE = "日銀がマイナス金利を解除、賃上げに押された17年ぶりの利上げ"


def _with(name: str, text: str) -> Card:
    changes: dict[str, Any] = {name: text}
    return replace(_CARD, **changes)


def _lines(text: str, measure: int, most: int) -> list[str]:
    block = set_block(text, (Step(1, most),), measure, _PLAIN)
    return [line.text for line in block.lines]


def _luminance(colour: str) -> float:
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in channels(colour))
    ]
    return sum(w * value for w, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


# --- text --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(" a \n\t b ", "a b", id="white-space"),
        pytest.param("か\u3099", "が", id="composed"),
        pytest.param("❤\ufe0f a\u200db", "❤ ab", id="shapeless-signs"),
        pytest.param("A\u0007B", "AB", id="control-characters"),
        pytest.param("x ≒ y", "x ≈ y", id="the-one-sign-of-jis-x-0208-that-lacks-a-glyph"),
        pytest.param("🎉", "🎉", id="what-has-no-glyph-stays"),
    ],
)
def test_text_is_made_ready_for_the_font(text: str, expected: str) -> None:
    """A title is set composed, on one line, without signs that have no shape."""
    assert expected == set_text(text)


def test_missing_glyphs_are_named_once_in_order() -> None:
    """Each character without a glyph is told once."""
    assert "🎉🈁" == missing_glyphs("a🎉b🈁c🎉")


def test_the_font_has_all_of_jis_x_0208() -> None:
    """Every character of JIS X 0208, as a title has it after it was made ready, has a glyph."""
    pairs = (bytes([row, cell]) for row in range(0x21, 0x7F) for cell in range(0x21, 0x7F))
    decoded = (b"\x1b$B" + pair + b"\x1b(B" for pair in pairs)
    found = [sign.decode("iso2022_jp", errors="ignore") for sign in decoded]
    signs = [sign for sign in found if len(sign) == 1]

    assert 6879 == len(signs)
    assert "" == missing_glyphs(set_text("".join(signs)))


@pytest.mark.parametrize(
    "text",
    [
        "──髙﨑①㈱№℡〜～",
        "𠮷𠮟塡剝頰濵栁彅",
        "Ærøskøbing, Zażółć gęślą jaźń, Łódź",
        "ｱｲｳ①Ⅳ㌔",
        "€—…“”",
    ],
)
def test_the_font_has_the_signs_of_names_and_news(text: str) -> None:
    """Variants in names, half-width kana, and what Latin-1 and Latin Extended-A have, are there."""
    assert "" == missing_glyphs(text)


def test_the_font_has_latin_extended_a() -> None:
    """Names of all of Europe in Latin letters can be set; six letters of hardly any are not."""
    assert "ĬĭĲĳŦŧ" == missing_glyphs("".join(map(chr, range(0x100, 0x180))))


@pytest.mark.parametrize(
    ("file", "family"), [("card", "Mitoshi Card Mincho"), ("latin", "Mitoshi Card Latin")]
)
def test_the_list_of_characters_is_the_fonts(file: str, family: str) -> None:
    """The list that is read instead of a font says the same, and no font has a reserved name."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import

    with TTFont(FONT / f"{file}.woff2") as font:
        mapped = {chr(code) for code in font.getBestCmap()}
        names = {str(record) for record in font["name"].names if record.nameID in {1, 4, 6}}
    listed = set((FONT / f"{file}.txt").read_text(encoding="utf-8")) - {"\n"}

    assert listed == {sign for sign in mapped if not sign.isspace()}
    assert listed <= characters()
    assert {family, f"{family} Bold", family.replace(" ", "") + "-Bold"} == names


@pytest.mark.parametrize("name", ["title", "category", "day", "site"])
def test_a_text_that_cannot_be_set_is_left_out_whole(name: str) -> None:
    """Never an empty box, and never half of a text."""
    card = settable(_with(name, "港の🎉"))

    assert _with(name, "") == card


# --- breaks ------------------------------------------------------------------------------------


def test_japanese_breaks_between_phrases() -> None:
    """A title breaks where a reader takes breath."""
    assert [
        "日銀が",
        "マイナス金利を",
        "解除、",
        "賃上げに",
        "押された",
        "17年ぶりの",
        "利上げ",
    ] == phrases(_TITLE)


def test_english_breaks_between_words() -> None:
    """A word keeps the space after it; a dash may end a line."""
    assert ["Go ", "to ", "the ", "well-", "known ", "place"] == phrases(
        "Go to the well-known place"
    )


def test_a_long_compound_breaks_where_its_signs_change() -> None:
    """A compound that would need a line for itself may break before its kanji."""
    title = "サステナビリティトランスフォーメーション推進室の行方"

    assert "サステナビリティトランスフォーメーション" == phrases(title)[0]


@given(st.text(alphabet="市電の、。「」（）ーっAb 1-…！", max_size=60))
def test_no_line_may_begin_or_end_with_what_cannot_stand_there(text: str) -> None:
    """The pieces together are the text, and none begins with a stop or a small sign."""
    text = set_text(text)
    pieces = phrases(text)

    assert text == "".join(pieces)
    assert [] == [piece for piece in pieces[1:] if piece[0] in "、。」）ーっ…！"]
    assert [] == [piece for piece in pieces[:-1] if piece.rstrip()[-1:] in ("「", "（")]


def test_clusters_keep_stops_with_what_they_follow() -> None:
    """Between characters, a line breaks by the same rules."""
    assert ["あ", "「い」、", "うっ", "て"] == clusters("あ「い」、うって")


@pytest.mark.parametrize(
    ("text", "measure", "most", "expected"),
    [
        pytest.param("aa bb cc dd", 20, 3, ["aa bb cc dd"], id="one-line"),
        pytest.param("aa bb cc dd", 8, 3, ["aa bb", "cc dd"], id="balanced"),
        pytest.param("aa bb cc dd", 2, 4, ["aa", "bb", "cc", "dd"], id="a-word-a-line"),
        pytest.param("abcdefgh", 4, 2, ["abcd", "efgh"], id="a-long-word-breaks"),
        pytest.param("aa bb cc dd", 5, 1, ["aa b…"], id="cut"),
        pytest.param("aa bb cc dd ee", 5, 2, ["aa bb", "cc d…"], id="cut-in-the-last-line"),
    ],
)
def test_lines(text: str, measure: int, most: int, expected: list[str]) -> None:
    """As few lines as do, about as long as each other; what fits in none is cut."""
    assert expected == _lines(text, measure, most)


def test_the_largest_size_that_fits_is_taken() -> None:
    """A title that fits in two lines of the large size is not set small."""
    steps = (Step(4, 1), Step(2, 2), Step(1, 2))

    sizes = [set_block("aaaa bbbb"[:length], steps, 16, _PLAIN).pixels for length in (4, 9)]

    assert [4, 2] == sizes
    assert 1 == set_block("aaaa bbbb cccc", steps, 16, _PLAIN).pixels


@given(st.text(alphabet="市電延伸の、。「」（）ーアAbz 019-…", min_size=1, max_size=150))
def test_every_title_is_set_within_its_room(text: str) -> None:
    """No line is wider than its room, no block has too many lines, and nothing is lost silently."""
    title = set_text(text)
    block = set_block(title, (Step(3, 2), Step(2, 3)), 40, face())
    said = "".join(line.text for line in block.lines)

    assert len(block.lines) <= 3
    assert [] == [line.text for line in block.lines if line.width * block.pixels > 40]
    assert said.endswith("…") or title.replace(" ", "") == said.replace(" ", "")


# --- spacing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param("あい", [0, 1], id="solid"),
        pytest.param("「あ", [-0.5, 0.5], id="a-bracket-hangs"),
        pytest.param("あ」「い", [0, 1, 1.5, 2.5], id="two-brackets-share-a-square"),
        pytest.param("あ、「い", [0, 1, 1.5, 2.5], id="a-stop-and-a-bracket"),
        pytest.param("あA1い", [0, 1.125, 2.125, 3.25], id="a-gap-at-latin"),
        pytest.param("あ A", [0, 1, 2], id="no-second-gap"),
    ],
)
def test_spacing(text: str, places: list[float]) -> None:
    """Brackets and stops give up their empty half, and Latin stands a little apart."""
    assert places == [place for _, place in set_line(text, _PLAIN).glyphs]


def test_latin_letters_are_kerned() -> None:
    """The font's kerning moves letters together, as a typesetter would."""
    tight, loose = set_line("AVATAR", face()), set_line("AVATAR", replace(face(), kerning={}))

    assert loose.width - 0.5 < tight.width < loose.width - 0.1


# --- colours and scenery -----------------------------------------------------------------------


@pytest.mark.parametrize("accent", ACCENTS)
def test_accents_can_be_read_on_paper_and_paper_on_them(accent: str) -> None:
    """The contrast is at least 7:1."""
    assert 7 <= _contrast(accent, PAPER)


def test_the_colours_are_the_themes() -> None:
    """Paper, ink, soft ink and sun stand in the theme's tokens too."""
    from cards.palette import INK_SOFT, SUN  # noqa: PLC0415 - named where they are needed

    tokens = (ROOT / "theme" / "static" / "css" / "tokens.css").read_text(encoding="utf-8")

    assert [] == [colour for colour in (PAPER, INK, INK_SOFT, SUN) if colour not in tokens]


def test_no_two_categories_share_an_accent_while_there_are_enough() -> None:
    """Twelve categories have twelve accents, whatever their names, in whatever order."""
    names = [f"category {number}" for number in range(len(ACCENTS))]

    given_accents = palettes(names)

    assert len(ACCENTS) == len({colours.accent for colours in given_accents.values()})
    assert given_accents == palettes(reversed(names))
    assert set(names) | {"more"} == set(palettes([*names, "more"]))


@given(st.text())
def test_scenery_stays_in_its_frame(seed: str) -> None:
    """Every ridge goes from border to border between its heights, drawn either way."""
    frame = Frame(1200, 300, sun_y=112, radius=74, ridges=((66, 172), (140, 232), (204, 276)))

    shapes = scenery(seed, frame)

    assert 58 * 12 <= shapes.sun.x <= 88 * 12
    for ridge, (high, low) in zip(shapes.ridges, frame.ridges, strict=True):
        points = ridge.points()
        assert (0, 1200) == (points[0][0], points[-1][0])
        assert all(high <= y <= low for _, y in points)
        assert all(left[3] == right[0] for left, right in pairwise(ridge.curves()))
        assert abs(points[-1][1] - ridge.curves()[-1][3]) <= 1


def test_a_plate_is_small_and_whole() -> None:
    """The picture of a page is SVG of less than a kilobyte."""
    document = plate(_CARD)

    assert "{http://www.w3.org/2000/svg}svg" == ET.fromstring(document).tag  # noqa: S314 - ours
    assert len(document) < 1000


# --- the picture -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("港", id="one-character"),
        pytest.param(_TITLE, id="a-title"),
        pytest.param("あ" * 120, id="120-characters"),
        pytest.param("髙い山と﨑の町──①から㊿まで鬱蒼と" * 8, id="dense-kanji"),
        pytest.param("https://example.org/" + "x" * 300, id="an-address"),
        pytest.param("", id="no-title"),
    ],
)
def test_a_card_is_what_previews_take(title: str) -> None:
    """1200 × 630, a JPEG, at most 100 kB, and the same bytes each time."""
    drawn = draw(replace(_CARD, title=title))

    with Image.open(io.BytesIO(drawn)) as image:
        assert ("JPEG", (1200, 630)) == (image.format, image.size)
    assert len(drawn) <= 100_000
    assert draw(replace(_CARD, title=title)) == drawn


def test_a_title_leaves_its_ink_where_it_belongs() -> None:
    """Ink stands in the title's room, and none in the margins beside it."""
    with Image.open(io.BytesIO(draw(replace(_CARD, title="口" * 120)))) as image:
        grey = image.convert("L")
    boxes = ((80, 136, 1120, 412), (0, 136, 78, 412), (1126, 136, 1200, 412))

    assert [True, False, False] == [any(grey.crop(box).histogram()[:90]) for box in boxes]


def test_other_inputs_draw_other_cards(tmp_path: Path) -> None:
    """Each text, the colour and the place of the scenery are part of what a card is kept under."""
    cache = CardCache(tmp_path)
    others = [_with(name, "他") for name in ("title", "category", "day", "site", "seed")]
    cards = [_CARD, *others, replace(_CARD, palette=palette(ACCENTS[1]))]

    assert len(cards) == len({cache.preview(card).read_bytes() for card in cards})


def test_a_kept_card_loads_neither_font_nor_phrases(tmp_path: Path) -> None:
    """A process in which every card is kept loads nothing to draw with; Pelican loads Pillow."""
    code = """
import sys
from pathlib import Path
sys.path.insert(0, "plugins")
from cards.cache import CardCache
from cards.card import Card, settable
from cards.palette import ACCENTS, palette
CardCache(Path(sys.argv[1])).preview(settable(Card("港", "", "", "", "", palette(ACCENTS[0]))))
print(*sorted({"PIL.ImageFont", "budoux"} & set(sys.modules)))
"""
    command = [sys.executable, "-c", code, str(tmp_path)]

    first, second = (
        subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    )

    assert ["PIL.ImageFont", "budoux"] == first.split()
    assert [] == second.split()


def test_the_licence_of_the_font_stands_beside_it() -> None:
    """The font may be passed on with its licence and its notice of copyright."""
    text = (FONT / "OFL.txt").read_text(encoding="utf-8")

    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "Adobe" in text
