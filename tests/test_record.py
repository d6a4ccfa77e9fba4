"""What a blog says of its use of AI: counted from its records."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from builders import TODAY, generated, provenance, reviewed, section, sentence, sidecar, source
from commentaries import ARTICLE
from commentary.authorship import Share
from commentary.lifecycle import standing_of
from commentary.record import Record, record_of
from commentary.report import ArticleState
from commentary.sections import Kind, Origin, Verdict
from commentary.sidecars import dump_sidecar
from sites import ROOT, Site

if TYPE_CHECKING:
    from pathlib import Path

    from commentary.lifecycle import Standing
    from commentary.sections import Section

WRITTEN = dt.date(2026, 11, 23)
SETTINGS = {
    "THEME": str(ROOT / "theme"),
    "DIRECT_TEMPLATES": ["index", "ai", "ai_en"],
    "AI_SAVE_AS": "ai/index.html",
    "AI_EN_SAVE_AS": "en/ai/index.html",
}


def _standing(made: Section) -> Standing:
    article = source()
    return standing_of(made, sidecar(made, article=article), article)


def _state(*shown: Section, kept_off: tuple[Section, ...] = ()) -> ArticleState:
    published = tuple(map(_standing, shown))
    return ArticleState("a.md", (*published, *map(_standing, kept_off)), published)


def test_only_exactly_accepted_texts_count_as_reviewed() -> None:
    """A review of another text is none, and a rejected section is counted apart."""
    accepted = reviewed(section(), Verdict.ACCEPTED)
    other_text = reviewed(section(kind=Kind.OUTLOOK), Verdict.ACCEPTED, "sha256:other")
    rejected = reviewed(section(), Verdict.REJECTED)
    origins = (provenance(source()),)

    record = record_of([(_state(accepted, other_text, kept_off=(rejected,)), origins)])

    expected = Record(
        articles=1,
        with_ai=1,
        by_model=2,
        reviewed=1,
        rejected=1,
        models=("loopback-1",),
        last_written=WRITTEN,
        last_reviewed=TODAY,
    )
    assert expected == record


def test_what_no_model_wrote_is_no_use_of_ai() -> None:
    """Extracts and a person's sections have counts of their own, and name no model."""
    state = _state(section(origin=Origin.EXTRACT), section(origin=Origin.AUTHOR))

    record = record_of([(state, (provenance(source()),)), (ArticleState("b.md"), ())])

    assert Record(articles=2, extracts=1, by_author=1) == record


def test_changed_sentences_are_counted_where_marks_are_kept() -> None:
    """A reworded sentence is one that a model wrote and that stands no longer."""
    first, second = sentence(), sentence("費用は120億円です。")
    marked = replace(
        generated(section(first, second)), generated_marks=(first.text_mark, second.text_mark)
    )
    edited = replace(marked, opening=(first, sentence("費用は総額120億円です。")))

    assert Share(2, 1, 1) == record_of([(_state(edited), ())]).share


def test_a_blog_without_ai_says_so_in_both_languages(tmp_path: Path) -> None:
    """Without a section of a model, no model, day or share is named, and every page links there."""
    built = Site(tmp_path, ARTICLE, SETTINGS).build()

    for name, words in (("ai", "AIが書いた節はありません"), ("en/ai", "No published article has")):
        soup = BeautifulSoup(built.html(f"{name}/index.html"), "html.parser")
        assert soup.main
        assert words in soup.main.get_text()
        assert [] == soup.main.select("time, li")
    assert "https://blog.example/ai/" in built.html("index.html")


def test_the_settings_of_a_broken_blog_make_no_claim(tmp_path: Path) -> None:
    """Where the records could not be read, the page does not say that there is no AI."""
    site = Site(tmp_path, ARTICLE, {**SETTINGS, "COMMENTARY": {"no_such_setting": 1}})

    html = site.build().html("ai/index.html")

    assert "記録を読めませんでした" in html
    assert "AIが書いた節はありません" not in html


def test_the_page_tells_what_a_model_wrote(tmp_path: Path) -> None:
    """Counts and the model stand on the page; a script typed into a person's sentence is on none."""
    site = Site(tmp_path, ARTICLE, SETTINGS)
    typed = "港と駅<script>alert(1)</script>が結ばれます。"
    models = section(sentence())
    mine = section(sentence(typed), kind=Kind.OUTLOOK, origin=Origin.AUTHOR)
    path = tmp_path / "content/tram.commentary.md"
    path.write_text(dump_sidecar(sidecar(mine, models)), encoding="utf-8")

    built = site.build()

    soup = BeautifulSoup(built.html("en/ai/index.html"), "html.parser")
    assert soup.main
    text = soup.main.get_text()
    assert "Published articles: 1; with sections written by AI: 1" in text
    assert (
        "Sections written by AI: 1; accepted by a person in exactly their present words: 0" in text
    )
    assert "loopback-1" in text
    assert "Last accepted" not in text
    assert "alert(1)" not in built.html("tram.html")
    notice = BeautifulSoup(built.html("tram.html"), "html.parser").select(".article-header a")
    assert "https://blog.example/ai/" in [link["href"] for link in notice]


def test_the_pages_on_ai_know_each_other(tmp_path: Path) -> None:
    """A search engine learns that both say the same in two languages, unless there is one alone."""
    both = Site(tmp_path / "both", ARTICLE, SETTINGS).build()
    one = Site(tmp_path / "one", ARTICLE, {**SETTINGS, "DIRECT_TEMPLATES": ["index", "ai"]}).build()

    for built, expected in (
        (both, {"ja": "https://blog.example/ai/", "en": "https://blog.example/en/ai/"}),
        (one, {}),
    ):
        soup = BeautifulSoup(built.html("ai/index.html"), "html.parser")
        links = soup.select('link[rel="alternate"][hreflang]')
        assert expected == {link["hreflang"]: link["href"] for link in links}
