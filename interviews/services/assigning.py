"""Giving interviews to reviewers."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.selectors import demand_recruiter
from common import clock, jobs
from common.audit.enums import Verb
from common.audit.writing import record
from interviews.errors import InterviewErased, NoSuchMember
from interviews.models import Assignment, Interview
from interviews.selectors.reviewing import members_of
from interviews.services.lifecycle import locked

MAIL_TASK = "reports.mail_assignment"
logger = structlog.get_logger(__name__)


@transaction.atomic
def assign_reviewers(
    interview: Interview, reviewers: Sequence[str], *, actor: User, base_url: str = ""
) -> list[Assignment]:
    """Give the interview to the members with these public ids; who has it already keeps it. Each new one gets a mail.
    Raises `NotAllowed` for those who do not recruit, `NoSuchMember`, `InterviewErased`."""
    interview = locked(interview)
    demand_recruiter(actor, interview.organization_id)
    if interview.erased_at is not None:
        raise InterviewErased
    wanted = list(dict.fromkeys(reviewers))
    people = {person.public_id: person for person in members_of(interview).filter(public_id__in=wanted)}
    if len(people) < len(wanted):
        raise NoSuchMember
    made = [_assign(interview, people[key], actor=actor, base_url=base_url) for key in wanted]
    return [assignment for assignment in made if assignment is not None]


def _assign(interview: Interview, reviewer: User, *, actor: User, base_url: str) -> Assignment | None:
    """None when it is the reviewer's already."""
    found, is_new = Assignment.objects.get_or_create(
        interview=interview, reviewer=reviewer, defaults={"assigned_by": actor}
    )
    if not is_new:
        return None
    _tell(Verb.ASSIGNED, interview, reviewer, actor)
    if reviewer != actor:
        jobs.enqueue(MAIL_TASK, found.pk, base_url, translation.get_language() or "")
    return found


@transaction.atomic
def unassign_reviewer(interview: Interview, reviewer_id: str, *, actor: User) -> None:
    """Take the interview from a reviewer; a review that was handed in stays. Raises `NotAllowed`, `NoSuchMember`."""
    demand_recruiter(actor, interview.organization_id)
    found = Assignment.objects.filter(interview=interview, reviewer__public_id=reviewer_id).first()
    if found is None:
        raise NoSuchMember
    reviewer = found.reviewer
    found.delete()
    _tell(Verb.UNASSIGNED, interview, reviewer, actor)


def mark_reviewed(interview: Interview, reviewer: User) -> bool:
    """The reviewer handed in a review; whether one was owed."""
    owed = Assignment.objects.filter(interview=interview, reviewer=reviewer, reviewed_at=None)
    return bool(owed.update(reviewed_at=clock.now()))


def mail_assignment(assignment_id: int, base_url: str, language: str) -> None:
    """Tell the reviewer what waits; nobody, when it was taken back meanwhile. A mail server that is away is logged:
    the interview is in the reviewer's list all the same."""
    related = ("reviewer", "assigned_by", "interview__candidate", "interview__position")
    found = Assignment.objects.select_related(*related).filter(pk=assignment_id).first()
    if found is None or not found.reviewer.is_active:
        return
    with translation.override(language or settings.LANGUAGE_CODE):
        _send(found, base_url)


def _send(assignment: Assignment, base_url: str) -> None:
    interview = assignment.interview
    link = f"{settings.PUBLIC_BASE_URL or base_url}/console/reports/{interview.public_id}/review"
    giver = assignment.assigned_by.username if assignment.assigned_by else "–"
    words = {
        "name": assignment.reviewer.username,
        "giver": giver,
        "candidate": _candidate_of(interview),
        "title": interview.position.title,
        "link": link,
    }
    message = _(
        "Hello %(name)s,\n\n%(giver)s asks you to review the interview of %(candidate)s for %(title)s.\n"
        "Your review: %(link)s"
    )
    try:
        send_mail(
            subject=" ".join((_("An interview to review: %(title)s") % words).split()),
            message=message % words,
            from_email=settings.DEFAULT_FROM_EMAIL,
            recipient_list=[assignment.reviewer.email],
        )
    except OSError as error:
        logger.warning("assignment_mail_failed", assignment=assignment.pk, error=type(error).__name__)


def _candidate_of(interview: Interview) -> str:
    account = interview.candidate.username if interview.candidate else ""
    return account or interview.candidate_name or interview.candidate_email or "–"


def _tell(verb: Verb, interview: Interview, reviewer: User, actor: User) -> None:
    record(
        verb,
        organization_id=interview.organization_id,
        about=interview.public_id,
        actor=actor,
        subject=reviewer.public_id,
    )
