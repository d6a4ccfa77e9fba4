"""Who may use the desk: the browser that the author opened, on this machine, and no other page.

The address holds a token that works once; it becomes a cookie. A page of another site cannot read
that cookie, cannot send it (`SameSite=Strict`), and its requests carry another `Origin`; a name
that points to this machine (DNS rebinding) carries another `Host`.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field

COOKIE = "desk"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(slots=True)
class Access:
    """The secrets of one run of the desk, each random and of at least 128 bits."""

    port: int
    token: str
    """In the address that is opened; used up by the first request that brings it."""
    session: str
    """In the cookie."""
    preview: str
    """In the addresses of the preview, whose frame sends no cookie; it allows to read only."""
    is_used: bool = field(default=False)

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    def redeem(self, token: str) -> bool:
        """Use the token up; True once."""
        is_right = not self.is_used and _same(token, self.token)
        self.is_used = self.is_used or is_right
        return is_right

    def knows_host(self, host: str) -> bool:
        """Tell whether a request names this machine as the desk is opened."""
        return host in {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}

    def knows_origin(self, origin: str, host: str, fetch_site: str) -> bool:
        """Tell whether a request that changes something comes from a page of the desk.

        Under `no-referrer` a browser calls the origin of a form `null`; then `Sec-Fetch-Site`,
        which no page can set, must say that it is the same.

        Args:
            origin: the header `Origin`.
            host: the header `Host`.
            fetch_site: the header `Sec-Fetch-Site`, empty where a browser sends none.
        """
        if not self.knows_host(host) or fetch_site not in {"", "same-origin"}:
            return False
        return origin == f"http://{host}" or (origin == "null" and fetch_site == "same-origin")

    def knows_session(self, cookie: str) -> bool:
        """Tell whether the cookie is the desk's."""
        return _same(cookie, self.session)

    def knows_preview(self, secret: str) -> bool:
        """Tell whether an address of the preview is the desk's."""
        return _same(secret, self.preview)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
