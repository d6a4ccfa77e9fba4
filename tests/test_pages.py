"""`invoke lint --pages`: which pages are measured, how, and what is said of them."""

from __future__ import annotations

import gzip
import json
import urllib.error
import urllib.request
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

from browser import open_chromium
from commentary.errors import SettingsError
from themed import PAGES, build_themed_site
from workbench.pages.choice import choose, kind_of
from workbench.pages.chromium import count_requests, look_at
from workbench.pages.goals import GOALS, Goal, byte_budget, missed
from workbench.pages.lighthouse import read_report
from workbench.pages.markup import by_page
from workbench.pages.measuring import Measured
from workbench.pages.serving import served
from workbench.pages.table import all_reach, format_pages
from workbench.pages.tools import find_tools
from workbench.pages.weights import page_weight, text_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("index.html", "index"),
        ("404.html", "404"),
        ("about/index.html", "about"),
        ("posts/one/index.html", "posts/*"),
        ("en/posts/one/index.html", "en/posts/*"),
        ("archives/2024/index.html", "archives/*"),
        ("archives/2024/03/index.html", "archives/*/*"),
        ("page/2/index.html", "page/*"),
    ],
)
def test_pages_in_sibling_folders_are_of_one_kind(page: str, kind: str) -> None:
    """The kind of a page follows from its place."""
    assert kind == kind_of(PurePosixPath(page))


def test_the_heaviest_page_stands_for_its_kind() -> None:
    """One page of each kind is measured, the one with the highest load."""
    loads = {"posts/a/index.html": 0.5, "posts/b/index.html": 0.9, "index.html": 0.1}

    assert {
        "index": PurePosixPath("index.html"),
        "posts/*": PurePosixPath("posts/b/index.html"),
    } == choose({PurePosixPath(page): load for page, load in loads.items()})


@pytest.mark.parametrize(
    ("characters", "budget"),
    [(0, 9_000), (4_000, 9_000), (4_001, 14_000), (10_000, 14_000), (20_000, 28_000)],
)
def test_budget_grows_with_the_text(characters: int, budget: int) -> None:
    """A page may weigh 9 kB up to 4,000 characters, and 14 kB up to 10,000."""
    assert budget == byte_budget(characters)


@pytest.mark.parametrize(
    ("goal", "value", "is_met"),
    [
        (Goal("x", most=3), 3, True),
        (Goal("x", most=3), 4, False),
        (Goal("x", least=7), 6.99, False),
        (Goal("x", least=20, most=23), 19, False),
        (Goal("x", least=20, most=23), 23, True),
    ],
)
def test_a_goal_holds_both_bounds(goal: Goal, value: float, is_met: bool) -> None:  # noqa: FBT001 - a table
    """A value at a bound reaches the goal, one beyond it does not."""
    assert is_met == goal.is_met_by(value)


def test_every_measure_that_misses_is_named() -> None:
    """What reaches its goal is not named."""
    assert ["axe", "LCP"] == missed({"axe": 1, "LCP": 1201, "TBT": 50, "perf": 100})


def test_a_page_weighs_its_html_sheets_and_scripts(tmp_path: Path) -> None:
    """Own style sheets and scripts count once, gzipped; pictures and foreign files do not."""
    page = tmp_path / "posts" / "one" / "index.html"
    page.parent.mkdir(parents=True)
    html = (
        '<link rel="stylesheet" href="../../theme/a.css"><script src="/theme/b.js"></script>'
        '<script src="/theme/b.js"></script><script src="https://example.org/c.js"></script>'
        '<link rel="icon" href="/theme/a.css?x"><img src="/theme/big.png">'
    )
    page.write_text(html, encoding="utf-8")
    (tmp_path / "theme").mkdir()
    parts = {"a.css": b"p { margin: 0 }", "b.js": b"let a = 1;", "big.png": bytes(10_000)}
    for name, content in parts.items():
        (tmp_path / "theme" / name).write_bytes(content)
    expected = sum(
        len(gzip.compress(content, mtime=0))
        for content in (html.encode(), parts["a.css"], parts["b.js"])
    )

    assert expected == page_weight(tmp_path, PurePosixPath("posts/one/index.html"))


def test_only_text_of_the_main_part_counts() -> None:
    """Menus, scripts and spaces are no text of the page."""
    html = "<nav>menu</nav><main><p>見通し と\n結論</p><script>let x</script></main>"

    assert 6 == text_length(html)


def test_pictures_count_as_one_request() -> None:
    """A page needs itself, its scripts and one picture; pictures further down wait."""
    addresses = ["http://h/", "http://h/a.js", "http://h/a.avif", "http://h/b.jpg", "data:image/x"]

    assert 3 == count_requests(addresses)


def test_errors_in_html_are_told_by_page() -> None:
    """The checker's answer becomes errors with page and line."""
    shown = json.dumps(
        {"messages": [{"url": "file:/site/a%20b/index.html", "lastLine": 3, "message": "Bad."}]}
    )
    errors = by_page(shown, Path("/site"))

    assert [(3, "Bad.")] == [
        (error.line, error.message) for error in errors[PurePosixPath("a b/index.html")]
    ]


def test_a_checker_that_does_not_run_is_named() -> None:
    """What is no JSON is shown, with what to look at."""
    with pytest.raises(SettingsError, match="UnsupportedClassVersionError; is this Java 17"):
        by_page("Error:\nUnsupportedClassVersionError", Path("/site"))


def test_scores_are_read_from_lighthouse() -> None:
    """Scores count to 100, and the audits that cost points are named."""
    audits = {
        "largest-contentful-paint": {"numericValue": 900.5, "score": 1, "title": "LCP"},
        "cumulative-layout-shift": {"numericValue": 0, "score": 1, "title": "CLS"},
        "total-blocking-time": {"numericValue": 12, "score": 1, "title": "TBT"},
        "robots-txt": {"score": 0, "title": "robots.txt is not valid"},
    }
    names = ("performance", "accessibility", "best-practices", "seo", "agentic-browsing")
    categories = {
        name: {"score": 1, "auditRefs": [{"id": "total-blocking-time", "weight": 1}]}
        for name in names
    }
    categories["seo"] = {"score": 0.92, "auditRefs": [{"id": "robots-txt", "weight": 1}]}
    score = read_report({"audits": audits, "categories": categories})

    assert {"LCP": 900.5, "CLS": 0, "TBT": 12} == {
        k: score.measures[k] for k in ("LCP", "CLS", "TBT")
    }
    assert 92 == score.measures["seo"]
    assert 100 == score.measures["perf"]
    assert ("robots-txt: robots.txt is not valid",) == score.complaints


def test_the_table_marks_what_is_missed() -> None:
    """Goals stand below the names, a miss has a mark, and its reasons follow."""
    measures = {"axe": 0.0, "contrast": 6.5}
    page = Measured(
        "index", PurePosixPath("index.html"), 5_000, 1_200, measures, ["low contrast: <p>"]
    )

    assert [
        "page   characters  bytes  axe  contrast",
        "goal                      0    ≥ 7",
        "index  1200        5000   0    6.5!",
        "index.html: contrast",
        "  low contrast: <p>",
    ] == format_pages([page])
    assert not all_reach([page])


def test_missing_programs_are_named_with_the_way_to_get_them(tmp_path: Path) -> None:
    """Without Java or Chromium, the message says what to install."""
    with pytest.raises(SettingsError) as caught:
        find_tools(tmp_path, {"PATH": str(tmp_path)})

    assert "Java (Debian: `apt install default-jre-headless`)" in str(caught.value)
    assert "Chromium (Debian: `apt install chromium fonts-noto-cjk`)" in str(caught.value)


def test_a_site_is_served_compressed_and_with_its_own_404(tmp_path: Path) -> None:
    """Text comes gzipped when asked so; what is not there gets the site's own page."""
    (tmp_path / "index.html").write_text("見通し", encoding="utf-8")
    (tmp_path / "404.html").write_text("ありません", encoding="utf-8")
    with served(tmp_path) as origin:
        request = urllib.request.Request(f"{origin}/", headers={"Accept-Encoding": "gzip"})  # noqa: S310 - this machine
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - this machine
            body = gzip.decompress(answer.read()).decode()
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"{origin}/nothing")  # noqa: S310 - this machine

    with caught.value as error:
        assert ("見通し", 404, "ありません") == (body, error.code, error.read().decode())


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start one browser for the module."""
    with open_chromium() as browser:
        yield browser


_SOUND = (
    '<!DOCTYPE html><html lang="en"><title>T</title><link rel="icon" href="data:,">'
    "<main><h1>Title</h1>{}</main></html>"
)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("defect", "measure"),
    [
        ('<p style="color: #888">Pale words.</p>', "contrast"),
        ('<div style="width: 1500px">Wide.</div>', "overflow"),
        ('<button style="width: 20px; height: 20px; padding: 0">x</button>', "target"),
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "axe"),
        ("<script>console.error('oops')</script>", "console"),
        ('<img alt="" src="http://127.0.0.2:9/x.png">', "foreign"),
    ],
)
def test_a_planted_defect_is_seen(
    chromium: Browser, tmp_path: Path, defect: str, measure: str
) -> None:
    """A sound page reaches every goal that a browser measures; one defect misses its own."""
    (tmp_path / "index.html").write_text(_SOUND.format("<p>Words.</p>"), encoding="utf-8")
    (tmp_path / "bad.html").write_text(_SOUND.format(defect), encoding="utf-8")
    with served(tmp_path) as origin:
        sound = look_at(chromium, f"{origin}/", origin)
        bad = look_at(chromium, f"{origin}/bad.html", origin)

    assert [] == missed(sound.measures)
    assert measure in missed(bad.measures)


@pytest.mark.browser
def test_an_article_of_the_theme_reaches_the_goals(chromium: Browser, tmp_path: Path) -> None:
    """Seen in a browser, an article with sections misses no goal."""
    built = build_themed_site(tmp_path, SITEURL="", RELATIVE_URLS=True)
    with served(built.output) as origin:
        seen = look_at(chromium, f"{origin}/{PAGES['article']}", origin)

    assert [] == missed(seen.measures), seen.complaints
    assert {"line 390", "line 1280"} <= set(seen.measures) <= set(GOALS)
