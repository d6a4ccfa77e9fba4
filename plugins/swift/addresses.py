"""Pelican's addresses of articles and pages, made of what their patterns name and of nothing else.

Pelican makes every field that a pattern might name, the way to the file among them, each time that
an address is asked for, which is a hundred times an article. Nothing is remembered here, so that
an address follows whatever a plugin changes.

The method that is replaced, `Content._expand_settings`, is private to Pelican 4.12, which has no
other place for this. With another version Pelican stays as it is.
"""

from __future__ import annotations

from typing import Any

import pelican
from pelican.contents import Content
from pelican.utils import path_to_url

VERSION = "4.12."
PELICANS_OWN: Any = Content._expand_settings  # noqa: SLF001 - see above
_URL_FORMAT = Content.url_format


def use_lean_addresses(*, is_wanted: bool) -> None:
    """Replace Pelican's method, or give it back; that of another plugin keeps its place."""
    present = Content._expand_settings  # noqa: SLF001
    if present in (PELICANS_OWN, expanded) and pelican.__version__.startswith(VERSION):
        wanted: Any = expanded if is_wanted else PELICANS_OWN
        Content._expand_settings = wanted  # type: ignore[method-assign]  # noqa: SLF001


def expanded(content: Content, key: str, klass: str | None = None) -> str:
    """Return an address or the name of a file, as Pelican does.

    Where anything is not plain, Pelican's own method returns it, or says what is wrong.

    Args:
        content: an article, a page or a file.
        key: such as `url` or `lang_save_as`.
        klass: what the setting's name begins with; None for the name of the content's class.
    """
    if type(content).url_format is _URL_FORMAT:
        name = f"{klass or type(content).__name__}_{key}".upper()
        try:
            return str(content.settings[name]).format_map(_Fields(content))
        except (AttributeError, LookupError, TypeError, ValueError):
            pass
    return str(PELICANS_OWN(content, key, klass))


class _Fields(dict[str, object]):
    """The fields of one address, each made when the pattern asks for it."""

    def __init__(self, content: Any) -> None:  # noqa: ANN401 - Pelican gives fields as attributes
        super().__init__()
        self._content = content

    def __missing__(self, name: str) -> object:
        content = self._content
        match name:
            case "slug":
                return getattr(content, "slug", "")
            case "lang":
                return getattr(content, "lang", "en")
            case "date":
                return content.date  # without one Pelican takes the present moment
            case "author" | "category":
                return getattr(content, name).slug if hasattr(content, name) else ""
            case "path":
                metadata = content.metadata
                path = metadata["path"] if name in metadata else content.get_relative_source_path()
                return path_to_url(path)
            case _:
                return content.metadata[name]
