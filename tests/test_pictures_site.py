"""Whole sites with pictures and cards: pages, feeds, addresses, what is wrong, what is kept."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup, Tag

from sites import ROOT
from test_pictures import exif, opened, photo, saved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sites import Built, Site

_POST = """-- content/{name}.md --
Title: {title}
Date: 2026-01-02 09:00
Slug: {name}
Category: 交通
Image: {image}
Image_Alt: 説明
Summary: 要約です。

{body}
"""
_BARE = """-- content/bare.md --
Title: 絵のない記事
Date: 2026-01-01 09:00
Slug: bare
Category: 経済
Summary: 要約です。

本文です。
"""
_THEME: Mapping[str, object] = {
    "THEME": str(ROOT / "theme"),
    "PLUGINS": ["pictures", "cards", "contents", "stylesheet", "facts"],
    "COMMENTARY": ...,
    "STATIC_PATHS": ["images"],
    "JINJA_ENVIRONMENT": {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True},
    "ARTICLE_URL": "posts/{slug}/",
    "ARTICLE_SAVE_AS": "posts/{slug}/index.html",
}


def post(name: str, body: str = "本文です。", *, title: str = "港の写真", image: str = "") -> str:
    """Write a post."""
    return _POST.format(name=name, title=title, image=image, body=body)


@pytest.fixture
def blog(site: Callable[..., Site]) -> Callable[..., Site]:
    """Lay out a blog with the theme and some images."""

    def lay_out(text: str, **settings: object) -> Site:
        blog = site(text + _BARE, **{**_THEME, **settings})
        folder = blog.root / "content" / "images"
        folder.mkdir()
        (folder / "big.jpg").write_bytes(saved(photo(3000, 2000), "JPEG", quality=90, exif=exif(1)))
        (folder / "broken.jpg").write_bytes(b"<p>404</p>")
        (folder / "line.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 400"/>', encoding="utf-8"
        )
        return blog

    return lay_out


def _soup(built: Built, name: str) -> BeautifulSoup:
    assert 0 == built.code, built.log
    return BeautifulSoup(built.html(name), "html.parser")


def _only(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    (found,) = soup.select(selector)
    return found


def _addresses(soup: BeautifulSoup) -> list[str]:
    sets = [
        part.split()[0]
        for tag in soup.select("[srcset]")
        for part in str(tag["srcset"]).split(", ")
    ]
    return [*sets, *(str(tag["src"]) for tag in soup.select("img"))]


@pytest.mark.parametrize("site_url", ["", "https://blog.example"], ids=["relative", "complete"])
def test_every_address_of_a_picture_leads_to_a_file(
    blog: Callable[..., Site], site_url: str
) -> None:
    """In the page of an article, headline and body name files that are there."""
    body = "![波止場]({static}/images/big.jpg)\n\n![線]({static}/images/line.svg)"
    text = post("a", body) + post("b", image="images/big.jpg") + post("c", image="/images/line.svg")
    built = blog(text, RELATIVE_URLS=not site_url, SITEURL=site_url).build()

    for name, count in (("a", 7), ("b", 5), ("c", 1), ("bare", 1)):
        found = _addresses(_soup(built, f"posts/{name}/index.html"))
        start = f"{site_url}/" if site_url else "../../"
        assert count == len(found), name
        assert [] == [one for one in found if not one.startswith(start)]
        assert [] == [
            one for one in found if not (built.output / one.removeprefix(start)).is_file()
        ]


def test_a_picture_in_the_text(blog: Callable[..., Site]) -> None:
    """It has its size, is loaded late, and no reader gets the file of a camera."""
    built = blog(post("a", "![波止場]({static}/images/big.jpg)")).build()
    picture = _only(_soup(built, "posts/a/index.html"), ".prose picture")
    image = _only(picture, "img")

    expected = {"width": "1200", "height": "800", "loading": "lazy", "decoding": "async"}
    assert expected == {name: image[name] for name in expected}
    assert "波止場" == image["alt"]
    assert ["image/avif", "image/webp"] == [source["type"] for source in picture.select("source")]
    assert [] == re.findall("images/big", built.html("posts/a/index.html"))


def test_a_headline_picture_is_loaded_first(blog: Callable[..., Site]) -> None:
    """What stands above the title is not lazy, and its size is known."""
    built = blog(post("a", image="images/big.jpg")).build()
    image = _only(_soup(built, "posts/a/index.html"), ".article-header picture img")

    assert ("high", "1200", "800", "説明") == tuple(
        image[name] for name in ("fetchpriority", "width", "height", "alt")
    )
    assert not image.has_attr("loading")


def test_feeds_have_plain_images_with_complete_addresses(blog: Callable[..., Site]) -> None:
    """A reader of feeds gets one format, and it is there."""
    built = blog(post("a", "![波止場]({static}/images/big.jpg)")).build()
    feed = built.html("all.atom.xml")

    (address,) = re.findall(r'&lt;img [^&]*(?:&quot;|")(https://[^"&]+\.jpg)', feed)
    assert (built.output / address.removeprefix("https://blog.example/")).is_file()
    assert "srcset" not in feed
    assert "&lt;picture" not in feed


def test_previews(blog: Callable[..., Site]) -> None:
    """A photograph is its own preview; what previews do not show, and what has none, has a card."""
    text = post("photo", image="images/big.jpg") + post("vector", image="images/line.svg")
    built = blog(text).build()

    for name, size in (("photo", (1200, 800)), ("vector", (1200, 630)), ("bare", (1200, 630))):
        head = _soup(built, f"posts/{name}/index.html").head
        assert head is not None
        told = {str(tag["property"]): str(tag["content"]) for tag in head.select("meta[property]")}
        file = built.output / told["og:image"].removeprefix("https://blog.example/")
        assert size == (int(told["og:image:width"]), int(told["og:image:height"]))
        assert ("JPEG", size) == (opened(file.read_bytes()).format, opened(file.read_bytes()).size)
        facts = json.loads(_only(head, 'script[type="application/ld+json"]').text)
        assert told["og:image"] == facts["image"]["url"]


def test_pages_that_are_no_article_have_a_preview_too(blog: Callable[..., Site]) -> None:
    """The front page shows where a link leads."""
    built = blog("").build()
    address = str(_only(_soup(built, "index.html"), 'meta[property="og:image"]')["content"])

    assert (built.output / address.removeprefix("https://blog.example/")).is_file()


def test_an_article_without_a_picture_has_a_plate(blog: Callable[..., Site]) -> None:
    """The scenery of its card stands above the title, and says nothing to who cannot see it."""
    built = blog(post("vector", image="images/line.svg")).build()
    image = _only(_soup(built, "posts/bare/index.html"), ".article-header img")

    assert ("", "1200", "300") == (image["alt"], image["width"], image["height"])
    assert str(image["src"]).endswith(".svg")
    assert "line.svg" in str(
        _only(_soup(built, "posts/vector/index.html"), ".article-header img")["src"]
    )


def test_an_image_that_the_text_shows_is_not_shown_above_it(blog: Callable[..., Site]) -> None:
    """Once is enough, whatever the file became."""
    built = blog(post("a", "![x]({static}/images/big.jpg)", image="images/big.jpg")).build()

    assert [] == _soup(built, "posts/a/index.html").select(".article-header img")


def test_what_is_wrong_with_a_picture_is_named_with_its_place(blog: Callable[..., Site]) -> None:
    """A broken or missing image costs neither the build nor the page, which then has a card."""
    text = post("a", "![x]({static}/images/gone.jpg)", image="images/broken.jpg")
    text += post("b", title="祭り🎉の夜", image="images/none.jpg")
    built = blog(text).build()

    expected = [
        "content/a.md:5: `content/images/broken.jpg` is no image that Pillow knows; save it as JPEG or PNG",
        "content/a.md:9: `content/images/gone.jpg` does not exist; mend the address or add the file",
        "content/b.md:5: `content/images/none.jpg` does not exist; mend the address or add the file",
        "content/b.md:1: the card goes without the title, because its font has no 🎉 (U+1F389); write",
    ]
    assert [] == [line for line in expected if line not in built.log]
    for name in ("a", "b"):
        image = _only(_soup(built, f"posts/{name}/index.html"), ".article-header img")
        assert str(image["src"]).endswith(".svg")


def test_copies_tell_nothing_and_the_authors_files_stay(blog: Callable[..., Site]) -> None:
    """The place of a photograph stands in no file of the site; nothing in `content` is touched."""
    laid_out = blog(post("a", "[原寸]({attach}images/big.jpg)"))
    before = laid_out.content()

    built = laid_out.build()

    assert before == laid_out.content()
    assert b"Secretcam" in before["images/big.jpg"]
    assert [] == [name for name, content in built.files().items() if b"Secretcam" in content]


def test_linked_copies_leave_the_authors_files_alone(blog: Callable[..., Site]) -> None:
    """Where Pelican links instead of copying, the link is replaced, not what it leads to."""
    laid_out = blog("", STATIC_CREATE_LINKS=True)
    before = laid_out.content()

    built = laid_out.build()

    assert before == laid_out.content()
    assert b"Secretcam" not in (built.output / "images" / "big.jpg").read_bytes()


def test_two_builds_give_the_same_bytes(blog: Callable[..., Site]) -> None:
    """With the cache, without it, and whatever the order of sets."""
    laid_out = blog(post("a", "![x]({static}/images/big.jpg)") + post("b", image="images/big.jpg"))
    first = laid_out.build().files()
    cached = laid_out.build().files()
    for path in sorted((laid_out.root / ".cache").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()

    assert first == cached
    assert first == laid_out.build(PYTHONHASHSEED="7").files()


@pytest.mark.parametrize("left_out", ["pictures", "cards"])
def test_each_can_be_switched_off(blog: Callable[..., Site], left_out: str) -> None:
    """The theme stands without either, and an author's image is shown all the same."""
    plugins = [name for name in ("pictures", "cards", "contents", "stylesheet") if name != left_out]
    built = blog(
        post("a", "![x]({static}/images/big.jpg)", image="images/line.svg"), PLUGINS=plugins
    ).build()

    assert "line.svg" in str(
        _only(_soup(built, "posts/a/index.html"), ".article-header img")["src"]
    )
    assert 1 == len(_soup(built, "posts/a/index.html").select(".prose img"))


def test_drafts_pages_and_translations_have_pictures_too(blog: Callable[..., Site]) -> None:
    """Whatever Pelican calls it, a content's images have sizes."""
    body = "![x]({static}/images/big.jpg)"
    text = post("a", body).replace("Slug:", "Status: draft\nSlug:")
    text += post("b", body) + post("b-en", body).replace("Slug: b-en", "Slug: b\nLang: en")
    text += f"-- content/pages/p.md --\nTitle: 紹介\nSlug: p\n\n{body}\n"
    built = blog(
        text, ARTICLE_LANG_URL="en/{slug}/", ARTICLE_LANG_SAVE_AS="en/{slug}/index.html"
    ).build()

    for name in ("drafts/a.html", "posts/b/index.html", "en/b/index.html", "pages/p.html"):
        assert "1200" == _only(_soup(built, name), ".prose picture img")["width"]


def test_a_cache_that_cannot_be_written_costs_no_page(blog: Callable[..., Site]) -> None:
    """A file stands where the cache should: pages are built, and the line says what to do."""
    laid_out = blog(post("a", "![x]({static}/images/big.jpg)"))
    (laid_out.root / ".cache").write_text("", encoding="utf-8")

    built = laid_out.build()

    assert 1 == len(_soup(built, "posts/a/index.html").select(".prose img"))
    assert 2 == built.log.count("free space or mend permissions")
