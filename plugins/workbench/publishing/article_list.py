"""Which articles a published site has: a small file in it, so that a later one can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LIST_NAME = ".articles.txt"
_SHOWN = 5


def write_list(folder: Path, addresses: Iterable[str]) -> None:
    """Write the addresses of a site's articles into it, one a line."""
    lines = "".join(f"{address}\n" for address in sorted(set(addresses)))
    (folder / LIST_NAME).write_text(lines, encoding="utf-8", newline="\n")


def read_list(folder: Path) -> str:
    """Return the list as it stands in a site, empty when no site or none of ours is there."""
    path = folder / LIST_NAME
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def fewer(now: Iterable[str], before: str, where: str) -> str:
    """Return what is wrong when a site has fewer articles than one before it, else nothing.

    A new address in the place of an old one is no loss: the count is what matters.

    Args:
        now: addresses of the new site's articles.
        before: the list of the one before.
        where: that one stands.
    """
    addresses, old = set(now), set(before.split("\n")) - {""}
    if len(addresses) >= len(old):
        return ""
    gone = sorted(old - addresses)
    named = ", ".join(gone[:_SHOWN]) + (f" and {len(gone) - _SHOWN} more" if gone[_SHOWN:] else "")
    return (
        f"{len(addresses)} articles where {where} has {len(old)}: without {named}; "
        "put them back, or publish with `--fewer`"
    )
