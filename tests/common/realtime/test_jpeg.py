"""JPEG headers: sizes are known before anything is decoded."""

from __future__ import annotations

import struct

import cv2
import numpy as np
import pytest

from common.realtime.jpeg import MOST_SCANS, BadJPEG, Size, size_of


def jpeg(width: int = 64, height: int = 48, *, progressive: bool = False) -> bytes:
    picture = np.random.default_rng(1).integers(0, 255, (height, width, 3), dtype=np.uint8)
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_PROGRESSIVE, int(progressive)])[1].tobytes()


def claiming(width: int, height: int) -> bytes:
    """A small picture whose header claims another size."""
    content = jpeg()
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]


@pytest.mark.parametrize("progressive", [False, True])
def test_size_is_read(progressive: bool) -> None:
    assert size_of(jpeg(320, 200, progressive=progressive)) == Size(320, 200)


def test_size_of_full_hd_is_allowed() -> None:
    assert size_of(claiming(1920, 1080)) == Size(1920, 1080)


@pytest.mark.parametrize("size", [(65535, 65535), (4096, 4096), (1921, 1088), (0, 48), (64, 0)])
def test_size_that_is_too_much_or_nothing(size: tuple[int, int]) -> None:
    with pytest.raises(BadJPEG):
        size_of(claiming(*size))


def test_truncated_picture() -> None:
    with pytest.raises(BadJPEG):
        size_of(jpeg()[:-200])


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8\xff", b"\x89PNG" + bytes(50), b"GIF89a" + bytes(50), b"\xff\xd8" + bytes(60) + b"\xff\xd9"],
)
def test_what_is_no_jpeg(content: bytes) -> None:
    with pytest.raises(BadJPEG):
        size_of(content)


def test_size_cannot_be_hidden_behind_a_marker_without_length() -> None:
    """A decoder passes over a restart marker; reading a length after it would lead to a header of one's choice."""
    huge, small = claiming(65535, 65535), jpeg()
    frame = huge[huge.index(b"\xff\xc0") :]
    hidden = b"\xff\xd8\xff\xd0" + frame[: 2 + 17] + small[2:]
    with pytest.raises(BadJPEG):
        size_of(hidden)


def test_picture_of_many_scans_is_refused() -> None:
    with pytest.raises(BadJPEG):
        size_of(jpeg()[:-2] + b"\xff\xda\x00\x08" * (MOST_SCANS + 1) + b"\xff\xd9")


def test_endless_filling_ends() -> None:
    with pytest.raises(BadJPEG):
        size_of(b"\xff\xd8" + b"\xff" * 200_000 + b"\xff\xd9")
