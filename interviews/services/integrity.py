"""What the candidate's page tells of its surroundings: kept with its context, never scored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from common import clock
from interviews.contracts import IntegrityNoted
from interviews.enums import IntegrityKind, InterviewStatus
from interviews.models import Answer, IntegritySignal, Interview, InterviewQuestion
from interviews.selectors.consents import signals_withheld
from interviews.selectors.live import running_question
from interviews.services.events import announce
from interviews.services.lifecycle import locked
from positions.enums import Modality

# More than this tells nothing more: of one interview, and of one minute.
MOST_SIGNALS = 500
MOST_SIGNALS_A_MINUTE = 30
_MOST_FACTS, _LONGEST_FACT = 8, 200
# What can be told only by looking at a face or listening to a voice: not without consent to that, nor
# where the position does without.
_SEEN_BY = {
    IntegrityKind.SECOND_FACE: Modality.FACE,
    IntegrityKind.NO_FACE: Modality.FACE,
    IntegrityKind.VOICE_CHANGED: Modality.VOICE,
}


@transaction.atomic
def record_integrity_signal(
    interview: Interview,
    *,
    kind: str,
    at_ms: int | None = None,
    question_id: str = "",
    context: Mapping[str, Any] | None = None,
) -> IntegritySignal | None:
    """Keep a signal with its question (named, else the one that is open).

    None beyond the bounds, while no interview is held, and for signs of face and voice that must not be measured.
    ``at_ms`` counts from the start of the question. Of ``context`` a few short facts are kept."""
    interview = locked(interview)
    if interview.status != InterviewStatus.IN_PROGRESS or _is_full(interview):
        return None
    if kind in _SEEN_BY and _SEEN_BY[IntegrityKind(kind)] in signals_withheld(interview):
        return None
    signal = IntegritySignal.objects.create(
        interview=interview,
        question=_question(interview, question_id),
        kind=IntegrityKind(kind),
        at=clock.now(),
        at_ms=at_ms,
        context=_bounded(context or {}),
    )
    _tell(signal)
    return signal


@transaction.atomic
def record_changed_voice(
    answer: Answer, *, similarity: float, threshold: float, earlier_answers: int
) -> IntegritySignal | None:
    """Keep that an answer sounds like somebody else than those before it, once for each answer, also after the end.

    None where it is known, for an erased interview, and where signs of the voice must not be measured."""
    interview = locked(answer.interview)
    withheld = _SEEN_BY[IntegrityKind.VOICE_CHANGED] in signals_withheld(interview)
    known = interview.integrity_signals.filter(kind=IntegrityKind.VOICE_CHANGED, context__answer_id=answer.public_id)
    if interview.erased_at is not None or withheld or known.exists():
        return None
    begun = answer.question.started_at
    signal = IntegritySignal.objects.create(
        interview=interview,
        question=answer.question,
        kind=IntegrityKind.VOICE_CHANGED,
        at=answer.submitted_at,
        at_ms=round((answer.recorded_from - begun).total_seconds() * 1000) if begun else None,
        context={
            "answer_id": answer.public_id,
            "similarity": round(similarity, 3),
            "threshold": threshold,
            "earlier_answers": earlier_answers,
        },
    )
    _tell(signal)
    return signal


def _tell(signal: IntegritySignal) -> None:
    """Whoever watches the interview sees it at once; the candidate does not."""
    question_id = signal.question.question_id if signal.question else None
    noted = IntegrityNoted(
        kind=signal.kind, question_id=question_id, at_ms=signal.at_ms, at=clock.iso(signal.at), context=signal.context
    )
    announce(signal.interview_id, noted)


def _is_full(interview: Interview) -> bool:
    signals = interview.integrity_signals
    latest = signals.filter(at__gt=clock.now() - dt.timedelta(minutes=1))
    return latest.count() >= MOST_SIGNALS_A_MINUTE or signals.count() >= MOST_SIGNALS


def _question(interview: Interview, question_id: str) -> InterviewQuestion | None:
    named = interview.questions.filter(question_id=question_id).first() if question_id else None
    return named or running_question(interview)


def _bounded(context: Mapping[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for name, value in list(context.items())[:_MOST_FACTS]:
        if isinstance(value, str):
            facts[str(name)[:40]] = value[:_LONGEST_FACT].replace("\x00", "")
        elif isinstance(value, bool | int | float) or value is None:
            facts[str(name)[:40]] = value
    return facts
