"""Markdown files are converted before Pelican asks for them, by several processes.

Another process turns a file into HTML and its fields as they stand; what Pelican makes of the
fields, categories and dates among them, it makes here, as always.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import FunctionType
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from pelican.readers import MarkdownReader as PelicanMarkdownReader
from pelican.utils import pelican_open

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Map = Callable[
        [Callable[[str], "Converted | None"], Sequence[str]], Iterator["Converted | None"]
    ]

_KNOWN = ("markdown.extensions.", "formulas.", "japanese.", "swift.")
"""Extensions that forget everything when they are told to, as tests show."""


@dataclass(frozen=True, slots=True)
class Converted:
    """One file after Markdown."""

    html: str
    fields: dict[str, list[str]] | None
    """Each with its lines; None where the settings read no fields."""
    formatted: dict[str, str]
    """HTML by text, of the fields that are Markdown themselves."""


class MarkdownReader(PelicanMarkdownReader):
    """Pelican's reader of Markdown, under the same name, which articles are told."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - Pelican's own
        super().__init__(*arguments, **named)  # type: ignore[no-untyped-call]  # of Pelican
        self._converter = Converter(self.settings)
        self._expected: Iterator[tuple[str, Converted | None]] = iter(())
        self._ready: dict[str, Converted | None] = {}
        self._waiting: frozenset[str] = frozenset()

    def expect(self, paths: Sequence[str], convert_all: Map, kept: Any = None) -> None:  # noqa: ANN401 - of another plugin
        """Have files converted together, as soon as the first of them is read.

        Args:
            paths: of the files.
            convert_all: a map, such as one over every core.
            kept: has a method `files` that takes over results of the last build; or None.
        """
        self._waiting = frozenset(paths)
        made_of = self._converter.made_of if kept else ""
        if made_of:
            converted = kept.files(self._converter.tried, paths, made_of)
        else:
            converted = convert_all(self._converter.tried, paths)
        self._expected = zip(paths, converted, strict=True)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return HTML and metadata of a file."""
        self._source_path = source_path
        converted = self._converted(source_path)
        self._md: Any = _Known(converted.formatted)
        if converted.fields is None:
            return converted.html, {}
        return converted.html, self._parse_metadata(converted.fields)  # type: ignore[no-untyped-call]  # of Pelican

    def _converted(self, path: str) -> Converted:
        while path in self._waiting and path not in self._ready:
            self._ready.update((next(self._expected),))
        return self._ready.pop(path, None) or self._converter.convert(path)


class Converter:
    """Markdown with a site's extensions."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._formatted = frozenset(settings["FORMATTED_FIELDS"])
        self._is_known = all(map(_is_known, settings["MARKDOWN"]["extensions"]))
        self._for_body: Markdown | None = None
        self._for_fields: Markdown | None = None

    @property
    def made_of(self) -> str:
        """Everything of the settings that decides on the HTML; empty where that cannot be told."""
        wanted = ("MARKDOWN", "FORMATTED_FIELDS")
        try:
            shown = {name: _shown(self._settings[name]) for name in wanted}
        except TypeError:  # a function or an object of the author's own, which may do anything
            return ""
        return f"Markdown {shown}" if self._is_known else ""

    def tried(self, path: str) -> Converted | None:
        """Convert one file; None if it cannot be: it is tried again when Pelican can name it."""
        try:
            return self.convert(path)
        except Exception:  # noqa: BLE001 - an extension may raise anything
            self._for_body = self._for_fields = None
            return None

    def convert(self, path: str) -> Converted:
        """Convert one file."""
        with pelican_open(path) as text:
            return self.convert_text(text)

    def convert_text(self, text: str) -> Converted:
        """Convert what stands in a file."""
        body = self._for_body = self._fresh(self._for_body)
        html = body.convert(text)
        fields: dict[str, list[str]] | None = getattr(body, "Meta", None)
        texts = (
            "\n".join(lines)
            for name, lines in (fields or {}).items()
            if name.lower() in self._formatted
        )
        return Converted(html, fields, {field: self._field(field) for field in texts})

    def _field(self, text: str) -> str:
        used, self._for_fields = self._for_fields, self._fresh(self._for_fields)
        if self._for_fields is not used:  # a field has no fields of its own
            self._for_fields.preprocessors.deregister("meta")
        return self._for_fields.convert(text)

    def _fresh(self, used: Markdown | None) -> Markdown:
        """Return a converter that remembers nothing of the last file.

        An extension that nobody here knows may remember something all the same.
        """
        if used is not None and self._is_known:
            return used.reset()
        return Markdown(**self._settings["MARKDOWN"])


def _is_known(extension: object) -> bool:
    return isinstance(extension, str) and extension.startswith(_KNOWN)


def _shown(value: object) -> object:
    """Write a setting so that equal texts mean equal values.

    Raises:
        TypeError: the value has no such text.
    """
    match value:
        case None | bool() | int() | float() | str():
            return value
        case list() | tuple():
            return [_shown(each) for each in value]
        case dict():
            return {name: _shown(value[name]) for name in value}
        case FunctionType() if value.__module__.startswith("markdown."):
            return f"{value.__module__}.{value.__qualname__}"
    raise TypeError


class _Known:
    """Stands where Pelican has its Markdown object, and knows the answers already."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self._answers = answers
        self.preprocessors = self

    def deregister(self, name: str) -> None:
        """Fields were converted without fields of their own."""

    def reset(self) -> None:
        """Nothing is remembered."""

    def convert(self, text: str) -> str:
        """Return the HTML of a field."""
        return self._answers[text]
