"""A page gets the rules and scripts it can use: none that it needs is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser import open_chromium
from stylesheet.errors import StylesheetError
from stylesheet.properties import settled, used_only
from stylesheet.scripts import load_scripts
from stylesheet.selectors import names, narrowed, needs
from stylesheet.sheets import load_stylesheet
from stylesheet.tokens import short_names, with_names
from themed import PAGES, THEME, build_themed_site

if TYPE_CHECKING:
    from pathlib import Path

# Rules of the whole sheet that match something in the page and are not in the page's own sheet.
_MISSING = """([whole]) => {
  const rules = (list) => [...list].flatMap((rule) =>
    rule.selectorText ? rule.selectorText.split(/,(?![^(]*\\))/).map((one) => one.trim())
      : rule.cssRules ? rules(rule.cssRules) : []);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(whole);
  const own = new Set([...document.styleSheets].flatMap((one) => rules(one.cssRules)));
  const matches = (selector) => {
    const plain = selector.replace(/::[\\w-]+/g, '') || '*';
    try { return document.querySelector(plain); } catch { return false; }
  };
  return rules(sheet.cssRules).filter((selector) => matches(selector) && !own.has(selector));
}"""


def _alternatives(*given: str) -> set[frozenset[str]]:
    return {frozenset(one.split()) for one in given}


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        pytest.param("a{b:c}", _alternatives("a"), id="element"),
        pytest.param(".x .y>li:first-child{b:c}", _alternatives(".x .y li"), id="compound"),
        pytest.param(".x,UL{b:c}", _alternatives(".x", "ul"), id="list"),
        pytest.param(".x :is(th,td.y){b:c}", _alternatives(".x th", ".x td .y"), id="is"),
        pytest.param(
            ":where(p, li):lang(en){b:c}", _alternatives("p .lang--en", "li .lang--en"), id="where"
        ),
        pytest.param(
            ':where(:lang("EN")),.x:not(:lang(ja)){b:c}',
            _alternatives(".lang--en", ".x"),
            id="language",
        ),
        pytest.param(".x:not(.y, :has(.z)){b:c}", _alternatives(".x"), id="not"),
        pytest.param('a[href^=".x p"]::after{b:".y{"}', _alternatives("a"), id="strings"),
        pytest.param("@media print{.x{b:c}}", _alternatives(".x"), id="media"),
        pytest.param("@layer z{.x{b:c}@media y{.y{d:e}}}", _alternatives(".x", ".y"), id="nested"),
        pytest.param(".x{b:c;.y &{d:e}}", _alternatives(".x"), id="nesting"),
        pytest.param(".x{b:c}:root{d:e}", _alternatives(""), id="every-page"),
        pytest.param("@page{b:c}", _alternatives(""), id="page"),
        pytest.param("@keyframes k{from{b:c}}", _alternatives(), id="keyframes"),
        pytest.param(".x{b:c}.x .y{d:e}", _alternatives(".x"), id="the-weaker-decides"),
        pytest.param("", _alternatives(), id="nothing"),
    ],
)
def test_needs(css: str, expected: set[frozenset[str]]) -> None:
    """A rule needs the elements, classes and languages of its selector, and no other condition."""
    assert expected == set(needs(css))


def test_names() -> None:
    """Elements and classes are found in any spelling of a tag, and never in text."""
    html = '<P CLASS="a\nb"><img\tclass=c><i id="x" class=\'d\'>class="e" &lt;u></i>'

    assert {"html", "body", "p", "img", "i", ".c", ".d"} <= names(html)
    assert not {"u", ".e", ".x"} & names(html)


def test_rules_for_a_language_go_where_nobody_speaks_it(tmp_path: Path) -> None:
    """The page's own language counts, and any that an element says; unknown, all rules stay."""
    (tmp_path / "main.css").write_text("@import 'a.css';", encoding="utf-8")
    (tmp_path / "a.css").write_text("p:lang(en){b:c}", encoding="utf-8")
    sheet = load_stylesheet(tmp_path / "main.css")

    assert "" == sheet.of("<p>", "ja").css
    assert "" == sheet.of('<p><a hreflang="en" href="?lang=en">', "ja").css
    assert "p:lang(en){b:c}" == sheet.of("<p>", "en-GB").css
    assert "p:lang(en){b:c}" == sheet.of("<p lang=en>", "ja").css
    assert "p:lang(en){b:c}" == sheet.of("<p>").css


def test_short_names_replace_what_the_sheet_defines() -> None:
    """Defined properties get letters in their order; others, strings and classes stay."""
    css = '.a--b{--long-name:1px;--up:2px}c{d:var(--up) var(--long-name) var(--gone);e:"--up"}'

    expected = '.a--b{--a:1px;--b:2px}c{d:var(--b) var(--a) var(--gone);e:"--up"}'
    assert expected == with_names(css, short_names(css))


def test_many_short_names_are_different() -> None:
    """After the letters come pairs of letters, and so on."""
    css = "a{" + ";".join(f"--x{n}:0" for n in range(2000)) + "}"

    assert 2000 == len(set(short_names(css).values()))


def test_a_page_is_spared_the_files_it_cannot_use(tmp_path: Path) -> None:
    """A file of which no rule can match is left out, and equal pages share one sheet."""
    (tmp_path / "main.css").write_text(
        "@layer x;@import 'table.css' layer(x);@import 'list.css' layer(x);", encoding="utf-8"
    )
    (tmp_path / "table.css").write_text(".t td{b:c}", encoding="utf-8")
    (tmp_path / "list.css").write_text("li{d:e}", encoding="utf-8")
    sheet = load_stylesheet(tmp_path / "main.css")

    assert "@layer x;@layer x{.t td{b:c}li{d:e}}" == sheet.css
    assert "@layer x;@layer x{li{d:e}}" == sheet.of("<ul><li></ul>").css
    assert "@layer x;" == sheet.of('<p class="t">').css
    assert sheet.of("<li>") is sheet.of("<ol><li>")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        pytest.param("h1,h2,.x{a:b}", "h2{a:b}", id="list"),
        pytest.param("h1,.y h2{a:b}", ".y h2{a:b}", id="compound"),
        pytest.param(":is(h1,h2){a:b}", ":is(h1,h2){a:b}", id="is-keeps-its-weight"),
        pytest.param("h2:not(h1,i),h1{a:b}", "h2:not(h1,i){a:b}", id="not"),
        pytest.param('[x=","],h2{a:b}', '[x=","],h2{a:b}', id="strings-are-left-alone"),
        pytest.param("@media a,b{h1{a:b}}", "@media a,b{h1{a:b}}", id="conditions"),
    ],
)
def test_a_list_keeps_the_selectors_that_can_match(rule: str, expected: str) -> None:
    """Each selector of a list that matches nothing goes, and no other."""
    assert expected == narrowed(rule, frozenset({"h2", ".y"}))


def test_a_condition_is_written_once_around_neighbours(tmp_path: Path) -> None:
    """Rules inside `@media` are left out one by one."""
    main = "@import 'a.css' layer(a);@import 'b.css' layer(b);"
    (tmp_path / "main.css").write_text(main, encoding="utf-8")
    (tmp_path / "a.css").write_text("@media print{p{b:c}li{b:c}i{b:c}}", encoding="utf-8")
    (tmp_path / "b.css").write_text("p{b:c}", encoding="utf-8")
    sheet = load_stylesheet(tmp_path / "main.css")

    assert "@layer{@media print{p{b:c}i{b:c}}}@layer{p{b:c}}" == sheet.of("<p><i>").css


def test_layers_have_names_where_one_comes_again(tmp_path: Path) -> None:
    """Without names, two blocks of one layer would be two layers."""
    main = "@import 'a.css' layer(a);@import 'b.css' layer(b);@import 'a.css' layer(a);"
    (tmp_path / "main.css").write_text(main, encoding="utf-8")
    (tmp_path / "a.css").write_text("p{b:c}", encoding="utf-8")
    (tmp_path / "b.css").write_text("i{b:c}", encoding="utf-8")

    expected = "@layer a{p{b:c}}@layer b{i{b:c}}@layer a{p{b:c}}"
    assert expected == load_stylesheet(tmp_path / "main.css").of("<p><i>").css


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        pytest.param([":root{--a:1rem}", "p{b:var(--a)}"], "p{b:1rem}", id="constant"),
        pytest.param(
            [":root{--a:1rem}", ":root.x{--a:2rem}", "p{b:var(--a)}"],
            ":root{--a:1rem}:root.x{--a:2rem}p{b:var(--a)}",
            id="defined-twice",
        ),
        pytest.param(
            [":root{--a:1rem}", "p{b:var(--a,0)}"],
            ":root{--a:1rem}p{b:var(--a,0)}",
            id="with-another-value",
        ),
        pytest.param(
            [":root{--a:1px solid red}", "p{b:var(--a)}"],
            ":root{--a:1px solid red}p{b:var(--a)}",
            id="long",
        ),
        pytest.param(
            [":root{--a:1rem;c:d}", 'p{b:"var(--a)"}', "i{b:var(--a)}"],
            ':root{c:d}p{b:"var(--a)"}i{b:1rem}',
            id="strings-are-left-alone",
        ),
        pytest.param(
            ["p{--a:1rem}", "i{b:var(--a)}"], "p{--a:1rem}i{b:var(--a)}", id="not-of-the-root"
        ),
    ],
)
def test_constants_stand_in_place_of_their_names(css: list[str], expected: str) -> None:
    """Only what has one value in every place of every page is written out."""
    constants = settled(css)

    assert expected == "".join(constants.in_place(rule) for rule in css).replace(":root{}", "")


def test_what_a_page_does_not_use_is_not_defined() -> None:
    """A property goes with the last that used it; what is in a string stays."""
    css = ':root{--a:1;--b:var(--a);--c:2}p{d:var(--c);e:"{--b:1;"}'

    assert ':root{--c:2}p{d:var(--c);e:"{--b:1;"}' == used_only(css)


@pytest.mark.browser
def test_no_page_lacks_a_rule(tmp_path: Path) -> None:
    """In a browser, every rule of the whole sheet that matches in a page is in that page."""
    built = build_themed_site(tmp_path, LIVE_RELOAD=True)
    whole = str(load_stylesheet(THEME / "static" / "css" / "main.css").css)
    missing: dict[str, list[str]] = {}
    with open_chromium() as browser:
        page = browser.new_page(java_script_enabled=True)
        for name, path in PAGES.items():
            page.set_content(built.html(path))
            missing[name] = page.evaluate(_MISSING, [whole])

    assert {name: [] for name in PAGES} == missing


# --- scripts --------------------------------------------------------------------------------


def test_a_page_gets_the_scripts_it_can_use(tmp_path: Path) -> None:
    """Scripts are chosen by what they name, joined in the order of their files, without comments."""
    (tmp_path / "a.js").write_text("// For: .a, pre\n// why\nlet x = 1\n", encoding="utf-8")
    (tmp_path / "b.js").write_text("// For: .b\n  let x = 2", encoding="utf-8")
    scripts = load_scripts(tmp_path)
    both = scripts.of('<pre class="b">')
    one = scripts.of('<p class="b">')

    assert both
    assert one
    assert "try{let x=1}catch{}try{let x=2}catch{}" == both.code
    assert "try{let x=2}catch{}" == one.code
    assert one.csp_hash != both.csp_hash
    assert scripts.of("<p>") is None


def test_the_first_script_stands_apart(tmp_path: Path) -> None:
    """`first.js` is for the head and never among the others."""
    (tmp_path / "first.js").write_text("// For: html\nx()", encoding="utf-8")
    scripts = load_scripts(tmp_path)

    assert scripts.first
    assert "try{x()}catch{}" == scripts.first.code
    assert scripts.of("<html>") is None


def test_a_theme_may_have_no_scripts(tmp_path: Path) -> None:
    """Without the folder there is nothing to run."""
    assert load_scripts(tmp_path / "js").of("<p>") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("let x", "a.js:1: does not say what it works on;", id="unnamed"),
        pytest.param("// For: .a\nlet x = `\n`", "a.js:2: has a backtick", id="template"),
        pytest.param("// For: .a\n\nx = '</script>'", "a.js:3: has a backtick, `</`", id="end-tag"),
    ],
)
def test_faults_of_a_script(tmp_path: Path, text: str, message: str) -> None:
    """What could not be put into a page is named with its line."""
    (tmp_path / "a.js").write_text(text, encoding="utf-8")

    with pytest.raises(StylesheetError) as raised:
        load_scripts(tmp_path)

    assert message in str(raised.value)
