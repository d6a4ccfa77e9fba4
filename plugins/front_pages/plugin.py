"""The Pelican adapter: tells templates where the front pages are, and writes the further ones.

A blog in one language has the front page that Pelican writes, and nothing changes for it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pelican import signals
from pelican.generators import PelicanTemplateNotFound

if TYPE_CHECKING:
    from pelican.contents import Article
    from pelican.generators import ArticlesGenerator
    from pelican.writers import Writer

logger = logging.getLogger(__name__)

_TEMPLATE = "index"


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The front page of one language."""

    language: str
    save_as: str

    @property
    def url(self) -> str:
        """Address below the site's; empty for the first page of all."""
        return self.save_as.removesuffix("index.html")


def register() -> None:
    """Connect to the moment when all articles are known, and to that after they are written."""
    signals.article_generator_finalized.connect(announce)
    signals.article_writer_finalized.connect(write_front_pages)


def announce(generator: ArticlesGenerator) -> None:
    """Give templates `front_pages`, by language, the blog's own first; empty for one language."""
    default = str(generator.settings["DEFAULT_LANG"])
    further = sorted({article.lang for article in _articles(generator)} - {default})
    has_own = _TEMPLATE in generator.settings["DIRECT_TEMPLATES"]
    own = str(generator.settings.get("INDEX_SAVE_AS", "index.html") or "") if has_own else ""
    pages = [FrontPage(default, own)] if own else []
    pages += [FrontPage(language, f"{language.lower()}/index.html") for language in further]
    is_multilingual = bool(further) and _has_template(generator)
    generator.context["front_pages"] = (
        {page.language: page for page in pages} if is_multilingual else {}
    )


def write_front_pages(generator: ArticlesGenerator, writer: Writer) -> None:
    """Write the front page of each further language, in as many pages as it takes."""
    pages: dict[str, FrontPage] = generator.context["front_pages"]
    taken = {
        content.save_as: str(source)
        for source, content in generator.context["generated_content"].items()
        if content is not None
    }
    problems = []
    for language, page in pages.items():
        if language == generator.settings["DEFAULT_LANG"]:
            continue
        if page.save_as in taken:
            problems.append(
                f"{Path(str(generator.settings['PATH'])).name}/{taken[page.save_as]}: is written "
                f"to `{page.save_as}`, where the front page in this language stands; change its "
                "`Slug:`, or take `front_pages` out of `PLUGINS`"
            )
            continue
        _write(generator, writer, page)
    for problem in problems:  # outside the loop: with --fatal=errors the first of them raises
        logger.error("%s", problem)


def _write(generator: ArticlesGenerator, writer: Writer, page: FrontPage) -> None:
    own = [article for article in _articles(generator) if article.lang == page.language]
    own.sort(key=lambda article: (article.date, article.save_as), reverse=True)
    writer.write_file(
        page.save_as,
        generator.get_template(_TEMPLATE),
        generator.context,
        relative_urls=generator.settings["RELATIVE_URLS"],
        paginated={"articles": own, "dates": own},
        template_name=_TEMPLATE,
        url=page.url,
        page_language=page.language,
        articles=own,
        dates=own,
    )


def _articles(generator: ArticlesGenerator) -> list[Article]:
    """List what is published, in every language."""
    return [*generator.articles, *generator.translations]


def _has_template(generator: ArticlesGenerator) -> bool:
    try:
        generator.get_template(_TEMPLATE)
    except PelicanTemplateNotFound:
        return False
    return True
