"""Who writes for an article: one provider for each model, what each is told, and who reads again."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from .errors import SettingsError
from .examples import examples_for
from .extraction import Terms
from .pipeline import Job
from .prompts import Wish
from .sections import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from .building import Workshop
    from .examples import Example
    from .journal import Entries
    from .pipeline import Article
    from .providers import KeepingProvider
    from .rewriter import Rewriter
    from .second_reader import SecondReader
    from .sections import Sidecar
    from .settings import Settings
    from .source import Source
    from .writing import Request, Writer

NO_MODEL = (
    "no model is configured; name one in `COMMENTARY_MODEL` and set `OPENAI_API_KEY`, "
    "or `OPENAI_BASE_URL` for a server of your own"
)


def wish_of(job: Job, examples: tuple[Example, ...]) -> Wish:
    """Return what a model is told of a job, besides the article."""
    article = job.article
    has_use = Kind.CONCLUSION in job.kinds
    shown = examples_for(article.name, article.source.language, examples) if has_use else ()
    return Wish(job.kinds, article.subjects, shown)


def shown_to_model(job: Job, wish: Wish, workshop: Workshop) -> Source:
    """Return the article as far as it fits into the model's window.

    Raises:
        SettingsError: the window has no room for it at all.
    """
    from .replies import reply_schema  # noqa: PLC0415 - brings pydantic, which other builds spare
    from .shortening import within_window  # noqa: PLC0415 - only a run that asks needs it

    templates = workshop.templates(job.article.source.language)
    return within_window(
        job.article.source,
        wish,
        templates=templates,
        schema=reply_schema(job.kinds, predicts=bool(templates.predictions)),
        tokens=workshop.settings.prompt_tokens,
    )


@contextmanager
def rewriter_of(article: Article, workshop: Workshop, entries: Entries) -> Iterator[Rewriter]:
    """Lend what writes single sentences of an article anew; its connections are closed at the end.

    Args:
        article: whose sentences they are.
        workshop: who is asked.
        entries: keep its answers.

    Raises:
        SettingsError: no model is configured.
    """
    from .rewriter import Rewriter  # noqa: PLC0415 - brings pydantic, which other builds spare

    if workshop.provider_for is None:
        raise SettingsError(NO_MODEL)
    with Writers(workshop, ()) as writers:
        job = Job(article, ())
        yield Rewriter(
            writers.provider(_model_for(job, workshop.settings)).keeping(entries),
            workshop.templates,
            reader=writers.reader(job, entries),
            now=workshop.now,
            attempts=workshop.settings.attempts,
        )


class Writers:
    """One writer for each model, closed together."""

    def __init__(
        self, workshop: Workshop, examples: tuple[Example, ...], paths: Iterable[Path] = ()
    ) -> None:
        self.workshop = workshop
        self.examples = examples
        self.paths = tuple(paths)
        self.providers: dict[str, KeepingProvider] = {}
        self.lock = threading.Lock()

    def __enter__(self) -> Self:
        """Begin without any provider."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections of all."""
        for provider in self.providers.values():
            provider.close()

    def writer_for(self, job: Job, entries: Entries) -> Writer:
        """Return the writer of a job's model, which keeps its answers."""
        from .writing import Writer  # noqa: PLC0415 - brings pydantic, which other builds spare

        return Writer(
            self.provider(_model_for(job, self.workshop.settings)).keeping(entries),
            self.workshop.templates,
            reader=self.reader(job, entries),
            now=self.workshop.now,
            attempts=self.workshop.settings.attempts,
        )

    def request_for(self, job: Job, before: Sidecar | None) -> Request:
        """Return what is wanted for a job's article, whose sidecar holds other sections."""
        from .writing import Request  # noqa: PLC0415 - as above

        wish = wish_of(job, self.examples)
        source = shown_to_model(job, wish, self.workshop)
        return Request(source, wish, before, self._terms(job.article))

    def _terms(self, article: Article) -> Terms:
        """Say how the predictions of an article are called, by its folder too where it must be."""
        paths = (*self.paths, *(other.path for other in self.workshop.others))
        is_only = not any(p.stem == article.path.stem and p != article.path for p in paths)
        stem = article.path.stem if is_only else f"{article.path.parent.name}-{article.path.stem}"
        return Terms(stem, article.timezone, self.workshop.settings.refused_predictions)

    def reader(self, job: Job, entries: Entries) -> SecondReader | None:
        """Return who reads a job's sentences a second time; None when nobody is wanted."""
        from .second_reader import SecondReader  # noqa: PLC0415 - as above

        settings = self.workshop.settings
        if not settings.verify:
            return None
        provider = self.provider(settings.verify_model or _model_for(job, settings))
        templates = self.workshop.templates(job.article.source.language)
        return SecondReader(provider.keeping(entries), templates.verify)

    def provider(self, model: str) -> KeepingProvider:
        """Return the provider of a model, one for all threads."""
        with self.lock:
            if model not in self.providers and self.workshop.provider_for:
                self.providers[model] = self.workshop.provider_for(model)
            return self.providers[model]


def _model_for(job: Job, settings: Settings) -> str:
    return job.article.model or settings.model
