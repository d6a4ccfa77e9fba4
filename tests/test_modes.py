"""Who may ask a model, how often, and how a build ends: whole sites against a server on loopback."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from commentaries import (
    ARTICLE,
    NO_MODEL,
    WITH_MODEL,
    WITH_READER,
    bad_reply,
    good_reply,
    is_reading,
    longer_reply,
    pairs_shown,
    verdicts,
)
from fault_server import FaultServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sites import Site

    Sites = Callable[..., Site]

SIDECAR = "tram.commentary.md"


@pytest.fixture
def model() -> Iterator[FaultServer]:
    """Stand in for a model that answers well."""
    with FaultServer(lambda _: good_reply()) as server:
        yield server


def test_first_build_asks_once_and_second_never(site: Sites, model: FaultServer) -> None:
    """Both sections come from one call; the second build asks nobody and changes no byte."""
    blog = site(ARTICLE, COMMENTARY=WITH_MODEL)
    first = blog.build(OPENAI_BASE_URL=model.url())
    before = first.files()

    second = blog.build(OPENAI_BASE_URL=model.url())

    assert 0 == first.code == second.code, first.log
    assert 1 == model.count()
    assert before == second.files()
    assert 'data-commentary="outlook" data-origin="model"' in second.html("tram.html")
    assert 'data-commentary="conclusion" data-origin="model"' in second.html("tram.html")


def test_build_without_model_shows_extracts_and_writes_no_sidecar(site: Sites) -> None:
    """Without a model the article's own sentences stand in, labelled as such."""
    blog = site(ARTICLE, COMMENTARY=NO_MODEL)
    before = blog.content()

    built = blog.build()

    assert 0 == built.code, built.log
    assert 'data-origin="extract"' in built.html("tram.html")
    assert "data-ai-disclosure" not in built.html("tram.html")
    assert before == blog.content()


def test_key_without_a_named_model_spends_nothing(site: Sites, model: FaultServer) -> None:
    """A key that is exported for another tool is not used."""
    blog = site(ARTICLE, COMMENTARY=NO_MODEL)

    blog.build(OPENAI_API_KEY="sk-other-tool", OPENAI_BASE_URL=model.url())

    assert 0 == model.count()


def test_forbidding_variable_wins_over_settings(site: Sites, model: FaultServer) -> None:
    """`COMMENTARY_GENERATE=never` stops what the settings allow."""
    blog = site(ARTICLE, COMMENTARY=WITH_MODEL)

    blog.build(OPENAI_BASE_URL=model.url(), COMMENTARY_GENERATE="never")

    assert 0 == model.count()


def test_allowing_variable_does_not_win_over_settings(site: Sites, model: FaultServer) -> None:
    """What the settings forbid, no variable allows."""
    blog = site(ARTICLE, COMMENTARY={**WITH_MODEL, "generate": "never"})

    blog.build(OPENAI_BASE_URL=model.url(), COMMENTARY_GENERATE="missing")

    assert 0 == model.count()


def test_frozen_build_asks_nobody_and_leaves_extracts_out(site: Sites, model: FaultServer) -> None:
    """What is published comes from committed files."""
    blog = site(ARTICLE, COMMENTARY={**WITH_MODEL, "frozen": True})

    built = blog.build("--fatal=errors", OPENAI_BASE_URL=model.url())

    assert 0 == built.code, built.log
    assert 0 == model.count()
    assert "data-commentary" not in built.html("tram.html")


def test_frozen_build_fails_when_sections_are_required(site: Sites) -> None:
    """A blog that wants sections on every page is told which page lacks them."""
    blog = site(ARTICLE, COMMENTARY={**WITH_MODEL, "frozen": True, "require_sections": True})

    built = blog.build("--fatal=errors")

    assert 1 == built.code
    assert "tram.md: wanted and missing: outlook, conclusion" in built.log


@pytest.mark.parametrize(
    "scenario", ["e401", "e404", "quota", "badjson", "html200", "empty", "refusal", "filter"]
)
def test_failing_model_never_loses_the_site(site: Sites, scenario: str) -> None:
    """The article is published without the section, and the failure is named with its path."""
    blog = site(ARTICLE, COMMENTARY=WITH_MODEL)
    with FaultServer() as server:
        built = blog.build(OPENAI_BASE_URL=server.url(scenario), OPENAI_API_KEY="sk-marked-key")

    assert "市議会は11月2日" in built.html("tram.html")
    assert "data-commentary" not in built.html("tram.html")
    assert "tram.md" in built.log
    assert "sk-marked-key" not in built.log
    assert SIDECAR not in blog.content()


def test_endpoint_that_is_not_there_never_loses_the_site(site: Sites) -> None:
    """Nobody answers: the article is published and the host is named."""
    blog = site(ARTICLE, COMMENTARY=WITH_MODEL)

    built = blog.build(OPENAI_BASE_URL="http://127.0.0.1:9/v1")

    assert "市議会は11月2日" in built.html("tram.html")
    assert "127.0.0.1" in built.log


def test_bad_answer_is_asked_again_with_what_is_wrong(site: Sites) -> None:
    """The second request holds the first answer and the invented number; both are paid for."""
    answers = [bad_reply(), good_reply()]
    with FaultServer(lambda _: answers.pop(0)) as server:
        blog = site(ARTICLE, COMMENTARY=WITH_MODEL)
        built = blog.build(OPENAI_BASE_URL=server.url())
        again = str(server.requests[-1].body["messages"])

    assert 2 == server.count()
    assert "180億" in again
    assert 'data-commentary="conclusion"' in built.html("tram.html")
    assert "usage = { input = 22, output = 14" in blog.content()[SIDECAR].decode()


def test_answer_that_stays_bad_is_kept_off_the_page(site: Sites) -> None:
    """It is in the sidecar, since it is paid for, and not asked for a second time."""
    with FaultServer(lambda _: bad_reply()) as server:
        blog = site(ARTICLE, COMMENTARY=WITH_MODEL)
        blog.build(OPENAI_BASE_URL=server.url())
        built = blog.build(OPENAI_BASE_URL=server.url())

    assert 2 == server.count()
    assert 'data-commentary="conclusion"' not in built.html("tram.html")
    assert 'data-commentary="outlook"' in built.html("tram.html")
    assert "180億" in built.log
    assert "180億" in blog.content()[SIDECAR].decode()


def test_sentence_that_stays_bad_is_left_out(site: Sites) -> None:
    """A section that stands without it is shown, and the sidecar says what was cut."""
    with FaultServer(lambda _: longer_reply(bad_reply())) as server:
        blog = site(ARTICLE, COMMENTARY=WITH_MODEL)
        built = blog.build("--fatal=errors", OPENAI_BASE_URL=server.url())

    assert 0 == built.code, built.log
    assert 2 == server.count()
    assert 'data-commentary="conclusion"' in built.html("tram.html")
    assert "180億" not in built.html("tram.html")
    assert '"cut: 一方で、180億円' in blog.content()[SIDECAR].decode()


def answer(request: Mapping[str, object], **against: str) -> str:
    """Answer as writer and as second reader."""
    is_asked = is_reading(request)
    return verdicts(pairs_shown(request), **against) if is_asked else good_reply()


def test_second_reader_is_asked_once_for_an_article(site: Sites) -> None:
    """One writing call and one reading call make both sections; the second build asks nobody."""
    blog = site(ARTICLE, COMMENTARY=WITH_READER)
    with FaultServer(answer) as server:
        first = blog.build("--fatal=errors", OPENAI_BASE_URL=server.url())
        blog.build(OPENAI_BASE_URL=server.url())
        asked = [is_reading(request.body) for request in server.requests]

    assert 0 == first.code, first.log
    assert [False, True] == asked
    assert 'data-commentary="conclusion"' in first.html("tram.html")
    assert 'verified_by = "loopback-1"' in blog.content()[SIDECAR].decode()
    assert "usage = { input = 22, output = 14" in blog.content()[SIDECAR].decode()


def test_section_with_an_unsupported_sentence_stays_off_the_page(site: Sites) -> None:
    """The writer gets its attempts, the doubt is kept, and later builds ask nobody."""
    blog = site(ARTICLE, COMMENTARY=WITH_READER)
    with FaultServer(lambda request: answer(request, p5="contradicted")) as server:
        blog.build(OPENAI_BASE_URL=server.url())
        asked = [is_reading(request.body) for request in server.requests]
        built = blog.build(OPENAI_BASE_URL=server.url())

        assert len(asked) == server.count()
    assert [False, True, False] == asked
    assert 'data-commentary="conclusion"' not in built.html("tram.html")
    assert 'data-commentary="outlook"' in built.html("tram.html")
    assert "says the second reader: because" in built.log


def test_useless_second_reader_costs_no_section(site: Sites) -> None:
    """Both sections are shown, and the sidecar says that nobody read them."""
    blog = site(ARTICLE, COMMENTARY=WITH_READER)
    with FaultServer(lambda r: "I like it." if is_reading(r) else good_reply()) as server:
        built = blog.build("--fatal=errors", OPENAI_BASE_URL=server.url())

    assert 0 == built.code, built.log
    assert 'data-commentary="conclusion"' in built.html("tram.html")
    assert '"advisory support: unchecked: ' in blog.content()[SIDECAR].decode()


def test_wrong_key_stops_after_the_first_answer(site: Sites) -> None:
    """With twenty articles a wrong key is not tried twenty times."""
    posts = "".join(
        ARTICLE.replace("tram.md", f"tram{n}.md").replace("Slug: tram", f"Slug: tram{n}")
        for n in range(20)
    )
    with FaultServer() as server:
        blog = site(posts, COMMENTARY={**WITH_MODEL, "concurrency": 1})
        built = blog.build(OPENAI_BASE_URL=server.url("e401"), OPENAI_API_KEY="sk-wrong")

    assert 1 == server.count()
    assert all(f"tram{n}.md" in built.log for n in range(20))


def test_articles_are_asked_for_at_the_same_time(site: Sites) -> None:
    """As many answers are under way at once as the settings say."""
    posts = "".join(
        ARTICLE.replace("tram.md", f"tram{n}.md").replace("Slug: tram", f"Slug: tram{n}")
        for n in range(8)
    )
    together = threading.Barrier(4)

    def respond(_: object) -> str:
        together.wait(timeout=20)  # breaks, and so fails, unless four requests arrive together
        return good_reply()

    with FaultServer(respond) as server:
        blog = site(posts, COMMENTARY={**WITH_MODEL, "concurrency": 4})
        built = blog.build(OPENAI_BASE_URL=server.url())

    assert 8 == server.count()
    assert 0 == built.code, built.log
    assert 'data-commentary="conclusion"' in built.html("tram7.html")


def test_build_with_nothing_to_generate_imports_no_client(site: Sites, model: FaultServer) -> None:
    """With every section in its sidecar neither openai, httpx2 nor pydantic is imported."""
    blog = site(ARTICLE, COMMENTARY=WITH_MODEL)
    blog.build(OPENAI_BASE_URL=model.url())
    blog.write(
        "-- spy.py --\n"
        "import sys\n"
        "from pelican import signals\n"
        "def tell(_):\n"
        "    print('IMPORTED', sorted({'openai', 'httpx2', 'pydantic', 'genai_prices'}"
        " & set(sys.modules)))\n"
        "def register():\n"
        "    signals.finalized.connect(tell)\n"
    )

    built = blog.build(
        "-e", 'PLUGINS=["commentary", "spy"]', OPENAI_BASE_URL=model.url(), PYTHONPATH="."
    )

    assert "IMPORTED []" in built.log


def test_edit_that_a_section_rests_on_makes_it_stale(site: Sites, model: FaultServer) -> None:
    """The section is hidden; building again neither asks nor rewrites."""
    blog = site(ARTICLE, COMMENTARY=WITH_MODEL)
    blog.build(OPENAI_BASE_URL=model.url())
    sidecar = blog.content()[SIDECAR]
    blog.write(ARTICLE.replace("総事業費は120億円です", "総事業費は200億円です"))

    built = blog.build(OPENAI_BASE_URL=model.url())

    assert 1 == model.count()
    assert sidecar == blog.content()[SIDECAR]
    assert 'data-commentary="conclusion"' not in built.html("tram.html")
    assert 'data-commentary="outlook"' in built.html("tram.html")


def test_inserted_paragraph_shifts_the_links(site: Sites, model: FaultServer) -> None:
    """References are found again by their quotes, so the section stands and links one further."""
    blog = site(ARTICLE, COMMENTARY=WITH_MODEL)
    blog.build(OPENAI_BASE_URL=model.url())
    blog.write(ARTICLE.replace("市議会は11月2日", "新しい段落です。\n\n市議会は11月2日", 1))

    built = blog.build(OPENAI_BASE_URL=model.url())

    assert 1 == model.count()
    assert 'tram.html#p5" title="根拠：第5段落"' in built.html("tram.html")
    assert 'data-commentary="conclusion"' in built.html("tram.html")


@pytest.mark.parametrize("layer", ["reader", "generator"])
def test_sections_never_enter_pelicans_caches(site: Sites, model: FaultServer, layer: str) -> None:
    """A cached build shows each section once, and an edited sidecar at once."""
    switches = ("CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true")
    cached = ("-e", *switches, f'CONTENT_CACHING_LAYER="{layer}"')
    blog = site(ARTICLE, COMMENTARY=WITH_MODEL)
    blog.build(*cached, OPENAI_BASE_URL=model.url())
    text = blog.content()[SIDECAR].decode()
    blog.write(f"-- content/{SIDECAR} --\n{text.replace('動き出すでしょう', '始まるでしょう')}")

    built = blog.build(*cached, OPENAI_BASE_URL=model.url())

    assert 1 == built.html("tram.html").count('data-commentary="outlook"')
    assert "始まるでしょう" in built.html("tram.html")
    assert "始まるでしょう" in built.html("all.atom.xml")
