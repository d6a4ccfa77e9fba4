"""What asking models has cost on this machine, kept for good; and a purse that may run empty.

Sidecars tell what their sections took. What came to nothing stands in no sidecar and is paid for
all the same: so each answer is noted here when it leaves the journal, one line of JSON, in a file
for each month.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from .entries import parse_entries
from .providers import read_kept
from .sections import Usage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from .disk import Disk
    from .entries import Entry
    from .sections import Sidecar

_ONLY_OWNER = 0o600


@dataclass(frozen=True, slots=True)
class Expense:
    """One answer that was paid for, or one writing that a sidecar tells of."""

    month: str
    """Such as `2026-11`, in UTC."""
    article: str
    """Name of the article; its fingerprint when it is not known."""
    model: str
    usage: Usage
    calls: int = 1
    request_id: str = ""


class SpendLog:
    """The expenses below one folder.

    Args:
        folder: is made when there is something to note.
        journal: where answers are that have not left it yet.
        disk: by which files change.
        now: tells the time in UTC.
    """

    def __init__(
        self, folder: Path, journal: Path, *, disk: Disk, now: Callable[[], dt.datetime]
    ) -> None:
        self.folder = folder
        self.journal = journal
        self.disk = disk
        self.now = now

    def note(self, article: str, entries: tuple[Entry, ...]) -> None:
        """Note the answers of an article, before they are removed.

        A process that is killed in between notes them again: the mark tells that it is the same.

        Raises:
            OSError: the disk is full.
        """
        if not entries:
            return
        month = f"{self.now():%Y-%m}"
        lines = [
            {"mark": mark, **asdict(_expense(entry, article, month))}
            for mark, entry in _marked(entries)
        ]
        text = "".join(f"\n{json.dumps(line, ensure_ascii=False)}" for line in lines)
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{month}.jsonl"
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _ONLY_OWNER)
        try:
            self.disk.write(file, f"{text}\n".encode())
            self.disk.sync(file)
        finally:
            os.close(file)

    def expenses(self) -> tuple[Expense, ...]:
        """Return everything that was noted, and what the journal still holds, each once."""
        found: dict[str, Expense] = {}
        for path in sorted(self.folder.glob("*.jsonl")):
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                mark, expense = _read(line)
                if expense:
                    found.setdefault(mark, expense)
        month = f"{self.now():%Y-%m}"
        for path in sorted(self.journal.glob("*.answers")):
            for mark, entry in _marked(parse_entries(path.read_bytes())[0]):
                found.setdefault(mark, _expense(entry, path.stem, month))
        return tuple(found.values())


def told_by(article: str, sidecar: Sidecar) -> Iterator[Expense]:
    """Yield what the writings of a sidecar took, the second reader's part included."""
    for facts in sidecar.provenances:
        month = f"{facts.generated_at:%Y-%m}"
        yield Expense(month, article, facts.model, facts.usage, facts.attempts, facts.request_id)


def all_expenses(noted: tuple[Expense, ...], told: Iterable[Expense]) -> tuple[Expense, ...]:
    """Return what was noted here, and what sidecars tell of other machines.

    A writing was done here when its request, or else its article in that month, was noted.
    """
    requests = {expense.request_id for expense in noted if expense.request_id}
    articles = {(expense.article, expense.month) for expense in noted}
    return noted + tuple(
        expense
        for expense in told
        if expense.request_id not in requests
        and (expense.request_id or (expense.article, expense.month) not in articles)
    )


def _marked(entries: tuple[Entry, ...]) -> Iterator[tuple[str, Entry]]:
    """Yield each answer with its mark; two that are alike differ by their number."""
    for number, entry in enumerate(entries):
        parts = (entry.key.encode(), str(number).encode(), entry.content)
        yield sha256(b"\x1f".join(parts)).hexdigest()[:24], entry


def _expense(entry: Entry, article: str, month: str) -> Expense:
    kept = read_kept(entry.content)
    return Expense(month, article, kept.model, kept.usage, request_id=kept.request_id)


def _read(line: str) -> tuple[str, Expense | None]:
    """Read a line; half of one, which a killed process left, is none."""
    try:
        values = json.loads(line)
        mark = values.pop("mark")
        return mark, Expense(**{**values, "usage": Usage(**values["usage"])})
    except (ValueError, TypeError, KeyError, AttributeError):
        return "", None
