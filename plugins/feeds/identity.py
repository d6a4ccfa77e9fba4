"""Ids of entries and feeds, which must stay when address, title, date or host change.

A feed reader shows an entry with a new id as a new article.
So an id is a `tag:` URI (RFC 4151) of two parts that the address does not have: the blog's
identity, fixed once in the settings, and the article's place below the content folder, without
its ending.  An author who moves a file keeps the id by a line `Id:`, which may also be a whole URI
that another program gave the article before.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# the year that an identity has which was never written down
_YEAR = "2026"
_URI = re.compile(r"(?:tag|urn|https?):[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_WITHOUT_AI = ";without-ai"


@dataclass(frozen=True, slots=True)
class Naming:
    """What the id of one article is made of."""

    source: str
    """Path below the content folder, with slashes."""
    wish: str = ""
    """The author's `Id:`."""


def blog_identity(setting: str, site_url: str) -> str:
    """Return `host,year`: the setting's, or one made of the public address."""
    return setting or f"{urlsplit(site_url).hostname or 'localhost'},{_YEAR}"


def feed_id(identity: str, *names: str) -> str:
    """Return the id of a feed."""
    return f"tag:{identity}:feed/{'/'.join(quote(name) for name in names)}"


def entry_ids(
    namings: Iterable[Naming], identity: str
) -> tuple[Mapping[str, str], tuple[tuple[str, str], ...]]:
    """Give each source its id.

    Returns:
        Ids by source, and pairs of a source and what is wrong with its `Id:`; such an article has
        the id that it would have without.
    """
    ids: dict[str, str] = {}
    holders: dict[str, str] = {}
    problems: list[tuple[str, str]] = []
    # first those without a wish, whose ids nobody else may take
    for naming in sorted(namings, key=lambda n: (bool(n.wish), n.source)):
        fallback = _own_id(naming.source, identity)
        wished = _wished_id(naming.wish, identity) if naming.wish else ""
        if naming.wish and not wished:
            problems.append((naming.source, _unreadable(naming.wish)))
        elif wished in holders:
            problems.append((naming.source, _taken(naming.wish, holders[wished])))
        identifier = wished if wished and wished not in holders else fallback
        while identifier in holders:  # `a.md` beside `a.rst`
            identifier += f";{quote(naming.source)}"
        ids[naming.source] = identifier
        holders[identifier] = naming.source
    return ids, tuple(problems)


def id_without_ai(identifier: str) -> str:
    """Return the id of the same entry without its AI-written sections: it is another text."""
    return identifier + _WITHOUT_AI


def _own_id(source: str, identity: str) -> str:
    stem = PurePosixPath(source).with_suffix("").as_posix()
    # NFC, because macOS may hand over the name of the same file in another form
    return f"tag:{identity}:{quote(unicodedata.normalize('NFC', stem))}"


def _wished_id(wish: str, identity: str) -> str:
    if _URI.fullmatch(wish):
        return wish
    is_plain = not re.search(r"[\s:]", wish)
    return f"tag:{identity}:{quote(unicodedata.normalize('NFC', wish))}" if is_plain else ""


def _unreadable(wish: str) -> str:
    return (
        f"`Id: {wish}` cannot be an id; write a word without spaces and colons, or a URI that "
        "begins with `tag:`, `urn:`, `http:` or `https:`"
    )


def _taken(wish: str, holder: str) -> str:
    return f"`Id: {wish}` is the id of `{holder}` already; give each article its own"
