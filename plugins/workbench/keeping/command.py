"""Build if anything changed; else say again what the last build said.

Nothing here imports Pelican or a plugin before it is known that there is something to do.
"""

from __future__ import annotations

import io
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from invoke import Exit

from ..languages import language_of
from .circumstances import circumstances, differences
from .footprints import changes, look
from .memory import Damaged, recall, remember
from .turns import turn

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from .footprints import Rows
    from .memory import Memory

_WORDS = {
    "ja": {
        "same": "前回のビルドから何も変わっていないので、{output}/ はそのままです",
        "wait": "別のビルドが動いています。終わるのを待ちます",
        "damaged": "前回のビルドの記録が読めないので、すべて作ります（{file}）",
        "different": "前回のビルドから次のものが変わったので、すべて作ります: {names}",
    },
    "en": {
        "same": "nothing has changed since the last build, so {output}/ stays as it is",
        "wait": "another build is under way; waiting for its end",
        "damaged": "the record of the last build cannot be read, so everything is built ({file})",
        "different": "everything is built, because since the last build there changed: {names}",
    },
}
_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built."""

    settings: str
    """Pelican's settings file, as an absolute path."""
    arguments: tuple[str, ...]
    """Further ones of the `pelican` command."""
    variables: Mapping[str, str]
    """The environment."""
    now: dt.datetime
    """With its zone."""
    is_full: bool = False
    """Whether to build everything, whatever is known."""

    @property
    def root(self) -> str:
        """The blog's folder."""
        return os.path.dirname(self.settings)  # noqa: PTH120 - as in `footprints`

    @property
    def folder(self) -> str:
        """Where builds keep what they know of the last one."""
        return f"{self.root}/.cache/build"

    @property
    def memory(self) -> str:
        """The file of what the last build left."""
        return f"{self.folder}/memory"

    @property
    def record(self) -> str:
        """The file with the names of what builds made."""
        return f"{self.folder}/made"

    def circumstances(self, zone: str, salt: bytes) -> dict[str, str]:
        """Name all that a build depends on besides files."""
        others = {"the settings file": self.settings, "the arguments": " ".join(self.arguments)}
        return circumstances(self.variables, self.now, zone, salt, **others)


def build_if_changed(order: Order) -> int:
    """Build the site; where nothing changed, print again what the last build had to say.

    Returns:
        The exit code, which is the last build's where nothing changed.

    Raises:
        Exit: the build cannot be done; it holds the message and the exit code.
    """
    try:
        return _build_in_turn(order, _WORDS[language_of(order.variables)])
    except OSError as error:
        message = f"{error.filename}: {error.strerror}; free space or mend permissions"
        raise Exit(message, code=1) from error


def _build_in_turn(order: Order, words: Mapping[str, str]) -> int:
    with turn(order.folder, lambda: say([words["wait"]])):
        memory = None if order.is_full else _recalled(order, words)
        if memory and _is_unchanged(memory, order, words):
            _tell_again(memory, words)
            return memory.code
        from .afresh import build_afresh  # noqa: PLC0415 - it brings Pelican

        return build_afresh(order, memory)


def _tell_again(memory: Memory, words: Mapping[str, str]) -> None:
    sys.stderr.write("".join(f"{line}\n" for line in memory.told))
    same = words["same"].format(output=os.path.basename(memory.output))  # noqa: PTH119 - as above
    say([*memory.summary, same])


def _recalled(order: Order, words: Mapping[str, str]) -> Memory | None:
    try:
        return recall(order.memory)
    except Damaged:
        say([words["damaged"].format(file=os.path.relpath(order.memory, order.root))])
        return None


def _is_unchanged(memory: Memory, order: Order, words: Mapping[str, str]) -> bool:
    now = order.circumstances(memory.zone, memory.salt)
    if names := differences(memory.circumstances, now):
        shown = ", ".join(names[:_MOST_NAMES]) + (" …" if names[_MOST_NAMES:] else "")
        say([words["different"].format(names=shown)])
        return False
    rows = look(memory.tops, memory.leave_out)
    if any(changes(rows, memory.inputs, memory.moment)):
        return False
    if look([memory.output]) != memory.pages:
        return False
    _refresh(memory, rows, order)
    return True


def _refresh(memory: Memory, rows: Rows, order: Order) -> None:
    """Keep what the files look like now, where only their times are others."""
    if all(memory.inputs[path][0] == row for path, row in rows.items()):
        return
    memory.inputs.update({path: (row, memory.inputs[path][1]) for path, row in rows.items()})
    try:
        remember(order.memory, memory)
    except OSError:  # then the next build compares bytes once more
        return


def say(lines: Iterable[str]) -> None:
    """Print lines; what the terminal's encoding cannot hold is shown by its number."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()
