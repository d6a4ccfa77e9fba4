"""Sidecars on disk, and nothing else: found beside their articles, written in one step."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from .disk import Disk
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
_WRITABLE = 0o222
"""Bits of a file's mode by which anybody may write."""


class SidecarStore:
    """The sidecars below one folder.

    Args:
        root: the content folder.
        blog: the blog's folder, from which messages name files; its parent when left out.
        disk: by which files change.
    """

    def __init__(self, root: Path, blog: Path | None = None, disk: Disk | None = None) -> None:
        self.root = root
        self.blog = blog or root.parent
        self.disk = disk or Disk()

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

    def put(self, article: Path, sidecar: Sidecar, *, seen: str | None = None) -> Path:
        """Write the sidecar of an article: a temporary file, fsync, then rename.

        Predictions that stand there and are public or the author's are kept, whatever is given.

        Args:
            article: whose sidecar it is.
            sidecar: the new one.
            seen: `version` of the file that it was made of; None when that does not matter.

        Raises:
            EditedError: it would replace a section that a person changed or judged, or the file
                was changed since it was seen.
            SidecarError: what stands there is damaged or read-only; it is left as it is.
            OSError: the disk is full or the folder read-only.
        """
        path = self.path_of(article)
        self._refuse_shared(article, path)
        if seen is not None and self.version(article) != seen:
            raise EditedError(
                "was changed while the model was asked; nothing was written: run it again, "
                "the answer is kept and costs nothing",
                path=self.name_of(path),
            )
        before = self.get(article)
        if before:
            self._refuse_overwriting(before, sidecar, path)
            kept = keeping(before.predictions, sidecar.predictions)
            sidecar = replace(sidecar, predictions=kept)
        self._write(path, sidecar)
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
            SidecarError: it is shared by two articles, read-only, or would lose a public prediction.
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
        self._write(path, sidecar)
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

    def _write(self, path: Path, sidecar: Sidecar) -> None:
        """Write in one step; a file that a person locked stays, although a rename could pass by."""
        if _exists(path) and not path.stat().st_mode & _WRITABLE:
            raise SidecarError(
                "is read-only, so nothing was written; make it writable first",
                path=self.name_of(path),
            )
        try:
            self._rename_into(path, dump_sidecar(sidecar))
        except OSError as error:
            raise OSError(error.errno, error.strerror, self.name_of(path)) from error

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

    def _rename_into(self, path: Path, text: str) -> None:
        handle, name = tempfile.mkstemp(prefix=".commentary-", suffix=".tmp", dir=path.parent)
        temporary = Path(name)
        try:
            try:
                self.disk.write(handle, text.encode("utf-8"))
                self.disk.sync(handle)
            finally:
                os.close(handle)
            temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            self.disk.rename(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        self.disk.sync_folder(path.parent)

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
