"""The Pelican adapter: redirects are written first, so that whatever is a page replaces them."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pelican import signals
from pelican.utils import sanitised_join

from .addresses import same_file, split_aliases
from .pages import redirect_page, redirects_file
from .redirects import Redirect, Target, plan_redirects

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pelican import Pelican
    from pelican.contents import Content
    from pelican.generators import Generator

logger = logging.getLogger(__name__)
_FILE = "_redirects"
# the field in Markdown, reStructuredText or HTML
_FIELD = re.compile(r"^:?aliases:|name=[\"']aliases[\"']", re.IGNORECASE | re.MULTILINE)


@dataclass(slots=True)
class _Run:
    """What was written in the build under way."""

    redirects: tuple[Redirect, ...] = ()
    own_file: str = ""
    """What the author has in a `_redirects` of the blog's own."""


_run = _Run()


def register() -> None:
    """Connect to the moment when all pages are known and none is written, and to the end."""
    signals.all_generators_finalized.connect(write_redirects)
    signals.finalized.connect(write_list)


def write_redirects(generators: list[Generator]) -> None:
    """Write a page for each old address, and name those that cannot have one."""
    context = generators[0].context
    settings: dict[str, Any] = generators[0].settings
    folder = Path(settings["PATH"]).name
    published = [c for c in context["generated_content"].values() if _is_public(c)]
    published.sort(key=lambda content: content.relative_source_path)
    targets = [_target(content, folder) for content in published]
    taken = _taken(targets, context["static_content"].values(), folder)
    site_url = _site_url(settings)
    _run.redirects, findings = plan_redirects(targets, taken, site_url)
    _run.own_file = _own_file(context["static_content"].values())
    for finding in findings:
        logger.warning("%s: %s", finding.place, finding.message)
    for redirect in _run.redirects:
        if redirect.old.save_as:
            path = Path(sanitised_join(generators[0].output_path, redirect.old.save_as))
            _write(path, redirect_page(redirect, site_url), redirect)


def _write(path: Path, text: str, redirect: Redirect) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        logger.warning(
            "%s: the alias `%s` cannot be written (%s); remove it, or what is in its way in the "
            "output folder",
            redirect.target.place,
            redirect.old.path,
            error.strerror,
        )


def write_list(sender: Pelican) -> None:
    """Write `_redirects`, without the addresses at which the site has a page of its own after all."""
    settings: dict[str, Any] = sender.settings
    site_url = _site_url(settings)
    kept = [r for r in _run.redirects if _still_stands(r, Path(sender.output_path), site_url)]
    if kept and site_url:
        root = urlsplit(site_url).path.rstrip("/")
        text = redirects_file(kept, root, _run.own_file)
        Path(sender.output_path, _FILE).write_text(text, encoding="utf-8", newline="\n")


def _still_stands(redirect: Redirect, output: Path, site_url: str) -> bool:
    """Tell whether a redirect was not replaced by a list page, or by a file of another plugin."""
    old = redirect.old
    path = output / (old.save_as or old.path.lstrip("/"))
    if not old.save_as:
        is_free = not path.exists()
    else:
        page = redirect_page(redirect, site_url)
        is_free = path.is_file() and path.read_text(encoding="utf-8", errors="replace") == page
    if not is_free:
        logger.warning(
            "%s: the alias `%s` is the address of something else on the site, which stays; remove "
            "the alias",
            redirect.target.place,
            old.path,
        )
    return is_free


def _is_public(content: Content | None) -> bool:
    return content is not None and getattr(content, "status", "") in ("published", "hidden")


def _target(content: Content, folder: str) -> Target:
    aliases = split_aliases(content.metadata.get("aliases", ""))
    return Target(
        source=f"{folder}/{content.relative_source_path}",
        url=content.url,
        save_as=Path(content.save_as).as_posix(),
        title=str(vars(content)["title"]),
        language=content.lang,
        aliases=aliases,
        line=_line_of_aliases(Path(str(content.source_path))) if aliases else 1,
    )


def _line_of_aliases(source: Path) -> int:
    text = source.read_text(encoding="utf-8", errors="replace")
    found = _FIELD.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _taken(targets: Iterable[Target], files: Collection[Content], folder: str) -> dict[str, str]:
    """Return what is written to each file that is known by now."""
    taken = {
        same_file(Path(file.save_as).as_posix()): f"`{folder}/{file.relative_source_path}`"
        for file in files
    }
    return taken | {same_file(target.save_as): f"`{target.source}`" for target in targets}


def _own_file(files: Iterable[Content]) -> str:
    own = next((file for file in files if Path(file.save_as).as_posix() == _FILE), None)
    return Path(str(own.source_path)).read_text(encoding="utf-8") if own else ""


def _site_url(settings: dict[str, Any]) -> str:
    """Return the site's address; empty where pages link to each other relatively."""
    address = str(settings["SITEURL"]).rstrip("/")
    return address if address.startswith(("http://", "https://")) else ""
