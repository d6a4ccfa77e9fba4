"""A site served on this machine as a web host does: compressed, with its own page for 404."""

from __future__ import annotations

import functools
import gzip
import threading
from contextlib import contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMPRESSED = {".css", ".html", ".js", ".json", ".svg", ".txt", ".xml"}
_TYPES = {".js": "text/javascript", ".avif": "image/avif", ".webp": "image/webp"}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port, and return its address without a slash at the end."""
    handler = functools.partial(_Compressing, directory=str(folder))
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent: a browser that closes a page breaks off what it was loading."""


class _Compressing(SimpleHTTPRequestHandler):
    """Sends text gzipped, and the site's own page for an address that is not there."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file."""
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if path.is_file():
            self._send(HTTPStatus.OK, path)
        else:
            self._send(HTTPStatus.NOT_FOUND, Path(self.directory) / "404.html")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""

    def _send(self, status: HTTPStatus, path: Path) -> None:
        body = path.read_bytes() if path.is_file() else b""
        kind = _TYPES.get(path.suffix) or self.guess_type(path)
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if _is_text(kind) else kind)
        if path.suffix in _COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _is_text(kind: str) -> bool:
    return kind.startswith("text/")
