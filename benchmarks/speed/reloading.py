"""How long an author waits under `invoke serve`: from saving a post to its text in Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from playwright.sync_api import Error, sync_playwright

from commentary.errors import SettingsError
from workbench.pages.lighthouse import CHROMIUM_ARGUMENTS

from .figures import Case, Measured
from .measuring import clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .rounds import Lane

_START = 600
"""Seconds that the first build may take."""
_RELOAD = 120
"""Seconds after which a page that did not change is given up."""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def run_reloads(lane: Lane, rounds: int) -> list[Measured]:
    """Save a post so many times, and wait for it each time; the first round warms up.

    Raises:
        SettingsError: there is no Chromium, the server does not start, or a page stays as it was.
    """
    browser = next(filter(None, map(shutil.which, _BROWSERS)), "")
    if not browser:
        raise SettingsError("the reload is measured in Chromium; install it, or run without it")
    lane.clear()
    post = lane.posts[len(lane.posts) // 2]
    source = lane.folder / lane.peer.posts / f"{post.slug}.md"
    with _serving(lane.folder) as address, sync_playwright() as player:
        chromium = player.chromium.launch(executable_path=browser, args=[*CHROMIUM_ARGUMENTS])
        page = chromium.new_page()
        prefix = "" if post.language == "ja" else f"{post.language}/"
        page.goto(f"{address}{prefix}posts/{post.slug}/")
        times = []
        for number in range(rounds + 1):
            mark = f"Saved for the {number}th time."
            text = source.read_text(encoding="utf-8")
            time.sleep(1)  # an author reads for a moment; the watcher comes to rest
            began = time.perf_counter()
            source.write_text(f"{text}\n{mark}\n", encoding="utf-8", newline="\n")
            try:
                page.wait_for_selector(f"text={mark}", timeout=_RELOAD * 1000)
            except Error as error:
                raise SettingsError(f"{post.slug} was saved, but not shown: {error}") from None
            times.append(time.perf_counter() - began)
        chromium.close()
    return [Measured(lane.peer.name, len(lane.posts), Case.RELOAD, each) for each in times[1:]]


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-m", "invoke", "serve", "--port", str(port)],
        cwd=folder,
        env=clean_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as server:
        try:
            _wait_for(port, server)
            yield f"http://127.0.0.1:{port}/"
        finally:
            os.killpg(server.pid, signal.SIGTERM)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(_START * 10):
        if server.poll() is not None:
            raise SettingsError(f"`invoke serve` ended with {server.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SettingsError(f"`invoke serve` was not ready after {_START} s")
