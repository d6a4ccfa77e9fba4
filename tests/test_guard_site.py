"""Sites that Pelican would build wrong without a word, built with the guard."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pelican
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from sites import Built, Site

    Lay = Callable[..., Site]

ROOT = Path(__file__).parent.parent
THEMES = Path(pelican.__file__).parent / "themes"
GOOD = """\
-- content/good.md --
Title: 良い記事
Date: 2026-01-01 09:00
Slug: good
Tags: C
Summary: 要約。

本文です。
"""
BODY = "Summary: 要約。\n\n本文です。\n"
LISTENER = """\
-- plug/listener.py --
import json, pathlib
from blinker import signal

def keep(sender, findings):
    lines = [[f.path, f.line, f.blocking] for f in findings]
    with pathlib.Path("findings.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(lines) + "\\n")

def register():
    signal("guard-finished").connect(keep)
"""
PATHS = [str(ROOT / "plugins"), "plug"]


@pytest.fixture
def blog(site: Lay) -> Lay:
    """Lay out a blog with one good article, the guard and a listener to its signal."""

    def lay_out(text: str = "", *, plugins: tuple[str, ...] = (), **settings: object) -> Site:
        values: dict[str, object] = {
            "PLUGINS": ["guard", "listener", *plugins],
            "PLUGIN_PATHS": PATHS,
            "COMMENTARY": ...,
            "PAGE_PATHS": ["pages"],
        }
        return site(GOOD + LISTENER + text, **{**values, **settings})

    return lay_out


def heard(site: Site) -> list[list[list[object]]]:
    """Return the findings of each run as a listener got them."""
    lines = (site.root / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def about(built: Built, path: str) -> list[str]:
    """Return the lines of a log that speak of a file."""
    return [line for line in built.log.splitlines() if path in line]


DROPPED = [
    pytest.param("Title: a\n\nb", "1: no `Date:`", id="no-date"),
    pytest.param("Date: 2026-01-02\n\nb", "1: no `Title:`", id="no-title"),
    pytest.param("Title foo\nDate: 2026-01-02\n\nb", "1: no `Title:`", id="no-colon"),
    pytest.param("---\ntitle: a\nb\n", "3: no `Date:` found", id="never-closed"),
    pytest.param("Title: a\nDate: 2026-13-45\n\nb", "2: `Date: 2026-13-45`", id="bad-date"),
    pytest.param(
        "Title: a\nDate: 2026-01-02\nStatus: odd\n\nb", "3: `Status: odd`", id="bad-status"
    ),
    pytest.param("Title: a\nDate: 2026-01-02\nSave_as: ../a\n\nb", "3: would be", id="outside"),
    pytest.param("", " is empty", id="empty"),
    pytest.param(" \n\n", " is empty", id="white-space"),
    pytest.param("Title: これは題\n".encode("cp932"), "looks like Shift_JIS", id="shift-jis"),
    pytest.param("Title: これは題\n".encode("euc_jp"), "looks like EUC-JP", id="euc-jp"),
    pytest.param("Title: !!!\nDate: 2026-01-02\n\nb", "1: left out", id="empty-slug"),
    pytest.param(
        "Title: a\nDate: 2026-01-02\nTemplate: no\n\nb", "3: left out", id="unknown-template"
    ),
    pytest.param(f"Title: a\nDate: 2026-01-02\nSlug: good\n{BODY}", "3: left out", id="twin"),
    pytest.param(f"Title: a\nDate: 2026-01-02\nSlug: GOOD\n{BODY}", "3: left out", id="case"),
    pytest.param(f"Title: a\nDate: 2026-01-02\nSlug: tags\n{BODY}", "3: left out", id="list-page"),
]


@pytest.mark.parametrize("fatal", [pytest.param(False, id="plain"), pytest.param(True, id="fatal")])
@pytest.mark.parametrize(("text", "words"), DROPPED)
def test_a_dropped_article_is_named_once(
    blog: Lay, text: str | bytes, words: str, *, fatal: bool
) -> None:
    """One line says what is wrong with it, the others are published, the exit code is right."""
    site = blog()
    source = site.root / "content" / "bad.md"
    raw = text if isinstance(text, bytes) else text.encode()
    source.write_bytes(raw)
    built = site.build(*(["--fatal=errors"] if fatal else []))
    (line,) = about(built, "bad.md")
    assert line.startswith("content/bad.md:")
    assert words in line
    assert (1 if fatal else 0) == built.code
    assert "本文です。" in built.html("good.html")
    assert raw == source.read_bytes()
    ((finding,),) = heard(site)
    assert ["content/bad.md", True] == [finding[0], finding[2]]


def test_a_plain_build_changes_no_byte(blog: Lay) -> None:
    """With nothing wrong the site is the same as without the guard."""
    text = (
        "-- content/pages/about.md --\nTitle: 案内\n\n本文。\n"
        f"-- content/draft.md --\nTitle: 草稿\nStatus: draft\nSlug: d\n{BODY}"
        f"-- content/en.md --\nTitle: e\nDate: 2026-01-01\nSlug: good\nLang: en\n{BODY}"
        f"-- content/h.md --\nTitle: h\nDate: 2026-01-03\nStatus: hidden\nSlug: h\n{BODY}"
    )
    site = blog(text)
    guarded = site.build("--fatal=errors")
    files = guarded.files()
    shutil.rmtree(guarded.output)
    conf = site.root / "pelicanconf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + "PLUGINS = []\n", encoding="utf-8")
    assert site.build().files() == files
    assert (0, [[]]) == (guarded.code, heard(site))
    assert "good-en.html" in files


def test_a_page_gives_way_to_an_article(blog: Lay) -> None:
    """A page with an article's file is left out, and both are named with their lines."""
    text = (
        f"-- content/pages/p.md --\nTitle: p\nSlug: good\n{BODY}"
        f"-- content/pages/tag.md --\nTitle: p\nSave_as: tag/c.html\nSlug: x\n{BODY}"
        f"-- content/pages/q.md --\nTitle: q\nSlug: two\n{BODY}"
        f"-- content/pages/r.md --\nTitle: r\nSlug: two\n{BODY}"
    )
    site = blog(text, PAGE_SAVE_AS="{slug}.html", PAGE_URL="{slug}.html")
    built = site.build()
    assert "content/pages/p.md:2: left out, because `content/good.md:3` already" in built.log
    assert "content/pages/r.md:2: left out, because `content/pages/q.md:2` already" in built.log
    assert "良い記事" in built.html("good.html")
    assert ["content/pages/p.md", "content/pages/r.md"] == [f[0] for f in heard(site)[0]]


@pytest.mark.parametrize("status", ["draft", "hidden"])
def test_unlisted_twins_clash_too(blog: Lay, status: str) -> None:
    """Of two drafts, or two hidden articles, with one slug the older is built."""
    twins = "".join(
        f"-- content/{name}.md --\nTitle: {name}\nDate: 2026-01-0{day}\nStatus: {status}\n"
        f"Slug: same\n{BODY}"
        for name, day in (("newer", 3), ("older", 2))
    )
    site = blog(twins)
    assert 0 == site.build().code
    assert [["content/newer.md", 4, True]] == heard(site)[0]


@pytest.mark.parametrize(
    ("slug", "holder"),
    [
        pytest.param("c", "the page of 'C'", id="tag"),
        pytest.param("2026", "an archive page", id="period"),
    ],
)
def test_a_page_gives_way_to_pages_that_pelican_makes(blog: Lay, slug: str, holder: str) -> None:
    """The address of a tag or of a year belongs to its list."""
    settings = {
        "PAGE_SAVE_AS": "{slug}.html",
        "TAG_SAVE_AS": "{slug}.html",
        "YEAR_ARCHIVE_SAVE_AS": "{date:%Y}.html",
    }
    text = f"-- content/pages/p.md --\nTitle: p\nSlug: {slug}\n{BODY}"
    built = blog(text, **settings).build()
    assert f"content/pages/p.md:2: left out, because {holder} already has" in built.log
    assert 0 == built.code


def test_an_article_gives_way_to_its_categorys_page(blog: Lay) -> None:
    """An article with the address of a category is left out before anything is written."""
    text = f"-- content/a.md --\nTitle: a\nDate: 2026-01-02\nSlug: news\nCategory: news\n{BODY}"
    built = blog(text, CATEGORY_SAVE_AS="{slug}.html").build()
    assert "content/a.md:3: left out, because the page of 'news' already has" in built.log
    assert 0 == built.code


def test_a_failure_of_the_guard_itself_is_a_finding(blog: Lay) -> None:
    """What the guard does not understand ends no build, and is not kept quiet."""
    plugin = (
        "-- plug/odd.py --\nfrom pelican import signals\n\n"
        "def change(content): content.relative_source_path = 3\n\n"
        "def register(): signals.content_object_init.connect(change)\n"
    )
    text = f"{plugin}-- content/a.md --\nTitle: a\nDate: 2026-01-02\nSlug: a\n\nb\n"
    site = blog(text, plugins=("odd",))
    built = site.build()
    assert (0, True) == (built.code, "a.html" in built.files())
    assert "the guard could not finish `check_summaries`" in built.log


def test_nothing_links_to_what_is_left_out(blog: Lay) -> None:
    """The second of two twins is in no list, feed, tag page or translation."""
    text = (
        f"-- content/twin.md --\nTitle: 双子\nDate: 2026-01-02\nSlug: good\nTags: 双\n{BODY}"
        f"-- content/later.md --\nTitle: l\nDate: 2026-01-03\n{BODY}[x]({{filename}}twin.md)\n"
    )
    built = blog(text).build()
    pages = {name: raw for name, raw in built.files().items() if not name.startswith("theme/")}
    assert [] == [name for name, raw in pages.items() if "双子".encode() in raw]
    assert "tag/shuang.html" not in pages
    assert "{filename}twin.md" in built.html("l.html")
    assert "original (not translated)" not in built.log


def test_a_translation_outlives_its_original(blog: Lay) -> None:
    """Where the original is left out, its translation takes its place in the lists."""
    text = (
        f"-- content/o.md --\nTitle: o\nDate: 2026-01-02\nSlug: o\nSave_as: good.html\n{BODY}"
        f"-- content/t.md --\nTitle: kept on\nDate: 2026-01-02\nSlug: o\nLang: en\n{BODY}"
    )
    site = blog(text)
    built = site.build()
    assert [["content/o.md", 4, True]] == heard(site)[0]
    assert "kept on" in built.html("index.html")
    assert "o-en.html" in built.files()


def test_pelican_still_warns_of_two_originals_that_are_both_written(blog: Lay) -> None:
    """A warning that the guard kept back is repeated when nobody is left out."""
    text = f"-- content/o.md --\nTitle: o\nDate: 2026-01-02\nSlug: good\nSave_as: o.html\n{BODY}"
    built = blog(text).build()
    assert 1 == built.log.count("original (not translated)")
    assert "o.html" in built.files()


def test_control_characters_are_left_out_of_the_site(blog: Lay) -> None:
    """Title, tag and body are cleaned in memory, and the first place is named."""
    text = (
        "-- content/c.md --\nTitle: 制\x0b御\nDate: 2026-01-02\nSlug: c\nTags: a\x01b\n"
        "Summary: s\x0c\n\n本\x1f文\ufffe\n"
    )
    site = blog(text)
    source = (site.root / "content/c.md").read_bytes()
    built = site.build()
    assert "content/c.md:1: control character U+000B in column 9 and 4 more" in built.log
    pages = [raw for name, raw in built.files().items() if name.endswith((".html", ".xml"))]
    found = {c for c in "\x01\x0b\x0c\x1f\ufffe" if any(c.encode() in raw for raw in pages)}
    assert set() == found
    assert "<p>本文</p>" in built.html("c.html")
    assert source == (site.root / "content/c.md").read_bytes()
    assert [[["content/c.md", 1, True]]] == heard(site)


@pytest.mark.parametrize("layer", ["reader", "generator"])
def test_a_cache_hides_no_finding(blog: Lay, layer: str) -> None:
    """The second build from Pelican's cache finds the same as the first."""
    text = (
        "-- content/c.md --\nTitle: c\nDate: 2026-01-02\nTags: a\x0bb\nSummary: s\n\nx\x0by\n"
        f"-- content/twin.md --\nTitle: t\nDate: 2026-01-02\nSlug: good\n{BODY}"
        "-- content/no.md --\nTitle: t\n"
    )
    cache = {"CACHE_CONTENT": True, "LOAD_CONTENT_CACHE": True, "CONTENT_CACHING_LAYER": layer}
    site = blog(text, **cache)
    first, second = site.build(), site.build()
    assert first.files() == second.files()
    assert 3 == len(heard(site)[0])
    assert heard(site)[0] == heard(site)[1]


def test_names_that_merge_are_advice(blog: Lay) -> None:
    """`C` and `C#` are named as one tag, and the build still counts as whole."""
    text = f"-- content/c.md --\nTitle: c\nDate: 2026-01-02\nTags: C#\n{BODY}"
    site = blog(text)
    built = site.build("--fatal=errors")
    assert "content/c.md:3: the tag names `C`, `C#` share the address `c`" in built.log
    assert (0, [["content/c.md", 3, False]]) == (built.code, heard(site)[0])


def test_a_missing_summary_is_advice(blog: Lay) -> None:
    """An article without a summary is named, and the build still counts as whole."""
    site = blog("-- content/s.md --\nTitle: s\nDate: 2026-01-02\n\n本文。\n")
    built = site.build("--fatal=errors")
    assert "content/s.md: no `Summary:`" in built.log
    assert (0, [["content/s.md", None, False]]) == (built.code, heard(site)[0])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        pytest.param("absent", None, id="absent"),
        pytest.param("unregistered", "def register(): raise RuntimeError('no')", id="unregistered"),
        pytest.param("unloaded", "import no_such_module", id="import-error"),
    ],
)
def test_a_plugin_that_does_not_run_is_blocking(blog: Lay, name: str, code: str | None) -> None:
    """Pelican goes on without it and exits 0; the listener learns of it."""
    text = f"-- plug/{name}.py --\n{code}\n" if code else ""
    site = blog(text, plugins=(name,))
    built = site.build()
    assert f"`PLUGINS`: the plugin `{name}` does not run" in built.log
    assert [["", None, True]] == heard(site)[0]
    assert 1 == site.build("--fatal=errors").code


def test_the_exception_of_another_plugin_is_named(blog: Lay) -> None:
    """A healthy file that a plugin made fail is told with the plugin, type and text."""
    plugin = (
        "-- plug/breaks.py --\nfrom pelican import signals\n\n"
        "def fail(generator, metadata):\n"
        "    if metadata['title'] == 'x': raise KeyError('things')\n\n"
        "def register(): signals.article_generator_context.connect(fail)\n"
    )
    text = f"{plugin}-- content/x.md --\nTitle: x\nDate: 2026-01-02\n{BODY}"
    built = blog(text, plugins=("breaks",)).build()
    assert "content/x.md: left out because reading it ended in KeyError in `breaks`" in built.log


def test_findings_are_told_when_the_build_dies_of_something_else(blog: Lay) -> None:
    """What Pelican would have said of dropped files is not lost with the run."""
    plugin = (
        "-- plug/dies.py --\nfrom pelican import signals\n\n"
        "def fail(generators): raise ValueError('elsewhere')\n\n"
        "def register(): signals.all_generators_finalized.connect(fail)\n"
    )
    site = blog(f"{plugin}-- content/n.md --\nTitle: n\n\nx\n", plugins=("dies",))
    for arguments in ([], ["--fatal=errors"]):
        built = site.build(*arguments)
        assert 1 == built.code
        assert "content/n.md:1: no `Date:`" in built.log
        assert "ValueError: elsewhere" in built.log


def test_a_body_of_a_megabyte_is_built(blog: Lay) -> None:
    """Length alone is no finding."""
    long = "長い本文です。" * 50_000
    site = blog(f"-- content/l.md --\nTitle: l\nDate: 2026-01-02\nSummary: s\n\n{long}\n")
    built = site.build("--fatal=errors")
    assert (0, [[]]) == (built.code, heard(site))
    assert long in built.html("l.html")


def themed(blog: Lay, text: str = "", **settings: object) -> Site:
    """Lay out a blog whose theme is a whole one of its own, with an old page in its output."""
    site = blog(text, THEME="theme", DELETE_OUTPUT_DIRECTORY=True, **settings)
    shutil.copytree(THEMES / "simple", site.root / "theme")
    (site.root / "output").mkdir()
    (site.root / "output" / "old.html").write_text("old", encoding="utf-8")
    return site


def test_a_whole_theme_is_built(blog: Lay) -> None:
    """A theme with every template gives no finding."""
    site = themed(blog)
    assert (0, [[]]) == (site.build("--fatal=errors").code, heard(site))


@pytest.mark.parametrize(
    ("name", "template", "words"),
    [
        pytest.param("tag.html", None, "theme/templates: the theme has no template", id="tag"),
        pytest.param("index.html", None, "`DIRECT_TEMPLATES` (index)", id="direct"),
        pytest.param("pagination.html", None, "asks for the template `pagination.html`", id="incl"),
        pytest.param(
            "tag.html", "\n{% include 'no.html' %}", "theme/templates/tag.html:2: asks", id="line"
        ),
        pytest.param("tag.html", "{% if %}", "theme/templates/tag.html:1: the templ", id="syntax"),
    ],
)
def test_an_incomplete_theme_stops_before_anything_is_written(
    blog: Lay, name: str, template: str | None, words: str
) -> None:
    """The exit code is 2, the old output stays, and the listener has the findings."""
    site = themed(blog)
    path = site.root / "theme" / "templates" / name
    path.unlink()
    if template is not None:
        path.write_text(template, encoding="utf-8")
    built = site.build()
    assert (2, {"old.html": b"old"}) == (built.code, built.files())
    assert words in built.log
    assert "Traceback" not in built.log
    assert all(finding[2] for finding in heard(site)[0])


def test_an_override_completes_a_theme(blog: Lay) -> None:
    """`THEME_TEMPLATES_OVERRIDES` counts, and `!simple` is a choice."""
    text = '-- over/tag.html --\n{% extends "!simple/tag.html" %}\n'
    site = themed(blog, text, THEME_TEMPLATES_OVERRIDES=["over"])
    (site.root / "theme" / "templates" / "tag.html").unlink()
    assert 0 == site.build("--fatal=errors").code


@pytest.mark.parametrize(
    ("template", "code"),
    [
        pytest.param("{{ SITENAME }}", 0, id="sound"),
        pytest.param("{% include 'no.html' %}", 2, id="dangling"),
        pytest.param(None, 2, id="absent"),
    ],
)
def test_templates_beside_articles_are_checked(blog: Lay, template: str | None, code: int) -> None:
    """What `TEMPLATE_PAGES` names must be there and whole."""
    text = "" if template is None else f"-- content/extra/t.html --\n{template}"
    pages = {"extra/t.html": "t.html"}
    settings = {"TEMPLATE_PAGES": pages, "ARTICLE_EXCLUDES": ["extra", "pages"]}
    assert code == themed(blog, text, **settings).build().code


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (
            "essays/lost.md",
            "is not published, because Pelican reads only `posts`, `pages`; move it",
        ),
        ("posts/LOUD.MD", "is not published, because it ends in `.MD`; rename it to end in `.md`"),
    ],
)
def test_a_file_that_pelican_does_not_read_is_advice(blog: Lay, name: str, reason: str) -> None:
    """An article in the wrong place, or with capitals at its end, is not forgotten silently."""
    site = blog(ARTICLE_PATHS=["posts"], PAGE_PATHS=["pages"], STATIC_PATHS=["images"])
    for path in (name, "images/notes.md"):
        file = site.root / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("Title: x\nDate: 2026-01-02\n\nx\n", encoding="utf-8")

    built = site.build()

    assert any(reason in line for line in about(built, f"content/{name}"))
    assert "notes.md" not in built.log


def test_an_old_japanese_encoding_is_recognised(blog: Lay) -> None:
    """ISO-2022-JP is valid UTF-8 full of escapes; the remedy names it."""
    site = blog()
    text = "Title: 市電\nDate: 2026-01-02\nSlug: old\nSummary: x\n\n延伸を可決しました。\n"
    (site.root / "content/old.md").write_bytes(text.encode("iso2022_jp"))

    assert any("is ISO-2022-JP" in line for line in about(site.build(), "content/old.md"))


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("Title: x\nDate: 2026-01-02\n\nCategory: 時事\nSummary: x\n", "counts as text"),
        ("Title:\nDate: 2026-01-02\nSummary: x\n", "`Title:` is empty"),
        ("Title: a\nTitle: b\nDate: 2026-01-02\nSummary: x\n", "stands more than once"),
    ],
)
def test_metadata_that_readers_would_see_is_named(blog: Lay, head: str, reason: str) -> None:
    """Fields below an empty line, an empty title, and a title twice are not published silently."""
    site = blog()
    (site.root / "content/bad.md").write_text(f"{head}\n本文です。\n", encoding="utf-8")

    assert any(reason in line for line in about(site.build(), "content/bad.md"))


THREE_RUNS = """\
import pathlib
from pelican import Pelican
from pelican.settings import read_settings
from blinker import signal

def show(sender, findings):
    print("found", [f.message.partition(";")[0] for f in findings])

signal("guard-finished").connect(show)
source = pathlib.Path("content/bad.md")
for text in ("Title: a\\n", "Title: a\\nDate: 2026-01-02\\nStatus: odd\\n", None):
    source.write_text(text, encoding="utf-8") if text else source.unlink()
    Pelican(read_settings("pelicanconf.py")).run()
"""


def test_runs_in_one_process_share_nothing(blog: Lay) -> None:
    """A later run knows nothing of what an earlier one found, even about the same file."""
    site = blog()
    done = subprocess.run(
        [sys.executable, "-c", THREE_RUNS],
        cwd=site.root,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    first, second, third = [line for line in done.stdout.splitlines() if line.startswith("found")]
    assert "no `Date:`" in first
    assert "found ['`Status: odd` is none that Pelican knows']" == second
    assert "found []" == third
