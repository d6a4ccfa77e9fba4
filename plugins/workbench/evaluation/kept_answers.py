"""Answers of a model kept on disk, so that the same question is paid for once."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from commentary.replies import Reply
from commentary.sections import Usage, digest_of

if TYPE_CHECKING:
    from commentary.prompts import Prompt
    from commentary.providers import Provider


class KeptAnswers:
    """A provider that asks another one only what it has no answer to yet.

    Args:
        provider: who is asked.
        folder: where answers are kept, a file for each question.
        options: how is asked, in words; another way of asking is another question.
    """

    def __init__(self, provider: Provider, folder: Path, options: str = "") -> None:
        self._provider = provider
        self._folder = folder
        self._options = options
        self.host = provider.host
        self.model = provider.model

    def complete(self, prompt: Prompt) -> Reply:
        """Return the kept answer, at no cost, or ask and keep.

        Raises:
            ProviderError: as the provider does; nothing is kept then.
        """
        kept = self.find(prompt)
        if kept is None:
            kept = self._provider.complete(prompt)
            self._keep(prompt, kept)
            return kept
        return Reply(kept.text, kept.model, Usage(), kept.request_id, kept.parameters)

    def find(self, prompt: Prompt) -> Reply | None:
        """Return the kept answer; one that cannot be read is none."""
        try:
            held = json.loads(self._path(prompt).read_text(encoding="utf-8"))
            parameters = tuple((str(name), str(value)) for name, value in held["parameters"])
            usage = Usage(**held["usage"])
            return Reply(held["text"], held["model"], usage, held["request_id"], parameters)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def close(self) -> None:
        """Close the provider."""
        self._provider.close()

    def _path(self, prompt: Prompt) -> Path:
        asked = (
            self.host,
            self.model,
            self._options,
            json.dumps(prompt.schema),
            *(f"{message.role}\x1f{message.text}" for message in prompt.messages),
        )
        return self._folder / f"{digest_of(chr(30).join(asked)).removeprefix('sha256:')}.json"

    def _keep(self, prompt: Prompt, reply: Reply) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(suffix=".tmp", dir=self._folder)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(reply), file, ensure_ascii=False)
        Path(temporary).replace(self._path(prompt))
