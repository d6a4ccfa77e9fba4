"""The Pelican adapter: notes each page that is written, and writes the sitemap after the last."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from pelican import signals

from .sitemaps import Location, robots_text, sitemap_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pelican import Pelican
    from pelican.generators import StaticGenerator

logger = logging.getLogger(__name__)
# What may stand in an address as it is; `%`, because Pelican's may be quoted already.
_SAFE = "/:?#[]@!$&'()*+,;=%~"
_NO_INDEX = re.compile(
    r"<meta\s(?=[^>]*\bname=[\"']?robots\b)[^>]*\bcontent=[\"']?[^\"'>]*\bnoindex\b", re.IGNORECASE
)


@dataclass(slots=True)
class _Run:
    """What is known of the build under way."""

    locations: dict[str, Location] = field(default_factory=dict)
    """By file, so that a page that replaces a list is listed once."""
    own_files: dict[str, str] = field(default_factory=dict)
    """What the blog's author copies into the output: sources by file."""


_run = _Run()


def register() -> None:
    """Connect to the signals of one build, in their order."""
    signals.get_generators.connect(begin)
    signals.static_generator_finalized.connect(remember_files)
    # of every page, by whichever plugin it is written
    signals.content_written.connect(note_page)
    signals.finalized.connect(write_sitemap)


def begin(sender: Pelican) -> None:
    """Forget an earlier build in this process."""
    del sender
    _run.locations.clear()
    _run.own_files.clear()


def remember_files(generator: StaticGenerator) -> None:
    """Note the files that are copied as they are."""
    _run.own_files.update(
        (Path(file.save_as).as_posix(), file.relative_source_path) for file in generator.staticfiles
    )


def note_page(path: str, context: Mapping[str, Any]) -> None:
    """Keep a page's address, unless it is a draft, hidden, an error page, or asks to be left out."""
    name = Path(context["output_file"]).as_posix()
    subject = context.get("article") or context.get("page")
    if not name.endswith((".html", ".htm")) or not _has_address(context["SITEURL"]):
        return
    _run.locations.pop(name, None)
    is_listed = subject is None or subject.status == "published"
    # read back, because only the page as it stands says whether it asks to be left out
    if is_listed and not _NO_INDEX.search(Path(path).read_text(encoding="utf-8")):
        _run.locations[name] = _location(name, subject, context)


def write_sitemap(sender: Pelican) -> None:
    """Write the sitemap of a site with a public address, and a `robots.txt` if there is none."""
    site: dict[str, Any] = sender.settings
    address = f"{str(site['SITEURL']).rstrip('/')}/"
    if not _has_address(address):
        return
    files = dict(sitemap_files(_run.locations.values(), address))
    if not urlsplit(address).path.strip("/"):  # a robot asks the root of a host only
        files["robots.txt"] = robots_text(address)
    for name, text in files.items():
        if name in _run.own_files:
            if name != "robots.txt":  # an author's own takes the place of ours, as it should
                logger.warning(
                    "%s/%s: is copied to `%s`, where the sitemap would be; take it out of "
                    "`STATIC_PATHS`, or `sitemap` out of `PLUGINS`",
                    Path(site["PATH"]).name,
                    _run.own_files[name],
                    name,
                )
            continue
        Path(sender.output_path, name).write_text(text, encoding="utf-8", newline="\n")


def _location(name: str, subject: Any, context: Mapping[str, Any]) -> Location:  # noqa: ANN401 - an article or page
    site = str(context["SITEURL"])
    if subject is None:
        path = name.removesuffix("index.html") if f"/{name}".endswith("/index.html") else name
        fronts = (context.get("front_pages") or {}).values()
        if any(front.save_as == name for front in fronts):
            return _front(_address(site, path), fronts, context)
        return Location(_address(site, path))
    together = [subject, *subject.translations]
    versions = tuple(sorted((each.lang, _address(site, each.url)) for each in together))
    default = context["DEFAULT_LANG"]
    return Location(
        url=_address(site, subject.url),
        changed=getattr(subject, "modified", None) or getattr(subject, "date", None),
        versions=versions if len(versions) > 1 else (),
        default=dict(versions).get(default, versions[0][1]),
    )


def _front(url: str, fronts: Iterable[Any], context: Mapping[str, Any]) -> Location:
    """Tell the front pages of a blog's languages as versions of each other."""
    site = str(context["SITEURL"])
    versions = {front.language: _address(site, front.url) for front in fronts}
    return Location(
        url=url,
        versions=tuple(sorted(versions.items())),
        default=versions.get(context["DEFAULT_LANG"], url),
    )


def _address(site: str, path: str) -> str:
    return f"{site.rstrip('/')}/{quote(path.lstrip('/'), safe=_SAFE)}"


def _has_address(site: object) -> bool:
    return str(site).startswith(("http://", "https://"))
