"""A part of the blog's articles, so that several machines can each write for one."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from commentary.errors import SettingsError

if TYPE_CHECKING:
    from .desk import Desk

_FORM = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})")


def sharded(desk: Desk, shard: str) -> Desk:
    """Return the desk with one shard of its articles; an empty text is all of them.

    An article's shard depends on its name alone, so that a new article moves no other. What the
    model is shown of other articles is the same on all machines.

    Raises:
        SettingsError: the text is not of the form `3/8`.
    """
    if not shard:
        return desk
    found = _FORM.fullmatch(shard.strip())
    if not found or int(found[1]) > int(found[2]):
        raise SettingsError(f"`--shard` is {shard!r}; write which of how many, such as 3/8")
    number, count = int(found[1]), int(found[2])
    mine = tuple(a for a in desk.articles if shard_of(a.name, count) == number)
    rest = tuple(a for a in desk.articles if shard_of(a.name, count) != number)
    workshop = replace(desk.workshop, others=(*desk.workshop.others, *rest))
    return replace(desk, articles=mine, workshop=workshop)


def shard_of(article: str, count: int) -> int:
    """Return which of so many shards an article is in, from 1."""
    digest = sha256(article.encode("utf-8", "surrogateescape")).digest()
    return int.from_bytes(digest[:8]) % count + 1
