"""Which old address leads where, and which cannot because something else is there; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .addresses import OldAddress, Refusal, read_alias, same_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Target:
    """An article or page that was elsewhere before."""

    source: str
    """For messages: its path from the blog's folder."""
    url: str
    """Below the site's address."""
    save_as: str
    title: str
    language: str
    aliases: tuple[str, ...] = ()
    line: int = 1
    """Of `Aliases:` in the source."""

    @property
    def place(self) -> str:
        """Where its author finds the aliases, for messages."""
        return f"{self.source}:{self.line}"


@dataclass(frozen=True, slots=True)
class Redirect:
    """One old address and where it leads."""

    old: OldAddress
    target: Target


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend."""

    place: str
    message: str


def plan_redirects(
    targets: Iterable[Target], taken: Mapping[str, str], site_url: str
) -> tuple[tuple[Redirect, ...], tuple[Finding, ...]]:
    """Decide what is written; what is there already is never replaced.

    Args:
        targets: in the order in which they may claim an address.
        taken: what is written to each file, by `same_file`.
        site_url: the site's own address.
    """
    redirects: dict[str, Redirect] = {}
    findings: list[Finding] = []
    for target in targets:
        for alias in target.aliases:
            old = read_alias(alias, site_url)
            refusal = old if isinstance(old, Refusal) else _clash(alias, old, target, taken)
            if refusal is None and isinstance(old, OldAddress):
                key = _key(old)
                if key in redirects:
                    holder = redirects[key].target.source
                    refusal = Refusal(
                        alias, f"leads to `{holder}` already; take it out of one of the two"
                    )
                else:
                    redirects[key] = Redirect(old, target)
                    if not old.save_as:
                        findings.append(Finding(target.place, _half(alias)))
            if refusal:
                findings.append(Finding(target.place, str(refusal)))
    return tuple(redirects.values()), tuple(findings)


def _key(old: OldAddress) -> str:
    return same_file(old.save_as or old.path.lstrip("/"))


def _clash(alias: str, old: OldAddress, target: Target, taken: Mapping[str, str]) -> Refusal | None:
    if _key(old) == same_file(target.save_as):
        return Refusal(alias, "is its address now; remove it")
    holder = taken.get(_key(old))
    if holder is None:
        return None
    return Refusal(alias, f"is the address of {holder}, which stays; remove the alias")


def _half(alias: str) -> str:
    return (
        f"`Aliases: {alias}` is not the address of a page, so it works only on hosts that read "
        "`_redirects`; on another, set up the redirect there"
    )
