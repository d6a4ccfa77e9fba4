"""Serve the site on this machine; rebuild and reload the browser when something changes."""

from __future__ import annotations

import datetime as dt
import os
import socket
from typing import TYPE_CHECKING

from invoke import Exit
from livereload import Server

from commentary.errors import SettingsError

from .keeping.command import Order, build_if_changed, say

if TYPE_CHECKING:
    from pathlib import Path

_WATCHED = ("content/**/*", "theme/**/*", "prompts/*", "voice.md", "*.py")
_LIVE = ("--extra-settings", "LIVE_RELOAD=true")
"""Tells the theme to leave out its content security policy, which bars the reloading script."""


def serve(root: Path, settings: Path, output: Path, *, port: int) -> None:
    """Serve until Ctrl-C; content, sidecars, theme, settings and prompts are watched.

    A failed build leaves the last good pages; it is told on the terminal.

    Args:
        root: the blog's folder.
        settings: Pelican's settings file.
        output: what to serve.
        port: on 127.0.0.1.
    """

    def build() -> None:
        now = dt.datetime.now().astimezone()  # noqa: TID251 - the day of each build
        build_if_changed(Order(str(settings), _LIVE, os.environ, now))

    def rebuild() -> None:
        try:
            build()
        except Exit as stop:  # it would end in the log of the server, as a trace
            say([str(stop.message)])

    _refuse_taken(port)
    build()
    server = Server()
    for pattern in _WATCHED:
        server.watch(str(root / pattern), rebuild)
    server.serve(root=str(output), host="127.0.0.1", port=port)


def _refuse_taken(port: int) -> None:
    try:
        with socket.create_server(("127.0.0.1", port)):
            pass
    except OSError as error:
        raise SettingsError(
            f"port {port} cannot be used: {error.strerror}; name another with `--port`"
        ) from None
