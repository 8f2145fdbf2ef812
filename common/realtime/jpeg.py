"""Looking at a JPEG without decoding it: what it is, how large its picture would be, what decoding would cost."""

from __future__ import annotations

from dataclasses import dataclass

_START, _END = b"\xff\xd8", b"\xff\xd9"
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended and progressive, Huffman coded: what cameras send
_OTHER_FRAMES = frozenset({0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_SCAN = 0xDA
# Markers without a length. Before the frame header no encoder writes one, and skipping one by a length that is not
# there would read another header than the decoder does.
_BARE = frozenset({0x00, 0x01, *range(0xD0, 0xDA)})
# After the end of the picture some encoders pad.
_PADDING = 64

# Full HD. A frame may have 256 KiB, which can claim 65535 x 65535 pixels.
MOST_PIXELS = 1920 * 1088
# Each scan of a progressive picture goes over all of its pixels; encoders write about ten.
MOST_SCANS = 16


class BadJPEG(ValueError):
    """Not a JPEG, cut off, or larger than is decoded here."""


@dataclass(frozen=True, slots=True)
class Size:
    width: int
    height: int


def size_of(content: bytes) -> Size:
    """Width and height from the header. Raises `BadJPEG` for what must not be decoded."""
    if not content.startswith(_START) or _END not in content[-_PADDING:]:
        raise BadJPEG("not a whole JPEG")
    if content.count(b"\xff\xda") > MOST_SCANS:
        raise BadJPEG("too many scans")
    found = _frame_header(content)
    if not found.width or not found.height or found.width * found.height > MOST_PIXELS:
        raise BadJPEG("too many pixels")
    return found


def _frame_header(content: bytes) -> Size:
    """The first frame header. Segments are a marker and a length; filling bytes may stand before a marker."""
    at = len(_START)
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            break
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _FRAMES and at + 9 <= len(content):
            height, width = (int.from_bytes(content[at + start : at + start + 2], "big") for start in (5, 7))
            return Size(width, height)
        if marker in _OTHER_FRAMES or marker in _BARE or marker == _SCAN or length < 2:
            break
        at += 2 + length
    raise BadJPEG("no frame header")
