"""What a person decides, and says beside the AI. Nothing here is ever done by the product itself."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors import demand_recruiter
from common import clock
from common.audit.enums import Verb
from common.errors import InvalidInput, NotFound
from interviews.errors import InterviewErased
from interviews.models import Interview
from interviews.selectors.reviewing import is_blind
from interviews.services.lifecycle import locked
from reports.enums import DecisionOutcome, OverrideTarget, PersonRecommendation
from reports.models import Report
from reports.reviews.errors import AlreadySaid, DecidedMeanwhile, ReviewFirst
from reports.reviews.models import Decision, Override
from reports.reviews.reading import ai_scores_of
from reports.services.reviewing import needed_text, tell
from reports.services.webhooks import announce_decision


@transaction.atomic
def decide(interview: Interview, *, actor: User, outcome: str, reason: str, seen: int) -> Decision:
    """Decide about the candidate. ``seen`` is the number of the decision the actor looked at, 0 for none: whoever
    decides at the same time as another is told. Raises `NotAllowed`, `ReviewFirst`, `InterviewErased`, `InvalidInput`,
    `DecidedMeanwhile`."""
    interview = _open_to(interview, actor)
    if outcome not in DecisionOutcome.values:
        raise InvalidInput.on("outcome", _("There is no such decision."))
    reason = needed_text(reason, field="reason")
    last = Decision.objects.filter(interview=interview).select_related("decided_by").first()
    if last is not None and last.number != seen:
        raise DecidedMeanwhile(name=last.decided_by.username)
    try:
        with transaction.atomic():
            made = Decision.objects.create(
                interview=interview,
                number=(last.number if last else 0) + 1,
                outcome=outcome,
                reason=reason,
                decided_by=actor,
            )
    except IntegrityError:  # the other was quicker by a hair
        winner = Decision.objects.filter(interview=interview).select_related("decided_by").first()
        raise DecidedMeanwhile(name=winner.decided_by.username if winner else "–") from None
    announce_decision(made)
    tell(Verb.DECIDED, interview, actor=actor, subject=made.public_id, outcome=outcome)
    return made


@transaction.atomic
def override(
    interview: Interview,
    *,
    actor: User,
    target: str,
    reason: str,
    score: int | None = None,
    recommendation: str = "",
) -> Override:
    """Put a person's word beside the AI's recommendation, or beside its score of an ability. The one before is
    withdrawn. Raises `NotAllowed`, `ReviewFirst`, `InterviewErased`, `InvalidInput`, `AlreadySaid`, `NotFound`."""
    interview = _open_to(interview, actor)
    report = Report.objects.filter(interview=interview, document__isnull=False).first()
    if report is None:
        raise NotFound
    said = _said(target, score, recommendation)
    found = _of_ai(report, target)
    if (said.get("score"), said.get("recommendation")) == (found["ai_score"], found["ai_recommendation"] or None):
        raise AlreadySaid
    reason = needed_text(reason, field="reason")
    _withdraw(interview, target, actor)
    made = Override.objects.create(
        interview=interview, target=target, reason=reason, overridden_by=actor, **said, **found
    )
    tell(Verb.OVERRIDDEN, interview, actor=actor, subject=made.public_id, target=target)
    return made


@transaction.atomic
def withdraw_override(interview: Interview, *, actor: User, override_id: str) -> None:
    """The AI's word stands alone again; that there was another is kept. Raises `NotAllowed`, `NotFound`."""
    interview = _open_to(interview, actor)
    found = Override.objects.filter(interview=interview, public_id=override_id, withdrawn_at=None).first()
    if found is None:
        raise NotFound
    _withdraw(interview, found.target, actor)
    tell(Verb.OVERRIDE_WITHDRAWN, interview, actor=actor, subject=found.public_id, target=found.target)


def _open_to(interview: Interview, actor: User) -> Interview:
    interview = locked(interview)
    demand_recruiter(actor, interview.organization_id)
    if is_blind(actor, interview):
        raise ReviewFirst
    if interview.erased_at is not None:
        raise InterviewErased
    return interview


def _said(target: str, score: int | None, recommendation: str) -> dict[str, Any]:
    if target not in OverrideTarget.values:
        raise InvalidInput.on("target", _("There is no such finding."))
    if target == OverrideTarget.RECOMMENDATION:
        if recommendation not in PersonRecommendation.values:
            raise InvalidInput.on("recommendation", _("There is no such recommendation."))
        return {"recommendation": recommendation}
    if score is None or not 0 <= score <= 100:
        raise InvalidInput.on("score", _("A score is from 0 to 100."))
    return {"score": score}


def _of_ai(report: Report, target: str) -> dict[str, Any]:
    if target == OverrideTarget.RECOMMENDATION:
        return {"ai_score": None, "ai_recommendation": report.recommendation}
    return {"ai_score": ai_scores_of(report).get(target), "ai_recommendation": ""}


def _withdraw(interview: Interview, target: str, actor: User) -> None:
    held = Override.objects.filter(interview=interview, target=target, withdrawn_at=None)
    held.update(withdrawn_at=clock.now(), withdrawn_by=actor)
