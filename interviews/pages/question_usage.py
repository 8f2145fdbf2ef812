"""What interviews show on pages of the question bank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count
from django.http import HttpRequest

from common.pages.slots import fill
from interviews.models import Interview, InterviewQuestion
from interviews.selectors.reviewing import blind_interviews
from questionbank.models import Question
from questionbank.selectors import hides_scores_from


@fill("question_usage")
def usage(request: HttpRequest, questions: Sequence[Question]) -> dict[int, Any]:
    """In how many interviews each question was asked, or waits to be."""
    keys = {question.public_id: question.pk for question in questions}
    asked = InterviewQuestion.objects.filter(question_id__in=keys, follow_up_number=0).order_by()
    counts = asked.values_list("question_id").annotate(number=Count("pk"))
    return {keys[public_id]: number for public_id, number in counts}


@hides_scores_from
def owed_blind(actor: Any) -> Iterable[str]:
    """The interviews whose review this person still owes blind."""
    return Interview.objects.filter(pk__in=blind_interviews(actor)).values("public_id")
