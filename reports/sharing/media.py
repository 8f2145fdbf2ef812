"""The recordings of a shared report: which answers have one, and where it is played from."""

from __future__ import annotations

import datetime as dt

from common import storage
from interviews.enums import MediaKind, MediaState
from interviews.models import Answer, Interview


def answers_with_media(interview: Interview) -> dict[str, str]:
    """By the answer's public id "video" or "audio", for answers that have a stored recording."""
    found = {}
    for answer in interview.answers.filter(is_current=True).select_related("audio", "video"):
        media = answer.video or answer.audio
        if media is not None and media.state == MediaState.STORED and media.key:
            found[answer.public_id] = "video" if media.kind == MediaKind.VIDEO else "audio"
    return found


def address_of_answer(answer: Answer, *, base_url: str, until: dt.datetime) -> str:
    """A signed address that plays the answer's recording for a while, and not beyond ``until``; empty where there is
    none. A part of a longer recording is named by its times."""
    media = answer.video or answer.audio
    if media is None or media.state != MediaState.STORED or not media.key:
        return ""
    address = storage.media().read_url(key=media.key, base_url=base_url, until=until)
    if answer.clip_start_ms is not None and answer.clip_end_ms is not None:
        address += f"#t={answer.clip_start_ms / 1000:.1f},{answer.clip_end_ms / 1000:.1f}"
    return address
