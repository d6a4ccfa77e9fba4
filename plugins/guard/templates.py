"""Looks whether a theme has every template the settings ask for, and what those refer to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateNotFound, TemplateSyntaxError, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jinja2 import Environment

KINDS = ("ARTICLE", "PAGE", "CATEGORY", "TAG", "AUTHOR")
PERIODS = ("YEAR", "MONTH", "DAY")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a template: the file and line, if known, and what it is."""

    file: str | None
    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Theme:
    """The environment templates are taken from, and what of it is not the theme's."""

    environment: Environment
    extensions: Sequence[str]
    simple: Path | None
    """Folder of Pelican's own fall-back; None for a theme that comes with Pelican."""

    def source(self, name: str) -> tuple[str, str | None]:
        """Give text and file of a template, or raise `TemplateNotFound`."""
        loader = self.environment.loader
        if loader is None:
            raise TemplateNotFound(name)
        text, file, _ = loader.get_source(self.environment, name)
        if file and not name.startswith("!simple/") and self._is_fallback(file):
            raise TemplateNotFound(name)
        return text, file

    def find(self, stem: str) -> str | None:
        """Give the name of the first template that Pelican would take for `stem`."""
        for extension in self.extensions:
            try:
                self.source(stem + extension)
            except TemplateNotFound:
                continue
            return stem + extension
        return None

    def _is_fallback(self, file: str) -> bool:
        return self.simple is not None and self.simple in Path(file).resolve().parents


def required_templates(settings: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Map what asks for a template to the names that would do."""
    required: dict[str, tuple[str, ...]] = {
        f"`{kind}_SAVE_AS`": (kind.lower(),) for kind in KINDS if settings.get(f"{kind}_SAVE_AS")
    }
    if any(settings.get(f"{period}_ARCHIVE_SAVE_AS") for period in PERIODS):
        required["`YEAR_ARCHIVE_SAVE_AS` or its like"] = ("period_archives", "archives")
    for name in settings["DIRECT_TEMPLATES"]:
        if settings.get(f"{name.upper()}_SAVE_AS", f"{name}.html"):
            required[f"`DIRECT_TEMPLATES` ({name})"] = (name,)
    return required


def find_faults(theme: Theme, required: Mapping[str, tuple[str, ...]]) -> Iterator[Fault]:
    """Check what is required, and everything it refers to, each template once."""
    waiting = []
    for wish, stems in required.items():
        found = next(filter(None, map(theme.find, stems)), None)
        if found:
            waiting.append(found)
        else:
            yield _missing(theme, stems[0] + theme.extensions[0], wish)
    yield from _walk(theme, waiting)


def _missing(theme: Theme, name: str, wish: str) -> Fault:
    own = f' (`{{% extends "!simple/{name}" %}}` takes the one of Pelican)'
    hint = own if _has(theme, f"!simple/{name}") else ""
    message = f"the theme has no template `{name}`, which {wish} asks for; "
    return Fault(None, None, f"{message}add it{hint}, or change what asks for it")


def _walk(theme: Theme, names: list[str]) -> Iterator[Fault]:
    waiting, seen = list(names), set(names)
    while waiting:
        name = waiting.pop(0)
        text, file = theme.source(name)
        try:
            tree = theme.environment.parse(text, name, file)
            theme.environment.compile(tree, name, file, raw=True)
        except TemplateSyntaxError as error:
            yield Fault(file, error.lineno, f"the template has an error: {error.message}; mend it")
            continue
        for line, wanted in _references(tree):
            found = next((w for w in wanted if _has(theme, w)), None)
            if found is None:
                yield _dangling(file, line, wanted)
            elif found not in seen:
                seen.add(found)
                waiting.append(found)


def _has(theme: Theme, name: str) -> bool:
    try:
        theme.source(name)
    except TemplateNotFound:
        return False
    return True


def _dangling(file: str | None, line: int, wanted: Sequence[str]) -> Fault:
    names = " or ".join(f"`{name}`" for name in wanted)
    return Fault(
        file,
        line,
        f"asks for the template {names}, which the theme does not have; add it, or remove the line",
    )


def _references(tree: nodes.Template) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield line and names of every template referred to by a constant and not optional."""
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        # Jinja's types do not know that each of the four has a `template`.
        names = _constant_names(node.template)  # type: ignore[attr-defined]
        if names and not getattr(node, "ignore_missing", False):
            yield node.lineno, names


def _constant_names(node: nodes.Expr) -> tuple[str, ...]:
    match node:
        case nodes.Const(value=str(name)):
            return (name,)
        case nodes.Const(value=tuple() | list() as names):
            return tuple(map(str, names))
        case nodes.Tuple(items=items) | nodes.List(items=items):
            constants = [item.value for item in items if isinstance(item, nodes.Const)]
            return tuple(map(str, constants)) if len(constants) == len(items) else ()
        case _:
            return ()
