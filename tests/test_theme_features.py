"""What the theme's scripts add, and what is there without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser import open_chromium, serve
from themed import PAGES, build_themed_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

_PAPER = "() => getComputedStyle(document.body).backgroundColor"
_LIGHT, _DARK = "rgb(251, 250, 246)", "rgb(19, 22, 27)"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the themed site, with relative links."""
    built = build_themed_site(tmp_path_factory.mktemp("features"), SITEURL="", RELATIVE_URLS=True)
    with serve(built.output) as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start one browser for the module."""
    with open_chromium() as browser:
        yield browser


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """Start as a reader who was never here, under the pages' own policy."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800}, reduced_motion="reduce", color_scheme="light"
    )
    yield context
    context.close()


@pytest.fixture
def article(context: BrowserContext, address: str) -> Page:
    """Open the article that has everything."""
    page = context.new_page()
    page.goto(f"{address}/{PAGES['article']}")
    return page


@pytest.fixture
def plain(chromium: Browser, address: str) -> Iterator[Page]:
    """Open the same article in a browser without scripts."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{PAGES['article']}")
    yield page
    context.close()


# --- light and dark -------------------------------------------------------------------------


def test_the_choice_of_dark_is_remembered(article: Page, address: str) -> None:
    """The switch turns the page dark, and the next page is dark from its first moment."""
    before = article.evaluate(_PAPER)
    article.locator(".theme-switch").click()
    after = article.evaluate(_PAPER)
    article.goto(f"{address}/{PAGES['archives']}")

    assert (_LIGHT, _DARK) == (before, after)
    assert _DARK == article.evaluate(_PAPER)


def test_a_second_click_follows_the_system_again(article: Page) -> None:
    """Back at what the system says, nothing is remembered, and a change of the system is followed."""
    article.locator(".theme-switch").click(click_count=2)
    article.emulate_media(color_scheme="dark")

    assert _DARK == article.evaluate(_PAPER)
    assert "" == article.evaluate("() => localStorage.theme")


def test_without_scripts_there_is_no_switch_that_does_nothing(plain: Page) -> None:
    """What needs a script is not shown where none runs."""
    assert not plain.locator(".theme-switch").is_visible()
    assert not plain.locator(".share button").is_visible()
    assert 0 == plain.locator(".code button").count()


# --- sections by AI -------------------------------------------------------------------------


def test_sections_by_ai_can_be_hidden_without_scripts(plain: Page) -> None:
    """The box hides what AI wrote and its entries in the contents; notice and extract stay."""
    plain.get_by_role("checkbox").check()

    assert not plain.locator("#outlook-1").is_visible()
    assert not plain.locator("#conclusion").is_visible()
    assert plain.locator("#outlook-2").is_visible()
    assert plain.locator(".commentary-notice").is_visible()
    assert 0 == plain.locator(".by-ai:visible").count()


def test_hidden_sections_stay_hidden(article: Page) -> None:
    """With scripts the choice is remembered, and so is taking it back."""
    box = article.get_by_role("checkbox")
    box.check()
    article.reload()
    hidden = not article.locator("#conclusion").is_visible()
    box.uncheck()
    article.reload()

    assert hidden
    assert article.locator("#conclusion").is_visible()


# --- grounds --------------------------------------------------------------------------------


def test_a_number_shows_its_quotes_in_place(article: Page) -> None:
    """A tap on a number opens the quotes it stands for, with the focus on the way to them."""
    number = article.locator("#outlook-1 .refs a", has_text="[2]").first
    number.click()
    sheet = article.locator(".ground")
    shown = sheet.inner_text()
    focused = article.evaluate("() => document.activeElement.textContent")
    article.keyboard.press("Escape")

    assert "採決は<接戦>でした" in shown
    assert "[2]" == focused
    assert not sheet.is_visible()
    assert number.evaluate("(link) => link === document.activeElement")


def test_the_way_from_a_quote_leads_to_its_paragraph(article: Page) -> None:
    """The link in the opened sheet closes it and goes to the paragraph."""
    article.locator("#outlook-1 .refs a", has_text="[2]").first.click()
    article.locator(".ground a").click()

    assert article.url.endswith("#p2")
    assert not article.locator(".ground").is_visible()


@pytest.mark.parametrize("number", ["[1]", "[2]"])
def test_without_scripts_a_number_leads_to_its_paragraph(plain: Page, number: str) -> None:
    """Every number is a link to the author's own words."""
    plain.locator("#outlook-1 .refs a", has_text=number).first.click()

    assert plain.url.endswith(f"#p{number[1]}")


# --- contents and code ----------------------------------------------------------------------


def test_the_contents_show_the_place(article: Page) -> None:
    """Beside the text the list of contents is open, and marks what is being read."""
    article.locator("#conclusion-heading").evaluate("(heading) => heading.scrollIntoView()")
    link = article.locator(".contents a", has_text="結論")

    assert link.is_visible()
    assert link.evaluate("(link) => link.matches(':target-current')")


def test_on_a_phone_the_contents_are_folded(article: Page) -> None:
    """On a narrow page the list of contents is one line that opens."""
    article.set_viewport_size({"width": 390, "height": 800})
    link = article.locator(".contents a").first
    before = link.is_visible()
    article.locator(".contents summary").click()

    assert not before
    assert link.is_visible()


def test_code_can_be_copied(context: BrowserContext, article: Page) -> None:
    """A button beside a block of code puts it on the clipboard and says so."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = article.locator(".code button")
    button.click()
    article.wait_for_function(
        "() => document.querySelector('.code button').textContent != 'コピー'"
    )

    assert "コピーしました" == button.inner_text()
    assert article.evaluate("() => navigator.clipboard.readText()").startswith("a_very_long_line")


# --- paper ----------------------------------------------------------------------------------


def test_paper_shows_the_grounds_and_leaves_out_what_is_clicked(article: Page) -> None:
    """In print the folded grounds are open, and switches, share links and menus are gone."""
    article.emulate_media(media="print", color_scheme="dark")
    gone = [".theme-switch", ".ai-switch", ".share", ".support", ".contents", ".site-header nav"]

    assert article.locator(".grounds q").first.is_visible()
    assert [] == [name for name in gone if article.locator(name).is_visible()]
    assert "rgb(255, 255, 255)" == article.evaluate(_PAPER)
