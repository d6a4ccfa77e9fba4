"""What the guard looks at in one run, on the objects that Pelican's generators hold."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pelican
from jinja2 import ChoiceLoader, FileSystemLoader

from . import contents as held
from .collisions import Clash, Holder, explain_clash, explain_merge, find_clashes, find_merges
from .findings import Finding
from .sources import Failure, control_finding, diagnose, line_of, stray_metadata
from .templates import Fault, Theme, find_faults, required_templates

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from pelican import Pelican
    from pelican.contents import Content
    from pelican.generators import CachingGenerator, Generator

THEMES = Path(pelican.__file__).resolve().parent / "themes"
KEYS = {"tag": ("tags",), "category": ("category",), "author": ("authors", "author")}


@dataclass(slots=True)
class Run:
    """What is known of the run under way."""

    pelican: Pelican
    settings: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    """Sources already reported as left out."""
    files: dict[str, Holder] = field(default_factory=dict)
    """What is written where, as far as it is known."""
    articles: Generator | None = None
    """The generator whose templates are used."""
    theme: Theme | None = None

    def block(self, path: str, line: int | None, message: str) -> None:
        """Add a finding that makes the build count as failed."""
        self.findings.append(Finding(held.shown(self.settings, path), line, message, blocking=True))

    def advise(self, path: str, line: int | None, message: str) -> None:
        """Add a finding that changes no exit code."""
        place = held.shown(self.settings, path)
        self.findings.append(Finding(place, line, message, blocking=False))


def check_theme(run: Run, generator: Generator) -> bool:
    """Tell whether the theme is whole, and keep it."""
    theme = Path(run.settings["THEME"]).expanduser().resolve()
    # a theme of Pelican's own leans on `simple` on purpose
    simple = None if THEMES in theme.parents else THEMES / "simple" / "templates"
    run.theme = Theme(generator.env, tuple(run.settings["TEMPLATE_EXTENSIONS"]), simple)
    required = required_templates(run.settings)
    faults = [*find_faults(run.theme, required), *_page_faults(run.settings, run.theme)]
    for fault in faults:
        run.block(fault.file or str(theme / "templates"), fault.line, fault.message)
    return not faults


def _page_faults(settings: Mapping[str, Any], theme: Theme) -> Iterable[Fault]:
    """Check `TEMPLATE_PAGES`, whose templates lie beside the articles."""
    names, own = settings["TEMPLATE_PAGES"], theme.environment.loader
    if not names or own is None:
        return ()
    loader = ChoiceLoader([FileSystemLoader(settings["PATH"]), own])
    beside = replace(theme, environment=theme.environment.overlay(loader=loader), extensions=("",))
    return find_faults(beside, {f"`TEMPLATE_PAGES` ({name})": (name,) for name in names})


def report_failures(
    run: Run, generator: Generator, complaints: Mapping[str, Collection[Failure]]
) -> None:
    """Name every source that Pelican marked as failed, and why."""
    causes: dict[str, list[Failure]] = {}
    for name, failures in complaints.items():
        causes.setdefault(held.below(run.settings, name), []).extend(failures)
    for path, content in generator.context["generated_content"].items():
        if content is None and path not in run.left_out:
            run.left_out.add(path)
            run.findings.append(_failure_finding(run.settings, path, causes.get(path, [])))


def _failure_finding(settings: dict[str, Any], path: str, failures: list[Failure]) -> Finding:
    name = held.shown(settings, path)
    try:
        raw = Path(settings["PATH"], path).read_bytes()
    except OSError as error:
        message = f"cannot be opened ({error.strerror}); mend its permissions or its link"
        return Finding(name, None, message, blocking=True)
    return diagnose(name, raw, failures)


def clean_contents(run: Run, generator: CachingGenerator, names: Collection[str]) -> None:
    """Take control characters, which no feed can hold, out of what is built."""
    for content in held.all_contents(generator, names):
        removed = held.clean(content)
        if not removed:
            continue
        path = held.source_of(content)
        text = held.text_of(run.settings, path)
        run.findings.append(control_finding(held.shown(run.settings, path), text, removed))
        # or a cache would hold the cleaned one, and the next build would find nothing
        own = os.path.normpath(path)
        for name in (own, os.path.join(os.curdir, own)):  # noqa: PTH118 - `Path` drops the dot
            generator.cache_data(name, None)


def check_metadata(run: Run, generator: CachingGenerator, names: Collection[str]) -> None:
    """Name metadata that stands in the text, and leave out what has no one title."""
    for content in held.all_contents(generator, names):
        path = held.source_of(content)
        text = held.text_of(run.settings, path)
        if stray := stray_metadata(path, text):
            run.block(path, *stray)
        for key in ("title", "slug", "summary", "status"):
            if isinstance(content.metadata.get(key), list):
                _leave_out(run, generator, names, path)
                run.block(
                    path,
                    line_of(path, text, key),
                    f"left out, because `{key.capitalize()}:` stands more than once; remove all but one",
                )
        if not str(getattr(content, "title", "")).strip():
            _leave_out(run, generator, names, path)
            run.block(
                path, line_of(path, text, "title"), "left out, because `Title:` is empty; write one"
            )


def check_unread(run: Run, generator: CachingGenerator) -> None:
    """Name what looks like an article or page and stands where Pelican reads none."""
    settings, known = run.settings, set(generator.readers.extensions)
    read = (*settings["ARTICLE_PATHS"], *settings["PAGE_PATHS"])
    for name in _files(Path(settings["PATH"]), settings["IGNORE_FILES"]):
        kind = PurePosixPath(name).suffix.removeprefix(".")
        is_static = held.lies_in(name, settings["STATIC_PATHS"])
        if kind.lower() not in known or is_static or name in generator.context["static_links"]:
            continue
        if kind not in known:
            run.advise(
                name,
                None,
                f"is not published, because it ends in `.{kind}`; rename it to end in `.{kind.lower()}`",
            )
        elif not held.lies_in(name, read):
            folders = ", ".join(f"`{folder}`" for folder in read if folder)
            run.advise(
                name, None, f"is not published, because Pelican reads only {folders}; move it there"
            )


def _files(content: Path, ignored: Iterable[str]) -> Iterator[str]:
    for folder, folders, files in os.walk(content):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not any(fnmatch(name, pattern) for pattern in ignored):
                yield (Path(folder) / name).relative_to(content).as_posix()


def check_templates(run: Run, generator: Generator, names: Collection[str]) -> None:
    """Leave out what asks by `Template:` for a template that cannot be used."""
    # these two were looked at before anything was read
    checked = (kind for kind in ("article", "page") if run.settings[f"{kind.upper()}_SAVE_AS"])
    verdicts = dict.fromkeys(checked, "")
    for content in held.all_contents(generator, names):
        stem, path = content.template, held.source_of(content)
        if run.theme is None or stem is None:
            continue
        if stem not in verdicts:
            faults = find_faults(run.theme, {"`Template:`": (stem,)})
            verdicts[stem] = next((_shown_fault(run, fault) for fault in faults), "")
        if verdicts[stem]:
            line = line_of(path, held.text_of(run.settings, path), "template")
            _leave_out(run, generator, names, path)
            run.block(path, line, f"left out, because {verdicts[stem]}")


def _shown_fault(run: Run, fault: Fault) -> str:
    if fault.file is None:
        return fault.message
    return f"{held.shown(run.settings, fault.file)}:{fault.line}: {fault.message}"


def check_outputs(run: Run, generator: Generator, names: Collection[str]) -> None:
    """Leave out what would be written to a file that another source already has."""
    outputs = [held.output_of(content) for content in held.all_contents(generator, names)]
    clashes, run.files = find_clashes((o for o in outputs if o.save_as), run.files)
    for clash in clashes:
        _leave_out(run, generator, names, clash.source)
        run.block(clash.source, _slug_line(run, clash.source), explain_clash(_named(run, clash)))


def _named(run: Run, clash: Clash) -> Clash:
    """Write a holder that is a source with its place."""
    if not clash.is_source:
        return clash
    line = _slug_line(run, clash.holder)
    place = held.shown(run.settings, clash.holder)
    return replace(clash, holder=f"`{place}:{line}`" if line else f"`{place}`")


def _slug_line(run: Run, path: str) -> int | None:
    text = held.text_of(run.settings, path)
    keys = ("save_as", "slug", "title")
    return next(filter(None, (line_of(path, text, key) for key in keys)), None)


def _leave_out(run: Run, generator: Generator, names: Collection[str], path: str) -> None:
    run.left_out.add(path)
    held.take_out(generator, names, {path})


def check_labels(run: Run, articles: Collection[Content]) -> None:
    """Name tags, categories and authors that Pelican takes for one."""
    for merge in find_merges(held.labels_of(articles)):
        text = held.text_of(run.settings, merge.source)
        lines: Iterator[int | None] = (line_of(merge.source, text, k) for k in KEYS[merge.kind])
        run.advise(merge.source, next(filter(None, lines), None), explain_merge(merge))


def check_summaries(run: Run, generator: Generator) -> None:
    """Name the articles whose summary Pelican would cut from the text."""
    for article in held.all_contents(generator, ("articles", "translations")):
        if "summary" not in article.metadata and not hasattr(article, "_summary"):
            run.advise(
                held.source_of(article),
                None,
                "no `Summary:`, so lists show the beginning of the text, which Pelican cuts badly "
                "in Japanese; add a line `Summary: …` of 80 to 120 characters",
            )
