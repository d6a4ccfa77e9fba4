"""Says why a source file was not read, from its bytes and what Pelican complained of; reads none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from .encodings import ISO_2022_JP, Problem, decoded, remedy
from .findings import Finding
from .frontmatter import FrontMatter, read_front_matter, stray_field, why_unseen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MARKDOWN = frozenset({".md", ".markdown", ".mkd", ".mdown"})
NO_DATE = re.compile(r"(?P<value>.+) is not a valid date\Z", re.DOTALL)
# What XML, and with it a feed, cannot hold; `\x7f` and above can stand there.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Failure:
    """One complaint of Pelican about a file."""

    cause: Literal["missing", "outside", "raised", "status"]
    detail: str
    """Missing keys divided by commas, the output file, the exception, or the status."""


@dataclass(frozen=True, slots=True)
class _Reason:
    line: int | None
    text: str


def diagnose(path: str, raw: bytes, failures: Sequence[Failure]) -> Finding:
    """Find the reason why Pelican left a file out, and the line it stands on."""
    text = decoded(raw)
    if isinstance(text, Problem):
        return Finding(path, text.line, text.message, blocking=True)
    reasons = list(_reasons(path, text, failures))
    line = next((reason.line for reason in reasons if reason.line), None)
    message = "; ".join(dict.fromkeys(reason.text for reason in reasons))
    return Finding(path, line, message, blocking=True)


def line_of(path: str, text: str, key: str) -> int | None:
    """Give the line on which a file's metadata has `key`."""
    if PurePosixPath(path).suffix.lower() in MARKDOWN:
        field = read_front_matter(text).get(key)
        return field.line if field else None
    pattern = re.compile(rf"^:{key}:|<meta\s[^>]*name=[\"']{key}[\"']", re.IGNORECASE)
    if key == "title":
        pattern = re.compile(r"<title|^[^\s:].*$", re.IGNORECASE)
    lines = enumerate(text.split("\n"), start=1)
    return next((number for number, line in lines if pattern.search(line)), None)


def stray_metadata(path: str, text: str) -> tuple[int, str] | None:
    """Find metadata that Markdown took for text, with its line."""
    if PurePosixPath(path).suffix.lower() not in MARKDOWN:
        return None
    return stray_field(read_front_matter(text), text)


def control_finding(path: str, text: str, removed: int) -> Finding:
    """Name the first control character of a source whose page was built without them."""
    found = CONTROL.search(text)
    if found is None:
        message = (
            f"{removed} control character(s) that no line of the file has were left out; look at "
            "the plugins that change articles, since a feed cannot hold them"
        )
        return Finding(path, None, message, blocking=True)
    line = text.count("\n", 0, found.start()) + 1
    if ISO_2022_JP.search(text):
        message = f"the file is ISO-2022-JP, not UTF-8, and its text is unreadable; {remedy('iso-2022-jp')}"
        return Finding(path, line, message, blocking=True)
    column = found.start() - text.rfind("\n", 0, found.start())
    others = len(CONTROL.findall(text)) - 1
    more = f" and {others} more" if others else ""
    message = (
        f"control character U+{ord(found.group()):04X} in column {column}{more} left out of the "
        "site, because no feed can hold it; delete it from the file"
    )
    return Finding(path, line, message, blocking=True)


def _reasons(path: str, text: str, failures: Sequence[Failure]) -> Iterable[_Reason]:
    if not failures:
        yield _Reason(None, "was not read; run Pelican without `--quiet` to see why")
    for failure in failures:
        match failure.cause:
            case "missing":
                yield _missing(path, text, failure.detail.split(","))
            case "status":
                yield _Reason(
                    line_of(path, text, "status"),
                    f"`Status: {failure.detail}` is none that Pelican knows; "
                    "write published, draft, hidden or skip",
                )
            case "outside":
                line = line_of(path, text, "save_as") or line_of(path, text, "slug")
                yield _Reason(
                    line,
                    f"would be written outside the output folder, to {failure.detail!r}; "
                    "change its `Slug:` or `Save_as:`",
                )
            case "raised":
                yield _raised(path, text, failure.detail)


def _missing(path: str, text: str, keys: Sequence[str]) -> _Reason:
    names = " and no ".join(f"`{key.capitalize()}:`" for key in keys)
    if PurePosixPath(path).suffix.lower() in MARKDOWN:
        metadata = read_front_matter(text)
        hidden = why_unseen(metadata, text, keys)
        if hidden:
            return _Reason(hidden[0], f"no {names} found: {hidden[1]}")
        return _Reason(1, f"no {names} in the metadata; add a line {_examples(keys)} at its top")
    return _Reason(1, f"no {names}; add {_foreign_examples(path, keys)}")


def _examples(keys: Sequence[str]) -> str:
    examples = {"date": "`Date: 2026-01-31 09:00`"}
    return " and a line ".join(examples.get(k, f"`{k.capitalize()}: …`") for k in keys)


def _foreign_examples(path: str, keys: Sequence[str]) -> str:
    if path.lower().endswith((".html", ".htm")):
        examples = {"title": "`<title>…</title>`"}
        other = '`<meta name="{}" content="2026-01-31 09:00">`'
    else:
        examples, other = {"title": "a heading as first line"}, "`:{}: 2026-01-31 09:00`"
    return " and ".join(examples.get(key, other.format(key)) for key in keys)


def _raised(path: str, text: str, error: str) -> _Reason:
    kind, _, what = error.partition(": ")
    date = NO_DATE.match(what) if kind == "ValueError" else None
    field = _dated_field(read_front_matter(text), date["value"]) if date else None
    if field:
        name, value, line = field
        return _Reason(
            line,
            f"`{name.capitalize()}: {value}` is not a date that exists; "
            "write it as `2026-01-31 09:00`",
        )
    if date:
        place = line_of(path, text, "date") or line_of(path, text, "modified")
        return _Reason(place, f"{date['value']} is not a date that exists; write 2026-01-31 09:00")
    return _Reason(
        None,
        f"left out because reading it ended in {error}; if the file is as you want it, look at "
        "the plugin named there, or run Pelican with `--debug` for the whole trace",
    )


def _dated_field(metadata: FrontMatter, shown: str) -> tuple[str, str, int] | None:
    for key in ("date", "modified"):
        field = metadata.get(key)
        # Pelican complains of the value after these two changes.
        variants = () if field is None else (field.value, field.value.replace("_", " "))
        if field and any(repr(re.sub(" +", " ", value)) == shown for value in variants):
            return key, field.value, field.line
    return None
