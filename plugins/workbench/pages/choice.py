"""Which pages of a site stand for all its pages: of each kind, the heaviest for its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

_NUMBER = re.compile(r"\d+")


def kind_of(page: PurePosixPath) -> str:
    """Return the kind of a page, from its path below the output folder.

    Pages in sibling folders are of one kind: `posts/a/index.html` and `posts/b/index.html` are
    `posts/*`. Digits count alike, so `archives/2024/03/index.html` is `archives/*/*`. A page at
    the top is a kind of its own.
    """
    folders = [_NUMBER.sub("*", name) for name in page.parent.parts]
    if page.name != "index.html":
        return "/".join([*folders, page.stem])
    if len(folders) > 1:
        folders[-1] = "*"
    return "/".join(folders) or "index"


def choose(loads: Mapping[PurePosixPath, float]) -> dict[str, PurePosixPath]:
    """Return the page of each kind with the highest load, by kind.

    Args:
        loads: what each page weighs, in any unit.
    """
    chosen: dict[str, PurePosixPath] = {}
    for page, load in sorted(loads.items()):
        kind = kind_of(page)
        if kind not in chosen or load > loads[chosen[kind]]:
            chosen[kind] = page
    return dict(sorted(chosen.items()))
