"""What a person does with single sections: reword, drop, ask again, accept, reject.

Every act names the version of the sidecar that the person saw; when the file changed since,
nothing is written. Nothing here accepts by itself: a change only makes an acceptance void.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from commentary.authorship import is_the_authors
from commentary.building import standings_of
from commentary.editing import drop, reword
from commentary.errors import CommentaryError, SettingsError
from commentary.journal import is_of_no_use
from commentary.ledger_keeping import with_accepted
from commentary.lifecycle import accept, reject, standing_of
from commentary.pipeline import Job
from commentary.prompts import Wish
from commentary.sections import Origin, Severity
from commentary.writers import rewriter_of, shown_to_model

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from commentary.building import Workshop
    from commentary.lifecycle import Standing
    from commentary.pipeline import Article
    from commentary.sections import Finding, Section, Sidecar


@dataclass(frozen=True, slots=True)
class Shown:
    """An article's commentary as a person sees it."""

    article: Article
    sidecar: Sidecar
    version: str
    """Fingerprint of the sidecar's file."""
    standings: tuple[Standing, ...]


class Revision:
    """The acts of a person on the sidecars of a blog.

    Args:
        articles: all of the blog.
        workshop: settings, store and, where a model is configured, who is asked.
        today: tells the day of an act.
    """

    def __init__(
        self, articles: tuple[Article, ...], workshop: Workshop, *, today: Callable[[], dt.date]
    ) -> None:
        self.articles = {article.name: article for article in articles}
        self.workshop = workshop
        self.today = today

    def show(self, name: str, *, version: str = "") -> Shown:
        """Read an article's commentary as it is on disk now.

        Args:
            name: of the article.
            version: which one the person saw; acts on it fail if the file is another now.

        Raises:
            SettingsError: there is no such article, or it has no sidecar.
            SidecarError: the sidecar is damaged.
        """
        article = self.articles.get(name)
        if article is None:
            raise SettingsError(f"there is no article {name!r}")
        store = self.workshop.store
        version = version or store.version(article.path)
        sidecar = store.get(article.path)
        if sidecar is None:
            raise SettingsError(f"{name} has no sections yet; run `invoke generate` first")
        return Shown(article, sidecar, version, standings_of(article, sidecar, self.workshop))

    def reword(self, shown: Shown, section: str, number: int, text: str) -> Shown:
        """Give a sentence a person's words.

        Raises:
            SettingsError: there is no such section or sentence, or the text is empty.
            EditedError: the sidecar changed since it was shown.
        """
        return self._change(shown, section, lambda item: reword(item, number, text))

    def drop(self, shown: Shown, section: str, number: int) -> Shown:
        """Take a sentence out.

        Raises:
            SettingsError: there is no such section or sentence, or it is the only one.
            EditedError: the sidecar changed since it was shown.
        """
        return self._change(shown, section, lambda item: drop(item, number))

    def accept(self, shown: Shown, section: str, reviewer: str) -> Shown:
        """Accept exactly the text that was shown.

        Raises:
            SettingsError: nobody of that name may review, or a check objects to the section.
            EditedError: the sidecar changed since it was shown.
        """
        settings = self.workshop.settings

        def accepted(item: Section) -> Section:
            refuse_unfit(item, shown.sidecar, shown.article)
            return accept(item, reviewer=reviewer, today=self.today(), settings=settings)

        done = self._change(shown, section, accepted)
        kept, public, _ = with_accepted(
            done.sidecar, frozenset({section}), done.article.source, self.today()
        )
        if not public:
            return done
        self._put(done, kept)
        return self.show(done.article.name)

    def reject(self, shown: Shown, section: str, reviewer: str, note: str = "") -> Shown:
        """Keep exactly the text that was shown off the page.

        Raises:
            SettingsError: nobody of that name may review.
            EditedError: the sidecar changed since it was shown.
        """
        settings, today = self.workshop.settings, self.today()
        return self._change(
            shown,
            section,
            lambda item: reject(item, reviewer=reviewer, today=today, settings=settings, note=note),
        )

    def ask_again(
        self, shown: Shown, section: str, numbers: tuple[int, ...], hint: str = ""
    ) -> tuple[Shown, tuple[Finding, ...]]:
        """Have the model write sentences anew; return also why its sentences were not taken.

        Args:
            shown: what the person saw.
            section: id.
            numbers: of the sentences; none for all that are the model's. A person's sentence,
                and any of an accepted section, is written anew only when it is named.
            hint: what the person asks for.

        Raises:
            SettingsError: no model is configured or may be asked, or nothing may be written anew.
            ProviderError: the model could not be reached, or gave no usable answer.
            EditedError: the sidecar changed since it was shown.
        """
        from commentary.rewriting import Again  # noqa: PLC0415 - brings pydantic

        item = self._section(shown, section)
        wanted = numbers or _models_own(item)
        if not self.workshop.settings.may_generate:
            raise SettingsError("the settings forbid to ask a model; change `generate` first")
        wish = Wish((item.kind,), shown.article.subjects)
        source = shown_to_model(Job(shown.article, wish.kinds), wish, self.workshop)
        with (
            self.workshop.journal.of(shown.article.name) as entries,
            rewriter_of(shown.article, self.workshop, entries) as rewriter,
        ):
            try:
                done = rewriter.rewrite(Again(item, wanted, hint), source, wish, shown.sidecar)
                self._put(shown, done.sidecar)
            except CommentaryError as error:
                if is_of_no_use(error):  # else it waits until it is asked for again
                    entries.finish()
                raise
            entries.finish()
        return self.show(shown.article.name), done.refused

    def _change(self, shown: Shown, section: str, change: Callable[[Section], Section]) -> Shown:
        changed = change(self._section(shown, section))
        sections = tuple(changed if s.id == section else s for s in shown.sidecar.sections)
        self._put(shown, replace(shown.sidecar, sections=sections))
        return self.show(shown.article.name)

    def _put(self, shown: Shown, sidecar: Sidecar) -> None:
        self.workshop.store.replace(shown.article.path, sidecar, seen=shown.version)

    def _section(self, shown: Shown, identifier: str) -> Section:
        found = {section.id: section for section in shown.sidecar.sections}
        if identifier not in found:
            known = ", ".join(found) or "none"
            raise SettingsError(
                f"{shown.article.name} has no section {identifier!r}; its sections: {known}"
            )
        return found[identifier]


def refuse_unfit(section: Section, sidecar: Sidecar, article: Article) -> None:
    """Refuse to accept what a check objects to.

    Raises:
        SettingsError: with the first objection.
    """
    standing = standing_of(section, sidecar, article.source)
    if standing.is_blocked:
        finding = next(f for f in standing.findings if f.severity is Severity.BLOCKING)
        raise SettingsError(
            f"{article.name}: `{section.id}` cannot be accepted: {finding.message} "
            f"(「{finding.sentence}」); mend the sentence in the sidecar first, or reject it"
        )


def _models_own(section: Section) -> tuple[int, ...]:
    """Return the numbers of the sentences that may be written anew without being named.

    Raises:
        SettingsError: there is none.
    """
    if section.origin is not Origin.MODEL:
        raise SettingsError(f"`{section.id}` is the author's own; name the sentences to write anew")
    if section.review is not None:
        raise SettingsError(
            f"`{section.id}` holds a person's verdict; name the sentences to write anew"
        )
    numbers = tuple(
        number
        for number, sentence in enumerate(section.sentences, start=1)
        if not is_the_authors(section, sentence)
    )
    if not numbers:
        raise SettingsError(f"every sentence of `{section.id}` is a person's; name those meant")
    return numbers
