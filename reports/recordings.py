"""What an answer is played from, in the console and by a share link."""

from __future__ import annotations

from dataclasses import dataclass

from interviews.enums import MediaKind, MediaState
from interviews.models import Answer, MediaFile


@dataclass(frozen=True, slots=True)
class Recordings:
    """``main`` is the picture, or the sound where there is none; ``sound`` is there where the two were recorded
    apart, and has the same clock."""

    main: MediaFile
    sound: MediaFile | None = None

    @property
    def kind(self) -> str:
        """ "video" or "audio"."""
        return "video" if self.main.kind == MediaKind.VIDEO else "audio"


def recordings_of(answer: Answer) -> Recordings | None:
    """The stored recordings of an answer; None without one. Reads ``audio`` and ``video``."""
    seen, heard = _stored(answer.video), _stored(answer.audio)
    main = seen or heard
    if main is None:
        return None
    is_apart = seen is not None and heard is not None and heard.pk != seen.pk
    return Recordings(main, heard if is_apart else None)


def _stored(media: MediaFile | None) -> MediaFile | None:
    return media if media is not None and media.state == MediaState.STORED and media.key else None
