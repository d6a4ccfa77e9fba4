"""The theme's CSS files become one sheet with a digest."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

import pytest

from stylesheet.errors import StylesheetError
from stylesheet.sheets import load_stylesheet
from stylesheet.tokens import minify

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from sites import Site


def _write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, css in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(css, encoding="utf-8")
    return folder / "main.css"


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        pytest.param("a {\n  color: red;\n}\n", "a{color:red}", id="white-space"),
        pytest.param("a , b > c { }", "a,b>c{}", id="combinators"),
        pytest.param("/* x */a{/* y */}", "a{}", id="comments"),
        pytest.param("a/* x */b{}", "a b{}", id="a-comment-parts-words"),
        pytest.param("a :hover{} a:hover{}", "a :hover{}a:hover{}", id="space-before-a-colon"),
        pytest.param("a{b:calc(1px + 2px)}", "a{b:calc(1px + 2px)}", id="calc"),
        pytest.param('a{content:" {  /* ; "}', 'a{content:" {  /* ; "}', id="double-quoted"),
        pytest.param("a{content:'\\'  ;'}", "a{content:'\\'  ;'}", id="escaped-quote"),
        pytest.param("a{b:url(data:x;y,  /*z)}", "a{b:url(data:x;y,  /*z)}", id="address"),
        pytest.param("a{content:'</style>'}", "a{content:'<\\/style>'}", id="end-tag-in-a-string"),
        pytest.param("@media (width < 4px) and (x) {}", "@media (width<4px) and (x){}", id="media"),
        pytest.param("a{b:0.5rem -0.5em 10.5pt}", "a{b:.5rem -.5em 10.5pt}", id="fractions"),
        pytest.param('a[b="c"][d^="e f"]{}', 'a[b=c][d^="e f"]{}', id="attributes"),
        pytest.param('a[b=" > 0.5"]{c:" > 0.5"}', 'a[b=" > 0.5"]{c:" > 0.5"}', id="strings"),
        pytest.param("a{} /* never closed", "a{}", id="unclosed-comment"),
    ],
)
def test_minify(css: str, expected: str) -> None:
    """Only comments and white space that says nothing go."""
    assert expected == minify(css)


def test_minify_twice_is_minify_once() -> None:
    """What is small already stays the same."""
    css = "@layer a , b;\n:is( a , b ) c { --x: 1px ; d: 'e  f' }"

    assert minify(css) == minify(minify(css))


def test_imports_are_put_in_place(tmp_path: Path) -> None:
    """Imports are resolved beside the file that has them, with their layer and their media."""
    main = _write(
        tmp_path,
        {
            "main.css": (
                "@layer one, two;\n"
                '@import url("one.css") layer(one);\n'
                "@import 'blocks/two.css' layer(two) print and (width > 4px);\n"
                "@import url(three.css);\nz{}"
            ),
            "one.css": "/* @import 'nowhere.css'; */ a{}",
            "blocks/two.css": "@import url('deeper.css') layer(x);b{}",
            "blocks/deeper.css": "c{content:\"@import 'nowhere.css';\"}",
            "three.css": "d{}",
        },
    )

    expected = (
        "@layer one,two;@layer one{a{}}@layer two{"
        "@media print and (width>4px){@layer x{"
        "c{content:\"@import 'nowhere.css';\"}}b{}}}d{}z{}"
    )
    assert expected == load_stylesheet(main).css


def test_digest_is_that_of_the_sheet(tmp_path: Path) -> None:
    """The digest is the one a browser computes from the text of the `<style>` element."""
    sheet = load_stylesheet(_write(tmp_path, {"main.css": "a { content: '展望' }"}))

    digest = base64.b64encode(hashlib.sha256(sheet.css.encode("utf-8")).digest()).decode()
    assert f"sha256-{digest}" == sheet.csp_hash


@pytest.mark.parametrize(
    ("files", "message"),
    [
        pytest.param({}, "main.css:1: there is no such file", id="no-main"),
        pytest.param(
            {"main.css": "/* a\n b */\n\n@import url('gone.css');"},
            "main.css:4: imports `gone.css`, which does not exist",
            id="missing",
        ),
        pytest.param(
            {"main.css": "@import 'a.css';", "a.css": "a{}\n@import 'main.css';"},
            "a.css:2: imports `main.css`, which imports this file again",
            id="circle",
        ),
        pytest.param(
            {"main.css": "\n@import 'https://fonts.example/a.css';"},
            "main.css:2: imports `https://fonts.example/a.css` from elsewhere",
            id="third-party",
        ),
        pytest.param(
            {"main.css": "a{}\n@import 'a.css' supports(x: y);"},
            "main.css:2: cannot read `@import 'a.css' supports(x: y)`",
            id="unknown-form",
        ),
        pytest.param(
            {"main.css": "a{}\nb{\n  background: url(x.png)\n}"},
            "main.css:3: `url(x.png)` would be looked for beside each page",
            id="relative-address",
        ),
    ],
)
def test_faults_name_file_line_and_remedy(
    tmp_path: Path, files: Mapping[str, str], message: str
) -> None:
    """A fault says where it is and what to do, and ends Pelican with 2."""
    main = _write(tmp_path, files)

    with pytest.raises(StylesheetError) as raised:
        load_stylesheet(main)

    assert message in str(raised.value)
    assert ";" in str(raised.value)
    assert 2 == raised.value.exitcode


_SITE = """-- theme/static/css/main.css --
@import url("{name}.css");
-- theme/static/css/there.css --
a {{ color: red; }}
-- theme/templates/index.html --
{{{{ stylesheet.css }}}} {{{{ stylesheet.csp_hash }}}}
-- content/a.txt --
"""
_SETTINGS = {"THEME": "theme", "PLUGINS": ["stylesheet"], "COMMENTARY": ...}


def test_templates_have_the_sheet(site: Callable[..., Site]) -> None:
    """Templates print the sheet and its digest."""
    built = site(_SITE.format(name="there"), **_SETTINGS).build()

    assert 0 == built.code, built.log
    assert built.html("index.html").startswith("a{color:red} sha256-")


def test_a_missing_file_ends_the_build_before_it_writes(site: Callable[..., Site]) -> None:
    """The build ends with 2 and the place of the import, and leaves no output."""
    built = site(_SITE.format(name="gone"), **_SETTINGS).build()

    assert 2 == built.code
    assert "main.css:1: imports `gone.css`" in built.log
    assert not built.output.exists() or not any(built.output.iterdir())
