"""What answers to a question scored, as interviews tell."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from questionbank.models import Question, QuestionScore


def keep_scores(*, source: str, scores: Mapping[str, int | None]) -> None:
    """The scores of one interview by the question's public id, instead of those it gave before. None, and questions
    that the bank no longer has, are left out."""
    known = dict(Question.objects.filter(public_id__in=scores).values_list("public_id", "pk"))
    fresh = [
        QuestionScore(question_id=known[question_id], source=source, score=score)
        for question_id, score in scores.items()
        if score is not None and question_id in known
    ]
    with transaction.atomic():
        QuestionScore.objects.filter(source=source).delete()
        QuestionScore.objects.bulk_create(fresh, ignore_conflicts=True)


def forget_scores(source: str) -> None:
    """An interview was erased."""
    QuestionScore.objects.filter(source=source).delete()
