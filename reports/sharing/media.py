"""The recordings of a shared report: which answers have one, and where it is played from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from common import storage
from interviews.models import Answer, Interview, MediaFile
from reports.recordings import recordings_of


@dataclass(frozen=True, slots=True)
class Recorded:
    """``kind`` is "video" or "audio"; ``begins_ms`` is where the answer is in a longer recording; ``is_apart`` where
    its sound is a recording of its own."""

    kind: str
    begins_ms: int
    is_apart: bool


def answers_with_media(interview: Interview) -> dict[str, Recorded]:
    """By the answer's public id what is played, for answers that have a stored recording."""
    answers = interview.answers.filter(is_current=True).select_related("audio", "video")
    found = ((answer, recordings_of(answer)) for answer in answers)
    return {
        answer.public_id: Recorded(files.kind, answer.clip_start_ms or 0, files.sound is not None)
        for answer, files in found
        if files is not None
    }


def address_of_answer(answer: Answer, *, base_url: str, until: dt.datetime) -> str:
    """A signed address that plays the answer's recording for a while, and not beyond ``until``; empty where there is
    none. A part of a longer recording is named by its times."""
    files = recordings_of(answer)
    if files is None:
        return ""
    address = _address(files.main, base_url=base_url, until=until)
    if answer.clip_start_ms is not None and answer.clip_end_ms is not None:
        address += f"#t={answer.clip_start_ms / 1000:.1f},{answer.clip_end_ms / 1000:.1f}"
    return address


def address_of_sound(answer: Answer, *, base_url: str, until: dt.datetime) -> str:
    """The same of a sound recorded apart from its picture; empty where they are one."""
    files = recordings_of(answer)
    return _address(files.sound, base_url=base_url, until=until) if files and files.sound else ""


def _address(media: MediaFile, *, base_url: str, until: dt.datetime) -> str:
    return storage.media().read_url(key=media.key or "", base_url=base_url, until=until)
