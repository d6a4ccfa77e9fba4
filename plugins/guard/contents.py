"""Reads and changes the articles and pages that a Pelican generator holds, in memory only."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican.urlwrappers import URLWrapper
from pelican.utils import order_content

from .collisions import Holder, Label, Output, file_key
from .encodings import Problem, decoded
from .sources import CONTROL

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from pelican.contents import Content
    from pelican.generators import Generator

# originals and their translations take turns
ARTICLES = (
    "articles translations hidden_articles hidden_translations drafts drafts_translations".split()
)
PAGES = "pages translations hidden_pages hidden_translations draft_pages draft_translations".split()
Settings = dict[str, Any]


def shown(settings: Settings, path: str) -> str:
    """Write a path below `PATH`, or any absolute one, relative to the folder above `PATH`."""
    root = Path(settings["PATH"]).resolve()
    whole = Path(os.path.normpath(root / path))
    for top in (root.parent, Path(settings["PATH"]).absolute().parent):
        if whole.is_relative_to(top):
            return whole.relative_to(top).as_posix()
    return whole.as_posix()


def absolute(settings: Settings, path: str) -> str:
    """Write a path below `PATH` as Pelican's contents have it."""
    return os.path.abspath(os.path.join(settings["PATH"], path))  # noqa: PTH100, PTH118 - as there


def below(settings: Settings, path: str) -> str:
    """Write a path as Pelican's context has it: relative to `PATH`, with slashes."""
    relative = os.path.relpath(absolute(settings, path), os.path.abspath(settings["PATH"]))  # noqa: PTH100 - as there
    return Path(relative).as_posix()


def text_of(settings: Settings, path: str) -> str:
    """Read a source below `PATH`; empty if it cannot be read."""
    try:
        text = decoded(Path(settings["PATH"], path).read_bytes())
    except OSError:
        return ""
    return "" if isinstance(text, Problem) else text


def source_of(content: Content) -> str:
    """Give the path of a source below `PATH`, with slashes."""
    return content.relative_source_path or ""


def all_contents(generator: Generator, names: Collection[str]) -> list[Content]:
    """Give every article or page of a generator, ordered by source."""
    contents = [content for name in names for content in getattr(generator, name)]
    return sorted(contents, key=source_of)


def take_out(generator: Generator, names: Collection[str], paths: Collection[str]) -> None:
    """Take sources out of a generator's lists, of each other's translations and of links."""
    for name in names:
        listed = getattr(generator, name)
        listed[:] = _without(listed, paths)
        for content in listed:
            content.translations = _without(content.translations, paths)
    _list_orphans(generator, names)
    for path in paths:
        # as Pelican marks a file that failed: known, so not copied, and not linked to
        generator.context["generated_content"][path] = None


def _list_orphans(generator: Generator, names: Collection[str]) -> None:
    """Move translations whose original was taken out to the originals, which lists show."""
    listed = [getattr(generator, name) for name in names]
    kind = "ARTICLE" if "articles" in names else "PAGE"
    for originals, translations in zip(listed[::2], listed[1::2], strict=True):
        shown_paths = {source_of(original) for original in originals}
        orphans = [
            content
            for content in translations
            if not any(source_of(other) in shown_paths for other in content.translations)
        ]
        if orphans:
            ordered = [*originals, *orphans]
            originals[:] = order_content(ordered, generator.settings[f"{kind}_ORDER_BY"])
            translations[:] = _without(translations, {source_of(orphan) for orphan in orphans})


def _without(contents: list[Content], paths: Collection[str]) -> list[Content]:
    return [content for content in contents if source_of(content) not in paths]


def output_of(content: Content) -> Output:
    """Give the file that a source is to be written to."""
    date = getattr(content, "date", None)
    return Output(
        source=source_of(content),
        save_as=str(content.save_as or ""),
        slug=getattr(content, "slug", ""),
        when=math.inf if date is None else date.timestamp(),
        is_override=hasattr(content, "override_save_as"),
    )


def list_pages(settings: Settings) -> dict[str, Holder]:
    """Give the files of the pages that `DIRECT_TEMPLATES` names."""
    files = {}
    for name in settings["DIRECT_TEMPLATES"]:
        save_as = settings.get(f"{name.upper()}_SAVE_AS", f"{name}.html")
        if save_as:
            holder = Holder(f"the list page `{name}`", save_as, is_list=True)
            files[file_key(save_as)] = holder
    return files


def label_pages(articles: Collection[Content]) -> dict[str, Holder]:
    """Give the files of the pages that tags, categories and authors will have."""
    labels: dict[URLWrapper, None] = {}
    for article in articles:
        labels.update(dict.fromkeys(getattr(article, "tags", ())))
        labels.update(dict.fromkeys(getattr(article, "authors", ())))
        if hasattr(article, "category"):
            labels[article.category] = None
    pages = [Holder(f"the page of {label.name!r}", label.save_as, is_list=True) for label in labels]
    return {file_key(page.save_as): page for page in pages if page.save_as}


def period_pages(context: Mapping[str, Any]) -> dict[str, Holder]:
    """Give the files of the archives of years, months and days."""
    periods = [period for each in context["period_archives"].values() for period in each]
    return {
        file_key(period["save_as"]): Holder("an archive page", period["save_as"], is_list=True)
        for period in periods
    }


def labels_of(articles: Collection[Content]) -> Iterator[Label]:
    """Yield every tag, category and author of the listed articles."""
    for article in articles:
        path = source_of(article)
        categories = [article.category] if hasattr(article, "category") else []
        for kind, labels in (
            ("tag", getattr(article, "tags", ())),
            ("category", categories),
            ("author", getattr(article, "authors", ())),
        ):
            for label in labels:
                yield Label(kind, label.name, label.slug, path)


def clean(content: Content) -> int:
    """Take control characters out of an article or page; return how many there were."""
    removed = 0
    for key, value in list(content.metadata.items()):
        cleaned, count = _cleaned(value)
        if count:
            content.metadata[key] = cleaned
            name = f"override_{key}" if key in {"save_as", "url"} else key.lower()
            setattr(content, name, cleaned)
            removed += count
    if removed:
        _refresh(content)
    body, count = _cleaned(content._content)  # noqa: SLF001 - where Pelican keeps the body
    content._content = body  # noqa: SLF001 - as above
    return removed + count


def _refresh(content: Content) -> None:
    """Renew what Pelican derived from the metadata."""
    content.slug, _ = _cleaned(getattr(content, "slug", ""))
    if "summary" in content.metadata:
        content._summary = content.metadata["summary"]  # noqa: SLF001 - Pelican's second copy
    if "authors" in content.metadata:
        content.author = content.authors[0]
    elif "author" in content.metadata:
        content.authors = [content.author]


def _cleaned(value: object) -> tuple[Any, int]:
    match value:
        case str():
            return CONTROL.subn("", value) if CONTROL.search(value) else (value, 0)
        case list():
            pairs = [_cleaned(member) for member in value]
            count = sum(number for _, number in pairs)
            return ([member for member, _ in pairs] if count else value), count
        case URLWrapper():
            name, count = _cleaned(value.name)
            # a new one, because Pelican's cache may hold the old one
            return (type(value)(name, value.settings) if count else value), count
        case _:
            return value, 0


def lies_in(name: str, folders: Iterable[str]) -> bool:
    """Tell whether a file below the content folder lies in one of its folders."""
    return any(
        folder in ("", ".") or name == folder or name.startswith(f"{folder.rstrip('/')}/")
        for folder in folders
    )
