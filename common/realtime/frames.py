"""Frames as they stand on the wire.

A server frame is ``{type, seq, timestamp, data}``. A client's text frame is an object of one known type, its fields
those of a dataclass and no others. A client's binary frame is a kind, a time and a payload.
"""

from __future__ import annotations

import datetime as dt
import json
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from enum import Enum, IntEnum
from typing import Any, TypeVar, get_type_hints

from django.utils.translation import gettext_lazy as _

from common import clock
from common.errors import ApplicationError, InvalidInput, TooLarge

LONGEST_TEXT_BYTES = 4096
LONGEST_MEDIA_BYTES = 256 * 1024
_HEADER = struct.Struct(">BQ")


class BadFrame(InvalidInput):
    template = _("This frame is not valid.")


class NotJSON(BadFrame):
    template = _("A text frame must be one JSON object.")


class UnknownFrameType(BadFrame):
    template = _("This type of frame is not known here.")


class FrameFields(BadFrame):
    template = _("A frame of this type has other fields.")


class FrameTooLarge(TooLarge):
    template = _("The frame is too large.")


class MediaFrameRefused(BadFrame):
    template = _("This is no frame of sound or picture.")


def server_frame(kind: str, data: Any, *, seq: int | None = None, at: dt.datetime | None = None) -> str:
    """One frame for a client; ``data`` is a mapping or a dataclass of plain values."""
    plain = asdict(data) if is_dataclass(data) and not isinstance(data, type) else data
    frame = {"type": str(kind), "seq": seq, "timestamp": clock.iso(at or clock.now()), "data": plain}
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def error_frame(error: ApplicationError, **more: Any) -> str:
    """What was wrong, in the language that is active."""
    return server_frame("error", {"code": error.code, "message": error.message, **more})


Shape = TypeVar("Shape")


def read_text_frame(text: str, shapes: Mapping[str, type[Shape]]) -> Shape:
    """The frame as the dataclass of its type. Raises `BadFrame` or `FrameTooLarge`."""
    if len(text.encode(errors="surrogatepass")) > LONGEST_TEXT_BYTES:
        raise FrameTooLarge
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise NotJSON from None
    if not isinstance(given, dict):
        raise NotJSON
    kind = given.pop("type", None)
    shape = shapes.get(kind) if isinstance(kind, str) else None
    if shape is None:
        raise UnknownFrameType
    return _fill(shape, given)


def _fill(shape: type[Shape], given: Mapping[str, Any]) -> Shape:
    """An instance of the dataclass from exactly its fields: whole numbers, texts and named choices."""
    hints = get_type_hints(shape)
    names = [item.name for item in fields(shape)]  # type: ignore[arg-type]
    if set(names) != set(given):
        raise FrameFields
    return shape(**{name: _value(given[name], hints[name]) for name in names})


def _value(value: Any, wanted: type) -> Any:
    base = str if issubclass(wanted, Enum) else wanted
    if type(value) is not base:
        raise FrameFields
    try:
        return wanted(value)
    except ValueError:
        raise FrameFields from None


class MediaKind(IntEnum):
    """The first byte of a binary frame."""

    SOUND = 1  # PCM s16le, 16 kHz, mono
    PICTURE = 2  # JPEG


@dataclass(frozen=True, slots=True)
class MediaFrame:
    """A piece of sound or one picture. ``at_ms``, since the question started, is the client's word."""

    kind: MediaKind
    at_ms: int
    payload: bytes


def read_media_frame(content: bytes) -> MediaFrame:
    """Raises `MediaFrameRefused` for an unknown kind, a frame without payload or half a sample, `FrameTooLarge`."""
    if len(content) > LONGEST_MEDIA_BYTES:
        raise FrameTooLarge
    if len(content) <= _HEADER.size:
        raise MediaFrameRefused
    kind, at_ms = _HEADER.unpack_from(content)
    payload = content[_HEADER.size :]
    if kind not in MediaKind.__members__.values() or (kind == MediaKind.SOUND and len(payload) % 2):
        raise MediaFrameRefused
    return MediaFrame(MediaKind(kind), at_ms, payload)


def write_media_frame(frame: MediaFrame) -> bytes:
    """What `read_media_frame` reads."""
    return _HEADER.pack(frame.kind, frame.at_ms) + frame.payload
