"""What the desk holds of a blog: derived once, and again only where a file changed."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

import pytest
from blinker import ANY, Signal
from pelican import signals

from builders import section, sentence, sidecar
from commentaries import ARTICLE
from commentary.sidecars import dump_sidecar
from sites import ROOT
from workbench.review.desk_state import OpenDesk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = ARTICLE.partition("\n")[2]
SETTINGS = 'COMMENTARY = {**COMMENTARY, "minimum_characters": 10}\nPLUGIN_PATHS = ["plugins"]\n'


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """Lay out a blog of two articles, of which one has a sidecar."""
    for name in ("plugins", "theme"):
        (tmp_path / name).symlink_to(ROOT / name)
    settings = (ROOT / "pelicanconf.py").read_text(encoding="utf-8")
    (tmp_path / "pelicanconf.py").write_text(f"{settings}\n{SETTINGS}", encoding="utf-8")
    folder = tmp_path / "content/posts"
    folder.mkdir(parents=True)
    for name in ("bus", "tram"):
        text = TEXT.replace("Slug: tram", f"Slug: {name}").replace("Title: ", f"Title: {name} ")
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    write(folder / "tram.commentary.md")
    return folder


@pytest.fixture
def opened(posts: Path) -> Iterator[OpenDesk]:
    """Open the desk, and leave neither Pelican's log level nor its receivers to other tests."""
    level = logging.getLogger().level
    desk = OpenDesk(posts.parent.parent / "pelicanconf.py")
    yield desk
    desk.close()
    logging.getLogger().setLevel(level)
    for signal in vars(signals).values():
        if isinstance(signal, Signal):
            for receiver in list(signal.receivers_for(ANY)):
                signal.disconnect(receiver)


def write(path: Path, text: str = "120億円の計画が前へ進みました。") -> None:
    """Write a sidecar as a program does: a new file in the old one's place."""
    fresh = path.with_suffix(".new")
    fresh.write_text(dump_sidecar(sidecar(section(sentence(text)))), encoding="utf-8")
    fresh.replace(path)


def states(desk: OpenDesk) -> dict[str, tuple[str, ...]]:
    """Return the states in the queue by the article's file."""
    return {item.name.rpartition("/")[2]: item.states for item in desk.queue()}


def test_queue_follows_the_files(posts: Path, opened: OpenDesk) -> None:
    """A sidecar that is written, replaced with as many bytes, damaged or removed is seen at once."""
    path = posts / "bus.commentary.md"
    before = states(opened)
    write(path)
    written = states(opened)["bus.md"]
    stat = path.stat()
    write(path, "180億円の計画が前へ進みました。")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    replaced = states(opened)["bus.md"]
    path.write_text("+++\n", encoding="utf-8")
    damaged = states(opened)["bus.md"]
    path.unlink()

    assert before == states(opened)
    assert "stale" not in written
    assert "stale" in replaced
    assert "damaged" in damaged


def test_queue_follows_the_articles(posts: Path, opened: OpenDesk) -> None:
    """An article that changes, comes or goes is read again, and its states with it."""
    before = states(opened)
    path = posts / "tram.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("120億円", "200億円"), encoding="utf-8")
    (posts / "bus.md").unlink()
    (posts / "nowhere.md").symlink_to("no-such-file.md")
    (posts / "ship.md").write_text(TEXT.replace("Slug: tram", "Slug: ship"), encoding="utf-8")

    after = states(opened)

    assert {"bus.md", "tram.md"} == set(before)
    assert {"ship.md", "tram.md"} == set(after)
    assert before["tram.md"] != after["tram.md"]


def test_states_are_derived_once(posts: Path, opened: OpenDesk) -> None:
    """A second look reads no sidecar: what was written in place at the same time is not seen."""
    before = opened.queue()
    path = posts / "tram.commentary.md"
    stat, text = path.stat(), path.read_text(encoding="utf-8")
    path.write_text(text.replace("+++", "???"), encoding="utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    assert before == opened.queue()
