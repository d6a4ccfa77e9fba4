"""Measures cards and pictures: `python benchmarks/card_drawing.py`.

Times are those of the processor, so that other work on the machine does not count: the median of
several runs in this process, or one where there can be only one. Files go into a folder that is
thrown away.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent / "plugins"))

from PIL import Image

from cards.cache import CardCache
from cards.card import Card
from cards.palette import ACCENTS, palette
from pictures.cache import PictureCache

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 5
TITLE = "日銀がマイナス金利を解除、賃上げに押された17年ぶりの利上げ"
CARD = Card(TITLE, "経済", "2024年3月19日", "見通し", "boj", palette(ACCENTS[0]))


def main() -> None:
    """Print one line for each figure."""
    with tempfile.TemporaryDirectory() as folder:
        cards = CardCache(Path(folder, "cards"))
        _say("first card, font and phrases read", [_seconds(lambda: cards.preview(CARD))])
        others = iter(replace(CARD, day=str(number)) for number in range(1000))
        _say("another card", [_seconds(lambda: cards.preview(next(others))) for _ in range(RUNS)])
        longer = iter(replace(CARD, title=TITLE * 4, day=str(n)) for n in range(1000))
        _say("a title of 120", [_seconds(lambda: cards.preview(next(longer))) for _ in range(RUNS)])
        _say("a card that is kept", [_seconds(lambda: cards.preview(CARD)) for _ in range(RUNS)])
        _say_bytes("weight of the card", cards.preview(CARD))
        _say_bytes("weight of the plate", cards.plate(CARD))
        _measure_pictures(Path(folder))


def _measure_pictures(folder: Path) -> None:
    pictures = PictureCache(folder / "pictures")
    source = folder / "photo.jpg"
    source.write_bytes(_photo(6000, 4000))
    _say_bytes("a photograph of 6000 x 4000", source)
    _say("its renditions", [_seconds(lambda: pictures.facts(source))])
    _say(
        "renditions that are kept", [_seconds(lambda: pictures.facts(source)) for _ in range(RUNS)]
    )
    facts = pictures.facts(source)
    for rendition in facts.renditions:
        name = rendition.name(facts.digest)
        _say_bytes(f"{rendition.ending}, {rendition.width} wide", pictures.path(name))


def _photo(width: int, height: int) -> bytes:
    """Return a picture with slopes and grain; a photograph of the world is usually lighter."""
    grain = Image.effect_noise((width // 4, height // 4), 30).resize((width, height))
    slopes = (Image.linear_gradient("L"), Image.radial_gradient("L"))
    red, green = (slope.resize((width, height)) for slope in slopes)
    out = io.BytesIO()
    blue = Image.blend(red, grain, 0.4)
    Image.merge("RGB", (red, green, blue)).save(out, "JPEG", quality=90)
    return out.getvalue()


def _seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def _say(what: str, seconds: list[float]) -> None:
    sys.stdout.write(f"{what:36} {statistics.median(seconds) * 1000:9.2f} ms\n")


def _say_bytes(what: str, path: Path) -> None:
    sys.stdout.write(f"{what:36} {path.stat().st_size / 1000:9.1f} kB\n")


if __name__ == "__main__":
    main()
