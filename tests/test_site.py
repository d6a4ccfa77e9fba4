"""What stands on the pages: whole sites built by the real Pelican without a model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import feedparser
import pytest

from commentaries import ARTICLE, NO_MODEL, WITH_MODEL, good_reply
from fault_server import FaultServer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sites import Built, Site

    Sites = Callable[..., Site]

BODY = ARTICLE.partition("\n\n")[2]
HEAD = ARTICLE.partition("\n\n")[0]
OUTLOOK, CONCLUSION = 'data-commentary="outlook"', 'data-commentary="conclusion"'
OWN_CONCLUSION = (
    "+++\n"
    'schema = 1\nlanguage = "ja"\n\n'
    '[[sections]]\nid = "conclusion"\nkind = "conclusion"\norigin = "author"\n'
    "+++\n\n## 結びに\n\n**港**まで線路が伸びます。 [p1]\n> p1「市電を港まで3.2キロ延ばす計画」\n"
)


def plain(site: Sites, text: str = ARTICLE, **settings: object) -> Built:
    """Build a site that shows extracts."""
    built = site(text, **{"COMMENTARY": NO_MODEL, **settings}).build()
    assert 0 == built.code, built.log
    return built


def test_sections_follow_the_body_outlook_first(site: Sites) -> None:
    """Without marks both stand at the end, in the order of the page."""
    page = plain(site).html("tram.html")

    assert -1 < page.index("要約すると") < page.index(OUTLOOK) < page.index(CONCLUSION)


def test_paragraphs_have_ids_only_where_sections_link_to_them(site: Sites) -> None:
    """An article without sections keeps its bytes."""
    with_sections = plain(site).html("tram.html")
    without = plain(site, ARTICLE.replace("Slug:", "Commentary: none\nSlug:")).html("tram.html")

    assert '<p id="p1">市議会は' in with_sections
    assert "<p>市議会は" in without
    assert "data-commentary" not in without


def test_authors_html_changes_by_insertion_only(site: Sites) -> None:
    """Take ids and sections away, and the body is what Pelican made of the article."""
    page = plain(site).html("tram.html")
    before = plain(site, ARTICLE.replace("Slug:", "Commentary: none\nSlug:")).html("tram.html")

    stripped = re.sub(
        r'\n?<section id="[^"]*" data-commentary.*?</section>', "", page, flags=re.DOTALL
    )

    assert before == re.sub(r' id="p\d+"', "", stripped)


def test_marks_place_the_sections(site: Sites) -> None:
    """A paragraph that is only a mark becomes that section."""
    marked = ARTICLE.replace("## 事の経緯", "[[conclusion]]\n\n## 事の経緯").replace(
        "要約すると", "[[outlook]]\n\n要約すると"
    )

    page = plain(site, marked).html("tram.html")

    assert page.index(CONCLUSION) < page.index("事の経緯</h2>") < page.index(OUTLOOK)
    assert page.index(OUTLOOK) < page.index('<p id="p6">要約すると')
    assert "[[" not in page


def test_mark_without_its_section_leaves_no_trace(site: Sites) -> None:
    """Nothing stands where the section would have been."""
    marked = ARTICLE.replace("Slug:", "Commentary: none\nSlug:").replace(
        "## 事の経緯", "[[outlook]]\n\n## 事の経緯"
    )

    page = plain(site, marked).html("tram.html")

    assert "[[" not in page
    assert "<p></p>" not in page


def test_sections_stand_before_trailing_footnotes(site: Sites) -> None:
    """The list of footnotes stays last."""
    noted = ARTICLE.replace("120億円です。", "120億円です[^1]。") + "\n[^1]: 市の資料による。\n"

    page = plain(site, noted).html("tram.html")

    assert page.index(CONCLUSION) < page.index('<div class="footnote">')


@pytest.mark.parametrize(
    ("wish", "kinds"),
    [
        ("Commentary: none", set()),
        ("Commentary: outlook", {OUTLOOK}),
        ("Commentary: conclusion", {CONCLUSION}),
        ("Commentary: Outlook, Conclusion", {OUTLOOK, CONCLUSION}),
        ("Commentary:", {OUTLOOK, CONCLUSION}),
    ],
)
def test_author_decides_which_sections(site: Sites, wish: str, kinds: set[str]) -> None:
    """The metadata field names them, or none."""
    page = plain(site, ARTICLE.replace("Slug:", f"{wish}\nSlug:")).html("tram.html")

    assert kinds == {kind for kind in (OUTLOOK, CONCLUSION) if kind in page}


def test_unknown_wish_is_named_and_the_article_published(site: Sites) -> None:
    """A misspelt wish names file and line; the other article has its sections."""
    wrong = ARTICLE.replace("Slug:", "Commentary: outlok\nSlug:")
    other = ARTICLE.replace("tram.md", "bus.md").replace("Slug: tram", "Slug: bus")

    built = site(wrong + other, COMMENTARY=NO_MODEL).build()

    assert "tram.md:3: `Commentary: outlok` is not known; write `none`" in built.log
    assert "市議会は11月2日" in built.html("tram.html")
    assert "data-commentary" not in built.html("tram.html")
    assert CONCLUSION in built.html("bus.html")


@pytest.mark.parametrize(
    ("heading", "missing"),
    [
        ("結論", CONCLUSION),
        ("まとめ", CONCLUSION),
        ("今後の展望", OUTLOOK),
        ("5. 結論", CONCLUSION),
    ],
)
def test_authors_own_section_gets_no_second_one(site: Sites, heading: str, missing: str) -> None:
    """A heading that stands for a section is the author's."""
    page = plain(site, ARTICLE.replace("## 事の経緯", f"## {heading}")).html("tram.html")

    assert missing not in page
    assert 1 == page.count("data-commentary=")


def test_mark_leaves_no_trace_when_settings_are_wrong(site: Sites) -> None:
    """Whatever keeps commentary away, no reader sees `[[outlook]]`."""
    marked = ARTICLE.replace("## 事の経緯", "[[outlook]]\n\n## 事の経緯")

    built = site(marked, COMMENTARY={"unknown": 1}).build()

    assert "[[" not in built.html("tram.html")


def test_short_article_gets_none(site: Sites) -> None:
    """Two sentences are not commented on."""
    page = plain(site, COMMENTARY={"minimum_characters": 4000}).html("tram.html")

    assert "data-commentary" not in page


@pytest.mark.parametrize("status", ["draft", "hidden"])
def test_unlisted_article_gets_no_extract(site: Sites, status: str) -> None:
    """Drafts and hidden articles get sections only when asked by name."""
    built = plain(site, ARTICLE.replace("Slug:", f"Status: {status}\nSlug:"))

    pages = [data for name, data in built.files().items() if name.endswith("tram.html")]
    assert 1 == len(pages)
    assert b"data-commentary" not in pages[0]


def test_draft_shows_what_its_sidecar_has(site: Sites) -> None:
    """A preview shows the sections that were asked for."""
    text = ARTICLE.replace("Slug:", "Status: draft\nSlug:")
    built = plain(site, f"{text}-- content/tram.commentary.md --\n{OWN_CONCLUSION}")

    assert CONCLUSION in built.html("drafts/tram.html")


def test_authors_hand_in_the_sidecar_is_shown_unlabelled(site: Sites) -> None:
    """Origin `author`: with grounds, with emphasis, without any AI mark."""
    built = plain(site, f"{ARTICLE}-- content/tram.commentary.md --\n{OWN_CONCLUSION}")
    page = built.html("tram.html")

    assert 'data-origin="author" data-review="accepted"' in page
    assert "<strong>港</strong>まで線路が伸びます。" in page
    assert 'href="https://blog.example/tram.html#p1"' in page
    assert "data-ai-disclosure" not in page


def test_translation_is_commented_in_its_own_language(site: Sites) -> None:
    """The English version of an article gets English words."""
    english = """-- content/tram-en.md --
Title: Council approves the tram extension
Date: 2026-11-02 09:30
Slug: tram
Lang: en
Category: Transport
Summary: The council approved the extension.

The city council approved a plan on Monday to extend the tram to the harbour at a cost of 12 billion yen.

Supporters expect the new line to bring more visitors to the shops along the harbour front.

Construction is expected to begin in 2028, and the operator plans to order new vehicles next year.

The plan was first published in 2019 and was shelved because of the cost of the bridge.

In short, the redevelopment of the harbour revived the plan and left the worries about money in place.
"""
    built = plain(site, ARTICLE + english)

    assert "この節は本文の文を" in built.html("tram.html")
    assert "This section is made of sentences taken from the article" in built.html("tram-en.html")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param(
            "tram.rst",
            "市電の延伸\n##########\n\n:date: 2026-11-02 09:30\n:slug: tram\n:category: x\n"
            ":summary: x\n\n"
            + re.sub(r"^## (.*)$", r"\1\n======================", BODY, flags=re.MULTILINE).replace(
                "> ", "    "
            ),
            id="reStructuredText",
        ),
        pytest.param(
            "tram.html",
            "<html><head><title>市電の延伸</title><meta name='date' content='2026-11-02 09:30'>"
            "<meta name='slug' content='tram'><meta name='category' content='x'></head><body>\n"
            + "\n".join(
                f"<h2>{p[3:]}</h2>" if p.startswith("## ") else f"<p>{p.removeprefix('> ')}</p>"
                for p in BODY.strip().split("\n\n")
            )
            + "</body></html>\n",
            id="HTML",
        ),
    ],
)
def test_other_formats_get_sections_too(site: Sites, name: str, text: str) -> None:
    """Posts in reStructuredText and HTML are numbered and joined like Markdown."""
    page = plain(site, f"-- content/{name} --\n{text}").html("tram.html")

    assert CONCLUSION in page
    assert 'id="p1">市議会は' in page


def test_feed_has_sections_with_labels_and_complete_links(site: Sites) -> None:
    """Readers of the feed see the notice, the label, and links that lead somewhere."""
    with FaultServer(lambda _: good_reply()) as server:
        built = site(ARTICLE, COMMENTARY=WITH_MODEL).build(OPENAI_BASE_URL=server.url())

    feed = feedparser.parse((built.output / "all.atom.xml").read_bytes())
    (entry,) = feed.entries
    content = entry.content[0].value
    assert not feed.bozo
    assert content.index("この記事にはAIが書き、著者が確認していない節があります") < content.index(
        "市議会は11月2日"
    )
    assert 2 == content.count("この節はAIが書き、著者は未確認です。")
    assert 'href="https://blog.example/tram.html#p3"' in content
    assert "<p>市議会は市電の延伸を可決しました。</p>" == entry.summary


def test_article_without_summary_gets_one_of_its_own_words(site: Sites) -> None:
    """Pelican cuts a missing summary from the content; notice and sections must not be in it."""
    with FaultServer(lambda _: good_reply()) as server:
        text = re.sub(r"Summary: .*\n", "", ARTICLE)
        built = site(text, COMMENTARY=WITH_MODEL).build(OPENAI_BASE_URL=server.url())

    (entry,) = feedparser.parse((built.output / "all.atom.xml").read_bytes()).entries
    assert "市議会は11月2日" in entry.summary
    assert "AIが書いた" not in entry.summary
    assert "港への路線" not in entry.summary


def test_page_links_work_with_relative_addresses(site: Sites) -> None:
    """The same link is relative in a page that is."""
    page = plain(
        site, RELATIVE_URLS=True, ARTICLE_SAVE_AS="p/{slug}.html", ARTICLE_URL="p/{slug}.html"
    )

    assert 'href="../p/tram.html#p' in page.html("p/tram.html")


def test_theme_may_bring_its_own_markup(site: Sites) -> None:
    """`partials/section.html` of the theme is used where there is one."""
    partial = "-- templates/partials/section.html --\n<aside>{{ section.heading }}</aside>\n"

    page = plain(site, ARTICLE + partial, THEME_TEMPLATES_OVERRIDES=["templates"]).html("tram.html")

    assert "<aside>本文" in page


def test_broken_markup_of_a_theme_is_named(site: Sites) -> None:
    """The article is published without sections, and the template is named."""
    partial = "-- templates/partials/section.html --\n{{ section.heading\n"

    built = site(
        ARTICLE + partial, THEME_TEMPLATES_OVERRIDES=["templates"], COMMENTARY=NO_MODEL
    ).build()

    assert "partials/section.html` cannot be read" in built.log
    assert "市議会は11月2日" in built.html("tram.html")


def test_markup_that_fails_for_one_article_costs_no_other(site: Sites) -> None:
    """The article whose section the theme cannot print is named; the other has its sections."""
    partial = (
        "-- templates/partials/section.html --\n"
        "<aside>{{ 1 // 0 if 'bus' in section|string else section.heading }}</aside>\n"
    )
    other = ARTICLE.replace("tram.md", "bus.md").replace("Slug: tram", "Slug: bus")

    built = site(
        ARTICLE + other + partial, THEME_TEMPLATES_OVERRIDES=["templates"], COMMENTARY=NO_MODEL
    ).build()

    assert "content/bus.md: the theme's `partials/section.html` cannot be rendered" in built.log
    assert "<aside>" not in built.html("bus.html")
    assert "<aside>本文" in built.html("tram.html")


def test_plugin_that_reads_content_later_does_no_harm(site: Sites) -> None:
    """Pelican remembers the first reading of `.content`; ours comes before."""
    spy = """-- spy.py --
from pelican import signals
def read(generator):
    for article in generator.articles:
        article.content
def register():
    signals.article_generator_finalized.connect(read)
"""
    blog = site(ARTICLE + spy, COMMENTARY=NO_MODEL, PLUGINS=["commentary", "spy"])

    assert CONCLUSION in blog.build(PYTHONPATH=".").html("tram.html")


def test_site_without_the_setting_is_left_alone(site: Sites) -> None:
    """Loaded but not asked for, the plugin changes no byte."""
    blog = site(ARTICLE, COMMENTARY=...)

    assert blog.build().files() == blog.build("-e", "PLUGINS=[]").files()


def test_same_input_gives_the_same_bytes(site: Sites) -> None:
    """Whatever the hash seed is."""
    other = (
        ARTICLE.replace("tram.md", "bus.md").replace("Slug: tram", "Slug: bus").replace("09", "10")
    )
    blog = site(ARTICLE + other, COMMENTARY=NO_MODEL)

    assert blog.build(PYTHONHASHSEED="1").files() == blog.build(PYTHONHASHSEED="2").files()


@pytest.mark.parametrize("autoescape", [True, False])
def test_hostile_answer_cannot_leave_its_sentence(site: Sites, autoescape: bool) -> None:  # noqa: FBT001
    """HTML in a reply is blocked; accepted all the same by hand, it is shown as text."""
    hostile = "<img src=x onerror=alert(1)>{{ 7*7 }}{filename}/x.md"
    sidecar = OWN_CONCLUSION.replace("**港**まで線路が伸びます。", hostile).replace(
        "結びに", hostile
    )
    built = plain(
        site,
        f"{ARTICLE}-- content/tram.commentary.md --\n{sidecar}",
        JINJA_ENVIRONMENT={"autoescape": autoescape},
    )

    written = built.files().items()
    files = "".join(d.decode("utf-8") for name, d in written if name.endswith((".html", ".xml")))
    assert "<img src=x" not in files
    assert "onerror=alert(1)>" not in files.replace("&lt;img src=x onerror=alert(1)&gt;", "")
    assert "{{ 7*7 }}" not in built.html("tram.html")
