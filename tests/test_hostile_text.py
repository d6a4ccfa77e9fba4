"""Whatever text comes from outside, no page runs it, loads for it, or is marked otherwise for it."""

from __future__ import annotations

import html
import json
import random
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup, Tag

import browser
from builders import section, sentence, sidecar, source
from commentary.lifecycle import standing_of
from commentary.rendering import Place, render_section
from hostile import blogs
from hostile.attacks import ATTACKS, Attack
from hostile.tripwire import Seen, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sites import Built

_SHARE = 10
"""One attack in ten is tried unless pytest is called with `--whole`."""
_ATOM = "{http://www.w3.org/2005/Atom}"
_RUNNING = "script, style, iframe, object, embed, form, base, link, meta, svg, math, template"


@pytest.fixture(scope="module")
def attacks(request: pytest.FixtureRequest) -> tuple[Attack, ...]:
    """Return a tenth of the attacks, some of each category, or all of them."""
    if request.config.getoption("--whole"):
        return ATTACKS
    by_category: dict[str, list[Attack]] = {}
    for attack in ATTACKS:
        by_category.setdefault(attack.category, []).append(attack)
    chosen = random.Random(20261124)  # noqa: S311 - which ones are tried is no secret
    return tuple(
        attack
        for group in by_category.values()
        for attack in chosen.sample(group, len(group) // _SHARE + 1)
    )


@pytest.fixture(scope="module")
def built(attacks: tuple[Attack, ...], tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the blog that holds them."""
    root = tmp_path_factory.mktemp("hostile")
    blogs.lay_out(root, attacks)
    return blogs.build(root, attacks)


@pytest.fixture(scope="module", params=[True, False], ids=["with-policy", "without-policy"])
def watch(request: pytest.FixtureRequest, built: Built) -> Iterator[Watch]:
    """Open the site in a browser that obeys the pages' policies, and in one that ignores them."""
    with browser.open_chromium() as chromium, browser.serve(built.output) as base:
        yield Watch(chromium, base, obeys=request.param)


def test_there_are_enough_attacks() -> None:
    """The collection has at least 300 strings, each of them once."""
    assert len({attack.text for attack in ATTACKS}) == len(ATTACKS) >= 300


def test_the_build_goes_on(built: Built, attacks: tuple[Attack, ...]) -> None:
    """Every article has its page, or is named: a title of signs that no page can hold is none."""
    missing = [
        name
        for attack in attacks
        for name in (f"posts/hand-{attack.name}", f"posts/model-{attack.name}")
        if not (built.output / name / "index.html").is_file()
        and f"content/{name}.md:1: left out, because `Title:` is empty" not in built.log
    ]
    assert [] == missing, built.log[-3000:]
    assert "Traceback" not in built.log


def test_attacks_reach_the_pages(built: Built, attacks: tuple[Attack, ...]) -> None:
    """Sections that hold them are published, so that the other tests look at something."""
    by_hand, by_model = (
        sum(
            "data-commentary" in _html(built, f"posts/{way}-{attack.name}/index.html")
            for attack in attacks
        )
        for way in ("hand", "model")
    )
    assert by_hand > len(attacks) * 0.9
    assert by_model > len(attacks) * 0.2  # the checks keep most of them off the page


@pytest.mark.browser
def test_no_page_runs_or_loads_anything(
    watch: Watch, built: Built, request: pytest.FixtureRequest
) -> None:
    """Opened in a browser, with and without its policy, no page does what an attack asks for."""
    pages = _pages(built.output, is_whole=bool(request.config.getoption("--whole")))
    harmless = {way: watch.look(f"posts/{way}-harmless/index.html") for way in ("hand", "model")}
    odd = {page: wrong for page in pages if (wrong := _wrong(page, watch.look(page), harmless))}
    assert {} == odd
    assert any("data-origin model" in seen.held for seen in harmless.values())


@pytest.mark.browser
def test_the_search_shows_titles_as_text(watch: Watch) -> None:
    """A search whose results are attacks runs and loads nothing either."""
    seen = watch.search("search/index.html", "tripwire")
    assert (((), (), ())) == (seen.ran, seen.asked, seen.violations)
    assert [] == [held for held in seen.held if " " in held]


def test_feeds_stay_valid_and_quiet(built: Built) -> None:
    """Each feed parses, and the HTML in it holds no element that runs or loads by itself."""
    atoms, jsons = sorted(built.output.rglob("*.xml")), sorted(built.output.rglob("*.json"))
    for path in atoms:
        for entry in ET.fromstring(path.read_bytes()).iter(f"{_ATOM}content"):  # noqa: S314 - ours
            assert [] == _loud(entry.text or ""), path
    for path in jsons:
        for item in _items(json.loads(path.read_bytes())):
            assert [] == _loud(str(item.get("content_html", ""))), path
    assert any(path.name.endswith("atom.xml") for path in atoms)
    assert jsons


def test_what_machines_read_stays_data(built: Built) -> None:
    """Each JSON-LD block is one JSON text, and says nothing of a review."""
    pages = sorted(built.output.glob("posts/*/index.html"))
    for page in pages:
        soup = BeautifulSoup(page.read_bytes(), "html.parser")
        blocks = soup.select('script[type="application/ld+json"]')
        assert blocks, page
        assert all(json.loads(block.get_text()) for block in blocks)


@pytest.mark.parametrize("category", sorted({attack.category for attack in ATTACKS}))
def test_a_models_section_is_text_even_unchecked(category: str) -> None:
    """Where the checks would fail to see an attack, rendering still makes text of it."""
    lines = [blogs.one_line(attack.text) for attack in ATTACKS if attack.category == category]
    markup = {line: found for line in lines if (found := _markup_of(line))}
    assert {} == markup


def _html(built: Built, page: str) -> str:
    return built.html(page) if (built.output / page).is_file() else ""


def _markup_of(line: str) -> list[str]:
    article = source(f"<p>{html.escape(line)}</p>")
    made = replace(section(sentence(line, quote=line)), heading=line)
    rendered = render_section(
        standing_of(made, sidecar(made), article),
        article,
        provenance=None,
        place=Place(lambda anchor: f"#{anchor}", frozenset()),
    )
    quotes = (quote for ground in rendered.grounds for quote in ground.quotes)
    texts = [str(text) for text in (rendered.heading, rendered.opening[0].text, *quotes)]
    return [text for text in texts if set("\"'<>") & set(text)]


def _pages(output: Path, *, is_whole: bool) -> list[str]:
    """Return the articles' pages, and some or all of those that list them."""
    pages = sorted(path.relative_to(output).as_posix() for path in output.rglob("*.html"))
    others = [page for page in pages if not page.startswith("posts/")]
    return pages if is_whole else sorted(set(pages) - set(others)) + others[:: len(others) // 30]


def _wrong(page: str, seen: Seen, harmless: dict[str, Seen]) -> tuple[str, ...]:
    happened = seen.ran + seen.asked + seen.violations
    expected = Counter(harmless["hand" if "/hand-" in page else "model"].held)
    if page.startswith("posts/"):
        return happened + tuple((Counter(seen.held) - expected).elements())
    return happened + tuple(held for held in seen.held if " " in held)


def _loud(content: str) -> list[str]:
    soup = BeautifulSoup(content, "html.parser")
    found = [str(element)[:200] for element in soup.select(_RUNNING)]
    for element in soup.find_all(name=True):
        assert isinstance(element, Tag)
        found += [f"{element.name} {name}" for name in element.attrs if name.startswith("on")]
        href = str(element.get("href", element.get("src", "")))
        found += [href] * href.strip().lower().startswith(("javascript:", "vbscript:", "data:text"))
    return found


def _items(feed: object) -> list[dict[str, object]]:
    return feed["items"] if isinstance(feed, dict) and "items" in feed else []
