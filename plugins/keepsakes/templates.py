"""Compiled templates, kept by all that decides what a template compiles to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

    from .cabinet import Cabinet

_AUTHORS_OWN = ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")


class CompiledTemplates(BytecodeCache):
    """Jinja's hook for it. Each generator of a build compiles the same templates once more."""

    def __init__(self, cabinet: Cabinet, settings: dict[str, Any]) -> None:
        self._cabinet = cabinet
        self._options = repr((settings["JINJA_ENVIRONMENT"], settings["PLUGINS"]))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what is kept."""
        key = self._key(bucket)
        found = self._cabinet.get(key) if self._cabinet.has(key) else None
        if found:
            bucket.bytecode_from_string(found[0])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._cabinet.put(self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> bytes:
        """Name the source, the options, and what is there: Jinja works constants out beforehand."""
        there = bucket.environment
        names = [sorted(each) for each in (there.filters, there.tests, there.globals)]
        return self._cabinet.key("template", bucket.key, bucket.checksum, self._options, names)


def offer_templates(settings: dict[str, Any], cabinet: Cabinet) -> None:
    """Have a build use them, unless the settings have functions that templates may call.

    What those give of a constant is in the compiled template, and their code is not in the program.
    """
    options = settings["JINJA_ENVIRONMENT"]
    if "bytecode_cache" not in options and not any(settings[name] for name in _AUTHORS_OWN):
        kept = CompiledTemplates(cabinet, settings)
        settings["JINJA_ENVIRONMENT"] = {**options, "bytecode_cache": kept}


def withdraw_templates(settings: dict[str, Any]) -> None:
    """Leave the settings as they were."""
    options = settings["JINJA_ENVIRONMENT"]
    if isinstance(options.get("bytecode_cache"), CompiledTemplates):
        rest = {name: value for name, value in options.items() if name != "bytecode_cache"}
        settings["JINJA_ENVIRONMENT"] = rest
