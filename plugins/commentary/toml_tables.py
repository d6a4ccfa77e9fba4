"""TOML tables read key by key; what is wrong is named with path and line."""

from __future__ import annotations

import datetime as dt
import difflib
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from .errors import SidecarError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_TYPES = {
    str: "a text",
    int: "a whole number",
    dict: "a table",
    list: "a list",
    dt.date: "a day",
    dt.datetime: "a date with time",
}


class Place:
    """Where a table stands, to name the line of what is wrong in it.

    Args:
        path: of the file.
        lines: all of it.
        find: gives the index of the first line below the table's header. It is looked for only
            when something is wrong: a search for each of a thousand tables takes seconds.
    """

    def __init__(
        self, path: str, lines: Sequence[str], find: Callable[[], int] = lambda: 0
    ) -> None:
        self.path = path
        self.lines = lines
        self._find = find

    @cached_property
    def start(self) -> int:
        """Index of the first line below the header."""
        return self._find()

    def line(self, key: str) -> int:
        """Return the line of a key, else of its table, else 1."""
        for index in range(self.start, len(self.lines)):
            text = self.lines[index].strip()
            if text.split("=")[0].strip("[]\"' ") == key:
                return index + 1
            if text.startswith("[") and index:
                break
        return max(self.start, 1)

    def inside(self, key: str) -> Place:
        """Return the place of a table within this one: below its own header, else at its key."""

        def find() -> int:
            start = self._start_below(f"[{key}]", 0)
            return self.line(key) if start is None else start

        return Place(self.path, self.lines, find)

    def below(self, header: str, nth: int = 0) -> Place:
        """Return the place of the nth table of that header from here on, else this place."""

        def find() -> int:
            start = self._start_below(header, nth)
            return self.start if start is None else start

        return Place(self.path, self.lines, find)

    def _start_below(self, header: str, nth: int) -> int | None:
        """Find a header, of the whole file or of a table of it: `[review]`, `[sections.review]`."""
        brackets = header.count("[")
        name, end = header.strip("[]"), header[-brackets:]
        for index in range(self.start, len(self.lines)):
            text = self.lines[index].partition("#")[0].replace(" ", "").strip()
            if text.startswith("[") and text.endswith((header, f".{name}{end}")):
                if text.count("[") == brackets and not nth:
                    return index + 1
                nth -= text.count("[") == brackets
        return None


class Table:
    """One TOML table, read key by key; what was not asked for at the end is an error."""

    def __init__(self, values: Mapping[str, object], place: Place) -> None:
        self.values = values
        self.place = place
        self.asked: set[str] = set()

    def has(self, key: str) -> bool:
        """Tell whether a key is there."""
        return key in self.values

    def text(self, key: str, *, default: str | None = None) -> str:
        """Read a text."""
        return self._get(key, str, default)

    def whole(self, key: str, *, default: int | None = None, least: int = 0) -> int:
        """Read a whole number."""
        value = self._get(key, int, default)
        if isinstance(value, bool) or value < least:
            raise self.error(key, f"`{key}` must be a whole number from {least}")
        return value

    def unique(self, key: str, value: T, taken: set[T]) -> T:
        """Return a value that no table above has, and add it to those taken."""
        if value in taken:
            raise self.error(key, f"the {key} {value!r} stands twice; rename one")
        taken.add(value)
        return value

    def day(self, key: str) -> dt.date:
        """Read a day without time."""
        value = self._get(key, dt.date, None)
        if isinstance(value, dt.datetime):
            raise self.error(key, f"`{key}` must be a day such as 2026-11-23")
        return value

    def moment(self, key: str) -> dt.datetime:
        """Read a date with time, in UTC and whole seconds."""
        value = self._get(key, dt.datetime, None)
        try:
            return value.replace(tzinfo=value.tzinfo or dt.UTC, microsecond=0).astimezone(dt.UTC)
        except OverflowError:
            raise self.error(key, f"`{key}` is out of range; restore it") from None

    def choice(self, key: str, choices: type[E], *, default: E | None = None) -> E:
        """Read one of a closed set of words."""
        value = self._get(key, str, default)
        try:
            return choices(str(value))
        except ValueError:
            known = ", ".join(f"`{choice}`" for choice in choices)
            raise self.error(key, f"`{key}` is {value!r}; write one of {known}") from None

    def share(self, key: str, *, least: float, greatest: float) -> float | None:
        """Read a number between two others, None when it is not there."""
        self.asked.add(key)
        value = self.values.get(key)
        if value is None:
            return None
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not least <= float(str(value)) <= greatest:
            message = (
                f"`{key}` is {value!r}; write a number from {least} to {greatest}, such as 0.7"
            )
            raise self.error(key, message)
        return float(str(value))

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts, empty when it is not there."""
        values = self._get(key, list, [])
        if not all(isinstance(value, str) for value in values):
            raise self.error(key, f"`{key}` must be a list of texts")
        return tuple(values)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Read all keys as texts, in their order."""
        for key in self.values:
            yield key, self.text(key)

    def table(self, key: str) -> Table:
        """Read a table inside this one, empty when it is not there."""
        return Table(self._get(key, dict, {}), self.place.inside(key))

    def tables(self, key: str) -> Iterator[Table]:
        """Read a list of tables, empty when it is not there."""
        for nth, value in enumerate(self._get(key, list, [])):
            if not isinstance(value, dict):
                raise self.error(key, f"`{key}` must be tables, written `[[{key}]]`")
            yield Table(value, self.place.below(f"[[{key}]]", nth))

    def end(self) -> None:
        """Refuse keys that nobody asked for."""
        for key in self.values:
            if key not in self.asked:
                near = difflib.get_close_matches(key, sorted(self.asked), n=1)
                hint = f"; did you mean `{near[0]}`?" if near else "; remove it"
                raise self.error(key, f"unknown key `{key}`{hint}")

    def error(self, key: str, message: str) -> SidecarError:
        """Return an error that names the line of a key."""
        return SidecarError(message, path=self.place.path, line=self.place.line(key))

    def _get(self, key: str, kind: type[T], default: T | None) -> T:
        self.asked.add(key)
        value = self.values.get(key, default)
        if value is None:
            raise self.error(key, f"`{key}` is missing; restore it from the last commit")
        if not isinstance(value, kind):
            raise self.error(key, f"`{key}` must be {_TYPES[kind]}; mend or restore it")
        return value
