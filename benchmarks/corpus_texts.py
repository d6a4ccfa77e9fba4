"""Made-up posts in the shape of the blog's, the same each time for the same number and seed."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus_words import ENGLISH, JAPANESE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


SIGNS = 4_000
"""Characters of a body, within a tenth."""
_FIRST_DAY = dt.datetime(2006, 1, 1, 7, 0)  # noqa: DTZ001 - the blog's settings name the zone
_DAYS = 20 * 365
_WORDS = {"ja": JAPANESE, "en": ENGLISH}
_LINKS = {"ja": ("出典", "資料"), "en": ("Sources", "report")}
_TABLE = {"ja": ("年度", "件数", "費用"), "en": ("Year", "Cases", "Cost")}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text, and the words by which a section can speak of it."""

    text: str
    actor: str
    noun: str
    matter: str


@dataclass(frozen=True, slots=True)
class Post:
    """One made-up post, for whatever tool it is written down."""

    number: int
    language: str
    title: str
    slug: str
    date: dt.datetime
    category: str
    tags: tuple[str, ...]
    summary: str
    body: str
    """Markdown."""
    opening: tuple[Paragraph, ...]
    """The body's first paragraphs; nothing but headings stands between them."""


def make_posts(count: int, seed: int = 1) -> Iterator[Post]:
    """Make posts, Japanese and English in turn; each depends on its number and the seed alone."""
    for number in range(count):
        yield _post(number, seed)


def _post(number: int, seed: int) -> Post:
    choose = random.Random(f"{seed} {number}")  # noqa: S311 - the same texts each time
    language = "en" if number % 2 else "ja"
    writer = _Writer(choose, language)
    opening = tuple(writer.paragraph() for _ in range(8))
    first = opening[0]
    title = writer.title(first)
    gap = "" if language == "ja" else " "
    return Post(
        number=number,
        language=language,
        title=title,
        slug=f"post-{number:06}",
        date=_FIRST_DAY + dt.timedelta(days=choose.randrange(_DAYS), minutes=choose.randrange(900)),
        category=_often(choose, _WORDS[language].categories),
        tags=tuple(dict.fromkeys(_often(choose, _WORDS[language].tags) for _ in range(6)))[
            : choose.randint(3, 5)
        ],
        summary=gap.join((title + ("。" if language == "ja" else "."), writer.sentence(first))),
        body=writer.body(opening),
        opening=opening,
    )


class _Writer:
    """Writes sentences, paragraphs and bodies in one language."""

    def __init__(self, choose: random.Random, language: str) -> None:
        self.choose, self.language, self.words = choose, language, _WORDS[language]

    def body(self, opening: Sequence[Paragraph]) -> str:
        headings = self.choose.sample(self.words.headings, 5)
        blocks = [opening[0].text, f"## {headings[0]}", *(p.text for p in opening[1:5])]
        blocks += [f"## {headings[1]}", *(p.text for p in opening[5:])]
        blocks += [self.quote(), f"### {headings[2]}", self.bullets()]
        if self.choose.random() < 0.3:
            blocks.append(self.table())
        if self.choose.random() < 0.2:
            blocks.append(self.code())
        blocks += [f"## {headings[3]}", self.paragraph().text]
        end = self.sources()
        size = sum(map(len, (*blocks, end)))
        while size < SIGNS:
            if self.choose.random() < 0.12:
                blocks.append(f"### {self._filled('{noun}')}")
            blocks.append(self.paragraph(marked=True).text)
            size += len(blocks[-1])
        return "\n\n".join((*blocks, end)) + "\n"

    def paragraph(self, *, marked: bool = False) -> Paragraph:
        """Write sentences that keep to one subject, some words marked or linked."""
        words, choose = self.words, self.choose
        actor = self.actor()
        noun, matter = _often(choose, words.nouns), choose.choice(words.matters)
        plain = Paragraph("", actor, noun, matter)
        sentences = [self.sentence(plain, self.by_actor)]
        more = choose.randint(2, 4) if self.language == "ja" else choose.randint(1, 2)
        sentences += [self.sentence(plain) for _ in range(more)]
        if marked and choose.random() < 0.3:
            shown = choose.choice((f"**{noun}**", f"*{noun}*", f"[{noun}]({self.address()})"))
            sentences[-1] = sentences[-1].replace(noun, shown, 1)
        return Paragraph(
            ("" if self.language == "ja" else " ").join(sentences), actor, noun, matter
        )

    @property
    def by_actor(self) -> str:
        """The subject that names a paragraph's actor."""
        return self.words.subjects[0]

    def sentence(self, about: Paragraph, subject: str = "") -> str:
        """Write one sentence about the subject of a paragraph, of its actor every other time."""
        words, choose = self.words, self.choose
        if not subject:
            subject = choose.choice((self.by_actor, choose.choice(words.subjects)))
        text = self._filled(
            choose.choice(words.openers)
            + subject
            + ("" if self.language == "ja" else " ")
            + choose.choice(words.predicates)
            + choose.choice(words.tails),
            about,
        )
        if self.language == "ja":
            return text.replace("ずました", "ずにいます") + "。"
        return text[0].upper() + text[1:] + "."

    def actor(self) -> str:
        gap = "" if self.language == "ja" else " "
        return self.choose.choice(self.words.places) + gap + self.choose.choice(self.words.bodies)

    def title(self, about: Paragraph) -> str:
        if self.language == "ja":
            end = self.choose.choice(("へ一歩", "が動き出す", "に残る課題", "をめぐる攻防"))
            return f"{about.actor}、{about.noun}の{about.matter}{end}"
        end = self.choose.choice(("moves ahead", "meets doubts", "divides opinion", "is settled"))
        return f"{about.actor}: the {about.matter} of {about.noun} {end}"

    def quote(self) -> str:
        about = self.paragraph()
        end = "氏の発言から" if self.language == "ja" else ", in a statement"
        return f"> {self.sentence(about)}\n>\n> {self.choose.choice(self.words.people)}{end}"

    def bullets(self) -> str:
        mark = self.choose.choice(("-", "1."))
        count = self.choose.randint(4, 6)
        return "\n".join(f"{mark} {self.sentence(self.paragraph())}" for _ in range(count))

    def table(self) -> str:
        heads = _TABLE[self.language]
        year = self.choose.randint(1990, 2018)
        rows = (
            (year + at, self.choose.randint(100, 9_999), self.choose.randint(10, 900))
            for at in range(5)
        )
        lines = (heads, ("---", "---:", "---:"), *rows)
        return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)

    def code(self) -> str:
        low, high = sorted(self.choose.sample(range(2, 99), 2))
        return (
            "```python\n"
            f"cases = [{', '.join(str(self.choose.randint(low, 900)) for _ in range(8))}]\n"
            f"above = [number for number in cases if number > {high} and number % {low}]\n"
            'print(f"{len(above)} of {len(cases)}: {sum(above) / len(cases):.1f}")\n'
            "```"
        )

    def sources(self) -> str:
        head, what = _LINKS[self.language]
        links = (
            f"- [{self._filled('{noun}')} {what}]({self.address()})"
            for _ in range(self.choose.randint(2, 4))
        )
        return "\n".join((f"## {head}", "", *links))

    def address(self) -> str:
        return f"https://www.example.org/{self.choose.randint(2006, 2025)}/{self.choose.randrange(10**6):06}"

    def _filled(self, text: str, about: Paragraph | None = None) -> str:
        choose, words = self.choose, self.words
        noun = _often(choose, words.nouns)
        day, month, year = choose.randint(1, 28), choose.randint(1, 12), choose.randint(2000, 2025)
        return text.format(
            actor=about.actor if about else "",
            noun=about.noun if about else noun,
            matter=about.matter if about else "",
            noun2=noun,
            actor2=self.actor(),
            place=choose.choice(words.places),
            person=choose.choice(words.people),
            v=choose.randint(2, 99),
            y=year,
            d=f"{month}月{day}日" if self.language == "ja" else f"{day}/{month}/{year}",
        )


def _often(choose: random.Random, words: Sequence[str]) -> str:
    """Choose the first words more often than the last, as a language does."""
    return words[int(len(words) * choose.random() ** 1.7)]
