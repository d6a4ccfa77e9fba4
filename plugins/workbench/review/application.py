"""The desk's web server: pages and acts, for one browser on this machine."""

from __future__ import annotations

import asyncio
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from tornado.web import Application, RequestHandler

from commentary.errors import CommentaryError

from .access import COOKIE, HEADERS
from .prediction_views import ACTS, act_on, prediction_values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..revision import Revision, Shown
    from .access import Access
    from .desk_state import OpenDesk

_HERE = Path(__file__).parent
_STATIC = {"desk.css": "text/css", "desk.js": "text/javascript"}


@dataclass(frozen=True, slots=True)
class Room:
    """What every page needs."""

    access: Access
    opened: OpenDesk
    words: Mapping[str, object]
    templates: Environment


@dataclass(frozen=True, slots=True)
class Message:
    """What a person is told after an act."""

    kind: str
    """`done` or `wrong`."""
    text: str
    kept: str = ""
    """What the person wrote, when it could not be saved."""


def make_application(access: Access, opened: OpenDesk, words: Mapping[str, object]) -> Application:
    """Return the application of one run of the desk."""
    templates = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    room = {"room": Room(access, opened, words, templates)}
    return Application(
        [
            (r"/", _Index, room),
            (r"/article/(.+)", _Article, room),
            (r"/act/(.+)", _Act, room),
            (r"/preview/([\w-]+)/page/(.+)", _PreviewPage, room),
            (r"/preview/([\w-]+)/site/(.*)", _PreviewFile, room),
            (r"/static/([\w.]+)", _Static, room),
            (r".*", _NotFound, room),
        ],
        log_function=lambda _: None,
    )


class _Page(RequestHandler):
    """A page for the browser that was let in, and for no other."""

    def initialize(self, room: Room) -> None:
        """Take what pages need."""
        self.room = room

    def set_default_headers(self) -> None:
        """Let nothing be kept, framed or loaded from elsewhere."""
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Turn away whoever does not belong here, before anything is read."""
        access, host = self.room.access, self.request.host
        if not access.knows_host(host):
            self._refuse()
        elif self.request.method == "GET" and access.redeem(self.get_query_argument("token", "")):
            self.set_cookie(COOKIE, access.session, httponly=True, samesite="Strict")
            self.redirect("/", status=303)
        elif not self._may_enter():
            self._refuse()

    def _may_enter(self) -> bool:
        access = self.room.access
        if not access.knows_session(self.get_cookie(COOKIE, "") or ""):
            return False
        if self.request.method == "GET":
            return True
        headers = self.request.headers
        origin, site = headers.get("Origin", ""), headers.get("Sec-Fetch-Site", "")
        return access.knows_origin(origin, self.request.host, site)

    def _refuse(self) -> None:
        self.set_status(403)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(str(self.room.words["forbidden"]))

    def show(self, template: str, **values: object) -> None:
        """Send a page."""
        values = {"queue": (), "name": "", "title": "", "message": None, **values}
        page = self.room.templates.get_template(template)
        self.finish(page.render(t=self.room.words, **values))

    def show_error(self, status: int, explanation: str) -> None:
        """Send a page that says what is wrong."""
        self.set_status(status)
        heading = self.room.words["title"]
        self.show("error.html", heading=heading, explanation=explanation)

    def write_error(self, status_code: int, **_: object) -> None:
        """Say that something went wrong; the terminal has the trace."""
        self.show_error(status_code, self._reason)

    async def think(self, work: Callable[..., object], *arguments: object) -> object:
        """Do what takes time beside the server."""
        return await asyncio.get_running_loop().run_in_executor(None, work, *arguments)


class _NotFound(_Page):
    def get(self) -> None:
        self.show_error(404, str(self.room.words["not_found"]))


class _Index(_Page):
    async def get(self) -> None:
        queue = await self.think(self.room.opened.queue)
        self.show("index.html", queue=queue)


class _Article(_Page):
    async def get(self, name: str) -> None:
        await self.show_article(name)

    async def show_article(self, name: str, message: Message | None = None) -> None:
        """Send the page of an article, with what an act led to."""
        try:
            values = await self.think(self._values, name)
        except CommentaryError as error:
            self.show_error(404, str(error))
            return
        assert isinstance(values, dict)  # noqa: S101 - `think` knows no types
        self.show("article.html", name=name, message=message, **values)

    def _values(self, name: str) -> dict[str, object]:
        opened, access = self.room.opened, self.room.access
        shown = opened.revision.show(name)
        workshop = opened.desk.workshop
        return {
            "title": shown.article.source.title,
            "language": shown.article.source.language,
            "version": shown.version,
            "sections": opened.sections(shown),
            "queue": opened.queue(),
            "reviewers": workshop.settings.reviewers,
            "can_ask": workshop.provider_for is not None and workshop.settings.may_generate,
            "preview": f"/preview/{access.preview}/page/{quote(name)}",
            "changed_since": self._changed_since,
            **prediction_values(opened.desk, shown, str(self.room.words["lang"])),
        }

    def _changed_since(self, what: tuple[str, ...]) -> str:
        words = self.room.words["outdated_what"]
        assert isinstance(words, dict)  # noqa: S101 - see `wording`
        return ", ".join(words[item] for item in what)


class _Act(_Article):
    async def get(self, name: str) -> None:
        """Return to the page: an act is not done twice by loading it again."""
        self.redirect(f"/article/{quote(name)}")

    async def post(self, name: str) -> None:
        """Do what the form says and show the article."""
        try:
            message = await self.think(self._do, name)
        except CommentaryError as error:
            self.set_status(409)
            message = Message("wrong", str(error), self._field("text"))
        except OSError as error:
            self.set_status(500)
            text = f"{error.filename or name}: {error.strerror}"
            message = Message("wrong", text, self._field("text"))
        assert isinstance(message, Message)  # noqa: S101 - `think` knows no types
        await self.show_article(name, message)

    def _do(self, name: str) -> Message:
        opened = self.room.opened
        with opened.lock:
            if (act := self._field("act")) in ACTS:
                language = str(self.room.words["lang"])
                return Message("done", act_on(opened.desk, act, self._field, language))
            shown = opened.revision.show(name, version=self._field("version"))
            return self._message(self._field("act"), opened.revision, shown)

    def _message(self, act: str, revision: Revision, shown: Shown) -> Message:
        section, done = self._field("section"), self.room.words["done"]
        assert isinstance(done, dict)  # noqa: S101 - see `wording`
        match act:
            case "reword":
                revision.reword(shown, section, self._number(), self._field("text"))
            case "drop":
                revision.drop(shown, section, self._number())
            case "accept":
                revision.accept(shown, section, self._field("reviewer"))
            case "reject":
                revision.reject(shown, section, self._field("reviewer"), self._field("note"))
            case "again":
                numbers = tuple(int(n) for n in self._field("numbers").split() if n.isdigit())
                _, refused = revision.ask_again(shown, section, numbers, self._field("hint"))
                if refused:
                    why = "; ".join(f"「{f.sentence}」 {f.message}" for f in refused)
                    return Message("wrong", done["refused"].format(why=why))
            case _:
                return Message("wrong", str(self.room.words["not_found"]))
        return Message("done", done[act])

    def _field(self, name: str) -> str:
        return self.get_body_argument(name, "")

    def _number(self) -> int:
        number = self._field("number")
        return int(number) if number.isdigit() else 0


class _Static(_Page):
    def get(self, name: str) -> None:
        if name not in _STATIC:
            self.show_error(404, str(self.room.words["not_found"]))
            return
        self.set_header("Content-Type", f"{_STATIC[name]}; charset=utf-8")
        self.finish((_HERE / "static" / name).read_bytes())


class _Preview(_Page):
    """A file of the site for the frame, which sends no cookie: its address holds a secret."""

    def set_default_headers(self) -> None:
        """Let the desk frame it; a script in it never runs, for it stands in a sandbox."""
        super().set_default_headers()
        self.set_header("X-Frame-Options", "SAMEORIGIN")
        self.set_header("Cross-Origin-Resource-Policy", "cross-origin")
        self.set_header(
            "Content-Security-Policy",
            "sandbox; default-src 'none'; style-src 'unsafe-inline' 'self'; img-src 'self' data:; "
            "font-src 'self'; media-src 'self'; frame-ancestors 'self'",
        )

    def prepare(self) -> None:
        """Let in whoever knows the secret and names this machine."""
        access = self.room.access
        if not (access.knows_host(self.request.host) and access.knows_preview(self.path_args[0])):
            self._refuse()

    async def send(self, path: str) -> None:
        """Send a file of the preview."""
        try:
            file = await self.think(self.room.opened.preview_file, path)
        except CommentaryError as error:
            self.show_error(409, str(error))
            return
        if not isinstance(file, Path):
            self.show_error(404, str(self.room.words["not_found"]))
            return
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        charset = "; charset=utf-8" if kind.startswith("text/") else ""
        self.set_header("Content-Type", f"{kind}{charset}")
        self.finish(file.read_bytes())


class _PreviewPage(_Preview):
    async def get(self, secret: str, name: str) -> None:
        """Lead to the page of an article at its place in the site, so that its links work."""
        page = await self.think(self.room.opened.page_of, name)
        if not page:
            self.show_error(404, str(self.room.words["not_found"]))
            return
        self.redirect(f"/preview/{secret}/site/{quote(str(page))}")


class _PreviewFile(_Preview):
    async def get(self, _secret: str, path: str) -> None:
        await self.send(path)
