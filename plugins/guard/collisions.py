"""Finds pages that would be written to the same file, and names that share one address; pure."""

from __future__ import annotations

import posixpath
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Output:
    """A source and the file it is to be written to."""

    source: str
    save_as: str
    slug: str
    when: float
    """Seconds since 1970; infinite without a date."""
    is_override: bool = False
    """Whether the source itself names the file, which may replace a list page."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A source that cannot be written."""

    source: str
    save_as: str
    holder: str
    """What is written there; empty if the file would have no name."""
    holder_save_as: str
    is_source: bool = False
    """Whether that is a source, too."""


@dataclass(frozen=True, slots=True)
class Holder:
    """What is already written to a file."""

    name: str
    save_as: str
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A tag, category or author as one article spells it."""

    kind: str
    name: str
    slug: str
    source: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Names that share one address."""

    kind: str
    slug: str
    names: tuple[str, ...]
    source: str
    """The first article with the last of the names."""


def file_key(save_as: str) -> str:
    """Make output files comparable as macOS and Windows compare them."""
    path = posixpath.normpath(save_as.replace("\\", "/"))
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def is_nameless(save_as: str) -> bool:
    """Tell whether an empty slug left a hole in the file's path."""
    *folders, name = save_as.replace("\\", "/").split("/")
    return "" in folders or name.startswith(".") or not name


def find_clashes(
    outputs: Iterable[Output], taken: Mapping[str, Holder]
) -> tuple[tuple[Clash, ...], dict[str, Holder]]:
    """Keep the oldest source of each file; return the others, and all files now taken."""
    files = dict(taken)
    clashes = []
    for output in sorted(outputs, key=lambda o: (o.when, o.source)):
        key = file_key(output.save_as)
        holder = files.get(key)
        if not output.slug and is_nameless(output.save_as):
            clashes.append(Clash(output.source, output.save_as, "", ""))
        elif holder and not (holder.is_list and output.is_override):
            is_source = not holder.is_list
            clash = Clash(output.source, output.save_as, holder.name, holder.save_as, is_source)
            clashes.append(clash)
        else:
            files[key] = Holder(output.source, output.save_as)
    return tuple(clashes), files


def explain_clash(clash: Clash) -> str:
    """Say what a clash means and how it is mended."""
    if not clash.holder:
        return (
            f"left out, because its slug is empty and the file would be {clash.save_as!r}; "
            "give it a `Slug:` of letters and digits"
        )
    file = f"`{clash.save_as}`"
    if clash.save_as != clash.holder_save_as:
        file += f" (the same as `{clash.holder_save_as}` where file names ignore case)"
    return f"left out, because {clash.holder} already has {file}; give one of them another `Slug:`"


def find_merges(labels: Iterable[Label]) -> tuple[Merge, ...]:
    """Find different names that Pelican takes for one."""
    ordered = sorted(labels, key=lambda label: (label.kind, label.slug, label.name, label.source))
    merges = []
    for (kind, slug), group in groupby(ordered, key=lambda label: (label.kind, label.slug)):
        members = list(group)
        names = tuple(dict.fromkeys(member.name for member in members))
        if len(names) > 1:
            source = next(member.source for member in members if member.name == names[-1])
            merges.append(Merge(kind, slug, names, source))
    return tuple(merges)


def explain_merge(merge: Merge) -> str:
    """Say what became one, and how to keep it apart."""
    names = ", ".join(f"`{name}`" for name in merge.names)
    address = f"the address `{merge.slug}`" if merge.slug else "an empty address"
    return (
        f"the {merge.kind} names {names} share {address} and are shown as one; spell them alike, "
        f"or give each its own slug in `{merge.kind.upper()}_REGEX_SUBSTITUTIONS`"
    )
