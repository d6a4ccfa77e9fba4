"""Makes the cards' two fonts: `python plugins/cards/font/make_font.py MAIN LATIN`.

MAIN is `NotoSerifCJK-Bold.ttc` of Debian's package `fonts-noto-cjk`, LATIN the folder `files` of
the npm package `@fontsource/source-serif-4`; the same files give the same bytes. Kept are plane 1 of JIS X 0213 (JIS X 0208 is in it), what
Windows adds to that, Latin-1 and some signs; and from LATIN, whose letters are of the same design,
what of Latin Extended-A the other lacks. What only shaping or vertical setting reads goes, and
the kerning of Latin letters becomes a text file: no library for shaping, which a machine may have
or not, decides on how a title looks.
"""

from __future__ import annotations

import argparse
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

FAMILY, LATIN_FAMILY = "Mitoshi Card Mincho", "Mitoshi Card Latin"
LATIN_1, LATIN_EXTENDED_A = range(0xA0, 0x100), range(0x100, 0x180)
LATIN_FILES = [f"source-serif-4-{part}-600-normal.woff2" for part in ("latin-ext", "latin")]
DOTLESS_I = 0x131  # the one of them that stands in the second file
LATIN_UNITS = 935
"""To the em, in place of 1000: its small letters then stand as high as the other's."""
SIGNS = "‐‑–—―‘’‚“”„†‡•…‰‹›⁄₩€™←↑→↓↔⇒⇔−∕√∞≈≠≤≥■□▲△▼▽◆◇○◎●★☆♪♭♯✓〜～・𠮷𠮟"
KERNED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:;!?'\"()-–—/‘’“”&"
# what is left of these would be names of another font, or read by nobody
DROPPED = ["GPOS", "GSUB", "GDEF", "BASE", "STAT", "VORG", "vhea", "vmtx", "gasp", "prep", "DSIG"]
EPOCH = 3_600_000_000  # seconds since 1904, a fixed day: the font's dates shall not move


def main() -> None:
    """Read the arguments and write fonts, characters and kerning beside this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("main", type=Path)
    parser.add_argument("latin", type=Path)
    arguments = parser.parse_args()
    font = TTFont(arguments.main, fontNumber=0, lazy=True)
    pairs = "".join(f"{left}{right} {by}\n" for left, right, by in _kerning(font))
    _written("kerning.txt", pairs)
    _cut(font, wanted())
    _rename_glyphs(font)
    _save(font, "card", FAMILY)
    latin, base = (TTFont(arguments.latin / name) for name in LATIN_FILES)
    _cut(latin, {*LATIN_EXTENDED_A} - font.getBestCmap().keys())
    _borrow(latin, base, DOTLESS_I)
    latin["head"].unitsPerEm = LATIN_UNITS
    _save(latin, "latin", LATIN_FAMILY)


def wanted() -> set[int]:
    """Give the code points that the font shall have, those the source lacks included."""
    codes = {code for name in ("euc_jis_2004", "cp932") for code in _repertoire(name)}
    return codes | {*LATIN_1, *LATIN_EXTENDED_A} | set(map(ord, SIGNS))


def _repertoire(codec: str) -> Iterator[int]:
    for code in range(0x20, 0x30000):
        is_private = unicodedata.category(chr(code)) == "Co"
        if not is_private and _encodes(chr(code), codec):
            yield code


def _encodes(character: str, codec: str) -> bool:
    try:
        # three bytes are plane 2 of JIS X 0213, or JIS X 0212
        return len(character.encode(codec)) < 3  # noqa: PLR2004
    except UnicodeError:
        return False


def _cut(font: TTFont, codes: set[int]) -> None:
    options = subset.Options(
        hinting=False, layout_features=[], name_IDs=["*"], notdef_outline=True, drop_tables=DROPPED
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)


def _kerning(font: TTFont) -> Iterator[tuple[str, str, int]]:
    """Yield the pairs of characters that `GPOS` sets closer or wider, in thousandths of an em."""
    glyphs = font.getBestCmap()
    tables = list(_pair_tables(font["GPOS"].table))
    for left in KERNED:
        for right in KERNED:
            pair = glyphs[ord(left)], glyphs[ord(right)]
            by = next((v for table in tables if (v := _value(table, *pair)) is not None), 0)
            if by:
                yield left, right, by


def _pair_tables(gpos: Any) -> Iterator[Any]:  # noqa: ANN401 - fontTools makes these types as it runs
    features = [f.Feature for f in gpos.FeatureList.FeatureRecord if f.FeatureTag == "kern"]
    for index in sorted({index for feature in features for index in feature.LookupListIndex}):
        for table in gpos.LookupList.Lookup[index].SubTable:
            pairs = getattr(table, "ExtSubTable", table)
            if pairs.LookupType == 2:  # noqa: PLR2004 - pair adjustment
                yield pairs


def _value(table: Any, left: str, right: str) -> int | None:  # noqa: ANN401 - as above
    if left not in table.Coverage.glyphs:
        return None
    if table.Format == 1:
        records = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
        record = next((r for r in records if r.SecondGlyph == right), None)
    else:
        row = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)]
        record = row.Class2Record[table.ClassDef2.classDefs.get(right, 0)]
    if record is None or record.Value1 is None:
        return None
    return getattr(record.Value1, "XAdvance", 0) or None


def _borrow(font: TTFont, other: TTFont, code: int) -> None:
    """Put one glyph of another font of the same family into a font."""
    name, glyphs = f"uni{code:04X}", other.getGlyphSet()
    pen, theirs = TTGlyphPen(None), other.getBestCmap()[code]
    glyphs[theirs].draw(pen)
    font["glyf"][name] = pen.glyph()
    font["hmtx"][name] = other["hmtx"][theirs]
    for table in font["cmap"].tables:
        table.cmap[code] = name


def _save(font: TTFont, name: str, family: str) -> None:
    """Write the font under a name of its own, with who made it and its licence, and its list."""
    names = {1: family, 2: "Bold", 3: f"{family} Bold", 4: f"{family} Bold"}
    names |= {6: family.replace(" ", "") + "-Bold"}
    kept = {0, 5, 8, 9, 10, 11, 12, 13, 14}
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in kept]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    font["head"].created = font["head"].modified = EPOCH
    font.recalcTimestamp = False
    font.flavor = "woff2"
    font.save(Path(__file__).parent / f"{name}.woff2")
    characters = [chr(code) for code in sorted(font.getBestCmap()) if not chr(code).isspace()]
    lines = ("".join(characters[start : start + 64]) for start in range(0, len(characters), 64))
    _written(f"{name}.txt", "".join(f"{line}\n" for line in lines))


def _rename_glyphs(font: TTFont) -> None:
    """Give the outlines the name too: they are a font of their own inside the file."""
    outlines = font["CFF "].cff
    outlines.fontNames[0] = FAMILY.replace(" ", "") + "-Bold"
    outlines[0].FullName, outlines[0].FamilyName = f"{FAMILY} Bold", FAMILY


def _written(name: str, text: str) -> None:
    (Path(__file__).parent / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
