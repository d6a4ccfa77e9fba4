"""What a piece of CSS needs of a page, and what a page has: names of elements and classes.

A rule that needs a name which a page lacks can be left out of that page, and so can one for a
language of which the page has no word. Attributes, states and `:not()` are not looked at, so a rule may stay that was not needed; none goes that was.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Needs: TypeAlias = tuple[frozenset[str], ...]
"""Alternatives: the names that have to be there together, classes with their dot."""

_PIECE = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^{};"'])*[{};]""", re.DOTALL)
_GROUPS = ("@media", "@supports", "@layer", "@container", "@scope", "@starting-style")
_INSIDE = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
_CONDITION = re.compile(rf"""\[[^\]]*\]|:(?!(?:is|where|has)\()[\w-]+{_INSIDE}""")
_EITHER = re.compile(rf":(?:is|where|has)({_INSIDE})")
_STATE = re.compile(r"::?[\w-]+")
_NAME = re.compile(r"\.[a-zA-Z][\w-]*|(?<![\w.#-])[a-zA-Z][\w-]*")
_LIST = re.compile(rf"(?:[^(),]|{_INSIDE})+")
_FOR_LANGUAGE = re.compile(r""":lang\(["']?([a-zA-Z]+)["']?\)""")
_LANGUAGE = ".lang--"
"""What a language's name begins with among the names, as a class that no page has."""
_SAID_LANGUAGE = re.compile(r"""\slang\s*=\s*["']?([a-zA-Z]+)""")
_TAG = re.compile(r"<([a-zA-Z][\w-]*)")
_CLASS = re.compile(r"""\sclass=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


def rules(css: str) -> Iterator[str]:
    """Cut CSS into its rules; one that groups others, such as `@media`, stays whole."""
    start = depth = 0
    for found in _PIECE.finditer(css):
        depth += {"{": 1, "}": -1}.get(found.group()[-1], 0)
        if depth == 0:
            yield css[start : found.end()]
            start = found.end()
    if css[start:].strip():
        yield css[start:]


def unwrapped(css: str) -> Iterator[tuple[str, str]]:
    """Cut CSS into its rules, each with the `@media` around it; empty for none."""
    for rule in rules(css):
        if rule.startswith("@media"):
            prelude, _, inside = rule.partition("{")
            yield from ((prelude, inner) for inner in rules(inside[:-1]))
        else:
            yield "", rule


def is_met(needed: Needs, present: frozenset[str]) -> bool:
    """Return whether a page has all names of one alternative."""
    return any(one <= present for one in needed)


def narrowed(rule: str, present: frozenset[str]) -> str:
    """Take out of a rule's list the selectors that can match nothing.

    Inside `:is()` all stay: its weight is that of its weightiest selector.
    """
    listed, rest = _listed(rule)
    if not listed:
        return rule
    return ",".join(selector for selector, needed in listed if is_met(needed, present)) + rest


@lru_cache(maxsize=2_048)
def _listed(rule: str) -> tuple[tuple[tuple[str, Needs], ...], str]:
    """Cut a rule into its selectors, each with what it needs, and the rest; none if it stays."""
    selectors, brace, declarations = rule.partition("{")
    if "," not in selectors or selectors.startswith("@") or '"' in selectors:
        return (), rule
    listed = ((one, tuple(_alternatives(one))) for one in _LIST.findall(selectors))
    return tuple(listed), brace + declarations


def mentioned(rule: str) -> frozenset[str]:
    """Return every name that decides on a rule, or on one of its selectors."""
    alternatives = [names for prelude in _preludes(rule) for names in _alternatives(prelude)]
    alternatives += [names for _, needed in _listed(rule)[0] for names in needed]
    return frozenset().union(*alternatives)


def needs(css: str) -> Needs:
    """List what each selector needs, shortest first; an empty set is met by every page."""
    found = {names for prelude in _preludes(css) for names in _alternatives(prelude)}
    kept = [one for one in found if not any(other < one for other in found)]
    return tuple(sorted(kept, key=lambda names: (len(names), sorted(names))))


@lru_cache(maxsize=1)  # sheet and scripts of a page ask one after the other
def names(html: str) -> frozenset[str]:
    """Return the elements and classes of a page, and the languages that its elements say."""
    tags = {tag.lower() for tag in set(_TAG.findall(html))}
    attributes = set(_CLASS.findall(html))
    classes = {f".{name}" for found in attributes for name in "".join(found).split()}
    languages = {language_name(found) for found in set(_SAID_LANGUAGE.findall(html))}
    return frozenset(tags | classes | languages | {"html", "body"})


def language_name(code: str) -> str:
    """Return the name that stands for a language, given as `en` or `en-GB`."""
    return _LANGUAGE + code.partition("-")[0].lower()


def language_names(needed: Needs) -> frozenset[str]:
    """Return the names of languages among what a piece of CSS needs."""
    return frozenset(name for one in needed for name in one if name.startswith(_LANGUAGE))


def _preludes(css: str) -> Iterator[str]:
    """Yield what stands before the braces of each rule; a rule inside a rule adds nothing."""
    depth, rule_depth = 0, 0
    for found in _PIECE.finditer(css):
        text, sign = found.group()[:-1].strip(), found.group()[-1]
        if sign == "{":
            depth += 1
            if not rule_depth and not text.startswith(_GROUPS):
                rule_depth = depth
                yield text
        elif sign == "}":
            rule_depth = 0 if rule_depth == depth else rule_depth
            depth -= 1


def _alternatives(prelude: str) -> Iterator[frozenset[str]]:
    if prelude.startswith("@"):
        if "keyframes" not in prelude:
            yield frozenset()
        return
    prelude = _FOR_LANGUAGE.sub(lambda found: language_name(found[1]), prelude)
    for selector in _LIST.findall(_CONDITION.sub("*", prelude)):
        choice = _EITHER.search(selector)
        if choice is None:
            found = _NAME.findall(_STATE.sub("", selector))
            yield frozenset(name if name[0] == "." else name.lower() for name in found)
            continue
        before, after = selector[: choice.start()], selector[choice.end() :]
        for option in _LIST.findall(choice[1][1:-1]):
            yield from _alternatives(f"{before} {option} {after}")
