"""Frames on the wire: what is read, what is refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

import pytest

from common.realtime.frames import (
    LONGEST_MEDIA_BYTES,
    LONGEST_TEXT_BYTES,
    FrameFields,
    FrameTooLarge,
    MediaFrame,
    MediaFrameRefused,
    MediaKind,
    NotJSON,
    UnknownFrameType,
    read_media_frame,
    read_text_frame,
    server_frame,
    write_media_frame,
)


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Go:
    steps: int
    colour: Colour


SHAPES: dict[str, type] = {"go": Go}


def test_text_frame_becomes_its_dataclass() -> None:
    assert read_text_frame('{"type":"go","steps":3,"colour":"red"}', SHAPES) == Go(3, Colour.RED)


@pytest.mark.parametrize(
    "text", ["", "nonsense", "[1]", "3", "null", '"go"', '{"type":"go"', "[" * 4000, "\ud800"], ids=range(9)
)
def test_text_that_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(NotJSON):
        read_text_frame(text, SHAPES)


@pytest.mark.parametrize("kind", ['"stop"', "3", "null", '["go"]', '{"a":1}', '""'])
def test_unknown_type_is_refused(kind: str) -> None:
    with pytest.raises(UnknownFrameType):
        read_text_frame(f'{{"type":{kind}}}', SHAPES)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"steps": 1},
        {"steps": 1, "colour": "red", "more": 1},
        {"steps": "1", "colour": "red"},
        {"steps": True, "colour": "red"},
        {"steps": 1.0, "colour": "red"},
        {"steps": None, "colour": "red"},
        {"steps": 1, "colour": "blue"},
        {"steps": 1, "colour": 5},
    ],
)
def test_other_fields_are_refused(fields: dict[str, object]) -> None:
    with pytest.raises(FrameFields):
        read_text_frame(json.dumps({"type": "go", **fields}), SHAPES)


def test_long_text_is_refused_before_it_is_read() -> None:
    with pytest.raises(FrameTooLarge):
        read_text_frame("é" * (LONGEST_TEXT_BYTES // 2 + 1), SHAPES)


def test_server_frame_has_four_fields() -> None:
    frame = json.loads(server_frame("pong", {"a": "中"}, seq=4))
    assert frame.keys() == {"type", "seq", "timestamp", "data"}
    assert (frame["type"], frame["seq"], frame["data"]) == ("pong", 4, {"a": "中"})
    assert frame["timestamp"].endswith("Z")


def test_media_frame_is_read_as_written() -> None:
    frame = MediaFrame(MediaKind.PICTURE, 2**63, b"abc")
    assert read_media_frame(write_media_frame(frame)) == frame
    assert write_media_frame(MediaFrame(MediaKind.SOUND, 258, b"ab"))[:9] == b"\x01\0\0\0\0\0\0\x01\x02"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x01",
        b"\x01" + bytes(8),
        b"\x00" + bytes(10),
        b"\x03" + bytes(10),
        b"\xff" + bytes(10),
        b"\x01" + bytes(11),
    ],
    ids=["empty", "kind alone", "no payload", "kind 0", "kind 3", "kind 255", "half a sample"],
)
def test_media_frame_that_is_none(content: bytes) -> None:
    with pytest.raises(MediaFrameRefused):
        read_media_frame(content)


def test_largest_media_frame_and_one_byte_more() -> None:
    assert read_media_frame(b"\x02" + bytes(LONGEST_MEDIA_BYTES - 1)).kind == MediaKind.PICTURE
    with pytest.raises(FrameTooLarge):
        read_media_frame(b"\x02" + bytes(LONGEST_MEDIA_BYTES))
