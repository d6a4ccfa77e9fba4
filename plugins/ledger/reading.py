"""Plain tables become entries; what is wrong with one is named, and the others go on.

The tables come from whichever plugin keeps the predictions. It has checked what a person wrote;
here it is checked that the page can say it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .entries import Change, Entry, Forecast, Outcome, Post, Resolution, Role, Voice

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST, MOST = 0.01, 0.99
"""Probabilities beyond these claim a certainty that nobody has; scores would hang on them."""
_KINDS = ("stated", "inferred")
_MODEL = "model:"


@dataclass(slots=True)
class Reading:
    """What was read of a blog's predictions."""

    today: dt.date
    default_language: str
    entries: dict[str, Entry] = field(default_factory=dict)
    """By key."""
    problems: list[str] = field(default_factory=list)

    def add(self, tables: Iterable[object], post: Post) -> None:
        """Read the predictions of one article; those that are not published are passed over."""
        for table in tables:
            name = table.get("id") if isinstance(table, Mapping) else None
            try:
                checked = _table(table)
                if checked.get("public"):
                    self._keep(self._entry(checked, post))
            except _Unfit as error:
                self.problems.append(
                    f"{post.source}: the prediction `{name}` {error}; it is left out of the "
                    "ledger until that is mended"
                )

    def _keep(self, entry: Entry) -> None:
        if entry.key in self.entries:
            other = self.entries[entry.key].post.source
            raise _Unfit(f"has the id of another one in {other}")
        self.entries[entry.key] = entry

    def _entry(self, table: Mapping[str, object], post: Post) -> Entry:
        name = _required(table, "id")
        made_on, resolves_on = _day(table, "made_on"), _day(table, "resolves_on")
        if made_on is None or resolves_on is None or resolves_on <= made_on:
            raise _Unfit(f"was made on {made_on} and is to be judged by {resolves_on}")
        is_default = post.language == self.default_language
        voice = _voice(table, post)
        return Entry(
            key=name if is_default else f"{name}.{post.language}",
            id=name,
            post=post,
            statement=_required(table, "statement"),
            quote=_text(table, "quote"),
            made_on=made_on,
            resolves_on=resolves_on,
            voice=voice,
            kind=_one_of(table, "kind", _KINDS),
            section=_text(table, "section"),
            anchor=_text(table, "anchor"),
            references=tuple(map(str, _list(table, "references"))),
            timezone=_text(table, "timezone"),
            precision=_text(table, "precision") or "day",
            forecasts=tuple(_forecasts(table, voice, post)),
            criteria=_text(table, "resolution_criteria"),
            resolution_source=_text(table, "resolution_source"),
            resolution_address=self._address(table, "resolution_address", post),
            digest=_text(table, "digest"),
            published_on=_day(table, "published_on"),
            resolution=self._resolution(table, made_on, post),
            history=tuple(_changes(table)),
        )

    def _resolution(
        self, table: Mapping[str, object], made_on: dt.date, post: Post
    ) -> Resolution | None:
        """Read an answer; one that cannot be true leaves the prediction without."""
        if not table.get("resolution"):
            return None
        try:
            found = _table(table["resolution"])
            outcome = Outcome(_one_of(found, "outcome", tuple(Outcome)))
            known_on = _known_day(found, made_on, self.today)
            entered_on = _day(found, "entered_on")
        except _Unfit as error:
            name = table.get("id")
            self.problems.append(
                f"{post.source}: the resolution of `{name}` {error}; the prediction counts as not "
                "answered until that is mended"
            )
            return None
        return Resolution(
            outcome=outcome,
            known_on=known_on,
            entered_on=entered_on,
            evidence=self._address(found, "evidence", post),
            resolved_by=_text(found, "resolved_by"),
            note=_text(found, "note"),
        )

    def _address(self, table: Mapping[str, object], key: str, post: Post) -> str:
        address = _text(table, key)
        if address and not address.startswith(("http://", "https://")):
            self.problems.append(
                f"{post.source}: `{key}` of a prediction is {address!r}, which is no http(s) "
                "address, so that no page links to it; correct it"
            )
            return ""
        return address


class _Unfit(Exception):  # noqa: N818 - caught in this module, and no reader ever sees the name
    """What keeps one table out of the ledger."""


def _known_day(
    resolution: Mapping[str, object], made_on: dt.date, today: dt.date
) -> dt.date | None:
    known_on = _day(resolution, "known_on")
    if known_on and not made_on <= known_on <= today:
        raise _Unfit(
            f"was known on {known_on}, which is not between {made_on}, when the prediction was "
            f"made, and {today}"
        )
    return known_on


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise _Unfit(f"is no table but {value!r}")
    return value


def _voice(table: Mapping[str, object], post: Post) -> Voice:
    speaker = _text(table, "speaker")
    if speaker.startswith(_MODEL):
        return Voice(Role.MODEL, speaker.removeprefix(_MODEL).strip())
    if speaker in ("", "author"):
        return Voice(Role.AUTHOR, _author(post))
    return Voice(Role.SPEAKER, speaker)


def _author(post: Post) -> str:
    return "、".join(post.authors) if post.language.startswith("ja") else ", ".join(post.authors)


def _forecasts(table: Mapping[str, object], voice: Voice, post: Post) -> Iterable[Forecast]:
    """Yield the prediction's own probability first, and the author's where that is another person's."""
    author = Voice(Role.AUTHOR, _author(post))
    model = voice if voice.role is Role.MODEL else Voice(Role.MODEL, "")
    givers = {"author": author, "model": model, "source": voice, "": voice}
    given = _one_of(table, "probability_by", tuple(givers), default="")
    own = _probability(table, "probability")
    if own is not None:
        yield Forecast(givers[given], own)
    beside = _probability(table, "author_probability")
    if beside is not None and not (own is not None and givers[given] == author):
        yield Forecast(author, beside)


def _probability(table: Mapping[str, object], key: str) -> float | None:
    value = table.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not LEAST <= value <= MOST:
        raise _Unfit(f"has the `{key}` {value!r}, which is not from {LEAST} to {MOST}")
    return float(value)


def _changes(table: Mapping[str, object]) -> Iterable[Change]:
    for item in _list(table, "history"):
        if isinstance(item, Mapping):
            yield Change(
                on=_day(item, "on"),
                field=_text(item, "field"),
                before=_text(item, "before"),
                after=_text(item, "after"),
                why=_text(item, "why"),
            )


def _required(table: Mapping[str, object], key: str) -> str:
    text = _text(table, key)
    if not text:
        raise _Unfit(f"has no `{key}`")
    return text


def _text(table: Mapping[str, object], key: str) -> str:
    value = table.get(key)
    return "" if value is None else str(value).strip()


def _one_of(
    table: Mapping[str, object], key: str, known: tuple[str, ...], default: str | None = None
) -> str:
    text = _text(table, key)
    if not text and default is not None:
        return default
    if text not in known:
        words = ", ".join(word for word in known if word)
        raise _Unfit(f"has the `{key}` {text!r}; known are {words}")
    return text


def _list(table: Mapping[str, object], key: str) -> tuple[object, ...]:
    value = table.get(key)
    return tuple(value) if isinstance(value, list | tuple) else ()


def _day(table: Mapping[str, object], key: str) -> dt.date | None:
    value = table.get(key)
    if isinstance(value, dt.datetime):
        return value.date()
    if value is None or isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value).strip())
    except ValueError:
        raise _Unfit(f"has the `{key}` {value!r}, which is no day such as 2027-03-31") from None
