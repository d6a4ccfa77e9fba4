"""The desk without a browser: section after section, a question after each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commentary.errors import CommentaryError
from commentary.status_table import state_of

from .views import WAITING, section_views

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..history import Version
    from ..revision import Revision, Shown
    from .views import SectionView

_QUESTION = {
    "ja": "[a] 承認 [r] 不採用 [e 番号] 直す [x 番号] 外す [g 番号…] 書き直させる [s] 次へ [q] 終わる: ",
    "en": "[a]ccept [r]eject [e N] edit [x N] drop [g N…] ask again [s]kip [q]uit: ",
}
_ASK = {
    "ja": {"text": "新しい文: ", "note": "理由: ", "hint": "注文: ", "unclear": "読み取れません"},
    "en": {"text": "new text: ", "note": "why: ", "hint": "hint: ", "unclear": "not understood"},
}


class TerminalDesk:
    """Goes through all sections that wait for a person.

    Args:
        revision: the acts.
        history: returns the committed versions of an article's sidecar, by the article's name.
        reviewer: in whose name sections are judged.
        language: `ja` or `en`.
        ask: puts a question and returns the answer; an empty one where nobody answers.
        say: prints lines.
    """

    def __init__(  # noqa: PLR0913 - a person's seat: who sits there, and how they are talked to
        self,
        revision: Revision,
        *,
        history: Callable[[str], Sequence[Version]],
        reviewer: str,
        language: str,
        ask: Callable[[str], str],
        say: Callable[[Iterator[str] | list[str]], None],
    ) -> None:
        self.revision = revision
        self.history = history
        self.reviewer = reviewer
        self.language = language
        self.ask = ask
        self.say = say

    def run(self, names: Sequence[str]) -> None:
        """Show each waiting section of these articles until the person quits."""
        for name in names:
            try:
                shown = self.revision.show(name)
            except CommentaryError as error:
                self.say([str(error)])
                continue
            for identifier in waiting(shown):
                if not self._section(name, identifier):
                    return

    def _section(self, name: str, identifier: str) -> bool:
        """Ask about a section until it is left; False when the person quits."""
        while True:
            shown = self.revision.show(name)
            views = section_views(shown, self.history(name))
            view = next((view for view in views if view.id == identifier), None)
            if view is None:
                return True
            self.say(lines_of(name, view))
            answer = self.ask(_QUESTION[self.language]).strip()
            if answer in ("", "q"):
                return False
            if answer == "s":
                return True
            try:
                is_left = self._act(shown, identifier, answer)
            except CommentaryError as error:
                self.say([str(error)])
                continue
            if is_left:
                return True

    def _act(self, shown: Shown, section: str, answer: str) -> bool:
        """Do what was answered; True when the section is judged."""
        letter, *rest = answer.split()
        numbers = tuple(int(word) for word in rest if word.isdigit())
        words = _ASK[self.language]
        match letter, numbers:
            case "a", ():
                self.revision.accept(shown, section, self.reviewer)
                return True
            case "r", ():
                note = self.ask(words["note"])
                self.revision.reject(shown, section, self.reviewer, note)
                return True
            case "e", (number,):
                self.revision.reword(shown, section, number, self.ask(words["text"]))
            case "x", (number,):
                self.revision.drop(shown, section, number)
            case "g", _:
                _, refused = self.revision.ask_again(
                    shown, section, numbers, self.ask(words["hint"])
                )
                self.say([f"「{f.sentence}」 {f.message}" for f in refused])
            case _:
                self.say([words["unclear"]])
        return False


def waiting(shown: Shown) -> tuple[str, ...]:
    """Return the ids of the sections that ask for a person."""
    return tuple(s.section.id for s in shown.standings if state_of(s) in WAITING)


def lines_of(name: str, view: SectionView) -> Iterator[str]:
    """Yield a section as it stands beside its grounds."""
    yield ""
    yield f"{name}  {view.id}  [{view.state}]"
    yield f"## {view.heading}"
    for part in view.parts:
        if part.heading:
            yield f"### {part.heading}"
        for sentence in part.sentences:
            yield f"{sentence.number:>3} {sentence.text}"
            for ground in sentence.grounds:
                mark = "?" if ground.is_lost else "p"
                yield f"      {mark}{ground.number} {ground.before}[{ground.quote}]{ground.after}"
            for finding in sentence.findings:
                yield f"      ! {finding.severity}: {finding.message}"
    for finding in view.findings:
        yield f"  ! {finding.severity}: {finding.message}"
    yield from (f"  {line}" for line in view.difference if not line.startswith(" "))
