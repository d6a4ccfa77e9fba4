"""The search in a real Chromium: its script agrees with the index, its page with its readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from browser import open_chromium, serve
from search_corpus import queries, recombined_posts
from search_index.terms import fold, groups, literal, normalise, singular
from search_quality import mean, quality, site_of
from themed import build_themed_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

_MORE = "".join(
    f"-- content/posts/more-{day}.md --\nTitle: 港湾の話その{day}\nDate: 2022-01-0{day}\nLang: ja\n"
    f"Slug: more-{day}\nSummary: 要約です。\n\n港湾の話です。\n"
    for day in range(1, 8)
)

_TERMS = """async (texts) => {
  const { normalise, literal, fold, groups, singular } = await import("../theme/js/search/search-terms.js");
  return texts.map((text) => {
    const plain = normalise(text);
    return [plain, literal(plain), fold(plain), groups(literal(plain)), groups(fold(plain), true),
      singular(plain)];
  });
}"""
_PLACES = """async ([text, query]) => {
  const { places } = await import("../theme/js/search/search-terms.js");
  return places(text, query).map(([start, end]) => text.slice(start, end));
}"""
_SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const shift of list.getEntries()) sum += shift.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the themed site below a path, as a project's pages on a shared host are."""
    root = tmp_path_factory.mktemp("search")
    (root / "blog").mkdir()
    built = build_themed_site(root / "blog", _MORE, SITEURL="", RELATIVE_URLS=True)
    (root / "host").mkdir()
    built.output.rename(root / "host" / "path")
    with serve(root / "host") as url:
        yield f"{url}/path"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start one browser for the module."""
    with open_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def script(chromium: Browser, address: str) -> Page:
    """Open the search page once, for what its modules export."""
    page = chromium.new_page()
    page.goto(f"{address}/search/")
    return page


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """Open the search page anew; whatever its console says fails the test."""
    context = chromium.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{address}/search/")
    yield page
    context.close()
    assert [] == said


def results(page: Page) -> list[str]:
    """Return the titles that are shown."""
    return page.locator("#search-results h2").all_inner_texts()


def type_in(page: Page, words: str) -> str:
    """Type a query, and return what the page says of it."""
    page.evaluate("document.getElementById('search-status').textContent = ''")
    page.fill("[name=q]", words)
    page.locator("#search-status:not(:empty)").wait_for()
    return page.inner_text("#search-status")


# --- the script and the index ---------------------------------------------------------------

_TYPED = "サーバーヴァ・ヶカ月3か国髙橋ｶﾞﾊﾟｰー〜っゃＡｂ1,000éÉßΣ์İ①㎡㍿々〆ゝヽ𠮷한글ｱ゛" * 2
_SIGNS = st.one_of(
    st.sampled_from(_TYPED),
    st.sampled_from(["boxes", "cities", "News", "ヴァ", "が", "1,000", "か\u3099"]),
    st.characters(min_codepoint=0x20, max_codepoint=0x33FF, exclude_categories=["Cs", "Cn"]),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFC),
    st.characters(min_codepoint=0xF900, max_codepoint=0xFFEF, exclude_categories=["Cs", "Cn"]),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.lists(_SIGNS, max_size=12).map("".join), min_size=20, max_size=60))
def test_script_and_index_cut_alike(script: Page, texts: list[str]) -> None:
    """What a reader types becomes the same terms as the same text in an article."""
    expected = []
    for text in texts:
        plain = normalise(text)
        folded = fold(plain)
        cut = [groups(literal(plain)), groups(folded, is_folded=True)]
        expected.append([plain, literal(plain), folded, *cut, singular(plain)])

    assert expected == script.evaluate(_TERMS, texts)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        pytest.param("日本の銀行と日本銀行", "日本銀行", ["日本銀行"], id="phrase"),
        pytest.param("ｻｰﾊﾞｰの障害", "サーバ", ["ｻｰﾊﾞｰ"], id="half-width-and-long"),
        pytest.param("ヴァイオリン", "ばいおりん", ["ヴァイオリン"], id="vu"),
        pytest.param("ＡＩと市場", "ai", ["ＡＩ"], id="full-width"),
        pytest.param("Banks and bankers", "bank", ["Banks", "bankers"], id="whole-words"),
        pytest.param("embankment", "bank", [], id="not-inside-a-word"),
        pytest.param("1,800万円", "1800万", ["1,800万"], id="grouped-digits"),
        pytest.param("2024年の年金", "2024年", ["2024年"], id="mixed"),
        pytest.param("税と円", "円 税", ["税", "円"], id="two-words"),
        pytest.param("𠮷野家", "野家", ["野家"], id="beyond-the-basic-plane"),
        pytest.param("本文", "…", [], id="nothing-to-look-for"),
    ],
)
def test_matches_are_found_in_the_text(
    script: Page, text: str, query: str, expected: list[str]
) -> None:
    """What is marked is the word as the author wrote it."""
    assert expected == script.evaluate(_PLACES, [text, query])


def test_quality_on_recombined_posts(chromium: Browser, tmp_path: Any) -> None:
    """Of words of two characters and more, all that have them are found, and shown first."""
    posts = recombined_posts(120)
    with serve(site_of(posts, tmp_path)) as url:
        page = chromium.new_page()
        page.goto(f"{url}/search/")
        kinds = quality(page, queries(posts, share=0.4))
        page.close()
    whole = mean(part for kind, part in kinds.items() if kind != "one kanji")

    assert 150 < whole.queries
    assert 0.99 <= whole.recall
    assert 0.9 <= whole.precision
    assert 0.9 <= whole.strict
    assert 0.99 <= kinds["variant"].recall


# --- the page -------------------------------------------------------------------------------


def test_results_show_the_word_in_its_sentence(page: Page) -> None:
    """A result has its title, its day, and the sentence with what was looked for."""
    assert "1件" in type_in(page, "概算")
    assert ["概算"] == page.locator("#search-results .summary mark").all_inner_texts()
    assert "2024年03月02日" == page.inner_text("[data-part=date]")


def test_link_of_a_result_leads_to_the_article(page: Page, address: str) -> None:
    """Also where the site does not stand at the top of its host."""
    type_in(page, "概算")
    page.click("#search-results a")

    assert f"{address}/full.html" == page.url


def test_query_stands_in_the_address(page: Page, address: str) -> None:
    """A search can be kept, sent and gone back to."""
    page.goto(f"{address}/search/?q=%E6%A6%82%E7%AE%97")
    page.locator("mark", has_text="概算").first.wait_for()
    page.fill("[name=q]", "港湾")
    page.press("[name=q]", "Enter")
    page.locator("mark", has_text="港湾").first.wait_for()
    assert page.url.endswith("?q=%E6%B8%AF%E6%B9%BE")
    page.click("#search-results a")
    page.go_back()
    page.locator("mark", has_text="港湾").first.wait_for()

    assert "港湾" == page.input_value("[name=q]")
    page.go_back()
    page.locator("mark", has_text="概算").first.wait_for()

    assert "概算" == page.input_value("[name=q]")


def test_sentence_of_a_model_says_so(page: Page) -> None:
    """A match in a section that AI wrote is told apart from the author's words."""
    type_in(page, "費用は増える")

    assert page.locator("[data-part=by-model]").first.is_visible()


def test_nothing_found_helps_on(page: Page) -> None:
    """Without a result the page says what to try, and shows other ways."""
    assert "見つかりませんでした" in type_in(page, "存在しない語")
    assert page.locator("#search-ways").is_visible()
    assert page.locator("#search-ways a").count() >= 3
    assert "2文字以上" in type_in(page, "ぬ")


def test_words_that_stand_apart_are_offered_alone(page: Page) -> None:
    """When no article has all words, those with some of them are shown, and called so."""
    assert "すべての語を含む記事はありません" in type_in(page, "概算 短い記事その2")
    assert results(page)


def test_beginning_of_a_word_finds_it(page: Page) -> None:
    """While an English word is typed, what begins so is shown."""
    type_in(page, "hyphen")

    assert ["hyphenation"] == page.locator("mark").all_inner_texts()


def test_more_results_are_added_below(page: Page) -> None:
    """The rest comes on demand, and the keyboard goes on at the first new one."""
    assert "7件" in type_in(page, "港湾")
    assert 5 == page.locator("#search-results li").count()
    page.click("#search-more button")
    page.locator("#search-results li >> nth=5").wait_for()

    assert page.evaluate(
        "document.activeElement === document.querySelectorAll('#search-results a')[5]"
    )


def test_slash_leads_to_the_field(page: Page) -> None:
    """The key that many sites have for it, without its sign in the field."""
    page.keyboard.press("/")

    assert "q" == page.evaluate("document.activeElement.name")
    assert "" == page.input_value("[name=q]")


def test_what_an_input_method_shows_is_not_looked_up(page: Page) -> None:
    """The reading of a word that is not yet chosen asks for nothing."""
    asked: list[str] = []
    page.focus("[name=q]")
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("""() => {
      const field = document.querySelector("[name=q]");
      field.value = "しちょう";
      field.dispatchEvent(new InputEvent("input", { isComposing: true }));
    }""")
    page.wait_for_timeout(200)

    assert [] == asked


def test_results_do_not_shift_the_page(page: Page, address: str) -> None:
    """A search that comes with the address moves nothing that was there."""
    page.goto(f"{address}/search/?q=%E8%A8%98%E4%BA%8B")
    page.locator("#search-results li").first.wait_for()

    assert 0 == page.evaluate(_SHIFT)


def test_index_that_cannot_be_read_is_told(chromium: Browser, address: str) -> None:
    """Without the index the page says so, and searches again when it is back."""
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/index.txt", lambda route: route.abort())
    page.goto(f"{address}/search/")
    assert "読み込めませんでした" in type_in(page, "概算")
    page.unroute("**/index.txt")

    assert "1件" in type_in(page, "概算 ")
    context.close()


def test_without_scripts_other_ways_are_shown(chromium: Browser, address: str) -> None:
    """The page says what it needs, hides what does nothing, and offers tags and the archive."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/search/")

    assert "JavaScriptが必要です" in page.inner_text("noscript p")
    assert page.locator("#search-form").is_hidden()
    assert page.locator("#search-ways a").first.is_visible()
    context.close()
