"""A Pelican plugin for theme tests: joins sections made by hand, in the shape `section.html` takes.

The theme is tested on its own, so nothing here comes from the plugin that makes real sections.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING

from markupsafe import Markup
from pelican import signals

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pelican.generators import ArticlesGenerator

_PARAGRAPH = re.compile(r"<p>([^<]+)</p>")
_PAGE = "https://blog.example/a/"
_COMPOSITE = "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource"


def register() -> None:
    """Connect the receiver that joins the sections."""
    signals.article_generator_finalized.connect(join)


def join(generator: ArticlesGenerator) -> None:
    """Give every article but those named `plain…` three sections and a notice."""
    template = generator.env.get_template("partials/section.html")
    for article in [*generator.articles, *generator.translations]:
        if article.slug.startswith("plain"):
            article.commentary = None
            continue
        page = f"{{filename}}/{article.get_relative_source_path()}"
        texts = generator.settings.get("HAND_MADE_SENTENCES", [])
        shown = sections(article.lang, page)
        if texts and article.slug.startswith("long"):
            shown = long_sections(texts, page, _PARAGRAPH.findall(article._content))  # noqa: SLF001
        html = "\n".join(template.render(section=section) for section in shown)
        words = "この記事にはAIが書いた節があります。"
        notice = f'<p class="commentary-notice" data-commentary-notice>{words}</p>\n'
        article._content = notice + _numbered(article._content) + html  # noqa: SLF001 - as plugins do
        article.commentary = SimpleNamespace(
            sections=shown,
            disclosure="ai-autonomous",
            source_type=_COMPOSITE,
            parts=({"@type": "WebPageElement", "@id": "#outlook-1", "name": "</script>&"},),
        )


def sections(language: str = "ja", page: str = _PAGE) -> tuple[SimpleNamespace, ...]:
    """Return an outlook by a model, an extract in list form, and an accepted conclusion."""
    return (
        section(language, page, id="outlook-1"),
        section(
            language,
            page,
            id="outlook-2",
            heading=Markup("港の将来の展望"),
            origin="extract",
            disclosure="",
            model=Markup(),
            form="list",
            grounds=(),
        ),
        section(
            language,
            page,
            id="conclusion",
            kind="conclusion",
            heading=Markup("結論"),
            review="accepted",
            disclosure="ai-assisted",
            points=(),
            closing=(),
        ),
    )


def long_sections(
    texts: list[str], page: str, paragraphs: list[str]
) -> tuple[SimpleNamespace, ...]:
    """Return two outlooks and a conclusion of the given sentences, as long as real ones are.

    Each sentence rests on one paragraph of the page or two, with the first words of them as quotes.
    """
    link, given = f"{page}#p", iter(enumerate(texts))

    def sentences(count: int) -> tuple[SimpleNamespace, ...]:
        return tuple(
            _sentence(
                text,
                link,
                sorted({n * 3 % len(paragraphs) + 1, n * 5 % len(paragraphs) + 1}),
                basis="inferred",
                label="推測",
            )
            for n, text in (next(given) for _ in range(count))
        )

    def grounds(first: int) -> tuple[SimpleNamespace, ...]:
        return tuple(
            SimpleNamespace(
                number=n, href=f"{link}{n}", quotes=(_words(paragraphs[n - 1].split("。")[0]),)
            )
            for n in range(first, min(len(paragraphs), first + 8))
        )

    def points(name: str, count: int) -> tuple[SimpleNamespace, ...]:
        return tuple(
            SimpleNamespace(
                id=f"{name}-{n}",
                heading=_words(texts[-n - len(name)][:14]),
                sentences=sentences(2),
            )
            for n in range(1, count + 1)
        )

    return (
        section("ja", page, opening=(), points=points("outlook-1", 5), grounds=grounds(1)),
        section(
            "ja",
            page,
            id="outlook-2",
            heading=_words("賃金と物価の将来の展望"),
            form="list",
            opening=sentences(1),
            points=points("outlook-2", 3),
            grounds=grounds(4),
        ),
        section(
            "ja",
            page,
            id="conclusion",
            kind="conclusion",
            heading=_words("結論"),
            opening=sentences(4),
            points=(),
            closing=(),
            grounds=grounds(7),
        ),
    )


def section(language: str = "ja", page: str = _PAGE, **changes: object) -> SimpleNamespace:
    """Return one section by a model that nobody reviewed, with what differs."""
    link = f"{page}#p"
    values: dict[str, object] = {
        "id": "outlook-1",
        "kind": "outlook",
        "origin": "model",
        "review": "unreviewed",
        "disclosure": "ai-autonomous",
        "model": Markup("a-model"),
        "language": language,
        "heading": Markup("港と駅を結ぶ路線の将来の展望"),
        "label": Markup("この節はAIが書き、著者は未確認です。（a-model、2026年11月23日）"),
        "form": "themes",
        "opening": (_sentence("計画は進むでしょう。", link, (1, 2)),),
        "points": tuple(
            _point(f"{changes.get('id', 'outlook-1')}-{number}", number, link)
            for number in (1, 2, 3)
        ),
        "closing": (_sentence("以上は推測です。", link, (), basis="opinion", label="意見"),),
        "grounds": (
            SimpleNamespace(
                number=2,
                href=f"{link}2",
                quotes=(Markup("採決は&lt;接戦&gt;でした"), Markup("費用は増えました")),
            ),
        ),
        "grounds_title": Markup("この節が拠りどころにした段落"),
    }
    return SimpleNamespace(**(values | changes))


def _point(identifier: str, number: int, link: str) -> SimpleNamespace:
    return SimpleNamespace(
        id=identifier,
        heading=_words(f"見どころその{number}"),
        sentences=(
            _sentence("費用は増える可能性があります。", link, (1,), basis="inferred", label="推測"),
            _sentence("反対の声もあります。", link, (2, 3)),
        ),
    )


def _sentence(
    text: str, link: str, numbers: Iterable[int], *, basis: str = "stated", label: str = ""
) -> SimpleNamespace:
    references = tuple(
        SimpleNamespace(number=n, href=f"{link}{n}", label=f"根拠：第{n}段落") for n in numbers
    )
    return SimpleNamespace(
        text=_words(text), basis=basis, basis_label=_words(label), references=references
    )


def _words(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - the words are written above


def _numbered(html: str) -> str:
    numbers = iter(range(1, html.count("<p>") + 1))
    return re.sub("<p>", lambda _: f'<p id="p{next(numbers)}">', html)
