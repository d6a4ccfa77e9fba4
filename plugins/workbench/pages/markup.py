"""Errors in HTML, from the Nu HTML checker."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from commentary.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .tools import Tools

_UNKNOWN_TO_THE_CHECKER = ".*(view-transition|scroll-target-group|target-current).*"
"""Parts of CSS that browsers know and the checker does not yet."""


@dataclass(frozen=True, slots=True)
class MarkupError:
    """One thing that is wrong in a page."""

    line: int
    message: str


def markup_errors(tools: Tools, output: Path) -> Mapping[PurePosixPath, list[MarkupError]]:
    """Check all pages of a folder, and return the errors of each that has some.

    Raises:
        SettingsError: the checker did not run.
    """
    jar = tools.modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    options = ["--skip-non-html", "--errors-only", "--format", "json", "--exit-zero-always"]
    options += ["--filterpattern", _UNKNOWN_TO_THE_CHECKER]
    done = subprocess.run(  # noqa: S603 - a program of ours, a folder of ours
        [tools.java, "-jar", str(jar), *options, str(output)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return by_page(done.stderr, output)


def by_page(shown: str, output: Path) -> Mapping[PurePosixPath, list[MarkupError]]:
    """Return the errors of each page out of what the checker printed.

    Raises:
        SettingsError: it printed something else.
    """
    try:
        messages = json.loads(shown)["messages"]
    except (ValueError, KeyError) as error:
        last = (shown.strip() or "no message").splitlines()[-1]
        raise SettingsError(
            f"the HTML checker did not run: {last}; is this Java 17 or newer?"
        ) from error
    errors: dict[PurePosixPath, list[MarkupError]] = defaultdict(list)
    for message in messages:
        file = Path(unquote(urlsplit(message.get("url", "")).path))
        page = PurePosixPath(file.relative_to(output.resolve()).as_posix())
        errors[page].append(MarkupError(message.get("lastLine", 0), message["message"]))
    return errors
