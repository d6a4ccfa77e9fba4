"""Whole sites for tests: files from one string, built by the real Pelican in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parent.parent
_MARK = re.compile(r"^-- (\S+) --\n", re.MULTILINE)
_PLAIN = ("--log-handler", "plain")
_DEFAULTS: Mapping[str, object] = {
    "SITENAME": "試験",
    "SITEURL": "https://blog.example",
    "AUTHOR": "著者",
    "TIMEZONE": "Asia/Tokyo",
    "DEFAULT_LANG": "ja",
    "PATH": "content",
    "ARTICLE_PATHS": [""],
    "IGNORE_FILES": ["**/.*", "*.commentary.md"],
    "PLUGIN_PATHS": [str(ROOT / "plugins")],
    "PLUGINS": ["commentary"],
    "COMMENTARY": {"minimum_characters": 10},
    "FEED_ALL_ATOM": "all.atom.xml",
    "CATEGORY_FEED_ATOM": None,
    "TRANSLATION_FEED_ATOM": None,
    "AUTHOR_FEED_ATOM": None,
    "AUTHOR_FEED_RSS": None,
}


@dataclass(frozen=True, slots=True)
class Built:
    """What a build left."""

    code: int
    log: str
    output: Path

    def html(self, name: str) -> str:
        """Return a page."""
        return (self.output / name).read_text(encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        """Return every file by its path."""
        return {
            path.relative_to(self.output).as_posix(): path.read_bytes()
            for path in sorted(self.output.rglob("*"))
            if path.is_file()
        }


class Site:
    """A blog in a folder."""

    def __init__(self, root: Path, text: str, settings: Mapping[str, object]) -> None:
        self.root = root
        self.write(text)
        values = {**_DEFAULTS, **settings}
        lines = [f"{name} = {value!r}\n" for name, value in values.items() if value is not ...]
        (root / "pelicanconf.py").write_text("".join(lines), encoding="utf-8")

    def write(self, text: str) -> None:
        """Write the files of a string with `-- path --` marks."""
        parts = _MARK.split(text)
        for name, content in zip(parts[1::2], parts[2::2], strict=True):
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")

    def build(self, *arguments: str, **variables: str) -> Built:
        """Run `pelican` on the blog."""
        environment = {**os.environ, "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "1800000000"}
        done = subprocess.run(
            [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", *_PLAIN, *arguments],
            cwd=self.root,
            env={**environment, **variables},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return Built(done.returncode, done.stdout + done.stderr, self.root / "output")

    def content(self) -> dict[str, bytes]:
        """Return every file below content by its path."""
        folder = self.root / "content"
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
