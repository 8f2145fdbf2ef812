"""Telling the sockets of an interview how far the analysis of an answer is."""

from __future__ import annotations

from interviews.contracts import AnalysisProgress
from interviews.models import Answer
from interviews.services import announce


def announce_progress(answer: Answer, share: float) -> None:
    """``share`` of the work is done (0 to 1)."""
    status = Answer.objects.values_list("status", flat=True).get(pk=answer.pk)
    told = AnalysisProgress(answer_id=answer.public_id, status=status, progress=round(share, 2))
    announce(answer.interview_id, told)
