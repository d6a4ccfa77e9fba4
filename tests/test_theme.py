"""The theme: its templates and words are complete, its pages say what the contract promises."""

from __future__ import annotations

import re

import jinja2
import pelican
import pytest
from bs4 import BeautifulSoup, Tag

from hand_made_sections import section, sections
from sites import ROOT
from themed import DIRECT_TEMPLATES, THEME, theme_strings

_TEMPLATES = THEME / "templates"
_CSS = THEME / "static" / "css"
_EVERY_TEMPLATE = sorted(
    path.relative_to(_TEMPLATES).as_posix() for path in _TEMPLATES.rglob("*.html")
)
_EVERY_CSS = sorted(path.relative_to(_CSS).as_posix() for path in _CSS.rglob("*.css"))
_RULES = [name for name in _EVERY_CSS if name != "main.css"]


def _render(name: str, **values: object) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name).render(values)


# --- templates and words --------------------------------------------------------------------


def test_every_template_of_pelican_is_there() -> None:
    """Nothing falls back to Pelican's built-in theme, whose pages would look like another site."""
    simple = ROOT.joinpath(pelican.__path__[0], "themes", "simple", "templates")
    wanted = {path.name for path in simple.iterdir()} - {"pagination.html", "translations.html"}
    wanted |= {f"{name}.html" for name in DIRECT_TEMPLATES}

    assert not wanted - set(_EVERY_TEMPLATE)


def test_languages_have_the_same_words() -> None:
    """No word is missing in either language, and none is empty."""
    words = theme_strings()

    assert set(words["ja"]) == set(words["en"])
    assert all(text for language in words.values() for text in language.values())


def test_every_word_is_used() -> None:
    """A word that no template says any more is removed."""
    text = "".join((_TEMPLATES / name).read_text(encoding="utf-8") for name in _EVERY_TEMPLATE)
    named = set(re.findall(r"\bt\.(\w+)", text))
    listed = {"archives", "categories", "tags"}  # printed as `t[name]`

    assert set(theme_strings()["ja"]) == named | listed


@pytest.mark.parametrize("name", [n for n in _EVERY_TEMPLATE if n != "partials/strings.html"])
def test_templates_have_no_words_of_their_own(name: str) -> None:
    """What a reader reads comes from the author or from the list of words."""
    text = (_TEMPLATES / name).read_text(encoding="utf-8")
    without_code = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    soup = BeautifulSoup(without_code, "html.parser")
    spoken = [soup.get_text(), *_spoken_attributes(soup)]

    assert [] == [words for words in spoken if re.search(r"[^\W\d_]", words)]


def _spoken_attributes(soup: BeautifulSoup) -> list[str]:
    names = ("alt", "aria-label", "title", "placeholder")
    return [str(tag[name]) for tag in soup.select("*") for name in names if tag.has_attr(name)]


def test_only_content_and_nothing_else_is_printed_unescaped() -> None:
    """`safe` stands on the content of articles and pages alone."""
    found = {
        (name, expression)
        for name in _EVERY_TEMPLATE
        for expression in re.findall(
            r"\{\{([^}]*\|\s*safe)", (_TEMPLATES / name).read_text(encoding="utf-8")
        )
    }

    expected = {
        ("article.html", " article.content[:cut]|safe"),
        (
            "partials/prose.html",
            ' (text|regions(t.table) if "regions" is filter else text)|safe',
        ),
    }
    assert expected == found


def test_the_article_template_is_short() -> None:
    """`article.html` says what stands where; the parts are partials."""
    assert 60 >= len((_TEMPLATES / "article.html").read_text(encoding="utf-8").splitlines())


# --- generated sections ---------------------------------------------------------------------


def _one(tag: Tag, selector: str) -> Tag:
    found = tag.select(selector)
    assert 1 == len(found), f"{selector}: {len(found)} found"
    return found[0]


def _section(language: str = "ja", **changes: object) -> Tag:
    html = _render(
        "partials/section.html", section=section(language, "https://blog.example/a/", **changes)
    )
    return _one(BeautifulSoup(html, "html.parser"), "section")


def test_facts_of_a_section_are_attributes() -> None:
    """Kind, origin, review and disclosure can be read by machines."""
    attributes = _section().attrs

    expected = {
        "data-commentary": "outlook",
        "data-origin": "model",
        "data-review": "unreviewed",
        "data-ai-disclosure": "ai-autonomous",
        "data-ai-model": "a-model",
        "lang": "ja",
        "aria-labelledby": "outlook-1-heading",
    }
    assert expected == {name: attributes[name] for name in expected}


def test_an_extract_claims_no_ai() -> None:
    """Without a disclosure there are no attributes of AI, but the label stays."""
    extract = _section(origin="extract", disclosure="", model="")

    assert not {"data-ai-disclosure", "data-ai-model"} & set(extract.attrs)
    assert 1 == len(extract.select(".ai-label"))


def test_an_authors_own_section_has_no_label() -> None:
    """An empty label leaves no empty paragraph."""
    assert [] == _section(origin="author", disclosure="", label="").select(".ai-label")


def test_the_label_follows_the_heading() -> None:
    """The label is the first thing under the heading."""
    following = _one(_section(), "h2").find_next_sibling()

    assert isinstance(following, Tag)
    assert ["ai-label"] == following["class"]


def test_sentences_are_followed_by_their_grounds() -> None:
    """Each sentence has its basis and its numbered links, and Japanese has no spaces between."""
    paragraph = _one(_section(), "#outlook-1-1 + p")

    expected = "費用は増える可能性があります。推測[1]反対の声もあります。[2][3]"
    assert expected == paragraph.get_text()
    assert ["[1]", "[2]", "[3]"] == [link.get_text() for link in paragraph.select("a")]


def test_english_sentences_are_parted() -> None:
    """In English a space stands between two sentences and after a label's colon."""
    listed = _section(language="en", form="list").select("li")[0]

    assert "その1: 費用は増える可能性があります。推測[1] 反対" in listed.get_text()


def test_sentences_of_an_extract_stand_apart() -> None:
    """Sentences taken from different places are items of a list, and never one paragraph."""
    themes = _section(origin="extract", disclosure="")
    listed = _section(origin="extract", disclosure="", form="list")

    assert ["費用は増える可能性があります。推測[1]", "反対の声もあります。[2][3]"] == [
        item.get_text() for item in themes.select("#outlook-1-1 + .extracts > li")
    ]
    assert 1 == len(listed.select("ol > li")[0].select("br"))


def test_list_form() -> None:
    """The list form has one item per point: a bold label, a full-width colon, the sentences."""
    points = _section(form="list").select("ol > li")

    assert 3 == len(points)
    assert "見どころその1" == _one(points[0], "strong").get_text()
    assert points[0].get_text().startswith("見どころその1：費用は")


def test_grounds_show_links_and_quotes() -> None:
    """The folded list has each paragraph's link with its quotes, escaped once."""
    grounds = _one(_section(), "details.grounds")

    assert "https://blog.example/a/#p2" == _one(grounds, "a")["href"]
    assert ["採決は<接戦>でした", "費用は増えました"] == [q.get_text() for q in grounds.select("q")]


def test_sections_of_a_page_have_their_own_ids() -> None:
    """The sections stand in the given order, each under its own id."""
    html = "".join(_render("partials/section.html", section=shown) for shown in sections())
    found = BeautifulSoup(html, "html.parser").select("section")

    assert ["outlook-1", "outlook-2", "conclusion"] == [str(tag["id"]) for tag in found]


# --- style sheets ---------------------------------------------------------------------------


def _css(name: str) -> str:
    text = (_CSS / name).read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("name", _EVERY_CSS)
def test_style_sheets_keep_the_rules(name: str) -> None:
    """No `!important`, no id in a selector, and an opening line that says what the file is."""
    css = _css(name)
    selectors = re.findall(r"([^{};]+)\{", css)

    assert "!important" not in css
    assert [] == [selector for selector in selectors if "#" in selector]
    assert (_CSS / name).read_text(encoding="utf-8").startswith("/* ")


@pytest.mark.parametrize("name", [n for n in _RULES if n != "tokens.css"])
def test_colours_are_tokens(name: str) -> None:
    """A literal colour stands in `tokens.css` only."""
    literal = r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|lab|lch|oklab|oklch|color-mix)a?\("

    assert [] == re.findall(literal, _css(name))
    assert [] == re.findall(r":\s*(?:white|black|red|gr[ae]y|blue|green)\b", _css(name))


@pytest.mark.parametrize("name", [n for n in _RULES if n.startswith("blocks/")])
def test_blocks_are_short(name: str) -> None:
    """A block's file is read at one glance."""
    assert 60 >= len((_CSS / name).read_text(encoding="utf-8").splitlines())


def test_main_imports_every_file_into_a_layer() -> None:
    """`main.css` has the layers in their order and imports each file of every page once, without a rule of its own."""
    css = _css("main.css")
    imports = re.findall(r'@import url\("([^"]+)"\) layer\((\w+)\)', css)

    layers = dict.fromkeys(layer for _, layer in imports)
    assert ["reset", "tokens", "base", "compositions", "blocks", "utilities"] == list(layers)
    assert [n for n in _RULES if not n.startswith("pages/")] == sorted(n for n, _ in imports)
    assert "{" not in css


def test_tokens_are_defined_and_used() -> None:
    """Every custom property that is used is defined somewhere, and the other way round."""
    css = "".join(_css(name) for name in _RULES)

    assert set(re.findall(r"(--[\w-]+)\s*:", css)) == set(re.findall(r"var\((--[\w-]+)", css))
