"""Listens to Pelican's log for what it says of files it leaves out, and says it in its stead."""

from __future__ import annotations

import logging
import sys
import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .findings import ThemeIncomplete
from .sources import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

LOGGERS = (
    "pelican",
    "pelican.contents",
    "pelican.generators",
    "pelican.plugins._utils",
    "pelican.utils",
)
UNREAD = "Could not process %s"
MISSING = "Skipping %s: could not find information about '%s'"
OUTSIDE = "Skipping %s: file %r would be written outside output path"
STATUS = "Unknown status '%s' for file %s, skipping it. (Not in %s)"
PLUGINS = ("Cannot load plugin `%s`\n%s", "Cannot register plugin `%s`")
TWINS = ("There are %s original (not translated) items", 'There are %s items "%s" with lang')


@dataclass(slots=True)
class Complaints:
    """A filter of Pelican's loggers: hears everything, keeps back only what the guard says better.

    What it keeps back never counts for `--fatal`, so that the build reaches the guard's own line.
    """

    is_listening: bool = False
    failures: dict[str, list[Failure]] = field(default_factory=dict)
    """What was complained of, by the path as Pelican wrote it."""
    plugins: list[str] = field(default_factory=list)
    on_crash: Callable[[], None] = lambda: None
    """Called when Pelican's command line is about to report that the run died."""
    _held: list[logging.LogRecord] = field(default_factory=list)

    def install(self) -> None:
        """Stand before Pelican's own filter, which counts what it has let through."""
        for name in LOGGERS:
            filters = logging.getLogger(name).filters
            if self not in filters:
                filters.insert(0, self)

    def listen(self, on_crash: Callable[[], None]) -> None:
        """Begin anew with one run."""
        self.failures, self._held = {}, []
        self.is_listening, self.on_crash = True, on_crash

    def stop(self) -> None:
        """Let everything pass again."""
        self.is_listening = False

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether Pelican may write the record itself."""
        if record.msg in PLUGINS:
            self.plugins.append(_plugin_failure(record))
        if record.name == "pelican" and record.levelno == logging.CRITICAL:
            self._crashed(record)
        if not self.is_listening:
            return True
        if record.name == "pelican.utils" and str(record.msg).startswith(TWINS):
            self._held.append(record)
            return False
        heard = _heard(record)
        if heard is None:
            return True
        self.failures.setdefault(heard[0], []).append(heard[1])
        return False

    def release(self, left_out: Collection[str]) -> None:
        """Repeat what was kept back of files with one slug, unless the guard leaves them out."""
        held, self._held = self._held, []
        was_listening, self.is_listening = self.is_listening, False
        for record in held:
            paths = [arg for arg in _arguments(record) if arg not in left_out]
            named = str(record.msg).count("\n%s")
            if len(_arguments(record)) - len(paths) < named - 1:
                logging.getLogger(record.name).warning(record.msg, *_arguments(record))
        self.is_listening = was_listening

    def _crashed(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if self.is_listening and not isinstance(error, ThemeIncomplete):
            self.on_crash()
        if error and not logging.getLogger().isEnabledFor(logging.DEBUG):
            # with `--debug` Pelican prints the trace; else it hides the one line that counts
            record.msg, record.args, record.exc_info = explained(error), (), None


def _arguments(record: logging.LogRecord) -> tuple[Any, ...]:
    return record.args if isinstance(record.args, tuple) else ()


def _plugin_failure(record: logging.LogRecord) -> str:
    name, *reason = _arguments(record)
    error = sys.exception()
    why = reason[0] if reason else f"{type(error).__name__}: {error}"
    return (
        f"`PLUGINS`: the plugin `{name}` does not run ({' '.join(str(why).split())}); "
        "install it, mend it, or take its name out"
    )


def _heard(record: logging.LogRecord) -> tuple[str, Failure] | None:
    match record.msg, _arguments(record):
        case (str(message), (path,)) if message == UNREAD:
            return str(path), Failure("raised", _described(sys.exception()))
        case (str(message), (content, _)) if message == MISSING:
            wanted = getattr(content, "mandatory_properties", ())
            missing = [key for key in wanted if not hasattr(content, key)]
            return str(content), Failure("missing", ",".join(missing))
        case (str(message), (content, save_as)) if message == OUTSIDE:
            return str(content), Failure("outside", str(save_as))
        case (str(message), (status, content, _)) if message == STATUS:
            return str(content), Failure("status", str(status))
        case _:
            return None


def explained(error: BaseException) -> str:
    """Say on one line what ended the build, and where."""
    if hasattr(error, "exitcode"):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        file = f"`{error.filename}`: " if error.filename else ""
        return f"{file}{error.strerror}; free space or mend permissions, then build again"
    where = place_of(error)
    what = f"{type(error).__name__}: {' '.join(str(error).split())}"
    return f"{where}: {what}; mend it, or run with `--debug` for the whole trace".lstrip(": ")


def place_of(error: BaseException) -> str:
    """Give the line of the settings or of a template that an exception comes from."""
    if isinstance(error, SyntaxError):
        return f"{error.filename}:{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    own = (f for f in reversed(frames) if f.filename.endswith((".html", "conf.py")))
    return next((f"{frame.filename}:{frame.lineno}" for frame in own), "")


def _described(error: BaseException | None) -> str:
    """Write an exception on one line, with the plugin it comes from."""
    trace, module = getattr(error, "__traceback__", None), ""
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        trace = trace.tb_next
    is_core = module.startswith("pelican.") and not module.startswith("pelican.plugins.")
    where = "" if is_core or not module else f" in `{module}`"
    return f"{type(error).__name__}{where}: {' '.join(str(error).split())}"
