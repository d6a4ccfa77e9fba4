"""Which addresses are posts, videos and maps, and what they say of themselves; asks nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qs, unquote_plus, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable


class Kind(StrEnum):
    """What stands behind an address; also the end of the names of the theme's words for it."""

    POST = "post"
    VIDEO = "video"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Target:
    """What a card leads to."""

    kind: Kind
    address: str
    host: str
    """As a reader knows it, without `www.`."""
    subject: str = ""
    """Who posted, or which place, where the address says so."""


_X = frozenset({"x.com", "twitter.com", "mobile.twitter.com", "mobile.x.com"})
_YOUTUBE = frozenset(
    {"youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com", "youtu.be"}
)
_SHORT_MAPS = frozenset({"maps.app.goo.gl", "goo.gl"})
_OSM = frozenset({"openstreetmap.org", "osm.org"})
_STATUS = re.compile(r"/(?P<user>\w{1,15})/status/[0-9]+")
_VIDEO = re.compile(r"/(?:shorts|live|embed|v)/(?P<id>[\w-]{6,})")
_SHORT_VIDEO = re.compile(r"/[\w-]{6,}/?\Z")
_GOOGLE = re.compile(r"(?:maps\.)?google\.(?:com|co\.[a-z]{2}|[a-z]{2,3})\Z")
_PLACE = re.compile(r"/maps/(?:place|search)/(?P<name>[^/@]+)")
_VIEW = re.compile(r"/@(?P<latitude>-?[0-9.]+),(?P<longitude>-?[0-9.]+)")
_EMBEDDED_VIEW = re.compile(r"!2d(?P<longitude>-?[0-9.]+)!3d(?P<latitude>-?[0-9.]+)")
_OSM_VIEW = re.compile(r"map=[0-9]+/(?P<latitude>-?[0-9.]+)/(?P<longitude>-?[0-9.]+)")
_OSM_THING = re.compile(r"/(?:node|way|relation|go)/\w")
_WIDGET = re.compile(r"(?:https?:)?//platform\.(?:twitter|x)\.com/widgets\.js")


def recognise(address: str) -> Target | None:
    """Return what an http(s) address leads to, or None if no card is made of it."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    read = _reader(host) if parts.scheme in {"http", "https"} else None
    return read(parts, address, host) if read else None


def _reader(host: str) -> Callable[[SplitResult, str, str], Target | None] | None:
    if host in _X:
        return _post
    if host in _YOUTUBE:
        return _video
    if host in _OSM:
        return _open_map
    return _google_map if host in _SHORT_MAPS or _GOOGLE.match(host) else None


def is_widget(address: str) -> bool:
    """Tell whether an address is the script that turns quoted posts into foreign frames."""
    return bool(_WIDGET.match(address))


def _post(parts: SplitResult, address: str, host: str) -> Target | None:
    found = _STATUS.match(parts.path)
    return Target(Kind.POST, address, host, f"@{found['user']}") if found else None


def _video(parts: SplitResult, address: str, host: str) -> Target | None:
    if host == "youtu.be":
        return Target(Kind.VIDEO, address, host) if _SHORT_VIDEO.match(parts.path) else None
    if parts.path == "/watch" and "v" in parse_qs(parts.query):
        return Target(Kind.VIDEO, address, host)
    found = _VIDEO.match(parts.path)
    if found is None:
        return None
    if parts.path.startswith(("/embed/", "/v/")):  # made for frames, without a title or comments
        watch = f"https://www.youtube.com/watch?v={found['id']}"
        return Target(Kind.VIDEO, watch, "youtube.com")
    return Target(Kind.VIDEO, address, host)


def _google_map(parts: SplitResult, address: str, host: str) -> Target | None:
    if not (parts.path.startswith("/maps") or host.startswith("maps.")):
        return None
    if host in _SHORT_MAPS:
        return Target(Kind.MAP, address, host)
    query = parse_qs(parts.query)
    if parts.path.startswith("/maps/embed"):
        return _embedded_google_map(query, host)
    place = _PLACE.match(parts.path)
    named = place["name"] if place else "".join(query.get("q", query.get("query", []))[:1])
    view = _VIEW.search(parts.path)
    return Target(Kind.MAP, address, host, unquote_plus(named) or _position(view))


def _embedded_google_map(query: dict[str, list[str]], host: str) -> Target | None:
    """Lead out of a frame's address, which shows nothing outside of one."""
    view = _EMBEDDED_VIEW.search("".join(query.get("pb", [])))
    named = "".join(query.get("q", [])[:1])
    wanted = named or _position(view)
    if not wanted:
        return None
    address = f"https://www.google.com/maps/search/?api=1&query={wanted.replace(' ', '+')}"
    return Target(Kind.MAP, address, host, wanted)


def _open_map(parts: SplitResult, address: str, host: str) -> Target | None:
    query = parse_qs(parts.query)
    marker = "".join(query.get("marker", [])) or ",".join(
        value for key in ("mlat", "mlon") for value in query.get(key, [])
    )
    if parts.path.startswith("/export/embed"):
        latitude, _, longitude = (marker or _middle(query)).partition(",")
        address = f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}"
        return Target(Kind.MAP, address, host, f"{latitude}, {longitude}") if longitude else None
    view = _OSM_VIEW.search(parts.fragment)
    if not (marker or view or _OSM_THING.match(parts.path)):
        return None
    return Target(Kind.MAP, address, host, marker.replace(",", ", ") or _position(view))


def _middle(query: dict[str, list[str]]) -> str:
    """Return the middle of a map's box, which is west, south, east, north."""
    try:
        west, south, east, north = map(float, "".join(query.get("bbox", [])).split(","))
    except ValueError:
        return ""
    return f"{(south + north) / 2:.5f},{(west + east) / 2:.5f}"


def _position(view: re.Match[str] | None) -> str:
    return f"{view['latitude']}, {view['longitude']}" if view else ""
