"""The Pelican adapter: templates ask for a page's policy, and the site's headers become files."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pelican import signals

from .header_files import header_files, make_headers
from .needs import policy_for
from .policies import union
from .settings import load_settings

if TYPE_CHECKING:
    from pelican import Pelican
    from pelican.generators import Generator, StaticGenerator

    from .policies import Policy

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Run:
    """What is known of the build under way."""

    policies: set[Policy] = field(default_factory=set)
    """Of all its pages."""
    own_files: dict[str, str] = field(default_factory=dict)
    """What the blog's author copies into the output: sources by file."""


_run = _Run()


def register() -> None:
    """Connect to the signals of one build, in their order."""
    signals.initialized.connect(check_settings)
    signals.get_generators.connect(begin)
    signals.generator_init.connect(offer_policy)
    signals.static_generator_finalized.connect(remember_files)
    # the last of all, when every page has asked for its policy
    signals.finalized.connect(write_headers)


def check_settings(sender: Pelican) -> None:
    """Stop before anything is read or removed if the settings are wrong."""
    load_settings(sender.settings)


def begin(sender: Pelican) -> None:
    """Forget the pages of an earlier build in this process."""
    del sender
    _run.policies.clear()
    _run.own_files.clear()


def offer_policy(generator: Generator) -> None:
    """Give one generator's templates `policy`, which takes a page's HTML."""
    generator.env.globals["policy"] = page_policy


def page_policy(html: str) -> Policy:
    """Return the policy of a page, and keep it for the site's headers."""
    policy = policy_for(html)
    _run.policies.add(policy)
    return policy


def remember_files(generator: StaticGenerator) -> None:
    """Note the files that are copied as they are: a header file among them is the author's."""
    _run.own_files.update(
        (Path(file.save_as).as_posix(), file.relative_source_path) for file in generator.staticfiles
    )


def write_headers(sender: Pelican) -> None:
    """Write the header files of a site with a public address."""
    site: dict[str, Any] = sender.settings
    address = urlsplit(str(site["SITEURL"]))
    if address.scheme not in ("http", "https") or not _run.policies:
        return
    settings = load_settings(site)
    headers = make_headers(union(_run.policies), settings.cache, address.path.rstrip("/"))
    for file, text in header_files(headers, settings.files).items():
        if file in _run.own_files:
            logger.warning(
                "%s/%s: is copied to `%s`, so the headers were not written there; take it out of "
                '`STATIC_PATHS`, or `%s` out of `HEADERS["files"]`',
                Path(site["PATH"]).name,
                _run.own_files[file],
                file,
                file,
            )
            continue
        path = Path(sender.output_path, file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
