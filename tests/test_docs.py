"""What the documents say of settings, tasks, files and layers is what the code has."""

from __future__ import annotations

import ast
import re
import tomllib
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import markdown
import pytest
from invoke import Collection
from invoke.loader import FilesystemLoader

from commentaries import ARTICLE
from commentary.environment import read_environment
from commentary.grounding import check_grounding
from commentary.lifecycle import Status
from commentary.report import MODEL_FAILED, OK, PERSON_NEEDED, USAGE_ERROR
from commentary.settings import Settings, load_settings
from commentary.sidecars import load_sidecar
from commentary.source import parse_source
from feeds.settings import FeedSettings
from policy.settings import HeaderSettings

if TYPE_CHECKING:
    from commentary.sections import Sidecar
    from commentary.source import Source

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.ja.md")
DOCUMENTS = (*READMES, "ARCHITECTURE.md", "CHANGELOG.md", "docs/endpoints.md", "docs/deployment.md")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`]+)`")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)

each_readme = pytest.mark.parametrize("readme", READMES)


def text_of(name: str) -> str:
    """Return a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def table_with(name: str, word: str) -> list[list[str]]:
    """Return the cells of the only table of a document with a row that begins with `word`."""
    blocks = re.findall(r"(?:^\|.*\n)+", FENCE.sub("", text_of(name)), flags=re.MULTILINE)
    tables = [
        [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in block.splitlines()]
        for block in blocks
    ]
    (found,) = [table for table in tables if any(f"`{word}`" == row[0] for row in table)]
    return found[2:]


def fences(name: str, language: str) -> list[str]:
    """Return the fenced blocks of a document in one language."""
    return [text for found, text in FENCE.findall(text_of(name)) if found == language]


def commands(name: str) -> list[str]:
    """Return the commands of a document, one for each line."""
    return "".join(fences(name, "sh")).splitlines()


@cache  # loading puts a folder on the import path, once is enough
def tasks() -> Collection:
    """Return the tasks as Invoke sees them."""
    module, _ = FilesystemLoader(start=str(ROOT)).load("tasks")
    return Collection.from_module(module)


class Asked(dict[str, str]):
    """An empty environment that remembers which variables were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, key: str, default: object = None) -> object:  # type: ignore[override]  # one form will do
        """Note the name and say that it is unset."""
        self.names.add(key)
        return default


@each_readme
def test_settings_table_has_every_setting_with_its_default(readme: str) -> None:
    """Each row's default, given to the blog, changes nothing; no setting lacks a row."""
    table = table_with(readme, "minimum_characters")

    given = {row[0].strip("`"): ast.literal_eval(row[1].strip("`")) for row in table}

    assert [field.name for field in fields(Settings)] == list(given)
    assert Settings() == load_settings(given)


@each_readme
def test_environment_table_has_every_variable(readme: str, tmp_path: Path) -> None:
    """A variable that the program reads stands in the table, and the table has no secret of ours."""
    asked = Asked()
    read_environment(asked, tmp_path)
    table = table_with(readme, "OPENAI_API_KEY")

    told = {name for row in table for name in CODE.findall(row[0])}

    assert asked.names
    assert asked.names == {name for name in told if name.startswith(("OPENAI_", "COMMENTARY_"))}


@each_readme
def test_task_table_has_every_task_with_its_options(readme: str) -> None:
    """The table and `invoke --list` name the same tasks, with the same long options."""
    table = table_with(readme, "prune")

    told = {row[0].strip("`"): set(re.findall(r"`(--[a-z-]+)`", row[-1])) for row in table}

    assert {context.name: set(context.flags) for context in tasks().to_contexts()} == told


@each_readme
def test_commands_name_existing_tasks_and_options(readme: str) -> None:
    """Every `invoke` line of a code block could be typed."""
    known = {context.name: set(context.flags) for context in tasks().to_contexts()}

    for task, options in re.findall(r"/invoke (\w+)(.*)", "\n".join(commands(readme))):
        assert set(re.findall(r"--[a-z-]+", options)) <= known[task]


@each_readme
def test_the_prediction_of_the_readme_can_be_read(readme: str) -> None:
    """What an author copies from there is a prediction."""
    (example,) = [text for text in fences(readme, "toml") if "[[predictions]]" in text]
    head = '+++\nschema = 1\nlanguage = "ja"\n\n'

    (made,) = load_sidecar(f"{head}{example}+++\n", path="x.commentary.md").predictions

    assert ("tram-opening", 0.4, "author") == (made.id, made.probability, made.speaker)


@each_readme
def test_task_names_in_the_text_exist(readme: str) -> None:
    """Whatever stands as `invoke NAME` in the text is a task."""
    named = re.findall(r"`(?:\.venv/bin/)?invoke ([a-z]+)", FENCE.sub("", text_of(readme)))

    assert named
    assert set(named) <= set(tasks().task_names)


@each_readme
@pytest.mark.parametrize("settings", [FeedSettings, HeaderSettings])
def test_every_key_of_feeds_and_headers_is_told(readme: str, settings: type) -> None:
    """A table has one row for each key, in the order of the code."""
    keys = [field.name for field in fields(settings)]
    table = table_with(readme, keys[0])

    assert keys == [row[0].strip("`") for row in table]


@each_readme
def test_exit_codes_are_those_of_the_code(readme: str) -> None:
    """The table has each exit code once, in order."""
    told = re.findall(r"^\| (\d) \|", text_of(readme), flags=re.MULTILINE)

    assert [OK, PERSON_NEEDED, USAGE_ERROR, MODEL_FAILED] == [int(code) for code in told]


@each_readme
def test_every_state_is_explained(readme: str) -> None:
    """Whatever `status` calls a section by its own states has a row."""
    told = re.findall(r"^\| ([a-z]+) \|", text_of(readme), flags=re.MULTILINE)

    assert set(Status) <= set(told)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_to_files(name: str) -> None:
    """Each relative link of a document names a file of the project."""
    here = (ROOT / name).parent
    links = [link for link in LINK.findall(text_of(name)) if "://" not in link]

    assert [] == [link for link in links if not (here / link.split("#")[0]).is_file()]


def test_both_readmes_have_the_same_shape() -> None:
    """The languages say the same: as many headings of each level, rows and list items, in order."""

    def shape(name: str) -> list[str]:
        lines = FENCE.sub("```", text_of(name)).splitlines()
        marks = (re.match(r"#+ |\| |\|-|- |```", line) for line in lines)
        return [mark[0] for mark in marks if mark]

    assert shape("README.md") == shape("README.ja.md")


def test_both_readmes_have_the_same_blocks() -> None:
    """Commands, settings and the sidecar are letter by letter the same in both languages."""
    first, second = (FENCE.findall(text_of(name)) for name in READMES)

    assert first == second


def test_ci_runs_the_commands_of_the_readme() -> None:
    """The first two commands that a reader meets are the ones that are tried in CI."""
    script = [line for line in text_of(".ci/run").splitlines() if not line.startswith("#")]

    for command in commands("README.md")[:2]:
        assert any(command in line for line in script), command


@each_readme
def test_example_sidecar_is_sound(readme: str) -> None:
    """The sidecar that is shown can be read, and every check passes on the article it is about."""
    shown = example(readme)

    assert shown.sections
    assert [] == [f for section in shown.sections for f in check_grounding(section, article())]


def example(readme: str) -> Sidecar:
    """Return the sidecar that a README shows."""
    (block,) = fences(readme, "markdown")
    return load_sidecar(block, path=readme)


def article() -> Source:
    """Return the article that the example is about, as a build reads it."""
    body = ARTICLE.partition("\n\n")[2]
    return parse_source(markdown.markdown(body), title="", date="2026-11-02", language="ja")


def contracts() -> list[dict[str, list[str]]]:
    """Return the import contracts of the project."""
    found: list[dict[str, list[str]]] = tomllib.loads(text_of("pyproject.toml"))["tool"][
        "importlinter"
    ]["contracts"]
    return found


def layer_table() -> list[tuple[str, bool]]:
    """Return the modules of the layer table, from the top, and whether they have a star."""
    text = text_of("ARCHITECTURE.md").partition("| Module | Purpose |\n")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| `(\w+)`( \*)? \| .+ \|$", text, flags=re.MULTILINE)
    return [(module, bool(star)) for module, star in rows]


def test_layer_table_has_the_order_of_the_contract() -> None:
    """No module stands above one of a higher layer."""
    (contract,) = [c for c in contracts() if "commentary" in c.get("containers", ())]
    layer_of = {
        module: number
        for number, layer in enumerate(contract["layers"])
        for module in re.split(r"\s*[|:]\s*", layer)
    }

    table = [module for module, _ in layer_table()]

    assert sorted(layer_of) == sorted(table)
    assert sorted(table, key=lambda module: layer_of[module]) == table


def test_layer_table_names_every_module() -> None:
    """No module of the plugin lacks a row, and no row a module."""
    folder = ROOT / "plugins" / "commentary"
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}

    assert modules | packages == {module for module, _ in layer_table()}


def test_layer_table_marks_modules_that_may_touch_the_world() -> None:
    """A star stands at exactly those modules that the second contract leaves free."""
    (contract,) = [c for c in contracts() if "openai" in c.get("forbidden_modules", ())]
    held = {name.removeprefix("commentary.") for name in contract["source_modules"]}

    assert held == {module for module, has_star in layer_table() if not has_star}


def test_packages_of_plugins_stand_in_the_architecture() -> None:
    """Every package in `plugins` has its row."""
    packages = {path.parent.name for path in (ROOT / "plugins").glob("*/__init__.py")}
    table = text_of("ARCHITECTURE.md").partition("| Package | Purpose |\n")[2].partition("\n\n")[0]
    told = set(re.findall(r"^\| `(\w+)` \|", table, flags=re.MULTILINE))

    assert packages - {"commentary"} == told


def test_changelog_begins_with_what_is_not_released() -> None:
    """Newest first, and the newest release is the version of the project."""
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    headings = [title for level, title in HEADING.findall(text_of("CHANGELOG.md")) if level == "##"]

    first, *released = [re.sub(r"\[(.+?)\].*", r"\1", heading) for heading in headings]

    assert "Unreleased" == first
    assert released[:1] in ([], [version])
