"""What the tasks stand on: new posts, links, prompt files, costs, and the live preview."""

from __future__ import annotations

import datetime as dt
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING

import pytest

from commentaries import ARTICLE
from commentary.costs import cost_of, total_of
from commentary.errors import SettingsError
from commentary.prompt_files import read_templates
from commentary.sections import Usage
from commentary.tokens import estimate_tokens
from sites import ROOT
from workbench.links import broken_links
from workbench.new_article import new_article

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2026, 11, 23, 9, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("title", "slug", "name"),
    [
        ("GPT-4の衝撃", "", "2026-11-23-gpt-4.md"),
        ("市電の延伸", "", "2026-11-23.md"),
        ("Café society: a short history of", "", "2026-11-23-cafe-society-a-short-history-of.md"),
        ("市電の延伸", "tram", "tram.md"),
    ],
)
def test_new_post_has_an_ascii_address(tmp_path: Path, title: str, slug: str, name: str) -> None:
    """The slug is named, or made of the day and the title's Latin words."""
    assert name == new_article(title, tmp_path / "posts", slug=slug, now=NOW).name


@pytest.mark.parametrize(("title", "language"), [("市電の延伸", "ja"), ("The tram", "en")])
def test_new_post_is_in_the_language_of_its_title(
    tmp_path: Path, title: str, language: str
) -> None:
    """The skeleton speaks the author's language."""
    text = new_article(title, tmp_path, slug="x", now=NOW).read_text(encoding="utf-8")

    assert f"Lang: {language}\n" in text
    assert "Date: 2026-11-23 09:12\n" in text


@pytest.mark.parametrize(
    ("title", "slug", "message"),
    [(" ", "", "needs a title"), ("x", "日本", "small letters"), ("x", "Tram", "small letters")],
)
def test_new_post_refuses_what_makes_no_address(
    tmp_path: Path, title: str, slug: str, message: str
) -> None:
    """The message says what to write instead."""
    with pytest.raises(SettingsError, match=message):
        new_article(title, tmp_path, slug=slug, now=NOW)


def test_broken_links_are_found_and_good_ones_left(tmp_path: Path) -> None:
    """Files, folders, ids, images and srcset; other hosts are not looked at."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text('<p id="here">x</p>', encoding="utf-8")
    (tmp_path / "pic.svg").write_text("<svg/>", encoding="utf-8")
    good = (
        '<a href="a/">1</a><a href="/a/#here">2</a><a href="#top" id="top">3</a><img src="pic.svg">'
        '<a href="https://elsewhere.example/x">4</a><a href="https://blog.example/a/">5</a>'
        '<a href="mailto:x@blog.example">6</a><a href="https://blog.example.evil/a">7</a>'
        '<a href="#:~:text=x">8</a><img srcset="pic.svg 1x, ">'
    )
    bad = '\n<a href="b/">1</a>\n<a href="/a/#there">2</a>\n<img srcset="no.png 1x, pic.svg 2x">'
    (tmp_path / "index.html").write_text(good + bad, encoding="utf-8")

    found = list(broken_links(tmp_path, "https://blog.example"))

    assert ["index.html:2", "index.html:3", "index.html:4"] == [
        ":".join(line.split(":")[:2]) for line in found
    ]
    assert "'no.png' leads nowhere" in found[2]


@pytest.mark.parametrize(
    "link", ["/other/", "../../../etc/passwd", "http://[foo]/", "%00", "%E3%81%82" * 300]
)
def test_link_that_leaves_the_site_or_is_none_is_named(tmp_path: Path, link: str) -> None:
    """With an address that has a path, a link above it is broken; an odd one is no crash."""
    (tmp_path / "index.html").write_text(f'<a href="{link}">x</a>', encoding="utf-8")

    assert 1 == len(list(broken_links(tmp_path, "https://blog.example/blog")))


def test_links_below_the_address_of_the_site_are_its_own(tmp_path: Path) -> None:
    """`https://blog.example/blog/a/` and `/blog/a/` are the folder `a`."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text("x", encoding="utf-8")
    links = '<a href="https://blog.example/blog/a/">1</a><a href="/blog/a/">2</a>'
    (tmp_path / "index.html").write_text(links, encoding="utf-8")

    assert [] == list(broken_links(tmp_path, "https://blog.example/blog"))


def test_blogs_own_prompt_files_go_on_top(tmp_path: Path) -> None:
    """A file of the same name takes the place of the plugin's; the others stay."""
    (tmp_path / "instructions.ja.md").write_text("短く書く。", encoding="utf-8")

    read = read_templates("ja", tmp_path)

    assert "短く書く。" == read.instructions
    assert read_templates("ja").article == read.article


@pytest.mark.parametrize(
    ("files", "voice"),
    [
        pytest.param({}, "", id="none"),
        pytest.param({"voice.md": "短く。\n"}, "短く。", id="beside the settings"),
        pytest.param({"prompts/voice.md": "長く。"}, "長く。", id="among the prompts"),
        pytest.param({"voice.md": "短く。", "prompts/voice.md": "長く。"}, "長く。", id="both"),
        pytest.param({"voice.md": " \n"}, "", id="empty"),
        pytest.param({"voice.md": "\ufeff短く。\r\n長く。"}, "短く。\n長く。", id="from Windows"),
    ],
)
def test_authors_voice_is_read(tmp_path: Path, files: dict[str, str], voice: str) -> None:
    """`voice.md` stands beside the settings, or among the blog's prompts, which go first."""
    (tmp_path / "prompts").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_bytes(text.encode())

    read = read_templates("ja", tmp_path / "prompts", root=tmp_path)

    assert voice == read.voice


@pytest.mark.parametrize("language", ["ja", "en", "fr"])
def test_every_language_has_prompts(language: str) -> None:
    """A language without prompts of its own is asked for in English."""
    assert "$paragraphs" in read_templates(language).article


def test_wrong_prompt_folder_is_refused(tmp_path: Path) -> None:
    """A folder that is not there, or a file in another encoding, is named."""
    with pytest.raises(SettingsError, match="is no folder"):
        read_templates("ja", tmp_path / "nope")
    (tmp_path / "article.ja.md").write_bytes(b"\x8c\x8b")
    with pytest.raises(SettingsError, match=r"article\.ja\.md' is not UTF-8"):
        read_templates("ja", tmp_path)
    (tmp_path / "voice.md").write_bytes(b"\x8c\x8b")
    with pytest.raises(SettingsError, match=r"voice\.md' is not UTF-8"):
        read_templates("en", root=tmp_path)


def test_unknown_price_is_unknown() -> None:
    """A model without a listed price costs None, a listed one more than nothing."""
    assert cost_of("nobody-has-this-model", Usage(1000, 1000)) is None
    assert (cost_of("gpt-4o", Usage(1000, 1000)) or 0) > 0


def test_sum_of_bills_is_unknown_when_one_is() -> None:
    """Two models each cost what they cost; nothing asked costs nothing that could be told."""
    spent = Usage(1000, 1000)
    one = cost_of("gpt-4o", spent)

    assert one is not None
    assert 2 * one == total_of([("gpt-4o", spent), ("gpt-4o", spent)])
    assert total_of([("gpt-4o", spent), ("nobody-has-this-model", spent)]) is None
    assert total_of([("", spent)]) is None
    assert total_of([]) is None


def test_estimate_counts_wide_characters_for_more() -> None:
    """A Japanese character is most of a token, a Latin letter a quarter, with a margin."""
    assert 1050 == estimate_tokens("字" * 1000)
    assert 288 == estimate_tokens("a" * 1000)


def test_serve_rebuilds_and_reloads(tmp_path: Path) -> None:
    """An edit is on the served page soon after, and the page has what reloads it."""
    for name in ("plugins", "theme", "tasks.py", "pelicanconf.py"):
        (tmp_path / name).symlink_to(ROOT / name)
    article = tmp_path / "content/posts/tram.md"
    article.parent.mkdir(parents=True)
    article.write_text(ARTICLE.partition("\n")[2], encoding="utf-8")
    port = _free_port()
    log = (tmp_path / "log").open("w")
    with (
        log,
        subprocess.Popen(
            [sys.executable, "-m", "invoke", "serve", "--port", str(port)],
            cwd=tmp_path,
            env={**os.environ, "LANG": "C.UTF-8"},
            stdout=log,
            stderr=log,
        ) as server,
    ):
        try:
            url = f"http://127.0.0.1:{port}/posts/tram/"
            first = _wait_for(url, "市議会は11月2日")
            text = article.read_text(encoding="utf-8")
            article.write_text(text.replace("市議会は11月2日", "市議会は今月"), encoding="utf-8")
            _wait_for(url, "市議会は今月")
        finally:
            server.terminate()

    assert "livereload.js" in first
    assert not re.search(r"Content-Security-Policy", first, re.IGNORECASE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, words: str, seconds: float = 40) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url) as answer:  # noqa: S310 - our own address
                page = str(answer.read().decode("utf-8"))
                if words in page:
                    return page
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail(f"{words!r} did not appear within {seconds} s")
