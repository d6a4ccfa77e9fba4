"""`invoke publish`: build frozen beside the old site, check, swap, and only then upload."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from commentary.environment import blog_root, read_dotenv
from commentary.errors import SettingsError
from commentary.report import OK

from ..keeping.delivery import claim
from ..keeping.turns import turn
from ..links import broken_links
from ..site import build_site, commentary_overrides, read_settings
from .article_list import LIST_NAME, fewer, read_list, write_list
from .feed_checks import feed_faults
from .key_scan import keys_in, secrets_of
from .targets import read_target
from .upload import UploadError, command, published_list, require_tool, shown, upload

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ..site import BuildResult
    from .targets import Target

_EXAMPLE_HOST = "example.org"
"""In `publishconf.py` until the author writes the blog's own."""
_BUILDS = ".cache/build"
"""Where builds of the blog take turns, and keep the names of what they made."""
_WORDS = {
    "ja": {
        "uploaded": "アップロードしました：{target}",
        "dry": "問題はありません。{output}/はそのままです",
        "would": "実行するコマンド：{command}",
        "wait": "別のビルドが動いています。終わるのを待ちます",
    },
    "en": {
        "uploaded": "uploaded to {target}",
        "dry": "all is well; {output}/ was left as it is",
        "would": "would run: {command}",
        "wait": "another build is under way; waiting for its end",
    },
}


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked for besides the settings."""

    leave_out_stale: bool = False
    fewer: bool = False
    """Whether the site may have fewer articles than the one before."""
    uploads: bool = True
    """Whether to upload, where the settings name a target."""
    dry_run: bool = False
    """Whether to build and check only, and leave `output/` and the target as they are."""
    language: Literal["ja", "en"] = "en"
    """Of what is told when all went well."""


def publish_site(settings: Path, output: Path, options: Options) -> BuildResult:
    """Build into a fresh folder, put it in the place of `output` if all is well, and upload it.

    Whatever goes wrong stands in the result's `objections`. Then `output` and the target are as
    they were; a target that cannot be reached leaves the new site in `output`.

    Raises:
        SettingsError: the settings cannot be read or used.
    """
    output = output.resolve()
    if output.exists() and not output.is_dir():
        raise SettingsError(f"{output.name} is a file, not a folder; move it away")
    values = read_settings(settings)
    target = read_target(values.get("PUBLISH_TARGET")) if options.uploads else None
    if target:
        _refuse_unready(target, str(values["SITEURL"]))
    with turn(str(settings.parent / _BUILDS), lambda: _say_that_it_waits(options)):
        return _publish(settings, output, values, (target, options))


def _say_that_it_waits(options: Options) -> None:
    sys.stderr.write(_WORDS[options.language]["wait"] + "\n")


def _publish(
    settings: Path, output: Path, values: dict[str, Any], wish: tuple[Target | None, Options]
) -> BuildResult:
    _, options = wish
    fresh = output.with_name(f".{output.name}.fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    result = _build(settings, fresh, values, options)
    if result.exit_code == OK:
        _refuse_empty(result, values)
        _keep(output, fresh, values["OUTPUT_RETENTION"])
        write_list(fresh, result.articles)
        result.objections = tuple(_objections(result, fresh, output, options))
    if result.exit_code == OK:
        _finish(result, fresh, output, wish)
    shutil.rmtree(fresh, ignore_errors=True)
    return result


def _refuse_unready(target: Target, site_url: str) -> None:
    host = urlsplit(site_url).hostname or ""
    if host in {"", _EXAMPLE_HOST}:
        raise SettingsError(
            f"`SITEURL` is {site_url!r}, and the site would go to {shown(target)} with it; "
            "write the blog's address into publishconf.py"
        )
    require_tool(target)


def _build(settings: Path, fresh: Path, values: dict[str, Any], options: Options) -> BuildResult:
    changes: dict[str, object] = {"generate": "never", "frozen": True}
    changes |= {"leave_out_stale": True} if options.leave_out_stale else {}
    result = build_site(settings, ("--output", str(fresh), *commentary_overrides(values, changes)))
    if result.pelican_code == OK and fresh.is_dir():
        result.broken_links = tuple(broken_links(fresh, str(values["SITEURL"])))
    return result


def _refuse_empty(result: BuildResult, values: dict[str, Any]) -> None:
    """Stop before an empty site takes the place of one with articles."""
    if result.report is not None and not result.report.articles:
        folders = ", ".join(f"{values['PATH']}/{path}" for path in values["ARTICLE_PATHS"])
        raise SettingsError(
            f"no article was found in {folders}, so nothing was published; "
            "mend `ARTICLE_PATHS`, or put the articles back"
        )


def _keep(output: Path, fresh: Path, patterns: list[str]) -> None:
    """Copy what `OUTPUT_RETENTION` names from the old site, such as a repository."""
    for path in sorted(output.iterdir()) if output.is_dir() else ():
        if not any(fnmatch(path.name, pattern) for pattern in patterns):
            continue
        if path.is_dir():
            shutil.copytree(path, fresh / path.name, symlinks=True, dirs_exist_ok=True)
        else:
            shutil.copy2(path, fresh / path.name)


def _objections(result: BuildResult, fresh: Path, output: Path, options: Options) -> Iterator[str]:
    """Yield what keeps a site that was built from being published."""
    yield from feed_faults(fresh)
    yield from keys_in(fresh, secrets_of(os.environ, read_dotenv(blog_root(output) / ".env")))
    loss = fewer(result.articles, read_list(output), f"{output.name}/")
    if loss and not options.fewer:
        yield loss


def _finish(
    result: BuildResult, fresh: Path, output: Path, wish: tuple[Target | None, Options]
) -> None:
    target, options = wish
    root = blog_root(output)
    words = _WORDS[options.language]
    if options.dry_run:
        result.notes = tuple(_plan(target, output, root, words))
        return
    _swap(fresh, output)
    claim(str(output), str(root / _BUILDS / "made"), LIST_NAME)
    if target is None:
        return
    try:
        before = published_list(target, root)
        loss = fewer(result.articles, before, shown(target))
        if loss and not options.fewer:
            result.objections = (f"nothing was uploaded: {loss}",)
            return
        upload(target, output, root, is_ours=bool(before))
        result.notes = (words["uploaded"].format(target=shown(target)),)
    except UploadError as error:
        result.objections = (
            f"{error}; the new site stands in {output.name}/, and `invoke publish` tries again",
        )


def _plan(
    target: Target | None, output: Path, root: Path, words: Mapping[str, str]
) -> Iterator[str]:
    yield words["dry"].format(output=output.name)
    if target:
        arguments = command(target, output, root, is_ours=True)
        yield words["would"].format(command=shlex.join(arguments))


def _swap(fresh: Path, output: Path) -> None:
    old = output.with_name(f".{output.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if output.exists():
        output.replace(old)
    try:
        fresh.replace(output)
    except OSError:
        if old.exists():
            old.replace(output)
        raise
    shutil.rmtree(old, ignore_errors=True)
