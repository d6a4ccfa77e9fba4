"""Sidecars on disk, and nothing else: found beside their articles, written in one step."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import EditedError, SidecarError
from .freezing import keeping, lost
from .lifecycle import is_a_persons
from .sections import digest_of
from .sidecars import dump_sidecar, load_sidecar
from .toml_texts import toml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .sections import Sidecar

SUFFIX = ".commentary.md"
_ARTICLE_SUFFIXES = (".md", ".markdown", ".mkd", ".mdown", ".rst", ".html", ".htm")
_OTHER_SUFFIXES = (".org", ".adoc", ".asc", ".asciidoc", ".ipynb", ".txt", ".textile")
"""Of readers that other plugins bring."""


class SidecarStore:
    """The sidecars below one folder.

    Args:
        root: the content folder.
        blog: the blog's folder, from which messages name files; its parent when left out.
    """

    def __init__(self, root: Path, blog: Path | None = None) -> None:
        self.root = root
        self.blog = blog or root.parent

    def path_of(self, article: Path) -> Path:
        """Return where the sidecar of an article stands, whether it exists or not."""
        return article.with_name(article.stem + SUFFIX)

    def get(self, article: Path) -> Sidecar | None:
        """Read the sidecar of an article, None when there is none.

        Raises:
            SidecarError: it is damaged, not UTF-8, or shared by two articles.
        """
        path = self.path_of(article)
        self._refuse_shared(article, path)
        return self.read(path) if _exists(path) else None

    def read(self, path: Path) -> Sidecar:
        """Read one sidecar.

        Raises:
            SidecarError: it is damaged or not UTF-8.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise SidecarError(
                "not UTF-8; save it as UTF-8", path=self.name_of(path), line=line
            ) from None
        except OSError as error:
            message = f"cannot be read: {error.strerror}; mend its permissions or its name"
            raise SidecarError(message, path=self.name_of(path)) from None
        return load_sidecar(text, path=self.name_of(path))

    def put(self, article: Path, sidecar: Sidecar) -> Path:
        """Write the sidecar of an article: a temporary file, fsync, then rename.

        Predictions that stand there and are public or the author's are kept, whatever is given.

        Raises:
            EditedError: it would replace a section that a person changed or judged.
            SidecarError: what stands there is damaged; it is left as it is.
            OSError: the disk is full or the folder read-only.
        """
        path = self.path_of(article)
        self._refuse_shared(article, path)
        before = self.get(article)
        if before:
            self._refuse_overwriting(before, sidecar, path)
            kept = keeping(before.predictions, sidecar.predictions)
            sidecar = replace(sidecar, predictions=kept)
        _write(path, dump_sidecar(sidecar))
        return path

    def version(self, article: Path) -> str:
        """Return the fingerprint of a sidecar's file as it is now, empty where there is none."""
        path = self.path_of(article)
        if not _exists(path):
            return ""
        return digest_of(path.read_bytes().decode("utf-8", "surrogateescape"))

    def replace(self, article: Path, sidecar: Sidecar, *, seen: str) -> Path:
        """Write what a person decided, in place of exactly what that person saw.

        Args:
            article: whose sidecar it is.
            sidecar: the new one.
            seen: `version` of the file when it was shown.

        Raises:
            EditedError: the file was changed since.
            SidecarError: it is shared by two articles, or would lose a public prediction.
            OSError: the disk is full or the folder read-only.
        """
        path = self.path_of(article)
        self._refuse_shared(article, path)
        if self.version(article) != seen:
            raise EditedError(
                "was changed since it was shown; look at it again, nothing was written",
                path=self.name_of(path),
            )
        before = self.get(article)
        if before and (gone := lost(before.predictions, sidecar.predictions)):
            raise SidecarError(
                f"{', '.join(gone)}: what was predicted in public is not removed; withdraw it by "
                "`invoke resolve ID withdrawn`",
                path=self.name_of(path),
            )
        _write(path, dump_sidecar(sidecar))
        return path

    def line_of(self, path: Path, prediction: str) -> int:
        """Return the line of a prediction's id in a sidecar, 1 when it cannot be told."""
        wanted = f"id = {toml_text(prediction)}"
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        return next((n for n, line in enumerate(lines, start=1) if line.strip() == wanted), 1)

    def paths(self) -> Iterator[Path]:
        """Yield every sidecar below the folder, in the order of their names."""
        yield from sorted(self.root.rglob(f"*{SUFFIX}"))

    def orphans(self) -> Iterator[Path]:
        """Yield the sidecars without an article beside them."""
        for path in self.paths():
            stem = path.name.removesuffix(SUFFIX)
            suffixes = (*_ARTICLE_SUFFIXES, *_OTHER_SUFFIXES)
            if not any(path.with_name(stem + suffix).exists() for suffix in suffixes):
                yield path

    def remove(self, path: Path) -> None:
        """Remove a sidecar; only a person asks for this."""
        path.unlink()

    def _refuse_shared(self, article: Path, path: Path) -> None:
        others = (article.with_suffix(suffix) for suffix in _ARTICLE_SUFFIXES)
        for other in others:
            if other != article and _exists(other):
                raise SidecarError(
                    f"`{article.name}` and `{other.name}` would share this sidecar; rename one",
                    path=self.name_of(path),
                )

    def _refuse_overwriting(self, before: Sidecar, after: Sidecar, path: Path) -> None:
        kept = {section.id: section for section in after.sections}
        for section in before.sections:
            new = kept.get(section.id)
            if is_a_persons(section) and (new is None or new.digest != section.digest):
                raise EditedError(
                    f"`{section.id}` holds a person's text or judgement and is not replaced; "
                    "remove that section by hand to have it written anew",
                    path=self.name_of(path),
                )

    def name_of(self, path: Path) -> str:
        """Return how messages call a file: its path from the blog's folder."""
        try:
            return path.relative_to(self.blog).as_posix()
        except ValueError:
            return path.as_posix()


def _exists(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long for the file system
        return False


def _write(path: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(prefix=".commentary-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
