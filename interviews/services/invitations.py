"""One invitation: made, sent again, extended, revoked, and what is noted of its way."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import WebhookEvent
from accounts.models import User
from common import clock
from common.errors import InvalidInput
from interviews.candidacy.accommodations import Accommodations
from interviews.enums import AnswerMode, InterviewStatus
from interviews.errors import AlreadyInvited, InvitationClosed, RemindedAlready, SentOften
from interviews.inviting.enums import MailKind, MailLanguage
from interviews.inviting.models import MOST_REMIND_HOURS
from interviews.models import Interview, Invitation, InvitationBatch
from interviews.services.accommodations import grant_accommodations
from interviews.services.creation import invite_candidate
from interviews.services.lifecycle import cancel_interview, locked
from interviews.services.mails import queue_mail
from interviews.services.webhooks import announce_invitation
from positions.models import Position

LONGEST_WINDOW = dt.timedelta(days=366)
MOST_AN_HOUR = 3  # mails with the link, to one candidate
REMIND_AGAIN_AFTER = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationDraft:
    """Whom to invite, and how. Without ``deadline_at`` the position's ``link_valid_days`` count from the opening;
    ``timezone`` is the candidate's (the position's without), in which mails and pages write times; without
    ``interviewer_style`` it is the position's."""

    email: str
    name: str = ""
    phone: str = ""
    language: str = MailLanguage.CHINESE
    opens_at: dt.datetime | None = None
    deadline_at: dt.datetime | None = None
    timezone: str = ""
    remind_hours: int | None = None
    interviewer_style: str = ""
    mode: str = AnswerMode.VIDEO
    accommodations: Accommodations = field(default_factory=Accommodations)
    external_id: str = ""  # as `invite_candidate` has it
    base_url: str = ""


def invite_one(
    *,
    position: Position,
    actor: User,
    draft: InvitationDraft,
    batch: InvitationBatch | None = None,
    batch_line: int | None = None,
    sends_mail: bool = True,
) -> Invitation:
    """Make the interview, whose questions are those of this moment, and mail the link after commit.

    Raises `InvalidInput` (address, times), `AlreadyInvited`, `PositionInactive`, `BankIsEmpty`."""
    email = checked_address(draft.email)
    opens_at, deadline_at = checked_window(position, opens_at=draft.opens_at, deadline_at=draft.deadline_at)
    with transaction.atomic():
        Position.objects.select_for_update().get(pk=position.pk)  # of two invitations of one address one waits
        if is_invited(position, email):
            raise AlreadyInvited
        interview = _interview_of(position, draft, email=email, actor=actor)
        _set_terms(interview, draft, deadline_at=deadline_at)
        invitation = Invitation.objects.create(
            organization_id=position.organization_id,
            position=position,
            interview=interview,
            batch=batch,
            batch_line=batch_line,
            created_by=actor,
            email=email,
            name=draft.name.strip()[:200],
            phone=draft.phone.strip()[:40],
            language=draft.language,
            opens_at=opens_at,
            remind_hours=draft.remind_hours,
            base_url=draft.base_url,
        )
        if sends_mail:
            send_invitation(invitation)
    return invitation


def _interview_of(position: Position, draft: InvitationDraft, *, email: str, actor: User) -> Interview:
    return invite_candidate(
        position=position,
        candidate_email=email,
        actor=actor,
        interviewer_style=draft.interviewer_style,
        mode=draft.mode,
        accommodations=draft.accommodations,
        external_id=draft.external_id,
    )


def is_invited(position: Position, email: str) -> bool:
    """Whether the address has an interview for the position that waits or goes on, however it was invited."""
    waiting = Interview.objects.filter(position=position, candidate_email=email, status=InterviewStatus.CREATED)
    running = Interview.objects.filter(position=position, candidate_email=email, status=InterviewStatus.IN_PROGRESS)
    return waiting.filter(link_expires_at__gte=clock.now()).exists() or running.exists()


def send_invitation(invitation: Invitation) -> None:
    """Queue its mail; each call is one mail."""
    number = invitation.mails.filter(kind=MailKind.INVITATION).count() + 1
    queue_mail(
        kind=MailKind.INVITATION,
        interview=invitation.interview,
        invitation=invitation,
        recipient=invitation.email,
        language=invitation.language,
        key=f"invitation:{invitation.pk}:{number}",
    )


@transaction.atomic
def resend_invitation(invitation: Invitation) -> Invitation:
    """Mail the link once more. Raises `InvitationClosed`, `SentOften` (``MOST_AN_HOUR`` times within the last)."""
    invitation = _open(invitation)
    lately = invitation.mails.filter(kind=MailKind.INVITATION, created_at__gt=clock.now() - dt.timedelta(hours=1))
    if lately.count() >= MOST_AN_HOUR:
        raise SentOften(number=MOST_AN_HOUR)
    Invitation.objects.filter(pk=invitation.pk).update(mail_error="")
    send_invitation(invitation)
    return invitation


@transaction.atomic
def remind_candidate(invitation: Invitation) -> Invitation:
    """Mail a reminder now. Raises `InvitationClosed`, `RemindedAlready` (within the last hour)."""
    invitation = _open(invitation)
    reminders = invitation.mails.filter(kind=MailKind.REMINDER)
    if reminders.filter(created_at__gt=clock.now() - REMIND_AGAIN_AFTER).exists():
        raise RemindedAlready
    queue_mail(
        kind=MailKind.REMINDER,
        interview=invitation.interview,
        invitation=invitation,
        recipient=invitation.email,
        language=invitation.language,
        key=f"reminder:{invitation.pk}:asked:{reminders.count() + 1}",
    )
    return invitation


@transaction.atomic
def extend_deadline(invitation: Invitation, *, deadline_at: dt.datetime, sends_mail: bool = True) -> Invitation:
    """Move the deadline; one that expired waits again. The candidate is mailed the new date.

    Raises `InvalidInput` (in the past, before the opening, too far away), `InvitationClosed` (begun or revoked)."""
    invitation = _locked(invitation)
    interview = locked(invitation.interview)
    is_expired = interview.status == InterviewStatus.EXPIRED and interview.started_at is None
    if invitation.revoked_at or not (interview.status == InterviewStatus.CREATED or is_expired):
        raise InvitationClosed
    _opens, deadline_at = checked_window(invitation.position, opens_at=invitation.opens_at, deadline_at=deadline_at)
    if is_expired:
        interview.status, interview.end_reason, interview.ended_at = InterviewStatus.CREATED, "", None
        interview.events.all().delete()  # of an interview that never began only its end was told
    interview.link_expires_at = deadline_at
    interview.save(update_fields=["status", "end_reason", "ended_at", "link_expires_at"])
    invitation.interview = interview
    invitation.calendar_sequence += 1
    invitation.save(update_fields=["calendar_sequence"])
    if sends_mail:
        send_invitation(invitation)
    return invitation


def revoke_invitation(invitation: Invitation) -> Invitation:
    """Close the link for good; revoked already: as it was. Raises `AlreadyStarted`, `InterviewOver`."""
    if invitation.revoked_at is not None:
        return invitation
    cancel_interview(invitation.interview)
    with transaction.atomic():
        if Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=clock.now()):
            announce_invitation(invitation.interview_id, WebhookEvent.INVITATION_REVOKED)
    invitation.refresh_from_db()
    return invitation


def change_accommodations(invitation: Invitation, granted: Accommodations) -> Invitation:
    """Raises `AlreadyStarted`."""
    grant_accommodations(invitation.interview, granted)
    return invitation


@transaction.atomic
def note_opened(interview: Interview) -> None:
    """The link was opened by somebody who is not of the company; the first time counts."""
    if Invitation.objects.filter(interview=interview, opened_at=None).update(opened_at=clock.now()):
        announce_invitation(interview.pk, WebhookEvent.INVITATION_OPENED)


def note_reviewed(interview: Interview) -> None:
    """A person has reviewed the interview; the first time counts."""
    Invitation.objects.filter(interview=interview, reviewed_at=None).update(reviewed_at=clock.now())


def checked_address(email: str) -> str:
    """Trimmed, in lower case. Raises `InvalidInput`."""
    email = email.strip().lower()
    try:
        validate_email(email)
        if len(email) > 254:
            raise ValidationError("")
    except ValidationError:
        raise InvalidInput.on("email", _("Enter a valid e-mail address.")) from None
    return email


def checked_window(
    position: Position, *, opens_at: dt.datetime | None, deadline_at: dt.datetime | None
) -> tuple[dt.datetime | None, dt.datetime]:
    """When it opens (None: at once) and the deadline. Raises `InvalidInput`."""
    now = clock.now()
    opens_at = opens_at if opens_at and opens_at > now else None
    deadline_at = deadline_at or (opens_at or now) + dt.timedelta(days=position.link_valid_days)
    if deadline_at <= now:
        raise InvalidInput.on("deadline_at", _("The deadline is over already."))
    if opens_at and deadline_at <= opens_at:
        raise InvalidInput.on("deadline_at", _("The deadline is before the opening."))
    if deadline_at > now + LONGEST_WINDOW:
        raise InvalidInput.on("deadline_at", _("The deadline is more than a year away."))
    return opens_at, deadline_at


def checked_zone(name: str, *, default: str) -> str:
    """The name of a time zone. Raises `InvalidInput`."""
    if name and name not in available_timezones():
        raise InvalidInput.on("timezone", _("There is no such time zone."))
    return name or default


def in_zone(moment: dt.datetime | None, zone: str) -> dt.datetime | None:
    """What somebody wrote without a zone, in ``zone``."""
    return moment.replace(tzinfo=ZoneInfo(zone)) if moment else None


def _set_terms(interview: Interview, draft: InvitationDraft, *, deadline_at: dt.datetime) -> None:
    if draft.remind_hours is not None and not 1 <= draft.remind_hours <= MOST_REMIND_HOURS:
        raise InvalidInput.on("remind_hours", _("From 1 to %(most)s hours.") % {"most": MOST_REMIND_HOURS})
    interview.candidate_name = draft.name.strip()[:200]
    interview.timezone = checked_zone(draft.timezone, default=interview.timezone)
    interview.link_expires_at = deadline_at
    interview.save(update_fields=["candidate_name", "timezone", "link_expires_at"])


def _locked(invitation: Invitation) -> Invitation:
    found = Invitation.objects.select_for_update(of=("self",)).select_related("interview", "position")
    return found.get(pk=invitation.pk)


def _open(invitation: Invitation) -> Invitation:
    """The invitation, locked. Raises `InvitationClosed` unless its interview waits to be held."""
    invitation = _locked(invitation)
    interview = invitation.interview
    waits = interview.status == InterviewStatus.CREATED and interview.link_expires_at > clock.now()
    if invitation.revoked_at is not None or not waits:
        raise InvitationClosed
    return invitation
