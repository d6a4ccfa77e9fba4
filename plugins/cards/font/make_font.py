"""Makes the cards' font: `python plugins/cards/font/make_font.py NotoSerifCJK-Bold.ttc`.

The file is the one of Debian's package `fonts-noto-cjk`; the same file gives the same bytes. Kept
are plane 1 of JIS X 0213 (JIS X 0208 is in it), what Windows adds to that, Latin-1, Latin
Extended-A and some signs. What only shaping or vertical setting reads goes, and the kerning of
Latin letters becomes a text file: no library for shaping, which a machine may have or not,
decides on how a title looks.
"""

from __future__ import annotations

import argparse
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools import subset
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

FAMILY = "Mitoshi Card Mincho"
LATIN = (*range(0xA0, 0x180), 0x1E9E)
SIGNS = "‐‑–—―‘’‚“”„†‡•…‰‹›⁄₩€™←↑→↓↔⇒⇔−∕√∞≈≠≤≥■□▲△▼▽◆◇○◎●★☆♪♭♯✓〜～・𠮷𠮟"
KERNED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:;!?'\"()-–—/‘’“”&"
# what is left of these would be names of another font, or read by nobody
DROPPED = ["GPOS", "GSUB", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG"]
EPOCH = 3_600_000_000  # seconds since 1904, a fixed day: the font's dates shall not move


def main() -> None:
    """Read the arguments and write the font, its characters and its kerning beside this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="NotoSerifCJK-Bold.ttc")
    font = TTFont(parser.parse_args().source, fontNumber=0, lazy=True)
    kerning = "".join(f"{left}{right} {by}\n" for left, right, by in _kerning(font))
    _cut(font)
    _rename(font)
    font["head"].created = font["head"].modified = EPOCH
    font.recalcTimestamp = False
    font.flavor = "woff2"
    folder = Path(__file__).parent
    font.save(folder / "card.woff2")
    (folder / "kerning.txt").write_text(kerning, encoding="utf-8", newline="\n")
    characters = [chr(code) for code in sorted(font.getBestCmap()) if not chr(code).isspace()]
    lines = ("".join(characters[start : start + 64]) for start in range(0, len(characters), 64))
    text = "".join(f"{line}\n" for line in lines)
    (folder / "characters.txt").write_text(text, encoding="utf-8", newline="\n")


def wanted() -> set[int]:
    """Give the code points that the font shall have, those the source lacks included."""
    codes = {code for name in ("euc_jis_2004", "cp932") for code in _repertoire(name)}
    return codes | {*LATIN} | set(map(ord, SIGNS))


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


def _cut(font: TTFont) -> None:
    options = subset.Options(
        hinting=False, layout_features=[], name_IDs=["*"], notdef_outline=True, drop_tables=DROPPED
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted())
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


def _rename(font: TTFont) -> None:
    """Give the cut font a name of its own, and keep who made it and under which licence."""
    names = {1: FAMILY, 2: "Bold", 3: f"{FAMILY} Bold", 4: f"{FAMILY} Bold"}
    names |= {6: FAMILY.replace(" ", "") + "-Bold"}
    kept = {0, 5, 8, 9, 10, 11, 12, 13, 14}
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in kept]
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames[0] = names[6]
    top[0].FullName, top[0].FamilyName = names[4], FAMILY


if __name__ == "__main__":
    main()
