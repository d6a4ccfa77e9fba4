"""The blog's commands: `invoke --list` shows them, `invoke --help TASK` explains one."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import time
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
        "max-calls": "ask so often at most",
        "max-cost": "spend so many US dollars at most, such as 2.50",
        "batch": "submit to the provider's batches, and collect what they have answered",
        "shard": "write for one of several parts of the blog, such as 3/8",
    },
)
def generate(  # noqa: PLR0913, PLR0917 - the task's options
    c: Context,
    article: list[str],
    stale: bool = False,
    dry_run: bool = False,
    max_calls: int = 0,
    max_cost: str = "",
    shard: str = "",
    batch: bool = False,
) -> None:
    """Have the model write what is missing, without building."""
    from workbench import console, desk, spent
    from workbench.batch import run_round
    from workbench.progress import Progress
    from workbench.shards import sharded

    with console.exits():
        opened = sharded(desk.open_desk(SETTINGS, named=tuple(article)), shard)
        if dry_run:
            console.say(desk.dry_run(opened, rewrites_stale=stale))
        else:
            spent.limit(opened, max_calls=max_calls, max_cost=max_cost)
            if batch:
                console.finish_round(run_round(opened, rewrites_stale=stale))
                return
            progress = Progress(time.monotonic, prices=opened.workshop.settings.prices)
            report = desk.generate(opened, rewrites_stale=stale, on_progress=progress)
            console.finish_generation(report, rewrites_stale=stale)


@task(
    iterable=["article"],
    help={
        **ARTICLE,
        "json": "print JSON",
        "check": "exit 1 if a person is needed",
        "costs": "show what asking models has cost instead",
    },
)
def status(
    c: Context, article: list[str], json: bool = False, check: bool = False, costs: bool = False
) -> None:
    """Show the state of every section."""
    from workbench import console, desk, spent

    with console.exits():
        opened = desk.open_desk(SETTINGS, named=tuple(article))
        if costs:
            console.say([spent.costs_as_json(opened)] if json else spent.cost_lines(opened))
            return
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


@task(help={"due": "only those that can be answered by now", "json": "print JSON"})
def predictions(c: Context, due: bool = False, json: bool = False) -> None:
    """List what the blog predicts, by day, with what helps to judge it."""
    from workbench import console

    with console.exits():
        console.list_predictions(SETTINGS, only_due=due, as_json=json)


@task(
    positional=["prediction", "outcome"],
    help={
        "prediction": "id of a prediction",
        "outcome": "yes, no, ambiguous, annulled or withdrawn",
        "evidence": "address that shows it; yes and no need one",
        "known-on": "day on which the world knew, such as 2027-03-20; today when left out",
        "note": "for readers",
        "reviewer": JUDGE["reviewer"],
    },
)
def resolve(  # noqa: PLR0913, PLR0917 - the task's options
    c: Context,
    prediction: str,
    outcome: str,
    evidence: str = "",
    known_on: str = "",
    note: str = "",
    reviewer: str = "",
) -> None:
    """Record how a prediction turned out; an earlier answer stays in its history."""
    from workbench import console, desk, ledger

    answer = ledger.Answer(outcome, reviewer, evidence, known_on, note)
    with console.exits():
        opened = desk.open_desk(SETTINGS)
        console.say(ledger.resolve(opened, prediction, answer, desk.today_here()))


@task(
    positional=["prediction", "field", "value"],
    help={
        "prediction": "id of a prediction",
        "field": "statement, resolution_criteria, resolves_on, probability or author_probability",
        "value": "the new one",
        "why": "for readers; needed once it is public",
    },
)
def amend(c: Context, prediction: str, field: str, value: str, why: str = "") -> None:
    """Change what a prediction says; once it is public, readers see what changed and why."""
    from workbench import console, desk, ledger

    with console.exits():
        opened = desk.open_desk(SETTINGS)
        change, today = (field, value), desk.today_here()
        console.say(ledger.amend(opened, prediction, change, why=why, today=today))


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


@task(
    help={
        "leave-out-stale": "publish without the sections that no longer fit their article",
        "fewer": "publish although there are fewer articles than before",
        "no-upload": "leave the site in output/, also where `PUBLISH_TARGET` names a place",
        "dry-run": "build and check, and change neither output/ nor the target",
    },
)
def publish(
    c: Context,
    leave_out_stale: bool = False,
    fewer: bool = False,
    no_upload: bool = False,
    dry_run: bool = False,
) -> None:
    """Build the published site, frozen, check it, and upload it where a target is set."""
    from workbench import console, publishing

    options = publishing.Options(
        leave_out_stale, fewer, not no_upload, dry_run, console.user_language()
    )
    with console.exits():
        console.finish_check(publishing.publish_site(PUBLISHED, OUTPUT, options))


@task(
    help={
        "arguments": "further arguments of pytest, such as -k sidecar",
        "kills": "instead, kill the writing of so many blogs and see what is paid for",
        "model-server": "build a real model server, once, and run only the tests that ask it",
    },
)
def test(c: Context, arguments: str = "", kills: int = 0, model_server: bool = False) -> None:
    """Run all tests; what they need from outside is fetched before the first."""
    if kills:
        c.run(f"{PYTHON} tests/campaigns/kills.py --runs {kills}")
        return
    if model_server:
        made = c.run(f'{PYTHON} tests/model_server/prepare.py "{ROOT / ".cache"}"', hide="out")
        folder = made.stdout.strip().splitlines()[-1]
        named = f"-m model_server tests/test_model_server.py {arguments}"
        c.run(f"{PYTHON} -m pytest {named}", env={"MODEL_SERVER": folder})
        return
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


@task(
    help={
        "posts": "how many each blog has; several numbers with commas between them",
        "peers": "out of hugo,pelican,eleventy,hexo,zola; all when left out",
        "rounds": "how often each builds",
        "short": "fail if a build from nothing became slower against plain Pelican; a minute",
    },
)
def bench(
    c: Context, posts: str = "1000", peers: str = "", rounds: int = 3, short: bool = False
) -> None:
    """Measure builds beside other generators, on one made-up blog, and keep the table."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from speed import command
    from workbench import console

    def say(line: str) -> None:
        console.say([line])

    with console.exits():
        if short:
            console.say(command.bench_shortly(say=say))
        else:
            options = command.options_of(posts, peers, rounds)
            console.say(command.bench(options, ROOT / ".cache", say=say))


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
