"""A conversation in the shape of Feishu Hire's interview minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from interviews.enums import SpeakerRole
from interviews.transcripts.shown import ShownMinute

USER_TYPES = {SpeakerRole.INTERVIEWER: 1, SpeakerRole.CANDIDATE: 2}
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def minutes(sentences: Sequence[ShownMinute], *, starts_at: dt.datetime | None) -> dict[str, Any]:
    """An object always: the official client cannot read a list here. ``starts_at`` may be None without sentences."""
    start_ms = (starts_at - _EPOCH) // dt.timedelta(milliseconds=1) if starts_at else 0
    return {"sentences": [_sentence(sentence, start_ms) for sentence in sentences]}


def _sentence(sentence: ShownMinute, start_ms: int) -> dict[str, Any]:
    return {
        "content": sentence.text,
        "speak_time": str(start_ms + sentence.start_ms),
        "user_type": USER_TYPES[SpeakerRole(sentence.role)],
        "speaker_name": {
            "zh_cn": sentence.name_zh or sentence.name_en,
            "en_us": sentence.name_en or sentence.name_zh,
        },
    }
