"""Whether the answers of an interview are spoken by one voice: a signal for people, never a score.

An answer is compared with those before it, in the order they were given, so that it does not matter which of them is
analysed first. The numbers that a voice becomes are deleted once nothing is left to compare them with.
"""

from __future__ import annotations

import structlog
from django.db.models import QuerySet

from analysis.engines.base import EngineError
from analysis.engines.diarization.sameness import THRESHOLD, similarity
from analysis.engines.media import AudioTrack
from analysis.engines.results import Voice
from analysis.models import VoicePrint
from analysis.services.engines import diarizer
from common import clock
from common.jobs import ENDED_STATES
from interviews.enums import ENDED_STATUSES, AnswerMode, InterviewOrigin
from interviews.models import Answer, Interview
from interviews.selectors import signals_withheld
from interviews.services import record_changed_voice
from positions.enums import Modality

logger = structlog.get_logger(__name__)


def note_voice(answer: Answer, track: AudioTrack) -> None:
    """Keep how the voice of an answer sounds, where that may be measured and enough was said. For a worker of the
    analysis queue: it loads a model. A model that fails leaves the answer without."""
    if not may_compare(answer.interview):
        return
    try:
        voice = diarizer().voice(track)
    except EngineError as error:
        logger.warning("voice_not_heard", answer=answer.public_id, error=str(error))
        return
    if voice is not None:
        VoicePrint.objects.update_or_create(
            answer=answer,
            defaults={
                "vector": list(voice.vector),
                "speech_ms": voice.speech_ms,
                "similarity": None,
                "compared_at": None,
            },
        )


def may_compare(interview: Interview) -> bool:
    """Interviews of our own in which the candidate speaks, where signals of the voice may be measured."""
    speaks = interview.mode != AnswerMode.TEXT and interview.origin == InterviewOrigin.OWN
    return speaks and Modality.VOICE not in signals_withheld(interview)


def compare_voices(interview_id: int) -> None:
    """Compare every answer whose turn it is, and tell of those that sound like somebody else.

    An answer waits for those before it. Answers that sounded like somebody else are not what later ones are compared
    with."""
    earlier: list[Voice] = []
    answers = list(_spoken(interview_id))
    for answer in answers:
        if answer.analysis.state not in ENDED_STATES:
            return
        found = getattr(answer, "voice_print", None)
        if found is None:
            continue
        if found.compared_at is None:
            _compare(answer, found, earlier)
        if found.similarity is None or found.similarity >= THRESHOLD:
            earlier.append(_voice(found))
    forget_voices(interview_id)


def forget_voices(interview_id: int) -> None:
    """Delete what was kept of the voices of an interview that is over, when all of its answers are analysed."""
    over = Interview.objects.filter(pk=interview_id, status__in=ENDED_STATUSES).exists()
    if over and all(answer.analysis.state in ENDED_STATES for answer in _spoken(interview_id)):
        VoicePrint.objects.filter(answer__interview_id=interview_id).delete()


def _spoken(interview_id: int) -> QuerySet[Answer]:
    answers = Answer.objects.filter(interview_id=interview_id, is_current=True, analysis__isnull=False)
    return answers.select_related("analysis", "voice_print", "question").order_by("submitted_at", "pk")


def _compare(answer: Answer, found: VoicePrint, earlier: list[Voice]) -> None:
    """One comparison, made once whoever else comes at the same time."""
    found.compared_at = clock.now()
    found.similarity = round(similarity(_voice(found), earlier), 3) if earlier else None
    waiting = VoicePrint.objects.filter(pk=found.pk, compared_at=None)
    if not waiting.update(compared_at=found.compared_at, similarity=found.similarity):
        return
    if found.similarity is not None and found.similarity < THRESHOLD:
        record_changed_voice(answer, similarity=found.similarity, threshold=THRESHOLD, earlier_answers=len(earlier))


def _voice(found: VoicePrint) -> Voice:
    return Voice(tuple(found.vector), found.speech_ms)
