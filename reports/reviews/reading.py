"""Reading what people found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from common import clock
from interviews.models import Interview
from interviews.selectors.reviewing import is_blind
from reports.builders.wording import Language, say
from reports.enums import OverrideTarget
from reports.models import Report
from reports.reviews.disagreement import Difference, differences_of
from reports.reviews.models import Comment, CommentEdit, Decision, Override, Review


def own_review(actor: Any, interview: Interview) -> Review | None:
    """The actor's review, handed in or not."""
    return Review.objects.filter(interview=interview, reviewer_id=getattr(actor, "pk", None)).first()


def reviews_beside(actor: Any, interview: Interview) -> tuple[list[Review], Review | None]:
    """`reviews_of` and `own_review`, by one query."""
    key = getattr(actor, "pk", None)
    found = Review.objects.filter(Q(submitted_at__isnull=False) | Q(reviewer_id=key), interview=interview)
    reviews = list(found.select_related("reviewer").prefetch_related("versions"))
    own = next((review for review in reviews if review.reviewer_id == key), None)
    return [review for review in reviews if review.submitted_at], own


def reviews_of(interview: Interview) -> list[Review]:
    """Those handed in, with their writers and earlier versions."""
    found = Review.objects.filter(interview=interview, submitted_at__isnull=False)
    return list(found.select_related("reviewer").prefetch_related("versions"))


def reviews_seen_by(actor: Any, interview: Interview) -> QuerySet[Review]:
    """Those handed in; of somebody who owes a blind review, none but the own, handed in or not."""
    found = Review.objects.filter(interview=interview).select_related("reviewer")
    return found.filter(reviewer=actor) if is_blind(actor, interview) else found.filter(submitted_at__isnull=False)


def decisions_of(interview: Interview) -> QuerySet[Decision]:
    """The one that counts first."""
    return Decision.objects.filter(interview=interview).select_related("decided_by")


def decisions_by_interview(interviews: Sequence[Interview]) -> dict[int, Decision]:
    """The decision that counts of each, by the interview's key."""
    found = Decision.objects.filter(interview__in=interviews).select_related("decided_by").order_by("number")
    return {decision.interview_id: decision for decision in found}


def overrides_of(interview: Interview) -> list[Override]:
    """Those that count, the newest first."""
    found = Override.objects.filter(interview=interview, withdrawn_at=None)
    return list(found.select_related("overridden_by"))


def comments_of(interview: Interview) -> QuerySet[Comment]:
    edits = Prefetch("edits", queryset=CommentEdit.objects.order_by("-edited_at", "-pk"))
    return Comment.objects.filter(interview=interview).select_related("author").prefetch_related(edits, "mentioned")


def differences_in(report: Report, reviews: Sequence[Review]) -> tuple[Difference, ...]:
    """People beside the AI, ability by ability."""
    return differences_of(ai_scores_of(report), [review.ratings for review in reviews])


def ai_scores_of(report: Report) -> dict[str, int | None]:
    return {ability["key"]: ability["score"] for ability in (report.document or {}).get("abilities", ())}


def human_of(report: Report, *, language: Language) -> dict[str, Any]:
    """What people found, for the report of the interface: the decision, overrides and a summary of the reviews. Names
    of members are theirs as shown in the console."""
    interview = report.interview
    decisions, reviews = decisions_of(interview), reviews_of(interview)
    differences = differences_in(report, reviews)
    return {
        "decision": _decision(decisions[0]) if decisions else None,
        "overrides": [_override(override) for override in overrides_of(interview)],
        "reviews": {
            "count": len(reviews),
            "recommendations": [review.recommendation for review in reviews],
            "abilities": {found.ability: _difference(found, language) for found in differences},
        },
    }


def person(user: Any) -> dict[str, str] | None:
    return {"user_id": user.public_id, "username": user.username} if user else None


def sentence_of(found: Difference, *, language: Language) -> str:
    """What is to be said where people and AI differ by more than `disagreement.FAR_POINTS`; empty elsewhere."""
    if not found.is_far or found.points is None:
        return ""
    label = say(f"ability.{found.ability}", language=language)
    key = "higher" if found.points > 0 else "lower"
    return _FAR[key][language].format(label=label, points=abs(found.points), people=found.people, ai=found.ai)


_FAR: Mapping[str, Mapping[str, str]] = {
    "higher": {
        "zh": "{label}：评审人的评分（{people}）比 AI（{ai}）高 {points} 分，请回看证据。",
        "en": "{label}: reviewers ({people}) are {points} points above the AI ({ai}). Please see the evidence again.",
    },
    "lower": {
        "zh": "{label}：评审人的评分（{people}）比 AI（{ai}）低 {points} 分，请回看证据。",
        "en": "{label}: reviewers ({people}) are {points} points below the AI ({ai}). Please see the evidence again.",
    },
}


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "decision_id": decision.public_id,
        "outcome": decision.outcome,
        "reason": decision.reason,
        "decided_by": person(decision.decided_by),
        "decided_at": clock.iso(decision.decided_at),
    }


def _override(override: Override) -> dict[str, Any]:
    is_score = override.target != OverrideTarget.RECOMMENDATION
    return {
        "target": override.target,
        "value": override.score if is_score else override.recommendation,
        "ai_value": override.ai_score if is_score else override.ai_recommendation or None,
        "reason": override.reason,
        "overridden_by": person(override.overridden_by),
        "overridden_at": clock.iso(override.overridden_at),
    }


def _difference(found: Difference, language: Language) -> dict[str, Any]:
    return {
        "ai": found.ai,
        "people": found.people,
        "difference": found.points,
        "spread": found.spread,
        "ratings": len(found.ratings),
        "note": sentence_of(found, language=language) or None,
    }
