"""`invoke review`: the author's desk, in a browser on this machine or in the terminal.

`application` is the web server, `access` who may use it, `desk_state` the blog behind it, `views`
what a page shows, `terminal` the same as questions and answers. What the acts do stands in
`workbench.revision`.
"""

from __future__ import annotations

import asyncio
import secrets
import signal
import socket
import sys
import webbrowser
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from commentary.errors import SettingsError

from ..console import ask, say, user_language
from ..desk import open_desk, revision
from ..history import changes_since_generated, versions
from .access import Access
from .terminal import TerminalDesk
from .wording import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_SECRET_BYTES = 24
_WITHOUT_TERMINAL = (
    "nobody can answer here; without a terminal use `invoke status`, an editor on the sidecar, "
    '`invoke accept --article PATH --reviewer "NAME"` and `invoke reject` likewise'
)


def review_in_browser(
    settings: Path, *, port: int = 0, opens: Callable[[str], bool] = webbrowser.open
) -> None:
    """Serve the desk until Ctrl-C.

    Args:
        settings: Pelican's settings file.
        port: on 127.0.0.1; 0 for any that is free.
        opens: shows an address to the author, and tells whether it could.

    Raises:
        SettingsError: the settings are wrong, or the port is taken.
    """
    from .application import make_application  # noqa: PLC0415 - the terminal needs no web server
    from .desk_state import OpenDesk  # noqa: PLC0415 - as above

    listener = _listen(port)
    token, session, preview = (secrets.token_urlsafe(_SECRET_BYTES) for _ in range(3))
    access = Access(listener.getsockname()[1], token, session, preview)
    with closing(OpenDesk(settings)) as opened:
        application = make_application(access, opened, WORDS[user_language()])
        say([access.address])
        opens(access.address)
        asyncio.run(_serve(application, listener))


def review_in_terminal(settings: Path, named: tuple[str, ...], *, reviewer: str) -> None:
    """Go through the waiting sections as questions and answers.

    Raises:
        SettingsError: nobody can answer here, or the reviewer is not clear.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise SettingsError(_WITHOUT_TERMINAL)
    desk = open_desk(settings, named=named)
    store = desk.workshop.store
    paths = {article.name: store.path_of(article.path) for article in desk.articles}
    names = [name for name, path in paths.items() if path.exists()]
    TerminalDesk(
        revision(desk),
        history=lambda name: tuple(versions(paths[name])),
        reviewer=_the_reviewer(reviewer, desk.workshop.settings.reviewers),
        language=user_language(),
        ask=ask,
        say=say,
    ).run(names)


def history_lines(settings: Path, named: tuple[str, ...]) -> Iterator[str]:
    """Yield, for each section, what differs between a model's text and what stands now.

    Raises:
        SettingsError: the settings are wrong, or no article has such a name.
    """
    desk = open_desk(settings, named=named)
    for article in desk.articles:
        sidecar = desk.workshop.store.get(article.path)
        committed = tuple(versions(desk.workshop.store.path_of(article.path))) if sidecar else ()
        for section in sidecar.sections if sidecar else ():
            yield f"{article.name}: {section.id}"
            yield from (f"  {line}" for line in changes_since_generated(section, committed))


def _the_reviewer(named: str, reviewers: tuple[str, ...]) -> str:
    """Return who judges: the one who is named, or the only one there is."""
    if named or len(reviewers) == 1:
        return named or reviewers[0]
    known = ", ".join(repr(name) for name in reviewers) or "nobody yet"
    raise SettingsError(
        f'name yourself with `--reviewer`; `COMMENTARY["reviewers"]` in pelicanconf.py has {known}'
    )


async def _serve(application: object, listener: socket.socket) -> None:
    from tornado.httpserver import HTTPServer  # noqa: PLC0415 - as above
    from tornado.web import Application  # noqa: PLC0415 - as above

    if not isinstance(application, Application):
        raise TypeError(application)
    server = HTTPServer(application, max_body_size=1_000_000)
    server.add_sockets([listener])
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows, where Ctrl-C raises KeyboardInterrupt
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
    try:
        await ended.wait()
    finally:
        server.stop()


def _listen(port: int) -> socket.socket:
    try:
        listener = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        raise SettingsError(
            f"port {port} cannot be used: {error.strerror}; name another with `--port`"
        ) from None
    listener.setblocking(False)  # noqa: FBT003 - the standard library's
    return listener
