"""Measure the search on 2,000 posts: what it finds, what it sends, how long it takes.

`python benchmarks/search_quality.py` has Pelican build a site in this theme, opens its search page
in Chromium over a server that compresses with gzip, and looks for words whose posts are known. It
exits with 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import html
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from playwright.sync_api import sync_playwright  # noqa: E402 - the path must be known first

from search_corpus import Query, fetch_texts, packaged_posts, queries, recombined_posts  # noqa: E402
from search_index.files import index_files  # noqa: E402
from search_index.passages import read_body  # noqa: E402
from search_index.reading import Searchable  # noqa: E402
from sites import Site  # noqa: E402
from themed import THEME  # noqa: E402
from workbench.pages.lighthouse import CHROMIUM_ARGUMENTS  # noqa: E402
from workbench.pages.serving import served  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from playwright.sync_api import Browser, Page

    from search_corpus import Post

SHOWN = 5
GOALS = {"recall": 0.99, "precision": 0.9, "first": 40_000, "later": 10_000, "key": 50.0}
"""Shares; bytes over the wire, headers included; milliseconds."""
_ASK = """async ([words, shown]) => {
  const folder = new URL("..", location.href);
  const { openIndex, search, take } = await import(new URL("theme/js/search/search-index.js", folder));
  const index = await openIndex(new URL("search/", folder).href);
  const answers = [];
  for (const word of words) {
    const answer = await search(index, word);
    const first = await take(index, answer, shown);
    const all = answer.isPartial ? [] : [...first, ...answer.hits, ...answer.unsure];
    answers.push(all.map((hit) => hit.article)); // numbered by date, as the posts are
  }
  return answers;
}"""
_TYPE = """async ([text, begin]) => {
  const field = document.querySelector("[name=q]");
  const status = document.getElementById("search-status");
  const times = [];
  for (let end = begin || text.length; end <= text.length; end += 1) {
    status.textContent = "";
    const answered = new Promise((done) => {
      new MutationObserver((_, observer) => { observer.disconnect(); done(); })
        .observe(status, { childList: true, characterData: true, subtree: true });
    });
    const start = performance.now();
    field.value = text.slice(0, end);
    field.dispatchEvent(new InputEvent("input"));
    await answered;
    times.push(performance.now() - start);
  }
  return times;
}"""


@dataclass(frozen=True, slots=True)
class Quality:
    """Means over some queries."""

    queries: int
    recall: float
    """Of the posts that have the word as typed."""
    precision: float
    """Of the first five results: they have the word, perhaps in another form."""
    strict: float
    """The same, where only the word as typed counts, as far as there are such posts."""


def site_of(posts: Sequence[Post], root: Path) -> Path:
    """Build a blog with these posts; return its output."""
    files = "".join(
        f"-- content/{number}.html --\n<html lang='{post.language}'><head>"
        f"<title>{html.escape(post.title)}</title><meta name='slug' content='{number}'>"
        f"<meta name='date' content='{2000 + number // 336}-{number // 28 % 12 + 1:02}-"
        f"{number % 28 + 1:02}'><meta name='lang' content='{post.language}'>"
        f"<meta name='summary' content='{number}'></head>"
        f"<body>{''.join(f'<p>{html.escape(text)}</p>' for text in post.paragraphs)}</body></html>\n"
        for number, post in enumerate(posts)
    )
    settings = {
        "THEME": str(THEME),
        "PLUGINS": ["contents", "stylesheet", "search_index"],
        "COMMENTARY": ...,
        "FEED_ALL_ATOM": None,
        "RELATIVE_URLS": True,
        "SITEURL": "",
        "SITESUBTITLE": "",
        "DIRECT_TEMPLATES": ["archives"],
        "ARTICLE_URL": "{slug}.html",
        "ARTICLE_LANG_URL": "{slug}.html",
        "ARTICLE_LANG_SAVE_AS": "{slug}.html",
        "JINJA_ENVIRONMENT": {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True},
    }
    built = Site(root, files, settings).build("--fatal=errors")
    if built.code:
        raise SystemExit(built.log)
    return built.output


def quality(page: Page, asked: Sequence[Query]) -> dict[str, Quality]:
    """Look for every word, and compare with where it is; by kind of word."""
    answers = cast("list[list[int]]", page.evaluate(_ASK, [[q.typed for q in asked], SHOWN]))
    rows: defaultdict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for query, found in zip(asked, answers, strict=True):
        rows[query.kind].append(_scores(query, found))
    return {
        kind: Quality(
            len(scores), *(statistics.fmean(column) for column in zip(*scores, strict=True))
        )
        for kind, scores in rows.items()
    }


def _scores(query: Query, found: list[int]) -> tuple[float, float, float]:
    first = found[:SHOWN]
    hoped = first[: len(query.right)] or first
    recall = len(query.right.intersection(found)) / len(query.right)
    if not first:
        return recall, 0.0, 0.0
    either = query.right | query.also
    precision = sum(number in either for number in first) / len(first)
    return recall, precision, sum(number in query.right for number in hoped) / len(hoped)


def mean(parts: Iterable[Quality]) -> Quality:
    """Put kinds together, each by its number of queries."""
    weighed = list(parts)
    total = sum(part.queries for part in weighed)
    share = [
        sum(getattr(part, name) * part.queries for part in weighed) / total
        for name in ("recall", "precision", "strict")
    ]
    return Quality(total, *share)


def wire(browser: Browser, address: str, words: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return the bytes of a first search for each word, and of each following search of one visit.

    A first search begins with an empty cache at the page's address with `?q=`: page, script,
    index, and the results all count.
    """
    first = [_bytes_of_visit(browser, f"{address}?q={word}", ())[0] for word in words[::10]]
    return first, _bytes_of_visit(browser, address, words)[1:]


def _bytes_of_visit(browser: Browser, address: str, words: Sequence[str]) -> list[int]:
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received = [0]

    def count(event: dict[str, Any]) -> None:
        received[0] += int(event["encodedDataLength"])

    session.on("Network.loadingFinished", count)
    page.goto(address, wait_until="networkidle")
    page.focus("[name=q]")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(100)
    spent = [received[0]]
    for word in words:
        before = received[0]
        page.evaluate(_TYPE, [word, 0])
        page.wait_for_timeout(60)
        spent.append(received[0] - before)
    context.close()
    return spent


def index_costs(posts: Sequence[Post]) -> tuple[float, float]:
    """Return the seconds of the processor that reading and indexing takes, and the MB that it adds at its peak."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bodies = ["".join(f"<p>{html.escape(text)}</p>" for text in post.paragraphs) for post in posts]
    start = time.process_time()
    texts = [
        Searchable(post.title, f"{number}.html", "", post.language, "", (), read_body(body))
        for number, (post, body) in enumerate(zip(posts, bodies, strict=True))
    ]
    for _ in index_files(texts):
        pass
    seconds = time.process_time() - start
    return seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def main(number: int, chromium: str) -> bool:
    """Measure and print; return whether every goal is met."""
    is_packaged = fetch_texts()
    posts = packaged_posts(number) if is_packaged else recombined_posts(number)
    seconds, megabytes = index_costs(posts)
    characters = sum(len(post.text) for post in posts)
    print(f"posts: {len(posts)}, {characters:,} characters", "" if is_packaged else "(recombined)")
    print(
        f"index: {seconds:.1f} s, {seconds / len(posts) * 1000:.1f} ms a post, {megabytes:.0f} MB"
    )
    asked = queries(posts)
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
    ):
        start = time.perf_counter()
        output = site_of(posts, Path(folder))
        files = [path for path in (output / "search").rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
        print(f"site: {time.perf_counter() - start:.1f} s; {len(files)} files, {size / 1e6:.1f} MB")
        browser = playwright.chromium.launch(
            executable_path=chromium, args=list(CHROMIUM_ARGUMENTS)
        )
        with served(output) as url:
            return _measure(browser, f"{url}/search/", asked)


def _measure(browser: Browser, address: str, asked: Sequence[Query]) -> bool:
    page = browser.new_page()
    page.goto(address)
    kinds = quality(page, asked)
    print(f"{'':20}{'words':>6}{'recall':>9}{'precision@5':>13}{'as typed@5':>12}")
    whole = mean(part for kind, part in kinds.items() if kind != "one kanji")
    for kind, part in {**kinds, "all but one kanji": whole}.items():
        print(
            f"{kind:20}{part.queries:6}{part.recall:9.3f}{part.precision:13.3f}{part.strict:12.3f}"
        )
    words = [query.typed for query in asked if query.kind != "one kanji"][::7]
    first, later = wire(browser, address, words)
    times = [time for word in words[:40] for time in page.evaluate(_TYPE, [word, 1])]
    again = [time for word in words[:40] for time in page.evaluate(_TYPE, [word, 1])]
    for name, values, unit in (
        ("first search", first, "bytes"),
        ("later searches", later, "bytes"),
        ("a key, files to fetch", times, "ms"),
        ("a key, files known", again, "ms"),
    ):
        ninth = sorted(values)[int(len(values) * 0.9)]
        print(
            f"{name}: median {statistics.median(values):,.0f}, 9 of 10 below {ninth:,.0f}, "
            f"most {max(values):,.0f} {unit}"
        )
    return (
        whole.recall >= GOALS["recall"]
        and whole.precision >= GOALS["precision"]
        and statistics.median(first) <= GOALS["first"]
        and statistics.median(later) <= GOALS["later"]
        and statistics.median(times) <= GOALS["key"]
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--posts", type=int, default=2_000)
    parser.add_argument("--chromium", default=shutil.which("chromium"), help="path of the browser")
    options = parser.parse_args()
    if not options.chromium:
        parser.error("no Chromium found: install it, or name it with `--chromium`")
    sys.exit(0 if main(options.posts, options.chromium) else 1)
