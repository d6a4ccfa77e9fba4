"""The language of what tasks print; imports nothing, so that a task can say at once what it has to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping


def language_of(variables: Mapping[str, str]) -> Literal["ja", "en"]:
    """Return `ja` or `en`, from the locale variables as gettext ranks them."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = variables.get(name, "")
        if value:
            return "ja" if value.startswith("ja") else "en"
    return "en"
