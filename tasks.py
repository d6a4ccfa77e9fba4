"""The blog's commands: `invoke --list` shows them, `invoke --help TASK` explains one."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from invoke import Exit, task

if TYPE_CHECKING:
    from invoke import Context

ROOT = Path(__file__).parent
SETTINGS, PUBLISHED = ROOT / "pelicanconf.py", ROOT / "publishconf.py"
OUTPUT = ROOT / "output"
PYTHON = f'"{sys.executable}"'
sys.path.insert(0, str(ROOT / "plugins"))  # as Pelican's PLUGIN_PATHS: one import name everywhere

ARTICLE = {"article": "path of one article, such as content/posts/foo.md; may be repeated"}
JUDGE = {
    **ARTICLE,
    "reviewer": 'your name as it stands in `COMMENTARY["reviewers"]`',
    "section": "id of one section, such as conclusion; all when left out",
}


@task(
    help={
        "arguments": "further arguments of `pelican`, such as --debug",
        "full": "build everything, whatever is known of the last build",
    }
)
def build(c: Context, arguments: str = "", full: bool = False) -> None:
    """Give every article its sections and build the site into output/, if anything changed."""
    from workbench.keeping.command import Order, build_if_changed

    now = dt.datetime.now().astimezone()  # noqa: TID251 - the day of the build
    order = Order(str(SETTINGS), tuple(arguments.split()), os.environ, now, is_full=full)
    if code := build_if_changed(order):
        raise Exit(code=code)


@task(help={"port": "on this machine"})
def serve(c: Context, port: int = 8000) -> None:
    """Build, serve on this machine, and rebuild and reload when something changes."""
    from workbench import console, preview

    with console.exits():
        preview.serve(ROOT, SETTINGS, OUTPUT, port=port)


@task(help={"title": "title of the post", "slug": "last part of its address, in ASCII"})
def new(c: Context, title: str, slug: str = "") -> None:
    """Begin a post in the shape of the blog's articles, as a draft."""
    from workbench import console, new_article

    now = dt.datetime.now().astimezone()  # noqa: TID251 - the day a post begins
    with console.exits():
        path = new_article.new_article(title, ROOT / "content" / "posts", slug=slug, now=now)
    console.say([str(path.relative_to(ROOT))])


@task(
    iterable=["article"],
    help={
        **ARTICLE,
        "stale": "write stale sections again too",
        "dry-run": "show what would be sent, and what it may cost",
    },
)
def generate(c: Context, article: list[str], stale: bool = False, dry_run: bool = False) -> None:
    """Have the model write what is missing, without building."""
    from workbench import console, desk

    with console.exits():
        opened = desk.open_desk(SETTINGS, named=tuple(article))
        if dry_run:
            console.say(desk.dry_run(opened, rewrites_stale=stale))
        else:
            progress = console.Progress()
            report = desk.generate(opened, rewrites_stale=stale, on_progress=progress)
            console.finish_generation(report, rewrites_stale=stale)


@task(
    iterable=["article"],
    help={**ARTICLE, "json": "print JSON", "check": "exit 1 if a person is needed"},
)
def status(c: Context, article: list[str], json: bool = False, check: bool = False) -> None:
    """Show the state of every section."""
    from workbench import console, desk

    with console.exits():
        opened = desk.open_desk(SETTINGS, named=tuple(article))
        console.finish_status(
            desk.status(opened),
            desk.orphan_names(opened) if not article else (),
            json=json,
            check=check,
        )


@task(iterable=["article"], help=JUDGE)
def accept(c: Context, article: list[str], reviewer: str = "", section: str = "") -> None:
    """Accept sections exactly as they stand in the sidecar."""
    from workbench import console, desk

    with console.exits():
        opened = desk.open_desk(SETTINGS, named=desk.required(article))
        console.say(desk.accept_sections(opened, reviewer=reviewer, section=section))


@task(iterable=["article"], help={**JUDGE, "note": "why"})
def reject(
    c: Context, article: list[str], reviewer: str = "", section: str = "", note: str = ""
) -> None:
    """Keep sections off the page."""
    from workbench import console, desk

    with console.exits():
        opened = desk.open_desk(SETTINGS, named=desk.required(article))
        console.say(desk.reject_sections(opened, reviewer=reviewer, section=section, note=note))


@task(
    iterable=["article"],
    help={
        **ARTICLE,
        "port": "on this machine; any that is free when left out",
        "terminal": "ask here instead of in a browser",
        "reviewer": JUDGE["reviewer"],
        "history": "show what was generated and what stands now, from Git, and change nothing",
    },
)
def review(  # noqa: PLR0913, PLR0917 - the task's options
    c: Context,
    article: list[str],
    port: int = 0,
    terminal: bool = False,
    reviewer: str = "",
    history: bool = False,
) -> None:
    """Read, edit, ask again, accept: each sentence beside the paragraphs it rests on."""
    from workbench import console, review

    with console.exits():
        if history:
            console.say(review.history_lines(SETTINGS, tuple(article)))
        elif terminal:
            review.review_in_terminal(SETTINGS, tuple(article), reviewer=reviewer)
        else:
            review.review_in_browser(SETTINGS, port=port)


@task
def prune(c: Context) -> None:
    """Remove sidecars whose article is gone, after asking for each."""
    from workbench import console, desk

    with console.exits():
        console.say(desk.prune(desk.open_desk(SETTINGS), ask=console.ask))


@task
def check(c: Context) -> None:
    """Look for mistakes in content, settings, theme and links; asks no model, keeps no page."""
    from workbench import console, site

    with console.exits():
        console.finish_check(site.check_site(SETTINGS, console.user_language()))


@task(help={"leave-out-stale": "publish without the sections that no longer fit their article"})
def publish(c: Context, leave_out_stale: bool = False) -> None:
    """Build the published site, frozen: no model is asked, and any error keeps the old output."""
    from workbench import console, site

    with console.exits():
        result = site.publish_site(PUBLISHED, OUTPUT, leave_out_stale=leave_out_stale)
        console.finish_check(result)


@task(help={"arguments": "further arguments of pytest, such as -k sidecar"})
def test(c: Context, arguments: str = "") -> None:
    """Run all tests; what they need from outside is fetched before the first."""
    c.run(f"{PYTHON} tests/conformance_material.py", warn=True)  # offline, its tests say so
    c.run(f"{PYTHON} -m pytest -n auto {arguments}")


@task(
    help={
        "json": "print JSON",
        "articles": "ask a model about so many articles only",
        "dry-run": "say what asking a model would cost, and ask nothing",
        "yes": "ask a model without asking you first",
    },
)
def evaluate(
    c: Context,
    json: bool = False,
    articles: int = 0,
    dry_run: bool = False,
    yes: bool = False,
) -> None:
    """Measure checks, second reader and prompts: what they find, miss and mistake."""
    from workbench import console, desk
    from workbench.evaluation import command

    options = command.Options(articles=articles, only_estimates=dry_run, is_agreed=yes)
    with console.exits():
        opened = desk.open_desk(SETTINGS)
        console.say(command.evaluate(opened, options, confirm=console.ask, as_json=json))


@task(help={"pages": "build the blog and measure its pages instead: weight, Lighthouse, axe, HTML"})
def lint(c: Context, pages: bool = False) -> None:
    """Check style, types and the layers of the plugins; or the pages of the blog."""
    if pages:
        from workbench import console
        from workbench.pages import lint_pages

        with console.exits():
            lint_pages(SETTINGS, ROOT / ".cache")
        return
    for command in ("ruff check", "ruff format --check", "mypy"):
        c.run(f"{PYTHON} -m {command} .".replace("mypy .", "mypy"))
    layers = Path(sys.executable).with_name("lint-imports")  # beside this Python, not on the PATH
    c.run(f'"{layers}"', env={"PYTHONPATH": str(ROOT / "plugins")})


@task
def clean(c: Context) -> None:
    """Remove the built site and caches; content and sidecars stay."""
    for name in ("output", ".cache", ".pytest_cache", ".mypy_cache", ".ruff_cache"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
