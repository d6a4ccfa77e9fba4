"""Takes out of an image what a camera or an editor wrote into it: place, time, owner, thumbnail.

The pixels stay byte for byte. Kept are the colour profile and which side is up.
Formats: JPEG (ITU-T T.81, annex B), PNG (https://www.w3.org/TR/png-3/) and the RIFF container of
WebP (RFC 9649).
"""

from __future__ import annotations

import struct
import zlib

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_TELLING = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_WEBP_TELLING = frozenset({b"EXIF", b"XMP "})
_WEBP_EXIF = 0x08
_WEBP_FLAGS = _WEBP_EXIF | 0x04
"""In the header of an extended WebP: has Exif, has XMP."""
_ORIENTATION, _TURNS = 0x0112, range(2, 9)
_EXIF_MARK = b"Exif\0\0"
# markers of JPEG, without the byte 0xFF before them
_FILL, _ESCAPED = 0xFF, 0x00
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Without a length."""
_EXIF, _PROFILE, _ADOBE, _COMMENT = 0xE1, 0xE2, 0xEE, 0xFE
_TELLING = frozenset({*range(0xE1, 0xF0), _COMMENT}) - {_ADOBE}
"""Of applications, but for the one that says how the colours are coded."""


def stripped(content: bytes) -> bytes:
    """Return the image without what it tells of its maker; unknown or damaged, as it is."""
    try:
        if content.startswith(b"\xff\xd8"):
            return _stripped_jpeg(content)
        if content.startswith(_PNG):
            return _stripped_png(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _stripped_webp(content)
    except (struct.error, IndexError, ValueError):  # it ends too early: nothing of it is sure
        pass
    return content


def _stripped_jpeg(content: bytes) -> bytes:
    """Copy segment by segment up to the end of the image; a second image behind it goes too."""
    kept, at = [content[:2]], 2
    while content[at : at + 1] == bytes([_FILL]):
        marker = content[at + 1]
        if marker == _FILL:
            at += 1
        elif marker == _END_OF_IMAGE:
            return b"".join((*kept, content[at : at + 2]))
        else:
            end = _segment_end(content, at, marker)
            kept.append(_kept(marker, content[at:end]))
            at = end
    return b"".join((*kept, content[at:]))  # it is cut off, or goes on in no known way


def _segment_end(content: bytes, at: int, marker: int) -> int:
    if marker in _ALONE:
        return at + 2
    end = at + 2 + int(struct.unpack_from(">H", content, at + 2)[0])
    return _scan_end(content, end) if marker == _START_OF_SCAN else end


def _scan_end(content: bytes, at: int) -> int:
    """Return where the coded pixels end: at the first marker that does not stand among them."""
    among = {bytes([_FILL, second]) for second in (_ESCAPED, *_ALONE)}
    at = content.find(_FILL, at)
    while content[at : at + 2] in among:
        at = content.find(_FILL, at + 2)
    return at if at >= 0 else len(content)


def _kept(marker: int, segment: bytes) -> bytes:
    """Return what stays of one segment."""
    body = segment[4:]
    if marker not in _TELLING or (marker == _PROFILE and body.startswith(b"ICC_PROFILE\0")):
        return segment
    tiff = _upright(body) if marker == _EXIF else b""
    if not tiff:
        return b""
    return struct.pack(">BBH", _FILL, _EXIF, len(_EXIF_MARK + tiff) + 2) + _EXIF_MARK + tiff


def _upright(exif: bytes) -> bytes:
    """Return Exif that says which side is up, and nothing else; empty where it need not."""
    try:
        turn = _orientation(exif.removeprefix(_EXIF_MARK))
    except struct.error:
        return b""
    if turn not in _TURNS:
        return b""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, turn, 0, 0)


def _orientation(tiff: bytes) -> int:
    """Read which side is up from a block of Exif; 1, the usual, where it does not say."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for number in range(count):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
        if tag == _ORIENTATION:
            return int(value)
    return 1


def _stripped_png(content: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        body = content[at + 8 : at + 8 + length]
        if kind not in _PNG_TELLING:
            kept.append(content[at : at + length + 12])
        elif kind == b"eXIf" and (tiff := _upright(body)):
            check = zlib.crc32(kind + tiff)
            kept.append(struct.pack(">I4s", len(tiff), kind) + tiff + struct.pack(">I", check))
        at += length + 12
    return b"".join(kept)


def _stripped_webp(content: bytes) -> bytes:
    chunks, at = [], 12
    while at < len(content):
        kind, length = struct.unpack_from("<4sI", content, at)
        chunks.append((kind, content[at + 8 : at + 8 + length]))
        at += 8 + length + length % 2
    exif = next((_upright(body) for kind, body in chunks if kind == b"EXIF"), b"")
    kept = [b"WEBP"]
    for kind, body in chunks:
        if kind == b"VP8X":
            flags = body[0] & ~_WEBP_FLAGS | (_WEBP_EXIF if exif else 0)
            kept.append(_riff(kind, bytes([flags]) + body[1:]))
        elif kind not in _WEBP_TELLING:
            kept.append(_riff(kind, body))
    if exif:
        kept.append(_riff(b"EXIF", exif))
    return _riff(b"RIFF", b"".join(kept))


def _riff(kind: bytes, body: bytes) -> bytes:
    return struct.pack("<4sI", kind, len(body)) + body + b"\0" * (len(body) % 2)
