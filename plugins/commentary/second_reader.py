"""Have a model say whether the paragraphs that sentences name support them; it writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .doubts import doubted
from .errors import ProviderError
from .grounding import check_grounding, leaked_prompt
from .sections import Usage
from .verification import pairs_of, parse_verdicts, verification_prompt

if TYPE_CHECKING:
    from .providers import Provider
    from .sections import Doubt, Finding, Section
    from .source import Source
    from .verification import Pair


@dataclass(frozen=True, slots=True)
class SecondReader:
    """Who is asked, and how."""

    provider: Provider
    instructions: str
    """The prompt file of the article's language."""


@dataclass(slots=True)
class Judge:
    """The checks of one article: those that need no model, and the second reader's, each once."""

    source: Source
    reader: SecondReader | None
    instructions: str = ""
    """What the writer was told, of which nothing may stand in a section."""
    doubts: list[Doubt] = field(default_factory=list)
    seen: set[Pair] = field(default_factory=set)
    calls: int = 0
    usage: Usage = field(default_factory=Usage)
    model: str = ""
    """The model that answered, as the server named it."""
    error: ProviderError | None = None
    """Why there is no verdict; the article is not read again then."""

    def check(self, section: Section) -> tuple[Finding, ...]:
        """Return what is known to be wrong with a section; nobody is asked."""
        return (
            *check_grounding(section, self.source),
            *leaked_prompt(section, self.source, self.instructions),
            *doubted(section, self.doubts),
        )

    def read(self, sections: tuple[Section, ...]) -> None:
        """Ask about all sentences that were not asked about before, in one call.

        A failure is kept and not raised: it takes no section away.
        """
        pairs = tuple(p for p in pairs_of(sections, self.source) if p not in self.seen)
        if self.reader is None or self.error or not pairs:
            return
        self.calls += 1
        usage: Usage | None = None
        try:
            reply = self.reader.provider.complete(
                verification_prompt(pairs, self.reader.instructions, date=self.source.date)
            )
            usage = reply.usage
            self.doubts += parse_verdicts(reply.text, pairs)
        except ProviderError as error:
            self.error = error
            usage = usage or error.usage
        else:
            self.model = reply.model or self.reader.provider.model
            self.seen.update(pairs)
        self.usage += usage or Usage()

    @property
    def verified_by(self) -> str:
        """The model that judged every sentence it was asked about, empty when one failed."""
        return "" if self.error else self.model

    @property
    def bills(self) -> tuple[tuple[str, Usage], ...]:
        """Tokens by model; nothing when nobody was asked."""
        if self.reader is None or not self.calls:
            return ()
        return ((self.model or self.reader.provider.model, self.usage),)

    def doubts_about(self, sections: tuple[Section, ...]) -> tuple[Doubt, ...]:
        """Return the doubts that concern these sections."""
        digests = {sentence.digest for section in sections for sentence in section.sentences}
        return tuple(doubt for doubt in self.doubts if doubt.sentence in digests)
