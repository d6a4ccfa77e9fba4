"""The bench: its made-up blog is the same each time, and its figures say what was measured."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from commentary.errors import SettingsError
from commentary.sidecars import dump_sidecar
from corpus import article_text
from corpus_sections import make_sidecar
from corpus_texts import make_posts
from speed.command import options_of
from speed.figures import Case, Figures, Measured
from speed.measuring import cost_of, peak_of
from speed.peers import OTHERS, PELICAN, Peer
from speed.plot import plot_lines
from speed.rounds import open_lane, run_cold, run_rounds
from speed.sources import for_eleventy, for_hexo, for_hugo, for_zola
from speed.table import goal_lines
from speed.tools import Tools

if TYPE_CHECKING:
    from pathlib import Path

LABELS = {"mitoshi": "Mitoshi", "hugo": "Hugo <>"}
FIGURES = Figures(
    [
        Measured("mitoshi", 1000, Case.COLD, 2.0),
        Measured("hugo", 1000, Case.COLD, 1.0),
        Measured("mitoshi", 1000, Case.COLD, 9.0),
        Measured("hugo", 1000, Case.COLD, 3.0),
        Measured("mitoshi", 1000, Case.COLD, 1.0),
        Measured("hugo", 1000, Case.COLD, 1.0),
        Measured("mitoshi", 10_000, Case.COLD, 200.0),
        Measured("hugo", 10_000, Case.COLD, 10.0),
    ]
)


def test_posts_are_the_same_each_time() -> None:
    """A post depends on its number and the seed, not on how many there are."""
    few, many = list(make_posts(4)), list(make_posts(9))

    assert few == many[:4]
    assert few != list(make_posts(4, seed=2))


def test_posts_have_the_promised_size_and_languages() -> None:
    """Half of the posts are Japanese, and each has about 4,000 characters."""
    posts = list(make_posts(40))

    assert ["ja", "en"] * 20 == [post.language for post in posts]
    assert all(3_800 < len(post.body) < 5_600 for post in posts)
    assert all(3 <= len(post.tags) <= 5 for post in posts)


def test_sidecars_say_that_no_model_wrote_them() -> None:
    """Whatever stands as generated names the model `fixture`, and each quote is in its post."""
    for post in make_posts(40):
        sidecar = make_sidecar(post)
        if sidecar is None:
            continue
        assert {"fixture"} >= {facts.model for facts in sidecar.provenances}
        assert "[[sections]]" in dump_sidecar(sidecar)
        for section in sidecar.sections:
            for sentence in section.sentences:
                assert all(ref.quote in article_text(post) for ref in sentence.references)


def test_each_generator_reads_the_same_body() -> None:
    """Only the front matter differs."""
    (post,) = make_posts(1)

    assert all(
        text_of(post).endswith(f"\n\n{post.body}")
        for text_of in (article_text, for_hugo, for_eleventy, for_hexo, for_zola)
    )


def test_ratios_are_taken_round_by_round() -> None:
    """The middle of the ratios stands, not the ratio of the middles."""
    ratio = FIGURES.ratio("mitoshi", "hugo", 1000, Case.COLD)

    assert ratio is not None
    assert (2.0, 1.0, 3.0) == (ratio.middle, ratio.least, ratio.most)


def test_growth_is_an_exponent() -> None:
    """A hundred times the seconds for ten times the posts is the square."""
    assert 2.0 == FIGURES.exponent("mitoshi", Case.COLD)
    assert None is FIGURES.exponent("nobody", Case.COLD)


def test_goals_stand_beside_what_was_reached() -> None:
    """A row has the ratio and the goal for each size, and a dash where nobody was measured."""
    rows = list(goal_lines(FIGURES))

    assert "| ours | 1,000 posts | goal | 10,000 posts | goal |" == rows[0]
    assert (
        "| cold build, against Hugo | 2.00 (1.00–3.00) | ≤ 2.2 | 20.00 (20.00–20.00) | ≤ 2 |"
        in rows
    )
    assert "| peak memory, against Hugo | – | ≤ 0.6 | – | ≤ 0.35 |" in rows


def test_plot_is_sound_and_names_all() -> None:
    """The drawing is XML with a line and a name for each generator."""
    text = "\n".join(plot_lines(FIGURES, LABELS))

    assert 2 == len(list(etree.fromstring(text).iter("{http://www.w3.org/2000/svg}polyline")))
    assert "Hugo &lt;&gt;: 10 s" in text


@pytest.mark.parametrize(
    ("posts", "peers", "rounds", "message"),
    [
        ("many", "", 3, "`--posts` takes numbers"),
        ("9", "", 3, "`--posts` takes numbers"),
        ("10", "", 0, "`--rounds` takes 1"),
        ("10", "jekyll", 1, "but not 'jekyll'"),
    ],
)
def test_options_are_refused_with_the_remedy(
    posts: str, peers: str, rounds: int, message: str
) -> None:
    """A wrong option is named, with what is known."""
    with pytest.raises(SettingsError, match=re.escape(message)):
        options_of(posts, peers, rounds)


def test_options_take_several_sizes() -> None:
    """Sizes come in order, and without names all generators run."""
    options = options_of("1000,100", "", 2)

    assert (100, 1000) == options.sizes
    assert tuple(peer.name for peer in OTHERS) == options.peers


def test_cost_counts_the_children(tmp_path: Path) -> None:
    """The processor seconds of a process that only waited are those of its child."""
    child = "sum(i * i for i in range(12_000_000))"
    command = (
        sys.executable,
        "-c",
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])",
    )

    cost = cost_of(command, tmp_path)

    assert 0.15 < cost.processor
    assert 0.15 < cost.seconds


def test_peak_counts_the_children(tmp_path: Path) -> None:
    """A child that holds memory counts, although its parent holds little."""
    child = "import time; held = bytearray(60_000_000); time.sleep(.5)"
    command = (
        sys.executable,
        "-c",
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])",
    )

    peak = peak_of(command, tmp_path)

    if sys.platform != "linux":  # other systems do not tell shared pages apart
        assert None is peak
        return
    assert peak is not None
    assert 60_000_000 < peak < 200_000_000


def test_failed_generator_is_named(tmp_path: Path) -> None:
    """The message has the last words of the generator."""
    command = (sys.executable, "-c", "import sys; sys.exit('no such theme')")

    with pytest.raises(SettingsError, match="no such theme"):
        cost_of(command, tmp_path)


def test_plain_pelican_runs_its_rounds(tmp_path: Path) -> None:
    """A real generator makes its pages from nothing, after an edit, and again."""
    said: list[str] = []
    lane = open_lane(PELICAN, list(make_posts(10)), tmp_path / "lane", Tools(tmp_path, ""))

    found = Figures(run_rounds([lane], 1, on_run=said.append))

    assert 1 == len(said)
    assert 1 == len(found.amounts("pelican", 10, Case.UNCHANGED_WORK))


def test_generator_that_made_too_little_is_refused(tmp_path: Path) -> None:
    """Seconds of a build that left pages out are not written down."""
    idle = Peer(
        "idle",
        "Idle",
        lambda *_: None,
        lambda _: (sys.executable, "-c", ""),
        "posts",
        "out/{slug}.html",
        "out",
    )
    lane = open_lane(idle, list(make_posts(10)), tmp_path / "lane", Tools(tmp_path, ""))

    with pytest.raises(SettingsError, match="made 0 pages of posts"):
        run_cold([lane], 1, on_run=print)
