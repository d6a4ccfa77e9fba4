"""Measure the search on 2,000 posts: what it finds, what it sends, how long it takes.

`python benchmarks/search_quality.py` builds a site with Pelican and this theme, opens its search
page in Chromium over a server that compresses with gzip, and asks for words whose posts are known.
`--posts` changes the number, `--check` exits with 1 if a goal is missed.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import html
import json
import math
import statistics
import sys
import tempfile
import threading
import time
import tracemalloc
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from browser import open_chromium  # noqa: E402 - the path must be known first
from search_corpus import Post, Query, fetch_texts, packaged_posts, queries, recombined_posts  # noqa: E402
from sites import Site  # noqa: E402
from themed import THEME  # noqa: E402

from search_index.files import Searchable, index_files  # noqa: E402
from search_index.passages import Body, Passage, read_body  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from playwright.sync_api import Browser, Page

SHOWN = 5
_ASK = """async ([folder, words, shown]) => {
  const { openIndex, search, show } = await import(folder + "theme/js/search-index.js");
  const index = await openIndex(folder + "search/");
  const answers = [];
  for (const word of words) {
    const { hits, isPartial } = await search(index, word);
    const first = await Promise.all(hits.slice(0, shown).map((hit) => show(index, hit)));
    answers.push([isPartial ? [] : hits.map((hit) => hit.article), first.map((hit) => hit.text)]);
  }
  return answers;
}"""
