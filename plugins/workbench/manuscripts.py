"""The Markdown sources of a blog on disk, and what a built site tells of them, for the proofs."""

from __future__ import annotations

import os
from fnmatch import fnmatch
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from embeds.cards import becomes_card
from guard.contents import lies_in, shown
from guard.encodings import Problem, decoded
from guard.sources import MARKDOWN
from proofreading import proofread
from proofreading.proofs import Manners

from .formulas import FormulaReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guard.findings import Finding
    from proofreading.remarks import Language


def proofread_blog(
    settings: dict[str, Any], output: Path | None, language: Language
) -> tuple[Finding, ...]:
    """Proofread every Markdown article and page of a blog.

    Args:
        settings: Pelican's, read.
        output: the built site, which knows the sizes of pictures; None if there is none.
        language: of the messages.
    """
    plugins = settings["PLUGINS"] or ()
    manners = Manners(
        language=language,
        default_lang=str(settings["DEFAULT_LANG"]),
        unsized=frozenset(_unsized(output)) if output else frozenset(),
        is_card=becomes_card if "embeds" in plugins else _is_no_card,
        formulas=FormulaReader() if "formulas" in plugins else None,
    )
    return proofread(_sources(settings), manners)


def _is_no_card(_: str) -> bool:
    return False


def _sources(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield path and text of what Pelican reads; what it cannot read, the guard names."""
    content = Path(settings["PATH"])
    for path in _files(content):
        name = path.relative_to(content).as_posix()
        kinds = [kind for kind in ("ARTICLE", "PAGE") if _is_read(name, settings, kind)]
        ignored = any(fnmatch(path.name, pattern) for pattern in settings["IGNORE_FILES"])
        if not kinds or ignored or path.suffix.lower() not in MARKDOWN:
            continue
        text = decoded(path.read_bytes())
        if not isinstance(text, Problem):
            yield shown(dict(settings), name), text


def _files(content: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(content):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder) / name for name in sorted(names))


def _is_read(name: str, settings: Mapping[str, Any], kind: str) -> bool:
    is_excluded = any(
        lies_in(name, [folder])
        for folder in settings[f"{kind}_EXCLUDES"]
        if folder not in ("", ".")
    )
    return lies_in(name, settings[f"{kind}_PATHS"]) and not is_excluded


class _Pictures(HTMLParser):
    """Collects the names of pictures without width or height."""

    def __init__(self) -> None:
        super().__init__()
        self.unsized: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a picture that takes its place only when it is loaded."""
        values = dict(attrs)
        if tag == "img" and not (values.get("width") and values.get("height")):
            path = unquote(urlsplit(values.get("src") or "").path)
            self.unsized.add(path.rpartition("/")[2])


def _unsized(output: Path) -> set[str]:
    pictures = _Pictures()
    for path in sorted(output.rglob("*.html")):
        pictures.feed(path.read_text(encoding="utf-8", errors="replace"))
        pictures.reset()
    return pictures.unsized
