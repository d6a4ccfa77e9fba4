"""Corrections and additions of an article: from its metadata to the block that readers see.

An author writes `Correction: 2026-11-20 what was wrong` and `Addition: …` for what came later,
each as often as needed; a line that does not begin with a day goes on with the one before.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup, escape

from .days import find_days

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

Kind = Literal["correction", "addition"]
KINDS: tuple[Kind, ...] = ("correction", "addition")
_WORDS = {
    "ja": {"title": "訂正・追記", "correction": "訂正", "addition": "追記", "colon": "："},
    "en": {
        "title": "Corrections and additions",
        "correction": "Correction",
        "addition": "Addition",
        "colon": ": ",
    },
}
_LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()]+)\)")
_AFTER_DAY = " \t　:：、,，-—"


@dataclass(frozen=True, slots=True)
class Correction:
    """One change that readers are told of."""

    kind: Kind
    date: dt.date | None
    """None where the author gave none that the calendar has."""
    text: str
    """As the author wrote it, without the day."""

    @property
    def html(self) -> Markup:
        """The text escaped, with `[words](https://…)` as links."""
        parts = _LINK.split(self.text)
        html = Markup()
        for number in range(0, len(parts) - 1, 3):
            plain, words, address = parts[number : number + 3]
            html += escape(plain) + Markup('<a href="{}">{}</a>').format(address, words)
        return html + escape(parts[-1])


def read_corrections(kind: Kind, value: object) -> tuple[Correction, ...]:
    """Read one metadata field, in the order in which it was written."""
    values = value if isinstance(value, list | tuple) else [value]
    lines = "\n".join(str(each) for each in values if each is not None).split("\n")
    found: list[Correction] = []
    for line in filter(None, map(str.strip, lines)):
        day = next(find_days(line), None)
        if day is not None and day.start == 0:
            found.append(Correction(kind, day.date, line[day.end :].lstrip(_AFTER_DAY)))
        elif found:
            found[-1] = replace(found[-1], text=_joined(found[-1].text, line))
        else:
            found.append(Correction(kind, None, line))
    return tuple(found)


def _joined(text: str, line: str) -> str:
    """Join two lines as a reader would: a space only where neither side is a wide character."""
    is_wide = any(unicodedata.east_asian_width(sign) in "WF" for sign in text[-1:] + line[:1])
    return text + line if is_wide or not text else f"{text} {line}"


def in_order(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Sort by day, the newest first; those without a day stand last."""
    return tuple(sorted(corrections, key=lambda each: -(each.date.toordinal() if each.date else 0)))


def corrections_html(
    corrections: Iterable[Correction], language: str, *, format_day: Callable[[dt.date], str]
) -> Markup:
    """Write the block that stands at the end of an article, in its page and in its feed.

    Args:
        corrections: in the order to show.
        language: of the article; any but Japanese gets English words.
        format_day: writes a day as the blog does.
    """
    words = _words(language)
    items = Markup().join(
        Markup("<li>{}<strong>{}</strong>{}{}</li>\n").format(
            _time(each, format_day), words[each.kind], words["colon"], each.html
        )
        for each in corrections
    )
    return Markup(
        '<section class="corrections flow" aria-labelledby="corrections">\n'
        '<h2 id="corrections">{}</h2>\n<ul>\n{}</ul>\n</section>'
    ).format(words["title"], items)


def _time(correction: Correction, format_day: Callable[[dt.date], str]) -> Markup:
    if correction.date is None:
        return Markup()
    return Markup('<time datetime="{}">{}</time> ').format(
        correction.date.isoformat(), format_day(correction.date)
    )


def _words(language: str) -> dict[str, str]:
    return _WORDS["ja" if language.lower().startswith("ja") else "en"]
