"""What a recording is, what may be wrong with it, and how large it may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from analysis.engines.base import EngineError
from analysis.engines.media.track import AudioTrack


class MediaError(EngineError):
    """A recording that cannot be used. ``code`` is stable, the sentence is for people.

    Codes: missing_file, empty_file, not_media, truncated, no_streams, too_long, too_large_picture.
    """

    SENTENCES: ClassVar[dict[str, str]] = {
        "missing_file": "The recording is not in the store.",
        "empty_file": "The recording is empty (0 bytes).",
        "not_media": "The file is not a recording in a format this system reads.",
        "truncated": "The recording is incomplete: it breaks off before anything can be played.",
        "no_streams": "The file holds neither sound nor pictures.",
        "too_long": "The recording is longer than allowed.",
        "too_large_picture": "The pictures of the recording are larger than allowed.",
    }

    def __init__(self, code: str) -> None:
        super().__init__(self.SENTENCES[code])
        self.code = code


@dataclass(frozen=True, slots=True)
class MediaLimits:
    """Bounds that keep one recording from using up a worker.

    ``max_pixels`` allows 4K (4096 x 2160) pictures and no more; they are checked before decoding.
    """

    max_duration_ms: int = 30 * 60 * 1000
    max_pixels: int = 4096 * 2160


@dataclass(frozen=True, slots=True)
class Clip:
    """The part of a recording to look at, in milliseconds from its start; what is decoded of it counts from 0."""

    start_ms: int
    end_ms: int

    @property
    def length_ms(self) -> int:
        return max(0, self.end_ms - self.start_ms)


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What the file says about itself. ``duration_ms`` is None where the header has none (live WebM)."""

    container: str
    has_audio: bool
    has_video: bool
    duration_ms: int | None = None
    width: int | None = None
    height: int | None = None
    frame_rate: float | None = None
    audio_codec: str | None = None
    video_codec: str | None = None


@dataclass(frozen=True, slots=True)
class DecodedMedia:
    """One recording, decoded.

    ``audio`` is None when there is no sound or it was not asked for. ``duration_ms`` is measured, not
    declared. ``frames`` counts the sampled pictures handed out, ``broken_packets`` what had to be skipped.
    ``truncated`` is true when the file breaks off before the end it declares, or in the middle of a packet.
    """

    info: MediaInfo
    sha256: str
    duration_ms: int
    audio: AudioTrack | None = None
    frames: int = 0
    broken_packets: int = 0
    truncated: bool = False
