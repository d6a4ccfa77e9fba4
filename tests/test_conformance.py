"""Pelican's own tests and sample sites do not notice our plugins while there is nothing to do."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import conformance_material
from conformance_sites import ROOT, SETS, Built, build, build_set
from conformance_suite import changed, run_suite, short

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance_suite import Outcomes

pytestmark = pytest.mark.conformance

JAPANESE = Path(__file__).parent / "conformance" / "japanese"
JAPANESE_SETTINGS = """
AUTHOR, SITENAME, SITEURL = "編集部", "町の記録", "https://blog.example"
DEFAULT_LANG, TIMEZONE, LOCALE = "ja", "Asia/Tokyo", "C"
ARTICLE_PATHS, PAGE_PATHS, STATIC_PATHS = ["posts"], ["pages"], ["images"]
FEED_ALL_ATOM, FEED_ALL_RSS = "feeds/all.atom.xml", "feeds/all.rss.xml"
SLUGIFY_USE_UNICODE = True
"""
NO_PLUGIN = "PLUGINS = []"
OURS = f"PLUGIN_PATHS = [{str(ROOT / 'plugins')!r}]\nPLUGINS = "
NOTHING_TO_DO = {
    "without-settings": f"{OURS}['commentary']",
    "no-sections-wanted": f"{OURS}['commentary']\nCOMMENTARY = {{'sections': []}}",
    "guard": f"{OURS}['guard']",
    "swift": f"{OURS}['swift']\nCORES = 2",
    "together": f"{OURS}['guard', 'swift', 'commentary', 'contents']\nCOMMENTARY = {{'sections': []}}",
}
# What Pelican's tests want and the guard forbids: those themes lean on the built-in one without
# saying so, and the guard writes the reason of a parse error into one line of its own.
GUARD_DECIDES_OTHERWISE = {
    "test_child_theme_with_css_file",
    "test_css_only_theme",
    "test_parse_errors",
    "test_theme_inheritance",
}
MEDDLER = """from pelican import signals

def meddle(generator):
    for article in generator.articles:
        article._content += "<p>An addition.</p>"

def register():
    signals.article_generator_finalized.connect(meddle)
"""


@pytest.fixture(scope="session")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack Pelican's source distribution, or fail with the command that fetches it."""
    try:
        return conformance_material.unpack(tmp_path_factory.mktemp("material"))
    except conformance_material.MaterialError as error:
        pytest.fail(str(error))


@pytest.fixture(scope="session")
def plain(material: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Built]:
    """Build a content set without plugins, once."""

    @functools.cache
    def build_plain(name: str) -> Built:
        folder = tmp_path_factory.mktemp(name) / "plain"
        return build_named(material, name, folder, plugins=NO_PLUGIN)

    return build_plain


@pytest.fixture(scope="session")
def suite(material: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Outcomes]:
    """Run Pelican's own tests with one plugin found among the installed ones, or with none."""

    @functools.cache
    def outcomes(plugin: Path | None = None) -> Outcomes:
        folder = tmp_path_factory.mktemp("suite")
        return run_suite(material, folder, plugin)

    return outcomes


@pytest.mark.parametrize("plugins", NOTHING_TO_DO.values(), ids=NOTHING_TO_DO)
@pytest.mark.parametrize("name", [*SETS, "japanese"])
def test_plugins_with_nothing_to_do_change_no_byte(
    material: Path, plain: Callable[[str], Built], tmp_path: Path, name: str, plugins: str
) -> None:
    """Every file and the exit code are those of a build without plugins."""
    built = build_named(material, name, tmp_path, plugins=plugins)

    assert [] == plain(name).differences(built)
    assert [] == complaints_about_plugins(built)


@pytest.mark.parametrize("name", [*SETS, "japanese"])
def test_builds_without_plugins_repeat(
    material: Path, plain: Callable[[str], Built], tmp_path: Path, name: str
) -> None:
    """Two builds without plugins are the same, so a difference would come from a plugin."""
    again = build_named(material, name, tmp_path, plugins=NO_PLUGIN)

    assert plain(name).files
    assert [] == plain(name).differences(again)


@pytest.mark.parametrize("name", ["samples", "samples-custom", "samples-french", "japanese"])
def test_comparison_sees_a_plugin_that_changes_articles(
    material: Path, plain: Callable[[str], Built], tmp_path: Path, name: str
) -> None:
    """A plugin that adds one paragraph is found out, so the comparison can fail."""
    Path(tmp_path, "meddler.py").write_text(MEDDLER, encoding="utf-8")
    plugins = f"PLUGIN_PATHS, PLUGINS = [{str(tmp_path)!r}], ['meddler']"

    built = build_named(material, name, tmp_path, plugins=plugins)

    assert "index.html" in plain(name).differences(built)


def test_japanese_site_has_every_state_of_an_article(plain: Callable[[str], Built]) -> None:
    """Drafts, hidden articles and translations are built, and what is skipped is not."""
    names = set(plain("japanese").files)

    assert {
        "tram.html",
        "tram-en.html",
        "drafts/unfinished.html",
        "drafts/unfinished-en.html",
        "unlisted.html",
        "unlisted-en.html",
        "library.html",
        "market.html",
        "pages/about-en.html",
        "images/line.svg",
    } <= names
    assert [] == [name for name in names if "skipped" in name]


@pytest.mark.parametrize(
    ("plugin", "decided_otherwise"),
    [
        ("commentary", set()),
        ("contents", set()),
        ("guard", GUARD_DECIDES_OTHERWISE),
        ("swift", set()),
    ],
    ids=["commentary", "contents", "guard", "swift"],
)
def test_own_suite_of_pelican_gives_the_same_results(
    suite: Callable[..., Outcomes], plugin: str, decided_otherwise: set[str]
) -> None:
    """Each test of Pelican ends as without the plugin, but for those that are named above."""
    assert decided_otherwise == changed(suite(), suite(ROOT / "plugins" / plugin))


def test_own_suite_of_pelican_runs(suite: Callable[..., Outcomes]) -> None:
    """The tests are really run, the two that build the sample sites among them."""
    passed = {name for name, outcome in suite().items() if outcome == "passed"}

    assert len(passed) > 250
    assert {"test_basic_generation_works", "test_custom_generation_works"} <= short(passed)


def test_own_suite_of_pelican_finds_a_plugin_that_changes_articles(
    suite: Callable[..., Outcomes], tmp_path: Path
) -> None:
    """A plugin that adds one paragraph makes both tests of whole sites fail."""
    meddler = tmp_path / "meddler"
    meddler.mkdir()
    (meddler / "__init__.py").write_text(MEDDLER, encoding="utf-8")

    found = changed(suite(), suite(meddler))

    assert {"test_basic_generation_works", "test_custom_generation_works"} <= found


def build_named(material: Path, name: str, folder: Path, *, plugins: str) -> Built:
    """Build one of Pelican's content sets, or the Japanese site."""
    if name == "japanese":
        return build(JAPANESE, folder, settings=JAPANESE_SETTINGS, plugins=plugins)
    return build_set(material, SETS[name], folder, plugins=plugins)


def complaints_about_plugins(built: Built) -> list[str]:
    """Find the lines by which Pelican or `commentary` says that a plugin did not do its part."""
    return re.findall(
        r"Cannot (?:load|register) plugin.*|.*commentary:.*|.*(?:is|as) a bug.*", built.log
    )
