"""Makes the renditions of a raster image; the only module that knows Pillow.

What it makes is upright, in sRGB, and has no metadata. A format that saves nothing over the next
one is left out.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from .facts import Rendition

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTHS = (600, 1200)
"""A phone's column in its own pixels is about 1,170 wide, a desktop's at double density 1,370."""
_GOOD_AS_IT_IS = 30_000
_SETTINGS: dict[str, dict[str, object]] = {
    # one thread: how a picture is cut for several depends on how many there are
    "avif": {"format": "AVIF", "quality": 50, "speed": 7, "max_threads": 1},
    "webp": {"format": "WEBP", "quality": 76, "method": 4},
    "jpg": {"format": "JPEG", "quality": 78, "progressive": True, "optimize": True},
    "png": {"format": "PNG", "optimize": True},
}


class ImageError(Exception):
    """An image that cannot be shown, or only as it is; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """What became of an image."""

    width: int
    height: int
    files: tuple[tuple[Rendition, bytes], ...] = ()
    """The best format first, of each the narrowest first."""


def scale(content: bytes) -> Scaled:
    """Make the renditions of an image; none of one that is small, or moves.

    Raises:
        ImageError: it cannot be read.
    """
    try:
        return _scaled(content)
    except Image.DecompressionBombError as error:
        raise ImageError("has more pixels than any page can use; make it smaller") from error
    except UnidentifiedImageError as error:
        raise ImageError("is no image that Pillow knows; save it as JPEG or PNG") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise ImageError(f"is damaged ({error}); save it anew") from error


def _scaled(content: bytes) -> Scaled:
    with Image.open(io.BytesIO(content)) as image:
        turned = image.getexif().get(0x0112, 1) in range(5, 9)
        size = (image.height, image.width) if turned else image.size
        if getattr(image, "is_animated", False):
            return Scaled(*size)
        if size[0] <= WIDTHS[0] and len(content) <= _GOOD_AS_IT_IS:
            image.load()  # or a damaged one would go unnoticed
            return Scaled(*size)
        widths = sorted({min(size[0], width) for width in WIDTHS})
        picture = _prepared(image, widths[-1], turned=turned)
    pictures = [_narrowed(picture, width, size) for width in widths]
    return Scaled(*size, tuple(_files(pictures, len(content))))


def _prepared(image: Image.Image, width: int, *, turned: bool) -> Image.Image:
    """Return the image upright and in sRGB, no wider than need be; its file is read sparingly."""
    profile = image.info.get("icc_profile")
    side = (width, image.height) if not turned else (image.width, width)
    if image.format == "JPEG":
        image.draft(None, side)  # a large JPEG is read at a half, a quarter or an eighth
    upright = ImageOps.exif_transpose(_in_eight_bits(image))
    height = max(1, round(upright.height * width / upright.width))
    if upright.width > width:
        upright = upright.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _in_srgb(upright, profile)


def _in_eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"P", "PA", "1", "LA", "F"} or "transparency" in image.info:
        is_seen_through = "transparency" in image.info or image.mode in {"PA", "LA"}
        return image.convert("RGBA" if is_seen_through else "RGB")
    return image.copy()


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return RGB, or RGBA where something can be seen through."""
    is_opaque = image.mode != "RGBA" or image.getchannel("A").getextrema() == (255, 255)
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            output = "RGBA" if image.mode == "RGBA" else "RGB"
            found = ImageCms.profileToProfile(image, source, target, outputMode=output)
            image = found if found is not None else image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that cannot be read changes nothing
    clean = image.convert("RGB" if is_opaque else "RGBA")
    clean.info.clear()
    return clean


def _narrowed(picture: Image.Image, width: int, size: tuple[int, int]) -> Image.Image:
    if width == picture.width:
        return picture
    height = max(1, round(size[1] * width / size[0]))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _files(pictures: list[Image.Image], most: int) -> Iterator[tuple[Rendition, bytes]]:
    """Yield the files of each format that is worth it, the best format first."""
    fallback = "png" if pictures[-1].mode == "RGBA" else "jpg"
    made: list[list[tuple[Rendition, bytes]]] = []
    for ending in (fallback, "webp", "avif"):
        files = [_file(picture, ending) for picture in pictures]
        if ending == fallback:
            files = files[-1:]  # who needs it is rare, and needs one
        heaviest = len(files[-1][1])
        if not made or heaviest < len(made[-1][-1][1]):
            made.append(files)
    if len(made[-1][-1][1]) < most:
        for files in reversed(made):
            yield from files


def _file(picture: Image.Image, ending: str) -> tuple[Rendition, bytes]:
    out = io.BytesIO()
    picture.save(out, **_SETTINGS[ending])  # type: ignore[arg-type]  # Pillow's types know no plugin's options
    return Rendition(ending, picture.width, picture.height), out.getvalue()
