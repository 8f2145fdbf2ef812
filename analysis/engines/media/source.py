"""Open a file that a stranger sent, and say what it is.

A media file may name other files and addresses (playlists, external tracks). Only container formats that
carry their own data are opened, and only the file protocol is allowed, so that a recording can neither
read another file nor reach the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analysis.engines.media.types import MediaError, MediaInfo, MediaLimits

FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,wav,mp3,ogg,flac,mpeg,mpegvideo,mpegts,avi,aac"

# First bytes of the formats above (offset, bytes): tells a broken recording from a file of another kind.
_SIGNATURES = (
    (4, b"ftyp"),
    (4, b"moov"),
    (4, b"mdat"),
    (0, b"\x1aE\xdf\xa3"),
    (0, b"RIFF"),
    (0, b"OggS"),
    (0, b"fLaC"),
    (0, b"ID3"),
    (0, b"\x00\x00\x01\xba"),
    (0, b"\x00\x00\x01\xb3"),
)


def probe(path: Path, *, limits: MediaLimits | None = None) -> MediaInfo:
    """Read the header of ``path``. Raises `MediaError` for what is empty, foreign, broken, too long or too large."""
    with open_media(path) as container:
        info = describe(container)
    check(info, limits or MediaLimits())
    return info


@contextmanager
def open_media(path: Path) -> Iterator[Any]:
    """An open PyAV input container. Raises `MediaError` where there is none to open."""
    import av
    from av.error import FFmpegError

    head = _head_of(path)
    options = {"protocol_whitelist": "file", "format_whitelist": FORMATS}
    try:
        container = av.open(f"file:{path.resolve()}", options=options)
    except (FFmpegError, ValueError) as error:
        raise MediaError("truncated" if _looks_like_media(head) else "not_media") from error
    with container:
        yield container


def describe(container: Any) -> MediaInfo:
    """What an open container says about itself."""
    audio, video = sound_stream(container), picture_stream(container)
    rate = video.average_rate if video is not None else None
    return MediaInfo(
        container=container.format.name,
        has_audio=audio is not None,
        has_video=video is not None,
        duration_ms=None if container.duration is None else max(0, container.duration // 1000),
        width=video.codec_context.width if video is not None else None,
        height=video.codec_context.height if video is not None else None,
        frame_rate=float(rate) if rate else None,
        audio_codec=audio.codec_context.name if audio is not None else None,
        video_codec=video.codec_context.name if video is not None else None,
    )


def check(info: MediaInfo, limits: MediaLimits) -> None:
    """Raise `MediaError` where the header already says that the file is of no use or too much."""
    if not (info.has_audio or info.has_video):
        raise MediaError("no_streams")
    if (info.duration_ms or 0) > limits.max_duration_ms:
        raise MediaError("too_long")
    if (info.width or 0) * (info.height or 0) > limits.max_pixels:
        raise MediaError("too_large_picture")


def is_cut_wave(path: Path) -> bool:
    """Whether a WAV file is shorter than its header says. Live encoders leave the length at 0 or all ones."""
    head = _head_of(path)
    declared = int.from_bytes(head[4:8], "little")
    return head[:4] == b"RIFF" and 0 < declared < 0xFFFFFF00 and declared + 8 > path.stat().st_size


def sound_stream(container: Any) -> Any | None:
    """The first sound stream that there is a decoder for, or None."""
    return next((stream for stream in container.streams.audio if stream.codec_context is not None), None)


def picture_stream(container: Any) -> Any | None:
    """The first video stream that is not the cover picture of a sound file, or None."""
    return next((stream for stream in container.streams.video if _is_moving(stream)), None)


def _is_moving(stream: Any) -> bool:
    from av.stream import Disposition

    return stream.codec_context is not None and not (stream.disposition & Disposition.attached_pic)


def _head_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError as error:
        raise MediaError("missing_file") from error
    if not head:
        raise MediaError("empty_file")
    return head


def _looks_like_media(head: bytes) -> bool:
    return any(head[offset : offset + len(mark)] == mark for offset, mark in _SIGNATURES)
