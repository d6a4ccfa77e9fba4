"""What is said to an author about one article: values in, findings out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .findings import Finding

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from .corrections import Correction
    from .sources import SourceItem

_EXAMPLES = {
    "ja": ("`## 出典`", "（2026年11月20日閲覧）"),
    "en": ("`## Sources`", "(accessed 20 November 2026)"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """An article's file."""

    path: str
    """From the blog's folder."""
    language: str
    read: Callable[[], str]
    """Gives what the file holds; called only where a line is to be named."""

    def line_of_field(self, key: str, words: str = "") -> int:
        """Give the line of a metadata field that has some words, 1 if it cannot be told."""
        field = re.compile(rf"\s{{0,3}}:?{key}:|<meta\s[^>]*name=[\"']{key}[\"']", re.IGNORECASE)
        lines = enumerate(self.read().split("\n"), start=1)
        return next((n for n, line in lines if field.match(line) and words in line), 1)

    def line_of_source(self, links: Sequence[str]) -> int:
        """Give the last line that has one of some addresses, 0 if there is none."""
        text = self.read()
        at = max((text.rfind(link) for link in links), default=-1)
        return text.count("\n", 0, at) + 1 if at >= 0 else 0


def source_findings(article: Text, items: Sequence[SourceItem] | None) -> Iterator[Finding]:
    """Look for the list of sources, and in it for days of access."""
    heading, example = _EXAMPLES["ja" if article.language.startswith("ja") else "en"]
    if not items:
        message = f"no list of sources; end the text with a heading {heading} and a list of links"
        yield Finding(article.path, 0, message, is_advice=True)
        return
    for item in items:
        if item.is_impossible:
            message = f"the day of access is none that exists; write it as in `{example}`"
            yield Finding(article.path, article.line_of_source(item.links), message)
    without = [
        item for item in items if item.links and not item.accessed and not item.is_impossible
    ]
    if without:
        message = (
            f"sources without a day of access: {len(without)} of {len(items)}; when you have read "
            f"them again, end their lines with it, as in `{example}`"
        )
        line = article.line_of_source(without[0].links)
        yield Finding(article.path, line, message, is_advice=True)


def correction_findings(
    article: Text, corrections: Sequence[Correction], published: dt.date, today: dt.date
) -> Iterator[Finding]:
    """Look for corrections whose day is missing or cannot be."""
    for each in corrections:
        name = each.kind.capitalize()
        line = article.line_of_field(each.kind, each.text.split(" ")[0])
        if not each.text:
            yield Finding(article.path, line, f"`{name}:` has no text; say what was changed")
        if each.date is None:
            message = f"`{name}:` does not begin with a day that exists; write `{name}: {today} …`"
            yield Finding(article.path, line, message)
        elif not published <= each.date <= today:
            when = "before the article's `Date:`" if each.date < published else "in the future"
            yield Finding(article.path, line, f"`{name}: {each.date}` is {when}; mend the day")


def modified_findings(
    article: Text, published: dt.date, modified: dt.date | None
) -> Iterator[Finding]:
    """Look for a change that would have come before the article."""
    if modified is not None and modified < published:
        message = (
            f"`Modified: {modified}` is before `Date: {published}`, "
            "so the page shows no change; mend one of them"
        )
        yield Finding(article.path, article.line_of_field("modified"), message)
