"""What a second reader said of sentences: found again in a section as long as they are unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .sections import Finding, Severity, Support

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .sections import Doubt, Section

RULE = "support"
_WORDS = {
    Support.UNSUPPORTED: "does not follow from the paragraphs it names",
    Support.CONTRADICTED: "is contradicted by the paragraphs it names",
}


def doubted(section: Section, doubts: Iterable[Doubt]) -> tuple[Finding, ...]:
    """Object to each sentence that was not supported; another text or quote is another sentence."""
    by_sentence = {doubt.sentence: doubt for doubt in doubts if doubt.support in _WORDS}
    return tuple(
        Finding(Severity.BLOCKING, RULE, _message(doubt), sentence.text)
        for sentence in section.sentences
        if (doubt := by_sentence.get(sentence.digest))
    )


def unchecked(why: str) -> Finding:
    """Return the finding that nobody read a section a second time."""
    return Finding(Severity.ADVISORY, RULE, f"unchecked: {why}")


def _message(doubt: Doubt) -> str:
    said = f": {doubt.reason}" if doubt.reason else ""
    return f"{_WORDS[doubt.support]}, says the second reader{said}"
