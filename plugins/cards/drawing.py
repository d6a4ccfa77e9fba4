"""Paints a card as a JPEG; the only module that knows Pillow.

Shapes are painted twice as large and made smaller, which smooths their edges. Each character is
placed by itself, so that no library for shaping, which a machine may have or not, moves it.
"""

from __future__ import annotations

import io
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from . import palette as colours
from .card import FONT, latin_characters
from .scenery import Frame, scenery
from .typesetting import Face, Step, set_block, set_line

if TYPE_CHECKING:
    from .card import Card
    from .scenery import Scenery
    from .typesetting import Line

WIDTH, HEIGHT = 1200, 630
"""What previews are cut for: https://ogp.me and the size that X and Facebook show whole."""
_MARGIN = 80
_TITLE_TOP, _TITLE_BOTTOM = 136, 412
_LEADING = 1.36
_STEPS = tuple(
    Step(pixels, lines)
    for pixels, lines in ((84, 2), (76, 2), (66, 3), (58, 3), (50, 4), (44, 4), (40, 5), (37, 5))
)
_SMALL = 30
_FRAME = Frame(WIDTH, HEIGHT, sun_y=472, radius=54, ridges=((430, 500), (484, 540), (524, 566)))
_FINE = 2
_QUALITIES = (82, 74, 66, 58)
_MOST_BYTES = 100_000


def draw(card: Card) -> bytes:
    """Return the card as a JPEG of 1200 × 630 pixels; the same card gives the same bytes."""
    image = Image.new("RGB", (WIDTH, HEIGHT), colours.PAPER)
    _paint_scenery(image, scenery(card.seed, _FRAME), card)
    pen = ImageDraw.Draw(image)
    pen.rectangle((_MARGIN, 66, _MARGIN + 47, 71), fill=colours.SUN)
    _paint_small(pen, card.category, (_MARGIN, 110), card.palette.accent)
    _paint_title(pen, card.title or card.site)
    _paint_small(pen, card.site if card.title else "", (_MARGIN, 600), colours.PAPER)
    day = set_line(card.day, face())
    _paint_line(pen, day, (WIDTH - _MARGIN - day.width * _SMALL, 600), _SMALL, colours.PAPER)
    return _encoded(image)


@cache
def face() -> Face:
    """Read the font's measures."""
    lines = (FONT / "kerning.txt").read_text(encoding="utf-8").splitlines()
    kerning = {line[:2]: int(line[3:]) / 1000 for line in lines}
    return Face(cache(lambda sign: _font_of(sign, _SMALL).getlength(sign) / _SMALL), kerning)


def _encoded(image: Image.Image) -> bytes:
    """Return a JPEG that is small enough for every service that shows previews.

    Half of the colour's resolution is not seen at this size, and halves the time; tables of codes
    made for each file (`optimize`) would cost as much again and save a tenth.
    """
    for quality in _QUALITIES:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, subsampling="4:2:0")
        if out.tell() <= _MOST_BYTES:
            break
    return out.getvalue()


def _font_of(character: str, pixels: int) -> ImageFont.FreeTypeFont:
    return _font("latin" if character in latin_characters() else "card", pixels)


# each size is a copy of the whole font in memory: some megabytes
@lru_cache(maxsize=4)
def _font(name: str, pixels: int) -> ImageFont.FreeTypeFont:
    stored = io.BytesIO((FONT / f"{name}.woff2").read_bytes())
    return ImageFont.truetype(stored, pixels, layout_engine=ImageFont.Layout.BASIC)


def _paint_title(pen: ImageDraw.ImageDraw, title: str) -> None:
    """Set the title so that its block stands in the middle of its room."""
    if not title:
        return
    block = set_block(title, _STEPS, WIDTH - 2 * _MARGIN, face())
    leading = round(block.pixels * _LEADING)
    room = _TITLE_BOTTOM - _TITLE_TOP
    top = _TITLE_TOP + (room - leading * len(block.lines)) // 2
    for number, line in enumerate(block.lines):
        # a Mincho's square stands 0.88 em above its baseline
        baseline = top + leading * number + (leading - block.pixels) // 2 + block.pixels * 88 // 100
        _paint_line(pen, line, (_MARGIN, baseline), block.pixels, colours.INK)


def _paint_small(pen: ImageDraw.ImageDraw, text: str, at: tuple[float, float], colour: str) -> None:
    """Set a line in the small size, as far as its half of the card reaches."""
    block = set_block(text, (Step(_SMALL, 1),), WIDTH // 2, face()) if text else None
    for line in block.lines if block else ():
        _paint_line(pen, line, at, _SMALL, colour)


def _paint_line(
    pen: ImageDraw.ImageDraw, line: Line, at: tuple[float, float], pixels: int, colour: str
) -> None:
    x, baseline = at
    for character, distance in line.glyphs:
        place = (x + distance * pixels, baseline)
        pen.text(place, character, fill=colour, font=_font_of(character, pixels), anchor="ls")


def _paint_scenery(image: Image.Image, shapes: Scenery, card: Card) -> None:
    """Paint the lower part of the card, from the back to the front."""
    sun, above = shapes.sun, shapes.sun.y - shapes.sun.radius - 2
    size = (WIDTH * _FINE, (HEIGHT - above) * _FINE)
    layer = Image.new("RGB", size, colours.PAPER)
    pen = ImageDraw.Draw(layer)
    disc = (sun.x - sun.radius, sun.y - sun.radius, sun.x + sun.radius, sun.y + sun.radius)
    left, top, right, bottom = disc
    box = (left * _FINE, (top - above) * _FINE, right * _FINE, (bottom - above) * _FINE)
    pen.ellipse(box, fill=colours.SUN)
    tones = (card.palette.far, card.palette.middle, card.palette.accent)
    for ridge, tone in zip(shapes.ridges, tones, strict=True):
        points = [(x * _FINE, (y - above) * _FINE) for x, y in ridge.points()]
        pen.polygon([*points, (size[0], size[1]), (0, size[1])], fill=tone)
    image.paste(layer.reduce(_FINE), (0, above))
