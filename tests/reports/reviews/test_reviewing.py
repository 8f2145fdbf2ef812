"""Reviews: who may write one, what it must hold, how it is amended."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from accounts.models import User
from common.audit.writing import trail_of
from common.errors import InvalidInput, NotAllowed
from interviews.errors import InterviewErased, NoSuchMember
from interviews.models import Assignment, Interview
from interviews.services.assigning import assign_reviewers, unassign_reviewer
from interviews.services.erasure import erase_interview
from reports.reviews.errors import HandedInAlready, NotAReviewer, NotHandedIn
from reports.reviews.models import ABILITIES, Review
from reports.services import ReviewDraft, amend_review, save_review

GOOD = ReviewDraft(ratings=dict.fromkeys(ABILITIES, 4), recommendation="recommend", notes="条理清楚")


def hand_in(case, actor=None, draft=GOOD):
    return save_review(case.interview, actor=actor or case.people.owner, draft=draft, submit=True)


def verbs(case):
    return [entry.verb for entry in trail_of(case.id)]


def test_assigned_reviewer_sees_the_interview_and_gets_a_mail(case, after_commit):
    assert not Interview.objects.visible_to(case.reviewer).exists()
    with after_commit():
        case.assign(case.reviewer)
    assert Interview.objects.visible_to(case.reviewer).get() == case.interview
    assert mail.outbox[-1].to == ["reviewer@company.example"]
    assert f"/console/reports/{case.id}/review" in mail.outbox[-1].body
    assert verbs(case)[0] == "assigned"


def test_assigning_twice_changes_nothing_and_mails_nobody(case, after_commit):
    case.assign(case.reviewer)
    mail.outbox.clear()
    with after_commit():
        case.assign(case.reviewer)
    assert (Assignment.objects.count(), len(mail.outbox)) == (1, 0)


def test_assigning_is_for_recruiters_and_to_members_alone(case):
    with pytest.raises(NotAllowed):
        assign_reviewers(case.interview, [case.viewer.public_id], actor=case.viewer)
    for person in (case.people.stranger, case.people.candidate):
        with pytest.raises(NoSuchMember):
            case.assign(person)
    case.people.owner.memberships.get().organization.memberships.filter(user=case.reviewer).update(is_active=False)
    with pytest.raises(NoSuchMember):
        case.assign(case.reviewer)


def test_taking_off_ends_the_sight_and_keeps_the_review(case):
    case.assign(case.reviewer)
    hand_in(case, case.reviewer)
    unassign_reviewer(case.interview, case.reviewer.public_id, actor=case.people.owner)
    assert not Interview.objects.visible_to(User.objects.get(pk=case.reviewer.pk)).exists()
    assert Review.objects.get().reviewer == case.reviewer
    with pytest.raises(NoSuchMember):
        unassign_reviewer(case.interview, case.reviewer.public_id, actor=case.people.owner)


def test_draft_is_kept_and_known_to_its_writer_alone(case):
    save_review(
        case.interview, actor=case.people.mate, draft=ReviewDraft(ratings={"logical_thinking": 2}), submit=False
    )
    assert Review.objects.visible_to(case.people.mate).get().logical_thinking == 2
    assert not Review.objects.visible_to(case.people.owner).exists()
    assert "reviewed" not in verbs(case)


def test_review_handed_in_is_seen_by_the_organization(case):
    review = hand_in(case, case.people.mate)
    assert Review.objects.visible_to(case.people.owner).get() == review
    for person in (case.people.stranger, case.people.candidate, case.reviewer):
        assert not Review.objects.visible_to(person).exists()
    assert verbs(case)[0] == "reviewed"


def test_viewer_may_review_only_when_assigned(case):
    with pytest.raises(NotAReviewer):
        hand_in(case, case.viewer)
    case.assign(case.viewer)
    assert hand_in(case, case.viewer).submitted_at


@pytest.mark.parametrize("rating", [0, 6, -1])
def test_rating_is_from_one_to_five(case, rating):
    draft = ReviewDraft(ratings={"logical_thinking": rating}, recommendation="recommend")
    with pytest.raises(InvalidInput) as refused:
        hand_in(case, draft=draft)
    assert "logical_thinking" in refused.value.errors
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(interview=case.interview, reviewer=case.people.owner, logical_thinking=rating)


@pytest.mark.parametrize(
    ("draft", "where"),
    [
        (ReviewDraft(ratings={"logical_thinking": 3}), "recommendation"),
        (ReviewDraft(recommendation="recommend"), "ratings"),
        (ReviewDraft(ratings={"logical_thinking": 3}, recommendation="insufficient_evidence"), "recommendation"),
        (ReviewDraft(ratings={"charm": 3}, recommendation="recommend"), "charm"),
        (ReviewDraft(ratings={"logical_thinking": 3}, recommendation="recommend", notes="x" * 5001), "notes"),
    ],
)
def test_review_that_is_not_whole_is_not_handed_in(case, draft, where):
    with pytest.raises(InvalidInput) as refused:
        hand_in(case, draft=draft)
    assert where in refused.value.errors
    assert not Review.objects.exists()


def test_ability_that_could_not_be_judged_stays_empty(case):
    review = hand_in(case, draft=ReviewDraft(ratings={"logical_thinking": 5}, recommendation="consider"))
    review.refresh_from_db()
    assert (review.logical_thinking, review.stress_resistance) == (5, None)


def test_review_handed_in_is_amended_with_a_reason_and_the_old_one_kept(case):
    hand_in(case)
    with pytest.raises(HandedInAlready):
        hand_in(case)
    better = ReviewDraft(ratings=dict.fromkeys(ABILITIES, 5), recommendation="strongly_recommend")
    with pytest.raises(InvalidInput):
        amend_review(case.interview, actor=case.people.owner, draft=better, reason="  ")
    review = amend_review(case.interview, actor=case.people.owner, draft=better, reason="又看了一遍录像")
    kept = review.versions.get()
    assert (review.logical_thinking, kept.logical_thinking, kept.notes) == (5, 4, "条理清楚")
    assert kept.reason == "又看了一遍录像"
    assert verbs(case)[0] == "review_amended"


def test_draft_is_not_amended(case):
    save_review(case.interview, actor=case.people.owner, draft=GOOD, submit=False)
    with pytest.raises(NotHandedIn):
        amend_review(case.interview, actor=case.people.owner, draft=GOOD, reason="why")


def test_review_of_an_erased_interview_is_refused_and_all_of_them_are_gone(case):
    hand_in(case)
    erase_interview(case.interview)
    assert not Review.objects.exists()
    with pytest.raises(InterviewErased):
        hand_in(case, case.people.mate)
    with pytest.raises(InterviewErased):
        case.assign(case.reviewer)
