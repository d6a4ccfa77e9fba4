"""Seconds to choose what to read beside every article: `python benchmarks/related_articles.py`.

The articles are made up: titles of eight kanji, a name and eight more, four of 400 tags, of which
few are common, six categories, and a series for each tenth. Processor time, median of three runs.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "plugins"))

from relations.profiles import Profile, title_terms
from relations.reading import shelve

KANJI = [chr(0x4E00 + number * 5) for number in range(600)]
KATAKANA = "アイウエオカキクケコサシスセソタチツテト"
TAGS = [f"tag-{number}" for number in range(400)]
SIZES = (1_000, 10_000)
HOURS_APART = 6


def make_profiles(count: int) -> list[Profile]:
    """Make the same articles each time."""
    chance = random.Random(1)  # noqa: S311 - nothing is kept secret here
    names = ["".join(chance.choices(KATAKANA, k=4)) for _ in range(count // 5 + 50)]
    weights = [1 / (rank + 1) for rank in range(len(TAGS))]
    profiles = []
    for number in range(count):
        words = ["".join(chance.choices(KANJI, k=8)) for _ in range(2)]
        profiles.append(
            Profile(
                key=f"{number:06}.md",
                language="en" if number % 5 == 0 else "ja",
                moment=number * HOURS_APART * 3600.0,
                tags=frozenset(chance.choices(TAGS, weights=weights, k=4)),
                category=f"category-{chance.randrange(6)}",
                terms=title_terms(f"{words[0]}の{chance.choice(names)}が{words[1]}"),
                series=f"series-{number // 100}" if number % 10 == 0 else "",
            )
        )
    return profiles


def seconds(profiles: list[Profile]) -> float:
    """Take the processor time of one run over all articles."""
    started = time.process_time()
    shelves = shelve(profiles)
    for profile in profiles:
        shelves[profile.language].reading_for(profile)
    return time.process_time() - started


def main() -> None:
    """Print one line for each size."""
    for size in SIZES:
        profiles = make_profiles(size)
        middle = statistics.median(seconds(profiles) for _ in range(3))
        sys.stdout.write(f"{size} articles: {middle:.2f} s, {middle / size * 1e6:.0f} µs each\n")


if __name__ == "__main__":
    main()
