"""One process and all it starts: its seconds, those of the processor, and the memory of the tree."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commentary.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PROC = Path("/proc")
_PAUSE = 0.02
"""Seconds between two looks at the memory; only the round that counts memory is looked at."""
_KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took."""

    seconds: float
    """From the start to the end, as a clock on the wall shows them."""
    processor: float
    """Processor seconds of the process and the children it waited for."""


def cost_of(command: Sequence[str], folder: Path) -> Cost:
    """Run a command to its end.

    Raises:
        SettingsError: it ended with an error; its last lines are in the message.
    """
    with tempfile.TemporaryFile() as said:
        before, began = os.times(), time.perf_counter()
        done = subprocess.run(
            command,
            cwd=folder,
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            check=False,
        )
        seconds, after = time.perf_counter() - began, os.times()
        said.seek(0)
        _refuse_failure(done.returncode, command, said.read())
    work = sum(after[2:4]) - sum(before[2:4])  # user and system time of children that ended
    return Cost(seconds, work)


def peak_of(command: Sequence[str], folder: Path) -> int | None:
    """Run a command and return the most bytes that it and its children held at one time.

    A page that several of them share is counted once (`Pss` of the kernel). Where the system does
    not tell that, nothing is run and None is returned.
    """
    if not (_PROC / "self" / "smaps_rollup").exists():
        return None
    with subprocess.Popen(
        command,
        cwd=folder,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, sum(map(_bytes_of, _tree(process.pid))))
            time.sleep(_PAUSE)
    _refuse_failure(process.returncode, command, b"")
    return peak


def clean_environment() -> dict[str, str]:
    """Return the variables a generator needs, and none by which a build would differ."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "HOME": os.environ.get("HOME", ""), "LANG": "C.UTF-8", "NO_COLOR": "1"}


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for task in _read(_PROC / str(pid) / "task", "*/children"):
        for child in task.split():
            yield from _tree(int(child))


def _read(folder: Path, pattern: str) -> list[str]:
    texts = []
    for path in folder.glob(pattern):
        try:
            texts.append(path.read_text(encoding="ascii"))
        except OSError:  # it ended in the meantime
            continue
    return texts


def _bytes_of(pid: int) -> int:
    for text in _read(_PROC / str(pid), "smaps_rollup"):
        for line in text.splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _refuse_failure(code: int, command: Sequence[str], said: bytes) -> None:
    if code:
        last = said.decode("utf-8", "replace").strip().splitlines()[-5:]
        name = " ".join(Path(part).name for part in command[:4] if part != sys.executable)
        raise SettingsError(f"`{name}` ended with {code}: {' / '.join(last) or 'it said nothing'}")
