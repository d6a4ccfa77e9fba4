"""A provider that answers from a list, for tests of everything above it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from commentary.providers import Pace
from commentary.replies import Reply
from commentary.sections import Usage

if TYPE_CHECKING:
    from commentary.prompts import Prompt


class ScriptedProvider:
    """Gives its replies in order; an exception among them is raised. `prompts` is its history."""

    host = "scripted.example"
    model = "scripted"

    def __init__(self, *replies: str | Exception, answers_as: str = "scripted-1") -> None:
        self.answers_as = answers_as
        self.replies = list(replies)
        self.prompts: list[Prompt] = []
        self.is_closed = False

    def keeping(self, _: object) -> ScriptedProvider:
        """Keep nothing: each reply is given once."""
        return self

    def complete(self, prompt: Prompt) -> Reply:
        """Answer with the next reply."""
        self.prompts.append(prompt)
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return Reply(reply, self.answers_as, Usage(10, 5), "req-1", (("limit", "8000"),))

    def close(self) -> None:
        """Note that it was closed."""
        self.is_closed = True


def patient(waits: list[float]) -> Pace:
    """Return a pace that notes waits instead of waiting, and takes the time as passed."""
    return Pace(lambda: time.monotonic() + sum(waits), wait=waits.append)
