"""Find one JSON object in a model's answer, among thinking, fences and chatter."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import KeysView

_END_OF_THINKING = "</think>"
_MOST_ATTEMPTS = 50


def find_object(text: str, keys: KeysView[str]) -> object:
    """Return the first object that has one of the keys.

    Only an object that stands there whole counts: mending a truncated one would publish cut text.

    Raises:
        ValueError: there is no such object.
        RecursionError: what is there is nested too deeply.
    """
    decoder = json.JSONDecoder(parse_constant=_refuse_constant)
    first_error: Exception | None = None
    start = text.find("{", text.rfind(_END_OF_THINKING) + 1)
    for _ in range(_MOST_ATTEMPTS):
        if start < 0:
            break
        try:
            found, _end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            first_error = first_error or error
        else:
            if keys & found.keys():
                return found
        start = text.find("{", start + 1)
    named = " and no ".join(f"`{key}`" for key in keys)
    raise first_error or ValueError(f"it has no {named}")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
