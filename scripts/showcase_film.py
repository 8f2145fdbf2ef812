"""Recordings for the showcase: the demo's face and voice, as long as the answers are."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path

from demo.manifest import RECORDINGS
from demo.video import render_answer_video
from interviews.enums import MediaKind, MediaState
from interviews.models import Answer, Interview, MediaFile
from interviews.services.media import keep_upload


def film(interview: Interview, *, sound: str = "strong.ogg") -> None:
    """Give every answer of the interview a video of its length. The voice speaks English, whatever was said."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answer.mp4"
        for answer in interview.answers.filter(is_current=True):
            render_answer_video(RECORDINGS / sound, path, seconds=answer.duration, seed=answer.pk)
            Answer.objects.filter(pk=answer.pk).update(video=_kept(path, interview))


def _kept(path: Path, interview: Interview) -> MediaFile:
    assert interview.candidate is not None
    row = MediaFile.objects.create(
        owner=interview.candidate,
        interview=interview,
        kind=MediaKind.VIDEO,
        state=MediaState.STORED,
        file_name="answer.mp4",
        content_type="video/mp4",
        key=f"showcase/{secrets.token_hex(16)}.mp4",
    )
    with path.open("rb") as content:
        return keep_upload(row, content)
