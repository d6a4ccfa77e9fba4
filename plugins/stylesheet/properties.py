"""Custom properties cost nothing where a page has no use for them.

Constants go in place of their names, and what no rule of a page asks for is not defined in it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

_STRING = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
_NAME = r"(?<![\w-])--[a-z][\w-]*"
_DEFINITION = re.compile(
    rf"""{_STRING}|(?<=[{{;])(?P<name>{_NAME}):(?P<value>(?:{_STRING}|[^;}}"'])*);?"""
)
_MENTION = re.compile(rf"{_STRING}|(?P<name>{_NAME})")
_USE = re.compile(rf"{_STRING}|var\((?P<name>{_NAME})\)")
_ANY_USE = re.compile(rf"{_STRING}|var\((?P<name>{_NAME})")
_LAST_SIGN = re.compile(rf"{_STRING}|(?P<end>;(?=\}}))")
_SHORT = len("var(--x)") + 2
"""Values up to this length weigh no more than the name that stands for them."""


@dataclass(frozen=True, slots=True)
class Constants:
    """Properties that have one value everywhere, by name."""

    values: Mapping[str, str]

    def in_place(self, css: str) -> str:
        """Put values where their names are used, and take the definitions out."""
        css = _USE.sub(lambda found: self.values.get(found["name"], found[0]), css)
        return _without(css, self.values.keys())


def settled(rules: Sequence[str]) -> Constants:
    """Find what `:root` alone defines, once and outside conditions, and in few letters.

    Args:
        rules: all of a sheet, small already.
    """
    counted = Counter(name for rule in rules for name, _ in _definitions(rule))
    mentions = Counter(found["name"] for rule in rules for found in _MENTION.finditer(rule))
    uses = Counter(found["name"] for rule in rules for found in _USE.finditer(rule))
    fixed = {
        name: value
        for rule in rules
        if rule.startswith(":root{")
        for name, value in _definitions(rule)
        if counted[name] == 1 and mentions[name] == uses[name] + 1
    }
    return Constants({name: value for name, value in fixed.items() if _is_constant(value)})


def used_only(css: str) -> str:
    """Take out the definitions of what is not used, and of what only those used."""
    while True:
        used = {found["name"] for found in _ANY_USE.finditer(css)}
        unused = {name for name, _ in _definitions(css)} - used
        if not unused:
            return css
        css = _without(css, unused)


def _definitions(css: str) -> list[tuple[str, str]]:
    found = _DEFINITION.finditer(css)
    return [(one["name"], one["value"].strip()) for one in found if one["name"]]


def _is_constant(value: str) -> bool:
    return len(value) <= _SHORT and not re.search(r"""[("']""", value)


def _without(css: str, names: Container[str]) -> str:
    css = _DEFINITION.sub(lambda found: "" if found["name"] in names else found[0], css)
    return _LAST_SIGN.sub(lambda found: "" if found["end"] else found[0], css)
