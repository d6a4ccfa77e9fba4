"""Formulas: what is one, how it is set, what is said of one that cannot be, and how it looks."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from browser import open_chromium, serve
from commentary.source import parse_source
from formulas.dollars import formulas, is_asked_for
from formulas.markdown_steps import Formulas
from formulas.mathml import FormulaError, mathml
from proofreading import proofread
from proofreading.proofs import Manners
from themed import build_themed_site
from workbench.formulas import FormulaReader

if TYPE_CHECKING:
    from pathlib import Path

MANNERS = Manners("en", "ja", formulas=FormulaReader())
_WIDE = "+".join(f"x_{{{number}}}" for number in range(60))
_POST = f"""-- content/posts/f.md --
Title: 国債と成長率
Date: 2024-01-01
Slug: f
Lang: ja
Category: 経済
Summary: 国債の残高と成長率の関係を、式で示します。
Math: true

債務の比率は$d_{{t+1}}=\\frac{{1+r}}{{1+g}}d_t$で動きます。

$$
{_WIDE}
$$

費用は$5か$10です。$\\nosuch$も読めません。
"""


def shown(body: str, metadata: str = "Math: true") -> str:
    """Return a body as a page has it."""
    return Markdown(extensions=["meta", "extra", Formulas()]).convert(f"{metadata}\n\n{body}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("それは$x$です", ["x"]),
        ("$x$ と $y$", ["x", "y"]),
        ("$$\nx\n$$", ["x"]),
        ("It costs $5 and $10.", []),
        ("It costs $5, not $6", []),
        ("$5から$10へ、$20まで", []),
        (r"\$x$ and $ y $", []),
        (r"$\$5 + x$", [r"\$5 + x"]),
        ("$$x\n\ny$$", []),
        ("$a\nb$", []),
        ("$$$x$$$", []),
        ("$5か$10です。$x$", ["x"]),
        (r"$\frac{\text{歳出}}{x}$", [r"\frac{\text{歳出}}{x}"]),
    ],
)
def test_what_is_a_formula(text: str, expected: list[str]) -> None:
    """A sum of money is none, nor is what a space, an empty line or a backslash keeps apart."""
    assert expected == [formula.latex for formula in formulas(text)]


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.text("円とto, 。", max_size=9))
def test_two_sums_are_no_formula(first: int, second: int, between: str) -> None:
    """Whatever stands between two sums of dollars, nothing is set."""
    assert [] == list(formulas(f"${first}{between}${second}"))


def test_many_braces_cost_little() -> None:
    """A formula that never ends is given up in time that grows with the text."""
    assert [] == list(formulas("$" + "{a}" * 5000))


@pytest.mark.parametrize(("value", "expected"), [("True", True), (" yes", True), ("none", False), ("", False)])  # fmt: skip
def test_who_asks(value: str, *, expected: bool) -> None:
    """An article asks by its metadata, and by nothing else."""
    assert expected is is_asked_for([value])


def test_only_an_article_that_asks_has_formulas() -> None:
    """The same text without the metadata keeps its dollar signs."""
    assert "<math" in shown("$x$")
    assert "<p>$x$</p>" == shown("$x$", "Title: x")
    assert "<code>$x$</code>" in shown("`$x$`")
    assert "<code>b</code>" in shown("$a `b` c$")


def test_a_formula_in_a_sentence_breaks_nothing() -> None:
    """No mark inside is emphasis, no space is added beside it, its LaTeX can be read aloud."""
    html = shown("前$a_1*b*c$**後**")

    assert '<p>前<math alttext="a_1*b*c">' in html
    assert "</math><strong>後</strong></p>" in html


@pytest.mark.parametrize("place", ["$$x$$", "> $$x$$", "- $$x$$", "文$$x$$文"])
def test_a_formula_of_its_own_scrolls(place: str) -> None:
    """Wherever it stands, it has a box around it."""
    assert 'class="formula"><math alttext="x" display="block">' in shown(place)


def test_lines_of_a_formula_are_no_markdown() -> None:
    """A line that begins with a sign is neither a list nor a heading."""
    html = shown("$$\na\n= b\n+ c\n$$")

    assert "<li>" not in html
    assert "<h1>" not in html


def test_styles_become_attributes() -> None:
    """Columns keep their sides without an inline style, which the policy would drop."""
    html = mathml(r"\begin{aligned}a&=b\end{aligned}", is_displayed=True)

    assert 'data-align="right"' in html
    assert " style=" not in html
    assert "scriptlevel" not in html


@pytest.mark.parametrize("latex", [r"\nosuch", r"\frac{a}{b", "}", "a&b", r"\color{red}x", " ", r"\def\x{\x\x}\x"])  # fmt: skip
def test_what_cannot_be_set(latex: str) -> None:
    """It is refused with a reason, and stands in the page as code."""
    with pytest.raises(FormulaError, match=r"\w"):
        mathml(latex, is_displayed=False)
    if latex.strip():
        assert '<code class="formula-failed">$' in shown(f"${latex}$")


@given(st.text(max_size=40))
def test_any_formula_is_well_formed_or_refused(latex: str) -> None:
    """What is made of any text can be read as XML, and holds no script."""
    try:
        made = mathml(latex, is_displayed=True)
    except FormulaError:
        return
    assert "math" == ET.fromstring(made).tag  # noqa: S314 - made here


def test_check_names_the_line() -> None:
    """A formula that cannot be set blocks, with its line and the reason; others are no news."""
    text = "Title: x\nSlug: x\nMath: true\n\n費用は$5です。\n\n$x_1*y*z$と\n$\\nosuch{x}$。\n"
    (found,) = proofread([("a.md", text)], MANNERS)

    assert ("a.md", 8, True) == (found.path, found.line, found.blocking)
    assert r"`$\nosuch{x}$`" in found.message
    assert "Unknown command" in found.message


def test_check_knows_formulas_that_nobody_asked_for() -> None:
    """An article that forgot to ask is told; one that speaks of money or of code is not."""
    head = "Title: x\nSlug: x\n\n"
    (found,) = proofread([("a.md", head + "一\n\n$$x^2$$\n")], MANNERS)

    assert (6, False) == (found.line, found.blocking)
    assert "Math: true" in found.message
    assert () == proofread([("a.md", head + "$5と$10。`$\\frac$`\n")], MANNERS)


def test_paragraphs_keep_their_numbers() -> None:
    """A formula in a sentence is read as its LaTeX; one of its own is no paragraph."""
    source = parse_source(shown("一$x_1$。\n\n$$y$$\n\n二。"), title="題")

    assert ["一x_1。", "二。"] == [paragraph.text for paragraph in source.paragraphs]


def test_a_page_with_formulas(tmp_path: Path) -> None:
    """They need no script; pages without them have none of their rules; feeds keep them."""
    built = build_themed_site(tmp_path, _POST, PLUGINS=[*_PLUGINS])

    page = built.html("f.html")
    assert "posts/f.md: a formula could not be read" in built.log
    assert "<div tabindex=0 class=formula>" in page
    assert ".formula{" in page
    assert ".formula{" not in built.html("full.html")
    assert "alttext=" in "".join(
        text.decode() for name, text in built.files().items() if name.endswith(".atom.xml")
    )


@pytest.mark.browser
def test_a_wide_formula_scrolls(tmp_path: Path) -> None:
    """At 320 px a formula of 60 terms scrolls in its box, and the page does not."""
    served = {"SITEURL": "", "RELATIVE_URLS": True}
    built = build_themed_site(tmp_path, _POST, PLUGINS=[*_PLUGINS], **served)
    with serve(built.output) as address, open_chromium() as browser:
        page = browser.new_page(viewport={"width": 320, "height": 800})
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text))
        page.goto(f"{address}/f.html")
        box = page.locator(".formula").first

        assert 320 >= page.evaluate("document.documentElement.scrollWidth")
        assert box.evaluate("e => e.scrollWidth > e.clientWidth")
        assert [] == errors


_PLUGINS = ("relations", "contents", "formulas", "stylesheet", "feeds", "compact", "policy")
