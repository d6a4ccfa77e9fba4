"""What tasks print, in the user's language, and how they end."""

from __future__ import annotations

import datetime as dt
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
from .ledger import day_of_build, entries, is_due
from .ledger_lines import counts, due_lines, listing, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from .batch import Round
    from .site import BuildResult

_NO_MODEL = {
    "ja": "モデルの設定がないため、ない節は本文からの抜粋にしました"
    "（`COMMENTARY_MODEL` と `OPENAI_API_KEY` で設定します）",
    "en": "no model is configured, so missing sections are extracts of the article "
    "(set `COMMENTARY_MODEL` and `OPENAI_API_KEY`)",
}

STOPPED = 130
"""Exit code after Ctrl-C, as a shell would give it."""
_STOPPED = {
    "ja": "止めました。書き終えた記事は残っています。受け取った答えも残っているので、"
    "もう一度実行すれば続きから始まり、二重に払うことはありません",
    "en": "stopped; what is written is kept, and so is every answer that came: run it again to go "
    "on, and nothing is paid for twice",
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
    return [*summary(report, user_language()), *no_model, *_due_lines(report)]


def list_predictions(settings: Path, *, only_due: bool, as_json: bool) -> None:
    """Print the predictions of a blog."""
    from .desk import open_desk  # noqa: PLC0415 - brings pydantic, which a build may spare

    opened = open_desk(settings)
    today = _today()
    found = list(entries(opened))
    if as_json:
        due = (e for e in found if not only_due or is_due(e.prediction, today))
        say([dumps(list(records(due, today)), ensure_ascii=False, indent=2, default=str)])
    else:
        language = user_language()
        say(listing(opened, found, today=today, only_due=only_due, language=language))


def _due_lines(report: BuildReport) -> Iterator[str]:
    predictions = (prediction for article in report.articles for prediction in article.predictions)
    return due_lines(predictions, today=_today(), language=user_language())


def _today() -> dt.date:
    now = dt.datetime.now().astimezone()  # noqa: TID251 - what is due depends on the day
    return day_of_build(os.environ, now)


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
    say((*result.broken_links, *result.objections, *result.notes))
    finish_build(result)


def finish_status(
    report: BuildReport, orphans: Iterable[tuple[str, str]], *, json: bool, check: bool
) -> None:
    """Print the state of every section, as a table or as JSON."""
    lost = list(orphans)
    if json:
        rows = list(status_records(report))
        rows += [dict(zip(STATUS_COLUMNS, (n, "-", "orphaned", h), strict=True)) for n, h in lost]
        today = _today()
        rows += [counts(a.name, a.predictions, today) for a in report.articles if a.predictions]
        say([dumps(rows, ensure_ascii=False, indent=2)])
    else:
        say(format_status(report))
        say(f"{name}  orphaned" + (f", looks like {home}" if home else "") for name, home in lost)
        say(line for line in [share_line(report, user_language())] if line)
        say(_due_lines(report))
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


def finish_round(done: Round) -> None:
    """Print what a round of batches did and what comes next, and end with its exit code."""
    words = _ROUND[user_language()]
    say(done.notes)
    say([words["done"].format(collected=done.collected, submitted=done.submitted)])
    left = done.submitted + done.waiting
    say([words["left"].format(left=left)] if left else [words["end"]])
    code = exit_code(done.report)
    if code:
        raise Exit("\n".join(problems(done.report)), code=code)


_ROUND = {
    "ja": {
        "done": "答え {collected} 件を受け取り、問い合わせ {submitted} 件をバッチに出しました",
        "left": "{left} 件の答えを待っています。24時間以内に届きます。あとで"
        "`invoke generate --batch`をもう一度実行してください",
        "end": "待っている答えはありません",
    },
    "en": {
        "done": "{collected} answers were collected, {submitted} requests submitted as batches",
        "left": "{left} answers are to come within 24 hours; run `invoke generate --batch` again "
        "later",
        "end": "no answer is waited for",
    },
}


def ask(question: str) -> str:
    """Ask a person; nobody at a terminal is no answer."""
    try:
        return input(question)
    except EOFError:
        return ""


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
    except KeyboardInterrupt:
        raise Exit(_STOPPED[user_language()], code=STOPPED) from None


def _end(error: CommentaryError) -> NoReturn:
    code = PERSON_NEEDED
    if isinstance(error, SettingsError):
        code = USAGE_ERROR
    elif isinstance(error, ProviderError):
        code = MODEL_FAILED
    raise Exit(str(error), code=code) from error
