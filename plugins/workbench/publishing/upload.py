"""Carry a site to its target with the tool that knows the way: ghp-import, rsync or rclone."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commentary.errors import CommentaryError, SettingsError

from .article_list import LIST_NAME
from .targets import Tool

if TYPE_CHECKING:
    from .targets import Target

_NO_SUCH_BRANCH = 2
"""What `git ls-remote --exit-code` ends with when the remote answers and has no such branch."""
_RSYNC_LACKS = 23
"""What rsync ends with when a file was not there."""
_RCLONE_LACKS = (3, 4)
"""What rclone ends with when a folder or a file was not found."""
_USER = re.compile(r"://[^/\s@]+@")
_LAST_LINES = 3
_KEPT = ".well-known"
"""Certificates and the like, put there by the host."""
_MESSAGE = "Publish the site"


class UploadError(CommentaryError):
    """The target could not be reached, or did not take the site."""


@dataclass(frozen=True, slots=True)
class _Done:
    code: int
    printed: str
    complaint: str


def require_tool(target: Target) -> None:
    """See that the tool is there, before anything is built.

    Raises:
        SettingsError: it is not installed.
    """
    if not shutil.which(target.tool):
        raise SettingsError(f"`PUBLISH_TARGET` needs {target.tool}, which is not installed")


def published_list(target: Target, root: Path) -> str:
    """Return the list of articles that the target has, empty when it has no site of this blog.

    Args:
        target: where the site goes.
        root: the blog's folder, whose Git repository is meant.

    Raises:
        UploadError: the target cannot be reached.
    """
    match target.tool:
        case Tool.GIT:
            return _list_in_git(target, root)
        case Tool.RSYNC:
            return _list_by_rsync(target, root)
        case Tool.RCLONE:
            found = _run(root, "rclone", "cat", f"{target.address}/{LIST_NAME}")
            if found.code not in (0, *_RCLONE_LACKS):
                _fail(target, found)
            return found.printed if found.code == 0 else ""


def upload(target: Target, site: Path, root: Path, *, is_ours: bool) -> None:
    """Upload a site.

    Args:
        target: where it goes.
        site: its folder.
        root: the blog's folder, whose Git repository is meant.
        is_ours: whether a site of this blog stands at the target; only then is anything removed.

    Raises:
        UploadError: the target could not be reached, or did not take it.
    """
    done = _run(root, *command(target, site, root, is_ours=is_ours))
    if done.code:
        _fail(target, done)


def command(target: Target, site: Path, root: Path, *, is_ours: bool) -> tuple[str, ...]:
    """Return what is run to upload: a program and its arguments."""
    deletes = target.deletes and is_ours
    match target.tool:
        case Tool.GIT:
            name = _committed(target, root, "CNAME").strip()  # GitHub keeps a domain there
            domain = ("--cname", name) if name and not (site / "CNAME").exists() else ()
            return (
                *(sys.executable, "-m", "ghp_import", "--no-jekyll", "--push", *domain),
                *("--remote", target.address, "--branch", target.branch),
                *("--message", _MESSAGE, str(site)),
            )
        case Tool.RSYNC:
            removal = ("--delete-after", f"--filter=P /{_KEPT}/") if deletes else ()
            return (
                *("rsync", "--recursive", "--links", "--checksum", "--compress"),
                *("--chmod=D755,F644", "--delay-updates", "--exclude=/.git", *removal),
                *("--", f"{site}/", target.address),
            )
        case Tool.RCLONE:
            act = "sync" if deletes else "copy"
            excluded = ("--exclude", "/.git/**", "--exclude", f"/{_KEPT}/**")
            return ("rclone", act, "--checksum", *excluded, str(site), target.address)


def shown(target: Target) -> str:
    """Return how a target is called in messages, without a password."""
    address = _USER.sub("://", target.address)
    return f"{address} ({target.branch})" if target.tool is Tool.GIT else address


def _list_in_git(target: Target, root: Path) -> str:
    remote, branch = target.address, target.branch
    if _run(root, "git", "remote", "get-url", remote).code:
        raise UploadError(f"the repository has no remote {remote!r}; add it with `git remote add`")
    if _run(root, "git", "symbolic-ref", "--short", "HEAD").printed.strip() == branch:
        raise UploadError(
            f"{branch!r} is the branch you are on; name another for the site in `PUBLISH_TARGET`"
        )
    found = _run(root, "git", "ls-remote", "--exit-code", "--heads", remote, branch)
    if found.code == _NO_SUCH_BRANCH:
        return ""
    place = f"+refs/heads/{branch}:refs/remotes/{remote}/{branch}"
    fetched = found if found.code else _run(root, "git", "fetch", remote, place)
    if fetched.code:
        _fail(target, fetched)
    return _committed(target, root, LIST_NAME)


def _committed(target: Target, root: Path, name: str) -> str:
    place = f"refs/remotes/{target.address}/{target.branch}:{name}"
    found = _run(root, "git", "show", place)
    return found.printed if found.code == 0 else ""


def _list_by_rsync(target: Target, root: Path) -> str:
    with tempfile.TemporaryDirectory(prefix="publish-") as folder:
        copy = Path(folder) / LIST_NAME
        found = _run(root, "rsync", "--", f"{target.address}{LIST_NAME}", str(copy))
        if found.code not in (0, _RSYNC_LACKS):
            _fail(target, found)
        return copy.read_text(encoding="utf-8", errors="replace") if copy.is_file() else ""


def _fail(target: Target, done: _Done) -> None:
    lines = _USER.sub("://", done.complaint).strip().splitlines()
    why = " / ".join(line.strip() for line in lines[-_LAST_LINES:]) or f"it ended with {done.code}"
    raise UploadError(f"{target.tool} could not reach or fill {shown(target)}: {why}")


def _run(root: Path, *arguments: str) -> _Done:
    try:
        done = subprocess.run(  # noqa: S603 - arguments of this module; the target was checked
            arguments,
            cwd=root,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        return _Done(error.errno or 1, "", f"{arguments[0]}: {error.strerror}")
    return _Done(done.returncode, done.stdout, done.stderr)
