"""What tasks print, in the user's language, and how they end."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager
from json import dumps
from typing import TYPE_CHECKING, Literal, NoReturn

from invoke import Exit

from commentary.errors import CommentaryError, ProviderError, SettingsError
from commentary.report import (
    MODEL_FAILED,
    PERSON_NEEDED,
    USAGE_ERROR,
    BuildReport,
    exit_code,
    problems,
    summary,
)
from commentary.status_table import (
    STATUS_COLUMNS,
    format_status,
    needs_person,
    share_line,
    status_records,
)

from .languages import language_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from commentary.pipeline import Outcome

    from .site import BuildResult

_FAILED = {"ja": "失敗（理由は下にあります）", "en": "failed, for the reason below"}
_NO_MODEL = {
    "ja": "モデルの設定がないため、ない節は本文からの抜粋にしました"
    "（`COMMENTARY_MODEL` と `OPENAI_API_KEY` で設定します）",
    "en": "no model is configured, so missing sections are extracts of the article "
    "(set `COMMENTARY_MODEL` and `OPENAI_API_KEY`)",
}

_PROOFS = {
    "ja": ("原稿について、直すとよいところ：{}", "原稿について、直す必要のあるところ：{}"),
    "en": ("in the sources, what could be better: {}", "in the sources, what has to be mended: {}"),
}


def user_language() -> Literal["ja", "en"]:
    """Return `ja` or `en`, for whoever runs the task."""
    return language_of(os.environ)


def say(lines: Iterable[str]) -> None:
    """Print lines; what the terminal's encoding cannot hold is shown by its number."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def say_build(result: BuildResult) -> None:
    """Print the summary of a build."""
    if result.report:
        say(build_lines(result.report))


def build_lines(report: BuildReport) -> list[str]:
    """Return the summary of a build."""
    no_model = [_NO_MODEL[user_language()]] if report.lacks_model else []
    return [*summary(report, user_language()), *no_model]


def finish_build(result: BuildResult) -> None:
    """Print the summary of a build and end with its exit code."""
    say_build(result)
    if result.exit_code:
        raise Exit(code=result.exit_code)


def finish_check(result: BuildResult) -> None:
    """Print what is wrong with a site, and what could be better, and end with its exit code."""
    say(result.advice)
    words = _PROOFS[user_language()]
    for is_blocking, heading in zip((False, True), words, strict=True):
        proofs = [str(finding) for finding in result.proofs if finding.blocking is is_blocking]
        if proofs:
            say([heading.format(len(proofs)), *proofs])
    say(result.broken_links)
    finish_build(result)


def finish_status(
    report: BuildReport, orphans: Iterable[tuple[str, str]], *, json: bool, check: bool
) -> None:
    """Print the state of every section, as a table or as JSON."""
    lost = list(orphans)
    if json:
        rows = list(status_records(report))
        rows += [dict(zip(STATUS_COLUMNS, (n, "-", "orphaned", h), strict=True)) for n, h in lost]
        say([dumps(rows, ensure_ascii=False, indent=2)])
    else:
        say(format_status(report))
        say(f"{name}  orphaned" + (f", looks like {home}" if home else "") for name, home in lost)
        say(line for line in [share_line(report, user_language())] if line)
    if check and (lost or needs_person(report)):
        raise Exit(code=PERSON_NEEDED)


def finish_generation(report: BuildReport, *, rewrites_stale: bool) -> None:
    """Print what a model was asked for and end with its exit code.

    What is still stale after all was to be written again needs a person.
    """
    say(summary(report, user_language()))
    code = exit_code(report) or (PERSON_NEEDED if rewrites_stale and report.stale else 0)
    if code:
        raise Exit("\n".join(problems(report)), code=code)


def ask(question: str) -> str:
    """Ask a person; nobody at a terminal is no answer."""
    try:
        return input(question)
    except EOFError:
        return ""


class Progress:
    """Prints one line for each article that a model has written for."""

    def __init__(self) -> None:
        self.total = 0
        self.done = 0

    def __call__(self, *, total: int = 0, outcome: Outcome | None = None) -> None:
        """Note how many articles there are, or that one is done."""
        if outcome is None:
            self.total, self.done = total, 0
            return
        self.done += 1
        what = _FAILED[user_language()] if outcome.error else f"{outcome.calls} call(s)"
        say([f"[{self.done}/{self.total}] {outcome.job.article.name}: {what}"])


@contextmanager
def exits() -> Iterator[None]:
    """End with one line and the right exit code instead of a traceback."""
    try:
        yield
    except OSError as error:
        file = f"{error.filename}: " if error.filename else ""
        message = f"{file}{error.strerror}; free space or mend permissions"
        raise Exit(message, code=PERSON_NEEDED) from error
    except CommentaryError as error:
        _end(error)


def _end(error: CommentaryError) -> NoReturn:
    code = PERSON_NEEDED
    if isinstance(error, SettingsError):
        code = USAGE_ERROR
    elif isinstance(error, ProviderError):
        code = MODEL_FAILED
    raise Exit(str(error), code=code) from error
