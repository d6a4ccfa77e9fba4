"""A content security policy as a value: what it allows, how it is written, what several allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# CSP 3, section 6.1: where a page's policy lacks one of these, `default-src` decides.
_FETCH = (
    "default-src script-src style-src img-src media-src font-src connect-src frame-src manifest-src "
    "worker-src"
).split()
# Section 6.3: without these, everything is allowed.
_OTHERS = ["base-uri", "form-action"]
NONE = "'none'"
MOST_DIGESTS = 12
"""In a directive of the whole site's policy; a line of `_headers` has 2,000 characters at most:
https://developers.cloudflare.com/pages/configuration/headers/"""


@dataclass(frozen=True, slots=True)
class Policy:
    """Sources by directive; one that is not named allows nothing."""

    sources: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __str__(self) -> str:
        """Write the policy as a header or `meta` element has it."""
        allowed = dict(self.sources)
        named = [name for name in _FETCH[1:] if allowed.get(name)]
        directives = [f"default-src {NONE}"]
        directives += [f"{name} {' '.join(allowed[name])}" for name in named]
        directives += [f"{name} {' '.join(allowed.get(name, (NONE,)))}" for name in _OTHERS]
        return "; ".join(directives)

    def __html__(self) -> str:
        """Write it into an attribute as it is: names, digests and single quotation marks only."""
        return str(self)


def policy_of(sources: Mapping[str, Iterable[str]]) -> Policy:
    """Make a policy that does not depend on the order in which sources were found."""
    unknown = set(sources) - set(_FETCH[1:]) - set(_OTHERS)
    if unknown:
        raise ValueError(f"{sorted(unknown)!r} are no directives that a page's policy has here")
    return Policy(
        tuple(
            (name, tuple(sorted(set(found))))
            for name, found in sorted(sources.items())
            if set(found)
        )
    )


def union(policies: Iterable[Policy]) -> Policy:
    """Return what is allowed by one policy or another.

    A browser that has a header and a `meta` element obeys both.  So the header, one for the whole
    site, may allow what any page needs, and each page's own policy still holds for that page.
    """
    together: dict[str, set[str]] = {}
    for policy in policies:
        for name, sources in policy.sources:
            together.setdefault(name, set()).update(sources)
    return policy_of({name: _bounded(sources) for name, sources in together.items()})


def _bounded(sources: set[str]) -> set[str]:
    """Give up naming many digests: hosts cut long lines, and each page still names its own."""
    digests = {source for source in sources if source.startswith("'sha256-")}
    return sources if len(digests) <= MOST_DIGESTS else sources - digests | {"'unsafe-inline'"}
