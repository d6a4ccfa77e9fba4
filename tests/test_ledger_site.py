"""The ledger of a whole site: pages, files for programs, and what goes wrong."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import fastjsonschema
import icalendar
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from ledger.agenda import agenda
from ledger.exports import predictions_csv, predictions_json
from predictions import TODAY, answered, calibrated, entries, table
from sites import ROOT, Site

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ledger.entries import Entry
    from sites import Built

ARTICLES = """-- content/tram.md --
Title: 市電
Date: 2024-03-02 09:30
Slug: tram
Lang: ja
Category: 交通
Tags: 港
Summary: 要約です。

計画は進むでしょう。ほかの文です。
-- content/tram-en.md --
Title: The tram
Date: 2024-03-02 09:30
Slug: tram
Lang: en
Category: 交通
Summary: A summary.

The line will open.
-- content/plain.md --
Title: 予測のない記事
Date: 2024-03-03 09:30
Slug: plain
Lang: ja
Category: 交通
Summary: 要約です。

本文です。
"""
SCHEMA = fastjsonschema.compile(
    json.loads((ROOT / "plugins/ledger/predictions.schema.json").read_text(encoding="utf-8"))
)
HARD = '港; 駅, \\ "終点"\nまで、' + "とても長い駅名" * 12


def site(root: Path, given_: Mapping[str, list[dict[str, Any]]], **settings: Any) -> Site:
    """Lay out a blog with predictions by language and slug."""
    values: dict[str, Any] = {
        "THEME": str(ROOT / "theme"),
        "PLUGIN_PATHS": [str(ROOT / "plugins"), str(ROOT / "tests")],
        "PLUGINS": ["hand_made_predictions", "ledger", "stylesheet", "feeds", "policy"],
        "COMMENTARY": ...,
        "JINJA_ENVIRONMENT": {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True},
        "HAND_MADE_PREDICTIONS": json.dumps(given_, default=str),
    }
    return Site(root, ARTICLES, values | settings)


def soup(built: Built, name: str) -> BeautifulSoup:
    """Return a page."""
    return BeautifulSoup(built.html(name), "html.parser")


def text(built: Built, name: str) -> str:
    """Return what the main part of a page says."""
    main = soup(built, name).main
    assert main
    return " ".join(main.get_text().split())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build a blog in two languages with one prediction of each kind."""
    japanese = [
        table(1),
        table(2, resolves_on="2026-03-01", quote="もうない文。"),
        table(3, resolution=answered("yes", note="<b>開業</b>した。")),
        table(4, speaker="model:m/1", probability_by="model", resolution=answered("no")),
        table(5, public=False),
    ]
    english = [table(1, statement="The line opens.", quote="The line will open.")]
    given_ = {"ja/tram": japanese, "en/tram": english}
    return site(tmp_path_factory.mktemp("ledger"), given_).build("--fatal=errors")


def test_page_lists_every_public_prediction(built: Built) -> None:
    """In both languages: due first, then open, then answered; what is not public is nowhere."""
    for name in ("outlook/index.html", "en/outlook/index.html"):
        listed = [str(tag["id"]) for tag in soup(built, name).select("article.prediction")]

        assert ["tram-2", "tram-1", "tram-1.en", "tram-3", "tram-4"] == listed
    assert "第5期" not in built.html("outlook/predictions.json")


def test_page_says_who_judged_by_what(built: Built) -> None:
    """Evidence, day, judge and criteria stand with the answer; a note is text and no markup."""
    entry = soup(built, "outlook/index.html").find(id="tram-3")

    assert entry
    assert entry.select_one('a[href="https://transport.example/opening"]')
    said = " ".join(entry.get_text().split())
    assert "<b>開業</b>した。" in said
    assert "判定した人：編集部 2026-04-02" in said
    assert "判定の基準：港の停留所が営業を始めたか" in said


def test_the_ledger_is_data_and_no_fact_check(built: Built) -> None:
    """Its first page says where the data is; nothing of the site calls a forecast a `ClaimReview`."""
    (script,) = soup(built, "outlook/index.html").select('script[type="application/ld+json"]')
    said = json.loads(script.get_text())

    assert "Dataset" == said["@type"]
    for download in said["distribution"]:
        name = download["contentUrl"].removeprefix("https://blog.example/")
        assert built.files()[name]
    assert not [name for name, text_ in built.files().items() if b"ClaimReview" in text_]


def test_few_answers_are_called_few_on_the_page(built: Built) -> None:
    """Above two answers stands that they mean little, in each language."""
    assert "答えの出た予測は2件です。20件に満たない" in text(built, "outlook/index.html")
    assert "Answered predictions: 2. Below 20" in text(built, "en/outlook/index.html")


def test_filters_are_pages(built: Built) -> None:
    """Each way to filter leads to a page without script that lists just those."""
    first = soup(built, "outlook/index.html")
    hrefs = {str(a["href"]) for a in first.select(".ledger-filters a")}

    assert "https://blog.example/outlook/model/m-1/" in hrefs
    listed = soup(built, "outlook/model/m-1/index.html").select("article.prediction")
    assert ["tram-4"] == [tag["id"] for tag in listed]
    for href in hrefs:
        name = unquote(href.removeprefix("https://blog.example/"))
        assert soup(built, f"{name}index.html").select("article.prediction")


def test_every_link_between_article_and_ledger_arrives(built: Built) -> None:
    """A mark leads to its entry, and the entry back to the sentence."""
    article = soup(built, "tram.html")
    (line,) = article.select("p.answers")
    marks = article.select("sup.answer a")

    assert "4件中1件が的中、1件が外れ、1件は判定待ち、1件は未定" in line.get_text()
    assert ["outlook/#tram-1", "outlook/#tram-3", "outlook/#tram-4"] == [a["href"] for a in marks]
    ledger = soup(built, "outlook/index.html")
    for name in ("tram-1", "tram-3", "tram-4"):
        entry = ledger.find(id=name)
        assert entry
        assert entry.select_one(f'a[href="https://blog.example/tram.html#{name}"]')
        assert article.find(id=name)
    (translated,) = soup(built, "tram-en.html").select("sup.answer a")
    assert "en/outlook/#tram-1.en" == translated["href"]


def test_feeds_say_it_with_complete_addresses(built: Built) -> None:
    """A feed reader sees the line, and its link leads to the site."""
    feed = built.html("feeds/all.json")

    assert "4件中1件が的中" in feed
    assert "https://blog.example/outlook/" in feed


def test_an_article_without_predictions_pays_nothing(built: Built, tmp_path: Path) -> None:
    """Its page is byte for byte that of a blog without the plugin."""
    without = site(tmp_path, {}, PLUGINS=["stylesheet", "feeds", "policy"]).build()

    assert without.files()["plain.html"] == built.files()["plain.html"]


def test_the_day_of_the_build_decides_what_is_due(tmp_path: Path) -> None:
    """The same sources on a later day: what was open is due, and nothing else differs in kind."""
    blog = site(tmp_path, {"ja/tram": [table(1)]})
    early = text(blog.build(), "outlook/index.html")
    late = text(blog.build(SOURCE_DATE_EPOCH="1900000000"), "outlook/index.html")

    assert "未定1件、判定待ち0件" in early
    assert "未定0件、判定待ち1件" in late


def test_the_same_day_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whatever order Python keeps its sets in."""
    blog = site(tmp_path, {"ja/tram": calibrated(60), "en/tram": [table(1)]})

    assert blog.build().files() == blog.build(PYTHONHASHSEED="7").files()


def test_a_blog_without_predictions_has_no_ledger(tmp_path: Path) -> None:
    """No page, no file, no link."""
    built = site(tmp_path, {}).build("--fatal=errors")

    assert 0 == built.code
    assert [] == [name for name in built.files() if "outlook" in name]
    assert "見通しの答え合わせ" not in built.html("index.html")


def test_what_an_article_that_is_gone_predicted_stays(tmp_path: Path) -> None:
    """It is listed without a link, in page and files, and the article beside it is not concerned."""
    gone = table(7, sidecar="content/gone.commentary.md", speaker="model:m")
    built = site(tmp_path, {"orphaned": [gone], "ja/tram": [table(1)]}).build("--fatal=errors")

    entry = soup(built, "outlook/index.html").find(id="tram-7")
    assert entry
    assert "もとの記事は、いまはありません。" in entry.get_text()
    assert [] == entry.select("a")
    written = json.loads(built.html("outlook/predictions.json"))
    SCHEMA(written)
    assert [True, False] == [bool(p["article"]) for p in written["predictions"]]
    assert "1件中1件は未定" in built.html("tram.html")


def test_a_bad_prediction_costs_no_page(tmp_path: Path) -> None:
    """It is named with its file; the article, the other predictions and the build go on."""
    bad = table(1, probability=1.2)
    built = site(tmp_path, {"ja/tram": [bad, table(2)]}).build("--fatal=errors")

    assert 0 == built.code
    assert "content/tram.md: the prediction `tram-1` has the `probability` 1.2" in " ".join(
        built.log.split()
    )
    assert "1件中1件は未定" in built.html("tram.html")


def test_a_page_of_the_author_is_not_overwritten(tmp_path: Path) -> None:
    """An article where the ledger would stand stays, and the build says what to change."""
    blog = site(tmp_path, {"ja/tram": [table(1)]}, LEDGER_SAVE_AS="plain.html")

    built = blog.build()

    assert "予測のない記事" in built.html("plain.html")
    assert "content/plain.md: is written to `plain.html`" in " ".join(built.log.split())
    assert "answers" not in built.html("tram.html")


def test_a_theme_without_the_template_is_told(tmp_path: Path) -> None:
    """Pelican's own theme has no `outlook.html`: one line says so, and articles are whole."""
    blog = site(
        tmp_path,
        {"ja/tram": [table(1)]},
        THEME="simple",
        PLUGINS=["hand_made_predictions", "ledger"],
    )

    built = blog.build()

    assert "the theme has no `outlook.html`" in " ".join(built.log.split())
    assert "計画は進むでしょう。ほかの文です。" in built.html("tram.html")


def test_a_thousand_predictions_are_all_there(tmp_path: Path) -> None:
    """Every one stands on exactly one page of the whole ledger and in the files."""
    built = site(tmp_path, {"ja/tram": calibrated(1000)}).build("--fatal=errors")

    pages = ["outlook/index.html", *(f"outlook/page/{n}/index.html" for n in range(2, 21))]
    ids = [tag["id"] for page in pages for tag in soup(built, page).select("article.prediction")]
    assert 1000 == len(ids) == len(set(ids))
    assert 1000 == len(json.loads(built.html("outlook/predictions.json"))["predictions"])
    drawing = soup(built, "outlook/index.html").select_one("figure.calibration svg")
    assert drawing
    assert 5 == len(drawing.select("circle"))


# --- files ----------------------------------------------------------------------------------


def every_kind() -> tuple[Entry, ...]:
    """Return entries with everything that a file can say, and with signs that need care."""
    change = {"on": "2025-01-01", "field": "statement", "before": "前", "after": HARD, "why": ""}
    return entries(
        table(1, statement=HARD, history=[change]),
        table(2, speaker="model:m", probability_by="model", author_probability=0.25),
        table(3, resolution=answered("ambiguous", evidence="", known_on=None)),
        table(4, probability=None, probability_by=None, statement="=1+1", precision="year"),
        table(5, speaker="山田", kind="stated", probability_by="source", digest=None),
    )


def test_json_keeps_to_its_schema() -> None:
    """What is written satisfies what is published, and holds every entry."""
    written = json.loads(predictions_json(every_kind(), site="見通し", home="/", today=TODAY))

    SCHEMA(written)
    assert [f"tram-{n}" for n in range(1, 6)] == [p["id"] for p in written["predictions"]]
    assert [0.7, 0.25] == [f["probability"] for f in written["predictions"][1]["forecasts"]]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("state", "late"),
        ("made_on", "yesterday"),
        ("forecasts", [{"by": {"role": "model", "name": None}, "probability": 1.2}]),
        ("unknown", 1),
    ],
)
def test_schema_refuses_what_is_wrong(key: str, value: object) -> None:
    """The schema is no mere list of names: a wrong state, day or probability breaks it."""
    written = json.loads(predictions_json(every_kind(), site="見通し", home="/", today=TODAY))
    written["predictions"][0][key] = value

    with pytest.raises(fastjsonschema.JsonSchemaException):
        SCHEMA(written)


def test_csv_is_read_back_and_runs_nothing() -> None:
    """Each line has its cells, also with line breaks in them, and none begins as a formula."""
    written = predictions_csv(every_kind(), home="https://blog.example/", today=TODAY)
    rows = list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"), newline="")))

    assert written.startswith("\ufeff")
    assert HARD == rows[0]["statement"]
    assert "'=1+1" == rows[3]["statement"]
    assert ("0.7", "model", "0.25") == tuple(
        rows[1][key] for key in ("probability", "probability_by_role", "author_probability")
    )
    assert "https://blog.example/full.html" == rows[0]["article"]


def calendar(*listed: Entry) -> str:
    """Return a calendar in Japanese."""
    return agenda(
        listed, link_to=lambda entry: f"https://b.example/#{entry.key}", language="ja", today=TODAY
    )


def events(text_: str) -> list[Any]:
    """Read a calendar as a calendar program does."""
    return list(icalendar.Calendar.from_ical(text_).walk("VEVENT"))


def test_calendar_is_read_by_a_calendar_program() -> None:
    """Each unanswered prediction is one day, with statement, criteria and address; others are not."""
    found = events(calendar(*every_kind()))

    assert 4 == len(found)
    assert f"判定日：{HARD}" in [str(event["SUMMARY"]) for event in found]
    (event,) = [event for event in found if "第2期" in event["SUMMARY"]]
    assert dt.date(2028, 3, 31) == event["DTSTART"].dt
    assert dt.date(2028, 4, 1) == event["DTEND"].dt
    assert dt.datetime(2027, 1, 15, tzinfo=dt.UTC) == event["DTSTAMP"].dt
    assert "https://b.example/#tram-2" == event["URL"]
    assert "港の停留所が営業を始めたか" in event["DESCRIPTION"]


@given(st.text(max_size=200))
def test_calendar_lines_are_short_and_say_the_same(words: str) -> None:
    """No line has more than 75 octets, and unfolded they hold the statement, whatever it is."""
    (plain,) = entries(table(1, statement=f"駅 {words}"))
    text_ = calendar(plain)

    assert max(len(line.encode()) for line in text_.split("\r\n")) <= 75
    (event,) = events(text_)
    assert "駅" in event["SUMMARY"]


def test_an_event_keeps_its_identity() -> None:
    """Reworded, amended or on another day of the build, it is the same event to a calendar."""
    (first,) = entries(table(1))
    (later,) = entries(table(1, statement="別の言い方。", resolves_on="2029-01-01"))

    uids = {str(events(calendar(one))[0]["UID"]) for one in (first, later)}

    assert 1 == len(uids)
