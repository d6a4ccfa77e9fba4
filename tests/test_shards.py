"""Parts of a blog, each written for on a machine of its own."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import source
from commentary.building import Workshop
from commentary.errors import SettingsError
from commentary.pipeline import Article
from commentary.sections import Kind
from commentary.settings import Settings
from commentary.store import SidecarStore
from workbench.desk import Desk
from workbench.shards import shard_of, sharded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commentary.prompts import Templates

NAMES = [f"content/post-{number}.md" for number in range(12)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Lay the desk of a blog with twelve articles."""
    articles = tuple(Article(tmp_path / name, name, source(), tuple(Kind)) for name in NAMES)
    templates = cast("Callable[[str], Templates]", None)
    now = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    store = SidecarStore(tmp_path)
    workshop = Workshop(Settings(), store, templates, provider_for=None, now=lambda: now)
    return Desk(articles, workshop, tmp_path, "ja")


@given(st.text(max_size=30), st.integers(1, 2000))
def test_every_article_has_one_shard(name: str, count: int) -> None:
    """Whatever its name is."""
    assert 1 <= shard_of(name, count) <= count


def test_shards_are_about_equal() -> None:
    """Of ten thousand articles each of eight gets about an eighth."""
    sizes = Counter(shard_of(f"content/posts/{number}.md", 8) for number in range(10_000))

    assert set(range(1, 9)) == set(sizes)
    assert max(sizes.values()) < 1.1 * 10_000 / 8


def test_shards_together_are_the_blog(desk: Desk) -> None:
    """Each article is in one of them, and known to the others as before."""
    parts = [sharded(desk, f"{number}/3") for number in (1, 2, 3)]

    names = [article.name for part in parts for article in part.articles]
    assert sorted(NAMES) == sorted(names)
    for part in parts:
        known = {article.name for article in (*part.articles, *part.workshop.others)}
        assert set(NAMES) == known
    assert desk is sharded(desk, "")


@pytest.mark.parametrize("shard", ["0/8", "9/8", "3", "3/", "a/b", "-1/8", "3/8/2", "1/99999"])
def test_what_is_no_shard_is_refused(desk: Desk, shard: str) -> None:
    """Nobody writes for the whole blog by a typing error."""
    with pytest.raises(SettingsError, match="such as 3/8"):
        sharded(desk, shard)
