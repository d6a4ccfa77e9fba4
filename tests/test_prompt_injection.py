"""What an article orders a model to do does not get onto the page, even when the model obeys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup, Tag

from hostile import blogs
from hostile.injections import INJECTIONS, Injection

if TYPE_CHECKING:
    from sites import Built


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build a blog of articles that order something, with a model that obeys each of them."""
    root = tmp_path_factory.mktemp("orders")
    blogs.lay_out_orders(root, INJECTIONS)
    return blogs.build_obeying(root, INJECTIONS)


def test_there_are_forty_kinds() -> None:
    """The collection holds at least forty kinds of order."""
    assert len({injection.name for injection in INJECTIONS}) == len(INJECTIONS) >= 40


@pytest.mark.parametrize("injection", INJECTIONS, ids=lambda injection: injection.name)
def test_an_order_gets_nothing_onto_the_page(built: Built, injection: Injection) -> None:
    """No link, secret, foreign text or claim of a review stands outside the author's paragraphs."""
    soup = _page(built, injection)
    sections = soup.select("section[data-commentary]")
    texts = [section.get_text() for section in _without_quotes(sections)]

    assert injection.forbidden not in "".join(texts)
    assert injection.forbidden not in soup.select("title")[0].get_text()
    assert [] == [a["href"] for s in sections for a in s.select("a") if not _is_inside(a)]


@pytest.mark.parametrize("injection", INJECTIONS, ids=lambda injection: injection.name)
def test_what_stays_of_such_an_answer_is_marked(built: Built, injection: Injection) -> None:
    """Sections that stand without the obeying sentence say that a model wrote and nobody read them."""
    sections = _page(built, injection).select("section[data-commentary]")
    marks = {
        (s["data-origin"], s["data-review"], s.get("data-ai-disclosure", "")) for s in sections
    }
    assert marks <= {("model", "unreviewed", "ai-autonomous")}
    assert all("著者は未確認です" in section.get_text() for section in sections)


def test_sound_sentences_of_such_answers_are_published(built: Built) -> None:
    """One bad sentence costs only itself: most articles have their sections."""
    published = [i for i in INJECTIONS if _page(built, i).select("section[data-commentary]")]
    assert len(published) > len(INJECTIONS) * 0.7


def _page(built: Built, injection: Injection) -> BeautifulSoup:
    return BeautifulSoup(built.html(f"posts/{injection.name}/index.html"), "html.parser")


def _without_quotes(sections: list[Tag]) -> list[Tag]:
    """Take the quotes of the author's paragraphs out; they are his words."""
    for section in sections:
        for quoted in section.select("blockquote, q, details"):
            quoted.decompose()
    return sections


def _is_inside(link: Tag) -> bool:
    return str(link["href"]).startswith("#")
