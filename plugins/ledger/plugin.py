"""The Pelican adapter: a generator that reads all predictions, marks articles, and writes pages."""

from __future__ import annotations

import datetime as dt
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from pelican import signals
from pelican.generators import Generator, PelicanTemplateNotFound

from .addresses import FILES, addresses, file_addresses, relative, taken_by
from .agenda import agenda
from .exports import predictions_csv, predictions_json
from .gathering import read_articles, read_orphans
from .marks import Links, marked
from .plot import plot_of
from .shelves import Shelf, places_of, shelves_of
from .tallies import scoreboard_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pelican import Pelican
    from pelican.contents import Article
    from pelican.writers import Writer

    from .addresses import Addresses
    from .entries import Entry
    from .plot import Plot
    from .shelves import Place
    from .tallies import Scoreboard

logger = logging.getLogger(__name__)

DEFAULT_SAVE_AS = "outlook/index.html"
_TEMPLATE = "outlook"
_SCHEMA = Path(__file__).with_name("predictions.schema.json")


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """What `outlook.html` prints: one page of the ledger, in one language."""

    place: Place
    addresses: Addresses
    files: Mapping[str, str]
    """Addresses of the files for programs, by name."""
    shelves: tuple[Shelf, ...]
    """All shelves, the first with everything: the ways to filter."""
    scoreboard: Scoreboard
    """Of the whole ledger, whatever the page lists."""
    plot: Plot | None
    """Nothing as long as nothing is scored."""
    statements: int
    """How many statements about the future all outlooks have."""
    today: dt.date
    marked: frozenset[str]
    """Keys of the entries whose mark on its article's page has an id."""

    def origin(self, entry: Entry) -> str:
        """Return the address of the sentence that an entry comes from, or of its article."""
        own = self.addresses.anchors[entry.key] if entry.key in self.marked else ""
        anchor = entry.anchor or own
        return f"{entry.post.url}#{quote(anchor)}" if anchor else entry.post.url

    def state(self, entry: Entry) -> str:
        """Return what became of an entry, or where it stands without an answer."""
        return entry.outcome or entry.state(self.today)


def register() -> None:
    """Connect the receiver; Pelican makes the generator after that of articles.

    So every article has its sections and predictions when the generator reads them, wherever
    `ledger` stands in `PLUGINS`.
    """
    signals.get_generators.connect(get_generators)


def get_generators(_: Pelican) -> type[Generator]:
    """Name the generator."""
    return LedgerGenerator


class LedgerGenerator(Generator):
    """Keeps the public ledger; a blog without predictions has none, and no link to one."""

    def generate_context(self) -> None:
        """Read all predictions, mark their articles, and tell every template `ledger_urls`."""
        self._pages: dict[str, Addresses] = {}
        self._marked: set[str] = set()
        self.context["ledger_urls"] = {}
        errors: list[str] = []
        try:
            self._read(errors)
        except Exception as error:  # an exception here would end the whole build
            logger.debug("ledger failed", exc_info=True)
            self._pages = {}
            bug = f"{type(error).__name__}: {error}"
            errors.append(f"there is no ledger because of {bug}; report this bug of `ledger`")
        if errors:  # once, last and outside any `except`: with --fatal=errors this raises
            logger.error("ledger: %s", "\n".join(errors))

    def generate_output(self, writer: Writer) -> None:
        """Write the pages in each language, and the files for programs once."""
        if not self._pages:
            return
        board = scoreboard_of(self._entries, self._today)
        plot = plot_of(board.scores.bands) if board.scores else None
        for language, found in self._pages.items():
            for place in self._places():
                page = LedgerPage(
                    place=place,
                    addresses=found,
                    files=file_addresses(found.files),
                    shelves=self._shelves,
                    scoreboard=board,
                    plot=plot,
                    statements=self._statements,
                    today=self._today,
                    marked=frozenset(self._marked),
                )
                self._write_page(writer, page, language)
        self._write_files()

    def _read(self, errors: list[str]) -> None:
        self._today = _today(self.settings)
        articles = [
            version
            for original in self.context["articles"]
            for version in (original, *original.translations)
            if version.status == "published"
        ]
        reading, self._statements = read_articles(articles, self.settings, self._today)
        read_orphans(reading, self.context.get("orphaned_predictions"))
        for problem in reading.problems:
            logger.warning("ledger: %s", problem)
        self._entries = tuple(reading.entries.values())
        self._shelves = shelves_of(self._entries, self._today)
        save_as = str(self.settings.get("LEDGER_SAVE_AS", DEFAULT_SAVE_AS) or "")
        if not self._entries or not save_as:
            return
        pages = self._addresses(save_as, {article.lang for article in articles})
        problem = self._problem(pages)
        if problem:
            errors.append(problem)
            return
        self._pages = pages
        self.context["ledger_urls"] = {
            language: found.url_of("") for language, found in pages.items()
        }
        own: dict[str, list[Entry]] = {}
        for entry in self._entries:
            own.setdefault(entry.post.url, []).append(entry)
        self.context["ledger_files"] = file_addresses(next(iter(pages.values())).files)
        for article in articles:
            self._mark(article, own.get(article.url, ()))

    def _addresses(self, save_as: str, languages: set[str]) -> dict[str, Addresses]:
        default = str(self.settings["DEFAULT_LANG"])
        folder = f"{save_as.removesuffix('.html').removesuffix('/index')}/"
        return {
            language: addresses(
                save_as if language == default else f"{language}/{save_as}",
                folder,
                self._shelves[0],
            )
            for language in sorted({default, *languages}, key=lambda each: (each != default, each))
        }

    def _problem(self, pages: Mapping[str, Addresses]) -> str:
        """Return why the pages cannot be written; nothing if they can."""
        taken = {
            content.save_as: str(source)
            for source, content in self.context["generated_content"].items()
            if content is not None
        }
        wanted = [found.file_of(place) for found in pages.values() for place in self._places()]
        clash = taken_by(wanted, taken)
        if clash:
            folder = Path(str(self.settings["PATH"])).resolve().name
            return (
                f"{folder}/{clash[1]}: is written to `{clash[0]}`, where the ledger stands, so the "
                "site has none; change its `Slug:`, or `LEDGER_SAVE_AS` in the settings"
            )
        try:
            self.get_template(_TEMPLATE)  # type: ignore[no-untyped-call]  # of Pelican
        except PelicanTemplateNotFound:
            return (
                f"the theme has no `{_TEMPLATE}.html`, so the site has no ledger; write it, or "
                "take `ledger` out of `PLUGINS`"
            )
        return ""

    def _places(self) -> Iterator[Place]:
        for shelf in self._shelves:
            yield from places_of(shelf)

    def _mark(self, article: Article, own: Sequence[Entry]) -> None:
        """Insert what became of an article's predictions; its own text stays as it is."""
        if not own:
            return
        found = self._pages[article.lang]

        links = Links(
            ledger=relative(found.url_of(""), article.url),
            entries={entry.key: relative(found.entry(entry), article.url) for entry in own},
            anchors=found.anchors,
        )
        article._content, keys = marked(article._content, own, links, self._today)  # noqa: SLF001 - the attribute all of Pelican's plugins change
        self._marked |= keys

    def _write_page(self, writer: Writer, page: LedgerPage, language: str) -> None:
        writer.write_file(
            page.addresses.file_of(page.place),
            self.get_template(_TEMPLATE),  # type: ignore[no-untyped-call]  # of Pelican
            self.context,
            relative_urls=self.settings["RELATIVE_URLS"],
            page_language=language,
            ledger=page,
        )

    def _write_files(self) -> None:
        default, found = next(iter(self._pages.items()))
        site = str(self.settings["SITEURL"]).rstrip("/")
        home = f"{site}/"
        texts = {
            "predictions.json": predictions_json(
                self._entries, site=str(self.settings["SITENAME"]), home=home, today=self._today
            ),
            "predictions.csv": predictions_csv(self._entries, home=home, today=self._today),
            "predictions.schema.json": _SCHEMA.read_text(encoding="utf-8"),
            "outlook.ics": agenda(
                self._entries,
                link_to=lambda entry: f"{home}{found.entry(entry)}",
                language=default,
                today=self._today,
            ),
        }
        folder = Path(self.output_path) / found.files
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            # as bytes: lines end as each format wants, on every machine
            (folder / name).write_bytes(texts[name].encode())


def _today(settings: Mapping[str, Any]) -> dt.date:
    """Give the day of the build where the blog is at home."""
    zone = ZoneInfo(settings["TIMEZONE"])
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if fixed.isdecimal():
        return dt.datetime.fromtimestamp(int(fixed), zone).date()
    return dt.datetime.now(zone).date()  # noqa: TID251 - the clock of this plugin
