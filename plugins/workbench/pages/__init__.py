"""Measure the pages of a built site against the theme's goals: `invoke lint --pages`.

`choice` picks one page of each kind. `weights` counts bytes, `markup` asks the Nu HTML checker,
`chromium` looks at the pages in a browser, `lighthouse` runs Lighthouse; `tools` brings the
checker and Lighthouse into the cache. `goals` says what is good enough, `table` prints what was
found.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from invoke import Exit

from commentary.report import PERSON_NEEDED

from .. import console, site
from .measuring import measure_site
from .table import all_reach, format_pages
from .tools import find_tools

if TYPE_CHECKING:
    from pathlib import Path


def lint_pages(settings: Path, cache: Path) -> None:
    """Build the blog, measure a page of each kind, and print the table.

    Raises:
        SettingsError: a program is missing, or the site cannot be built.
        Exit: a goal is missed.
    """
    pages = measure_site(
        lambda output, address: site.build_for(settings, output, address),
        find_tools(cache, os.environ),
        on_page=lambda kind: console.say([f"measuring {kind}"]),
    )
    console.say(format_pages(pages))
    if not all_reach(pages):
        raise Exit(code=PERSON_NEEDED)
