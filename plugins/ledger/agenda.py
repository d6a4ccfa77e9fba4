"""A calendar of what is to be judged: RFC 5545, one all-day event a prediction."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import TYPE_CHECKING

from .entries import State
from .wording import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .entries import Entry

_OCTETS = 75
"""What a line may have at most, without its end (RFC 5545, 3.1)."""
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
_DAY = dt.timedelta(days=1)


def agenda(
    entries: Iterable[Entry], *, link_to: Callable[[Entry], str], language: str, today: dt.date
) -> str:
    """Write the calendar of everything that is not answered, by day.

    Args:
        entries: in any order; answered ones are left out.
        link_to: gives the address of an entry.
        language: of the calendar's name.
        today: the day of the build: the same day gives the same bytes.
    """
    waiting = [entry for entry in entries if entry.state(today) is not State.ANSWERED]
    waiting.sort(key=lambda entry: (entry.resolves_on, entry.key))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Mitoshi//Ledger//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(wording(language).calendar)}",
        *(line for entry in waiting for line in _event(entry, link_to(entry), today)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(entry: Entry, address: str, today: dt.date) -> Iterator[str]:
    words = wording(entry.post.language)
    about = [entry.post.title] if entry.post.title else []
    if entry.criteria:
        about.append(words.criteria.format(entry.criteria))
    if entry.resolution_source:
        about.append(words.source.format(entry.resolution_source))
    yield "BEGIN:VEVENT"
    yield f"UID:{_identity(entry)}"
    yield f"DTSTAMP:{today:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{entry.resolves_on:%Y%m%d}"
    if entry.resolves_on < dt.date.max:
        yield f"DTEND;VALUE=DATE:{entry.resolves_on + _DAY:%Y%m%d}"
    yield f"SUMMARY:{_text(words.event.format(entry.statement))}"
    yield f"DESCRIPTION:{_text(chr(10).join((*about, address)))}"
    if address.startswith(("http://", "https://")):
        yield f"URL:{_CONTROL.sub('', address)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _identity(entry: Entry) -> str:
    """Name the event for ever: neither the site's address nor the wording is part of it."""
    digest = hashlib.sha256(f"{entry.key}\n{entry.made_on.isoformat()}".encode())
    return f"{digest.hexdigest()[:32]}@ledger"


def _text(text: str) -> str:
    """Escape a text value (RFC 5545, 3.3.11)."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n"))
    escaped = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break a line after at most 75 octets, and never within a letter (RFC 5545, 3.1)."""
    parts, size = [""], 0
    for letter in line:
        octets = len(letter.encode("utf-8", "replace"))
        if size + octets > _OCTETS:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += octets
    return "\r\n".join(parts)
