"""An article becomes JSON-LD (schema.org/BlogPosting, BreadcrumbList); pure.

No statement names a model as an author: who wrote a section stands in `digitalSourceType`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping

# What could end a script element early, or is a line break to older scripts.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Step:
    """A place on the way from the front page to an article."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote an article."""

    name: str
    url: str = ""
    is_organization: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """A headline image; sizes are in pixels."""

    url: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What is known of an article; addresses are complete or empty."""

    title: str
    summary: str
    language: str
    published: str
    """As ISO 8601 has it, with a zone, like `modified`."""
    modified: str
    site: str
    """Name of the blog."""
    home: str = ""
    url: str = ""
    category: str = ""
    authors: tuple[Author, ...] = ()
    image: Image | None = None
    trail: tuple[Step, ...] = ()
    source_type: str = ""
    """`digitalSourceType` of the whole."""
    parts: tuple[Mapping[str, str], ...] = ()
    """The sections that a model wrote, with their own source types."""


def article_statement(facts: ArticleFacts) -> dict[str, object]:
    """Return what stands in an article's page."""
    authors = [_author(author) for author in facts.authors]
    statement: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": facts.title,
        "description": facts.summary,
        "inLanguage": facts.language,
        "datePublished": facts.published,
        "dateModified": facts.modified,
        "articleSection": "" if facts.home else facts.category,  # else a step of the way to it
        "author": authors[0] if len(authors) == 1 else authors,
        "isPartOf": {} if facts.home else {"@type": "Blog", "name": facts.site},
        "digitalSourceType": facts.source_type,
        "hasPart": list(facts.parts),
    }
    if facts.home:
        statement |= {
            "image": _image(facts.image) if facts.image else "",
            "publisher": {"@type": "Organization", "name": facts.site, "url": facts.home},
            "mainEntityOfPage": {
                "@type": "WebPage",
                "@id": facts.url,
                "breadcrumb": {
                    "@type": "BreadcrumbList",
                    "itemListElement": [_step(n, s) for n, s in enumerate(facts.trail, start=1)],
                },
            },
        }
    return {name: value for name, value in statement.items() if value}


def site_statement(name: str, home: str, language: str) -> dict[str, object]:
    """Return what stands in the front page."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": name,
        "url": home,
        "inLanguage": language,
    }


def as_script(statement: Mapping[str, object]) -> Markup:
    """Write a statement for the inside of a script element.

    Letters stay letters: the page has the same words elsewhere, and so they cost nothing on the
    wire, where the usual escapes would.
    """
    text = json.dumps(statement, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPES))  # noqa: S704 - what could end the element is escaped


def _author(author: Author) -> dict[str, str]:
    kind = "Organization" if author.is_organization else "Person"
    return {"@type": kind, "name": author.name} | ({"url": author.url} if author.url else {})


def _image(image: Image) -> dict[str, object]:
    sizes = {"width": image.width, "height": image.height} if image.width and image.height else {}
    return {"@type": "ImageObject", "url": image.url, **sizes}


def _step(position: int, step: Step) -> dict[str, object]:
    return {"@type": "ListItem", "position": position, "name": step.name, "item": step.url}
