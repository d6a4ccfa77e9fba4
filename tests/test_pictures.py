"""Pieces of the pictures: sizes, addresses, insertions, metadata, renditions."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from pictures.addresses import Blog, file_named, file_of
from pictures.cache import PictureCache
from pictures.facts import Facts, Rendition
from pictures.headline import headline_image, headline_picture
from pictures.markup import Shown, images, with_formats, with_sizes
from pictures.scaling import ImageError, scale
from pictures.stripping import stripped
from pictures.vector import svg_size

if TYPE_CHECKING:
    from pathlib import Path

_BLOG = Blog("https://blog.example", ("images", "files/a.png"))
_ORIENTATION, _GPS = 0x0112, 0x8825


def photo(width: int, height: int) -> Image.Image:
    """Return a picture with gradients and grain, as a photograph has."""
    grain = Image.effect_noise((width, height), 24)
    slope = Image.linear_gradient("L").resize((width, height))
    round_slope = Image.radial_gradient("L").resize((width, height))
    return Image.merge("RGB", (slope, round_slope, Image.blend(slope, grain, 0.2)))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return the file that Pillow writes."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif(turn: int = 6) -> bytes:
    """Return Exif with a place, a camera and which side is up."""
    told = Image.Exif()
    told[0x010F] = "Secretcam"
    told[_ORIENTATION] = turn
    told.get_ifd(_GPS).update({1: "N", 2: (35.0, 41.0, 22.0)})
    return told.tobytes()


def opened(content: bytes) -> Image.Image:
    """Return the picture in a file, read whole."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


# --- sizes of SVG ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('<svg width="800" height="420">', (800, 420), id="width-and-height"),
        pytest.param('<svg viewBox="0 0 640 360">', (640, 360), id="view-box"),
        pytest.param("<svg viewBox='-5,-5, 64.4,36'>", (64, 36), id="commas"),
        pytest.param('<svg width="100%" height="100%" viewBox="0 0 4 3">', (4, 3), id="percent"),
        pytest.param('<svg width="50" viewBox="0 0 100 20">', (50, 10), id="one-side"),
        pytest.param('<svg height="10" viewBox="0 0 100 20">', (50, 10), id="the-other-side"),
        pytest.param('<svg width="1in" height="2.54cm">', (96, 96), id="units"),
        pytest.param('<?xml version="1.0"?><!-- a > b --><svg:svg width="2" height="3"/>', (2, 3), id="prefix"),
        pytest.param('<svg data-width="9" stroke-width="9" viewBox="0 0 2 1">', (2, 1), id="other-widths"),
        pytest.param("<svg><rect width='5' height='5'/></svg>", None, id="none"),
        pytest.param('<svg viewBox="0 0 0 9">', None, id="empty"),
        pytest.param("<p>text</p>", None, id="no-svg"),
    ],
)  # fmt: skip
def test_svg_size(text: str, expected: tuple[int, int] | None) -> None:
    """The size is that of the root, in pixels of CSS."""
    assert expected == svg_size(text)


@given(st.text())
def test_svg_size_never_fails(text: str) -> None:
    """Whatever stands in the file, there is a size or none."""
    size = svg_size(f"<svg {text}")

    assert size is None or all(side > 0 for side in size)


# --- addresses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param("{static}/images/a.png", "images/a.png", id="from-the-top"),
        pytest.param("{static}b/a.png", "posts/b/a.png", id="from-the-source"),
        pytest.param("{attach}../images/a.png", "images/a.png", id="upwards"),
        pytest.param("|filename|/images/a.png", "images/a.png", id="bars"),
        pytest.param("{static}/images/%E5%9C%B0%20a.png?x#y", "images/地 a.png", id="quoted"),
        pytest.param("{static}/images/a&amp;b.png", "images/a&b.png", id="entities"),
        pytest.param("/images/a.png", "images/a.png", id="the-sites-own"),
        pytest.param("https://blog.example/images/a.png", "images/a.png", id="complete"),
        pytest.param("/files/a.png", "files/a.png", id="a-static-file"),
        pytest.param("/files/b.png", None, id="not-static"),
        pytest.param("/imagesother/b.png", None, id="another-folder"),
        pytest.param("images/a.png", None, id="relative-to-the-page"),
        pytest.param("https://other.example/images/a.png", None, id="another-site"),
        pytest.param("//other.example/images/a.png", None, id="another-host"),
        pytest.param("data:image/png;base64,AA==", None, id="in-the-page"),
        pytest.param("{static}../../secret.png", None, id="out-of-the-blog"),
        pytest.param("", None, id="empty"),
    ],
)
def test_file_of(address: str, expected: str | None) -> None:
    """An address means the file that Pelican would put there."""
    assert expected == file_of(address, "posts", _BLOG)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("images/a.png", ("images/a.png", "posts/images/a.png"), id="plain"),
        pytest.param("/images/a.png", ("images/a.png",), id="slash"),
        pytest.param("{static}a.png", ("posts/a.png",), id="braced"),
        pytest.param("https://other.example/a.png", (), id="elsewhere"),
        pytest.param("", (), id="empty"),
    ],
)
def test_file_named(name: str, expected: tuple[str, ...]) -> None:
    """`Image:` is read from the content folder first, then from the source's."""
    assert expected == file_named(name, "posts")


# --- insertions --------------------------------------------------------------------------------


_SHOWN = Shown(800, 400)


def _sized(html: str, shown: Shown | None = _SHOWN) -> str:
    return with_sizes(html, images(html), lambda _: shown)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(
            '<p>あ<img alt="x" src="a.png"></p>',
            '<p>あ<img width="800" height="400" loading="lazy" decoding="async" alt="x" src="a.png"></p>',
            id="plain",
        ),
        pytest.param(
            "<IMG SRC=a.png width='200'/>",
            "<IMG height=\"100\" loading=\"lazy\" decoding=\"async\" SRC=a.png width='200'/>",
            id="a-width-of-the-authors",
        ),
        pytest.param(
            '<img src="a.png" height=50 loading="eager">',
            '<img width="100" decoding="async" src="a.png" height=50 loading="eager">',
            id="a-height-of-the-authors",
        ),
        pytest.param(
            '<img src="a.png" width="80%">',
            '<img height="400" loading="lazy" decoding="async" src="a.png" width="80%">',
            id="a-width-in-percent",
        ),
        pytest.param('<pre>&lt;img src="a"&gt;</pre>', '<pre>&lt;img src="a"&gt;</pre>', id="code"),
        pytest.param('<!-- <img src="a"> -->', '<!-- <img src="a"> -->', id="comment"),
        pytest.param("<b>no image", "<b>no image", id="none"),
    ],
)  # fmt: skip
def test_sizes_are_inserted(html: str, expected: str) -> None:
    """Only what the author left out is added; every other byte stays."""
    assert expected == _sized(html)


def test_an_address_is_replaced_in_its_place() -> None:
    """A value with `>` in another attribute, and any quotes, do not confuse it."""
    html = "<img alt='a > src=\"b\"' data-src=x src = 'big.jpg' title=\"t\">"
    expected = (
        '<img width="8" height="4" loading="lazy" decoding="async" '
        'alt=\'a > src="b"\' data-src=x src="{static}/p.jpg" title="t">'
    )

    assert expected == _sized(html, Shown(8, 4, "{static}/p.jpg"))


def test_an_unknown_size_is_not_made_up() -> None:
    """An SVG without a size gets none."""
    expected = '<img loading="lazy" decoding="async" src="a.svg">'

    assert expected == _sized('<img src="a.svg">', Shown(0, 0))


@given(st.text(alphabet="<>img src=\"'/{}あ\n-!a", max_size=80))
def test_html_that_is_left_alone_stays_byte_for_byte(html: str) -> None:
    """Finding images changes nothing by itself."""
    assert html == _sized(html, None)


def test_images_know_what_they_are_chosen_from() -> None:
    """What an author gave other formats of is not given more."""
    html = (
        '<picture><source srcset="b"><img src="a"></picture><img src="c" srcset="d"><img src="e">'
    )

    assert [True, True, False] == [image.is_chosen_from for image in images(html)]


_KNOWN = {
    "0123456789ab": Facts(
        "0123456789ab",
        4000,
        2000,
        (
            Rendition("avif", 600, 300),
            Rendition("avif", 1200, 600),
            Rendition("webp", 600, 300),
            Rendition("jpg", 1200, 600),
        ),
    )
}


@pytest.mark.parametrize("prefix", ["", "../../", "https://blog.example/"])
@pytest.mark.parametrize("alt", ["a", "a > b", "src='pictures/' <img>"])
def test_other_formats_are_offered(prefix: str, alt: str) -> None:
    """Whatever the page's address, the other formats stand beside the one that is there."""
    image = f'<img title="{alt}" src="{prefix}pictures/0123456789ab-1200.jpg" alt="{alt}">'
    at = f"{prefix}pictures/0123456789ab-"
    expected = (
        f'a<picture><source type="image/avif" srcset="{at}600.avif 600w, {at}1200.avif 1200w" '
        f'sizes="50vw"><source type="image/webp" srcset="{at}600.webp 600w" sizes="50vw">'
        f"{image}</picture>b"
    )

    assert expected == with_formats(f"a{image}b", _KNOWN, "50vw")


def test_foreign_images_are_offered_in_no_other_format() -> None:
    """An address that is only alike is left alone."""
    html = '<img src="pictures/ffffffffffff-1200.jpg"><img src="/mypictures/0123456789ab-1.jpg">'

    assert html == with_formats(html, _KNOWN, "50vw")


def test_headlines_have_what_templates_print() -> None:
    """The page gets every format, previews the one that all services know."""
    facts = _KNOWN["0123456789ab"]
    picture, image = (
        headline_picture(facts, "images/a.jpg", "x"),
        headline_image(facts, "a.jpg", "y"),
    )

    assert ["image/avif", "image/webp"] == [source.mime for source in picture.sources]
    assert ("pictures/0123456789ab-1200.jpg", 1200, 600) == (
        picture.url,
        picture.width,
        picture.height,
    )
    assert image is not None
    assert ("pictures/0123456789ab-1200.jpg", "image/jpeg", "y") == (
        image.url,
        image.mime,
        image.alt,
    )


@pytest.mark.parametrize(
    ("name", "width", "height"),
    [
        pytest.param("a.svg", 800, 400, id="svg"),
        pytest.param("a.png", 299, 400, id="narrow"),
        pytest.param("a.png", 400, 156, id="low"),
        pytest.param("a.tiff", 400, 400, id="a-format-of-printers"),
    ],
)
def test_previews_get_no_image_that_they_do_not_show(name: str, width: int, height: int) -> None:
    """A card takes the place of what services leave out."""
    assert headline_image(Facts("0", width, height), name, "") is None


# --- metadata ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        pytest.param("JPEG", {"quality": 80, "comment": b"Secret"}, id="jpeg"),
        pytest.param("JPEG", {"progressive": True, "xmp": b"<x>Secret</x>"}, id="progressive"),
        pytest.param("PNG", {}, id="png"),
        pytest.param("WEBP", {"quality": 50, "xmp": b"<x>Secret</x>"}, id="webp"),
    ],
)
def test_what_a_camera_wrote_goes(kind: str, options: dict[str, object]) -> None:
    """Place and camera go; the pixels, the profile and which side is up stay."""
    if kind == "PNG":
        told = PngInfo()
        told.add_text("Author", "Secret")
        told.add_itxt("Title", "Secret")
        options = {"pnginfo": told}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    before = saved(photo(64, 48), kind, exif=exif(), icc_profile=profile, **options)

    after = stripped(before)

    assert b"Secret" in before
    assert b"Secret" not in after
    assert {_ORIENTATION: 6} == dict(opened(after).getexif())
    assert profile == opened(after).info["icc_profile"]
    assert opened(before).tobytes() == opened(after).tobytes()
    assert after == stripped(after)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_an_upright_image_keeps_no_exif_at_all(kind: str) -> None:
    """Where nothing needs to be said, nothing is."""
    after = stripped(saved(photo(64, 48), kind, exif=exif(turn=1)))

    assert {} == dict(opened(after).getexif())


def test_a_second_image_behind_the_first_goes() -> None:
    """What phones append to a JPEG tells as much as the JPEG did."""
    before = saved(photo(64, 48), "JPEG")

    assert before == stripped(before + saved(photo(8, 8), "JPEG", exif=exif()))


def test_damaged_exif_goes_too() -> None:
    """A block that cannot be read may tell a place all the same."""
    before = saved(photo(64, 48), "JPEG", exif=b"Exif\0\0MM\0\x2a\xff\xff\xff\xffSecret")

    assert b"Secret" not in stripped(before)


@given(st.binary(max_size=200), st.sampled_from(["JPEG", "PNG", "WEBP", ""]), st.integers(0, 400))
def test_stripping_never_fails(tail: bytes, kind: str, kept: int) -> None:
    """A file that breaks off, or is none, costs no build."""
    start = saved(photo(16, 16), kind, exif=exif())[:kept] if kind else b""

    assert isinstance(stripped(start + tail), bytes)


# --- renditions --------------------------------------------------------------------------------


def _names(content: bytes) -> list[str]:
    return [rendition.name("x") for rendition, _ in scale(content).files]


def test_a_large_photo_gets_every_format_in_the_sizes_needed() -> None:
    """Two widths of the modern formats, and one file for whoever knows neither."""
    scaled = scale(saved(photo(3000, 2000), "JPEG", quality=92))
    files = {rendition.name("x"): content for rendition, content in scaled.files}

    assert (3000, 2000) == (scaled.width, scaled.height)
    assert ["x-600.avif", "x-1200.avif", "x-600.webp", "x-1200.webp", "x-1200.jpg"] == list(files)
    assert (1200, 800) == opened(files["x-1200.avif"]).size
    assert (600, 400) == opened(files["x-600.webp"]).size
    weights = [len(files[name]) for name in ("x-1200.avif", "x-1200.webp", "x-1200.jpg")]
    assert sorted(weights) == weights


def test_no_rendition_is_larger_than_its_image() -> None:
    """Nothing is blown up."""
    files = scale(saved(photo(900, 600), "PNG")).files

    assert {600, 900} == {rendition.width for rendition, _ in files}


def test_a_camera_held_upright_gives_an_upright_picture() -> None:
    """The sizes are those that a reader sees, and the pixels stand as they do."""
    image = photo(1600, 800)
    image.paste((255, 0, 0), (0, 0, 1600, 100))  # turned by Exif, the top stands at the right

    scaled = scale(saved(image, "JPEG", quality=92, exif=exif(turn=6)))
    fallback = opened(scaled.files[-1][1])

    assert (800, 1600) == (scaled.width, scaled.height) == fallback.size
    red, green, _ = fallback.convert("RGB").crop((780, 700, 798, 900)).split()
    assert not any(red.histogram()[:200])
    assert not any(green.histogram()[60:])
    assert {} == dict(fallback.getexif())


def test_what_can_be_seen_through_stays_so() -> None:
    """A transparent image gets no JPEG."""
    image = photo(900, 600).convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))

    files = {rendition.ending: content for rendition, content in scale(saved(image, "PNG")).files}

    assert ["avif", "webp", "png"] == list(files)
    assert all(
        opened(content).getchannel("A").getextrema() != (255, 255) for content in files.values()
    )


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("CMYK", "JPEG"), ("L", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("RGBA", "PNG"), ("YCbCr", "TIFF")],
)  # fmt: skip
def test_every_way_to_code_colours_is_shown_alike(mode: str, kind: str) -> None:
    """Print colours, palettes and grey become what screens show."""
    scaled = scale(saved(photo(1400, 900).convert(mode), kind))

    assert {"RGB"} == {opened(content).mode for _, content in scaled.files}


def test_sixteen_bits_of_grey_stay_grey() -> None:
    """A deep grey image is not cut to white."""
    files = scale(saved(Image.new("I;16", (1400, 900), 30000), "PNG")).files

    assert 117 == pytest.approx(opened(files[-1][1]).convert("L").getpixel((700, 450)), abs=2)


def test_a_wide_gamut_is_brought_to_srgb() -> None:
    """A profile is applied, not dropped: the numbers change, the colour does not."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    content = saved(photo(1400, 900), "PNG", icc_profile=lab.tobytes())

    assert scale(content).files  # a profile for another kind of colours is passed over


def test_nothing_is_made_of_what_moves_or_is_small() -> None:
    """An animation would stand still, and a small file is good as it is."""
    frames = [photo(700, 500), photo(700, 500).rotate(90)]
    moving = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])

    assert [] == _names(moving)
    assert [] == _names(saved(Image.new("RGB", (1, 1)), "PNG"))
    assert (700, 500) == (scale(moving).width, scale(moving).height)


def test_nothing_is_made_that_is_heavier_than_the_file() -> None:
    """A file that is small for its size is shown as it is."""
    assert [] == _names(saved(photo(1200, 800), "AVIF", quality=5, speed=10))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "is no image that Pillow knows", id="empty"),
        pytest.param(b"<p>404</p>", "is no image that Pillow knows", id="a-page"),
        pytest.param(saved(photo(900, 600), "JPEG")[:5000], "is damaged", id="cut-off"),
        pytest.param(saved(photo(90, 60), "PNG")[:500], "is damaged", id="small-and-cut-off"),
    ],
)
def test_what_is_no_image_is_named(content: bytes, message: str) -> None:
    """The message says what is wrong and what to do."""
    with pytest.raises(ImageError, match=message) as raised:
        scale(content)

    assert "; save it" in str(raised.value)


def test_the_same_image_gives_the_same_bytes() -> None:
    """Nothing of the moment or the machine's threads is in a rendition."""
    content = saved(photo(1400, 900), "JPEG")

    assert scale(content) == scale(content)


def test_renditions_are_made_once(tmp_path: Path) -> None:
    """What is there is not made again, what is lost is, and a damaged note is written anew."""
    source, cache = tmp_path / "a.jpg", PictureCache(tmp_path / "cache")
    source.write_bytes(saved(photo(1400, 900), "JPEG"))
    facts = cache.facts(source)
    one = cache.path(facts.renditions[0].name(facts.digest))
    whole, note = one.read_bytes(), cache.path(f"{facts.digest}.json")

    one.write_bytes(b"kept")
    assert facts == cache.facts(source)
    assert b"kept" == one.read_bytes()
    one.unlink()
    assert facts == cache.facts(source)
    assert whole == one.read_bytes()
    note.write_text('{"digest":', encoding="utf-8")
    assert facts == cache.facts(source)
