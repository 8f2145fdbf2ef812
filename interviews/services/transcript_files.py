"""A stored transcript as a file: SubRip, WebVTT, plain text, Word.

Word documents are written in a process of their own, because lxml and python-docx would stay in the web process; at
most two at once.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from common.errors import Unavailable
from interviews.enums import SpeakerRole
from interviews.models import Conversation, Interview, Speaker
from interviews.selectors import paragraphs_from
from interviews.transcripts.files.lines import Line, clock_time
from interviews.transcripts.files.plain import txt
from interviews.transcripts.files.subtitles import srt, vtt
from interviews.transcripts.letters import joined
from interviews.transcripts.shown import ShownSpeaker

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CONTENT_TYPES = {
    "srt": "application/x-subrip; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "docx": WORD_TYPE,
}
_SECONDS = 60
_slots = threading.BoundedSemaphore(2)


def transcript_file(
    interview: Interview, conversation: Conversation, *, form: str, tidied: bool, language: str
) -> bytes:
    """The transcript in ``form`` (a key of `CONTENT_TYPES`), names in ``language`` (zh, en) where there are both.
    Raises `Unavailable` when a document cannot be written in time."""
    if form == "docx":
        return _document(_content(interview, conversation, tidied=tidied, language=language))
    if form == "txt":
        return txt(_paragraphs(conversation, tidied=tidied, language=language)).encode()
    write = vtt if form == "vtt" else srt
    return write(_sentences(conversation, tidied=tidied, language=language)).encode()


def name_of(speaker: Speaker | ShownSpeaker, language: str) -> str:
    """What a reader of ``language`` calls a speaker: the name in it, the other one, or the role."""
    names = [speaker.name_zh, speaker.name_en] if language == "zh" else [speaker.name_en, speaker.name_zh]
    return next((name for name in names if name), str(SpeakerRole(speaker.role).label))


def _sentences(conversation: Conversation, *, tidied: bool, language: str) -> Iterator[Line]:
    for paragraph in paragraphs_from(conversation, tidied=tidied):
        speaker = name_of(paragraph.speaker, language)
        for sentence in paragraph.sentences:
            if sentence.text:
                yield Line(sentence.start_ms, sentence.end_ms, speaker, sentence.text)


def _paragraphs(conversation: Conversation, *, tidied: bool, language: str) -> Iterator[Line]:
    for paragraph in paragraphs_from(conversation, tidied=tidied):
        text = joined(sentence.text for sentence in paragraph.sentences if sentence.text)
        if text:
            yield Line(paragraph.start_ms, paragraph.end_ms, name_of(paragraph.speaker, language), text)


def _content(interview: Interview, conversation: Conversation, *, tidied: bool, language: str) -> dict[str, Any]:
    started = conversation.starts_at.astimezone(ZoneInfo(interview.timezone))
    facts = [
        (_("Position"), interview.position.title),
        (_("Started"), f"{started:%Y-%m-%d %H:%M}"),
        (_("Length"), clock_time(conversation.duration_ms)),
    ]
    if conversation.keywords:
        facts.append((_("Keywords"), ("、" if language == "zh" else ", ").join(conversation.keywords)))
    return {
        "title": _("Interview transcript"),
        "language": language,
        "facts": facts,
        "paragraphs": [asdict(line) for line in _paragraphs(conversation, tidied=tidied, language=language)],
    }


def _document(content: dict[str, Any]) -> bytes:
    command = [sys.executable, "-m", "interviews.transcripts.files"]
    with _slots:
        try:
            done = subprocess.run(
                command,
                input=json.dumps(content, ensure_ascii=False).encode(),
                capture_output=True,
                timeout=_SECONDS,
                check=True,
                cwd=settings.PROJECT_DIR,
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise Unavailable from error
    return done.stdout
