"""Reviews: drafted, handed in, amended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from common import clock
from common.audit.enums import Verb
from common.audit.writing import record
from common.errors import InvalidInput
from interviews.errors import InterviewErased
from interviews.models import Interview
from interviews.selectors.reviewing import is_blind, takes_part
from interviews.services.assigning import mark_reviewed
from interviews.services.lifecycle import locked
from reports.enums import PersonRecommendation
from reports.reviews.errors import HandedInAlready, NotAReviewer, NotHandedIn
from reports.reviews.models import ABILITIES, LEAST_RATING, LONGEST_TEXT, MOST_RATING, Review, ReviewVersion


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """What a reviewer gives; ratings from 1 to 5 by ability, None where it could not be judged."""

    ratings: Mapping[str, int | None] = field(default_factory=dict)
    recommendation: str = ""
    notes: str = ""


@transaction.atomic
def save_review(interview: Interview, *, actor: Any, draft: ReviewDraft, submit: bool) -> Review:
    """Keep the actor's review as a draft, or hand it in. Raises `NotAReviewer`, `InterviewErased`, `HandedInAlready`,
    `InvalidInput` (for a draft as well: a rating is from 1 to 5)."""
    interview = _open_to(interview, actor)
    _check(draft, is_whole=submit)
    review = Review.objects.select_for_update().filter(interview=interview, reviewer=actor).first()
    review = review or Review(interview=interview, reviewer=actor)
    if review.submitted_at is not None:
        raise HandedInAlready
    _write(review, draft)
    if submit:
        review.is_blind, review.submitted_at = is_blind(actor, interview), review.saved_at
    review.save()
    if submit:
        mark_reviewed(interview, actor)
        tell(Verb.REVIEWED, interview, actor=actor, subject=review.public_id)
    return review


@transaction.atomic
def amend_review(interview: Interview, *, actor: Any, draft: ReviewDraft, reason: str) -> Review:
    """Change what was handed in; what it said before is kept with the reason. Raises as `save_review`, and
    `NotHandedIn`."""
    interview = _open_to(interview, actor)
    _check(draft, is_whole=True)
    reason = needed_text(reason, field="reason")
    review = Review.objects.select_for_update().filter(interview=interview, reviewer=actor).first()
    if review is None or review.submitted_at is None:
        raise NotHandedIn
    said = {**review.ratings, "recommendation": review.recommendation, "notes": review.notes}
    ReviewVersion.objects.create(review=review, said_at=review.saved_at, reason=reason, **said)
    _write(review, draft)
    review.save()
    tell(Verb.REVIEW_AMENDED, interview, actor=actor, subject=review.public_id)
    return review


def tell(verb: Verb, interview: Interview, *, actor: Any = None, subject: str = "", **facts: Any) -> None:
    """Add to the interview's trail."""
    record(
        verb,
        organization_id=interview.organization_id,
        about=interview.public_id,
        actor=actor,
        subject=subject,
        facts=facts,
    )


def needed_text(text: str, *, field: str) -> str:
    """The text without spaces around it. Raises `InvalidInput` for none, or one of more than `LONGEST_TEXT`."""
    text = text.strip()
    if not text:
        raise InvalidInput.on(field, _("Please say why."))
    return bounded_text(text, field=field)


def bounded_text(text: str, *, field: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise InvalidInput.on(field, _("At most %(most)s characters.") % {"most": LONGEST_TEXT})
    if "\0" in text:
        raise InvalidInput.on(field, _("Null characters are not allowed."))
    return text


def _open_to(interview: Interview, actor: Any) -> Interview:
    """The interview, locked; after erasure there is nothing to say about it."""
    interview = locked(interview)
    if not takes_part(actor, interview):
        raise NotAReviewer
    if interview.erased_at is not None:
        raise InterviewErased
    return interview


def _check(draft: ReviewDraft, *, is_whole: bool) -> None:
    errors: dict[str, list[str]] = {}
    for ability, rating in draft.ratings.items():
        if ability not in ABILITIES:
            errors[ability] = [_("There is no such ability.")]
        elif rating is not None and not LEAST_RATING <= rating <= MOST_RATING:
            errors[ability] = [_("A rating is from 1 to 5.")]
    if draft.recommendation and draft.recommendation not in PersonRecommendation.values:
        errors["recommendation"] = [_("There is no such recommendation.")]
    if is_whole and not draft.recommendation:
        errors["recommendation"] = [_("Please give a recommendation.")]
    if is_whole and not any(rating is not None for rating in draft.ratings.values()):
        errors["ratings"] = [_("Please rate at least one ability.")]
    if errors:
        raise InvalidInput(errors=errors)


def _write(review: Review, draft: ReviewDraft) -> None:
    for ability in ABILITIES:
        setattr(review, ability, draft.ratings.get(ability))
    review.recommendation = draft.recommendation
    review.notes = bounded_text(draft.notes.strip(), field="notes")
    review.saved_at = clock.now()
