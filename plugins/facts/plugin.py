"""The Pelican adapter: gives templates `article_facts()` and `site_facts()`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from markupsafe import Markup
from pelican import signals

from .statements import (
    ArticleFacts,
    Author,
    Image,
    Step,
    article_statement,
    as_script,
    site_statement,
)

if TYPE_CHECKING:
    from jinja2.runtime import Context
    from pelican.contents import Article
    from pelican.generators import Generator


def register() -> None:
    """Connect to the moment at which each generator has its templates."""
    signals.generator_init.connect(offer_facts)


def offer_facts(generator: Generator) -> None:
    """Add both functions to one generator's templates."""
    generator.env.globals["article_facts"] = article_facts
    generator.env.globals["site_facts"] = site_facts


@pass_context
def site_facts(context: Context) -> Markup:
    """Return the front page's JSON-LD; empty where the site has no public address."""
    home = _home(context)
    statement = site_statement(context["SITENAME"], home, context["DEFAULT_LANG"])
    return as_script(statement) if home else Markup()


@pass_context
def article_facts(context: Context) -> Markup:
    """Return the JSON-LD of the article whose page is being made."""
    article: Article = context["article"]
    home = _home(context)
    title = str(vars(article)["title"])
    category = getattr(article, "category", None)
    commentary = getattr(article, "commentary", None)
    trail = [Step(context["SITENAME"], home)]
    if category and context["CATEGORY_SAVE_AS"] and _is_listed(article, context, "categories"):
        trail.append(Step(category.name, home + category.url))
    facts = ArticleFacts(
        title=title,
        summary=Markup(article.summary).striptags(),  # noqa: S704 - tags and entities come off
        language=article.lang,
        published=article.date.isoformat(),
        modified=getattr(article, "modified", article.date).isoformat(),
        site=context["SITENAME"],
        home=home,
        url=home + article.url,
        category=category.name if category else "",
        authors=_authors(article, context, home),
        image=_image(article, home),
        trail=(*trail, Step(title, home + article.url)),
        source_type=commentary.source_type if commentary else "",
        parts=tuple(commentary.parts) if commentary else (),
    )
    return as_script(article_statement(facts))


def _home(context: Context) -> str:
    site = str(context["SITEURL"])
    return f"{site}/" if site.startswith(("http://", "https://")) else ""


def _authors(article: Article, context: Context, home: str) -> tuple[Author, ...]:
    has_pages = home and context["AUTHOR_SAVE_AS"] and _is_listed(article, context, "authors")
    return tuple(
        Author(author.name, home + author.url if has_pages else "", _is_desk(author.name, context))
        for author in getattr(article, "authors", ())
    )


def _is_desk(name: str, context: Context) -> bool:
    """Tell whether an author is no single person; a profile that is none says nothing."""
    profiles = context.get("AUTHOR_PROFILES")
    profile = profiles.get(name) if isinstance(profiles, dict) else None
    return isinstance(profile, dict) and profile.get("organization") is True


def _is_listed(article: Article, context: Context, kind: str) -> bool:
    """Tell whether an article's category or authors have pages: Pelican makes them of listed ones."""
    if article.status == "published" and article.in_default_lang:
        return True
    own = [getattr(article, "category", None)] if kind == "categories" else article.authors
    known = {term.slug for term, _ in context[kind]}
    return all(term is not None and term.slug in known for term in own)


def _image(article: Article, home: str) -> Image | None:
    """Take the headline image that another plugin prepared, or the author's own."""
    ready: Any = getattr(article, "headline_image", None)
    if ready is not None:
        return Image(home + ready.url, ready.width, ready.height)
    named = str(getattr(article, "image", "")).strip()
    return Image(home + named) if named else None
