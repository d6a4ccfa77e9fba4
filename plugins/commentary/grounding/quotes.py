"""Does somebody say what stands in quotation marks?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..patterns import QUOTED
from ..texts import fold, has_quote
from .shared import blocking, everything, texts_of
from .speakers import SHORTEST_QUOTE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..sections import Finding, Section
    from ..source import Source


def invented_quotes(section: Section, source: Source) -> Iterator[Finding]:
    """Words in quotation marks stand in the article exactly so."""
    article = everything(source)
    for text in texts_of(section):
        for groups in QUOTED.findall(text):
            quoted = "".join(groups)
            shortest = SHORTEST_QUOTE["en" if quoted.isascii() else "ja"]
            if len(fold(quoted)) >= shortest and not has_quote(article, quoted):
                message = f"nobody says 「{quoted}」 in the article"
                yield blocking("quotes", message, text)
