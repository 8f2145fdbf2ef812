"""Mails about interviews: a row first, sent by a worker, tried again while the mail server is away, each once."""

from __future__ import annotations

import datetime as dt
import smtplib
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Q

from accounts.enums import WebhookEvent
from accounts.models import Membership, User
from common import clock, jobs
from common.jobs import JobState
from interviews.enums import InterviewStatus
from interviews.inviting.enums import MailKind, MailLanguage, ReportMails
from interviews.models import Interview, Invitation, Mail, MailWish
from interviews.services.mail_rendering import message_of
from interviews.services.webhooks import announce_invitation

SEND_TASK = "interviews.send_mail"
_TRIES, _FIRST_PAUSE_SECONDS = 11, 60  # 1, 2, 4 ... 512 minutes: seventeen hours

logger = structlog.get_logger(__name__)


@transaction.atomic
def queue_mail(
    *,
    kind: str,
    interview: Interview,
    recipient: str,
    language: str,
    key: str,
    invitation: Invitation | None = None,
    base_url: str = "",
) -> Mail | None:
    """Keep the mail and give it to a worker after commit; None when its ``key`` was queued before."""
    mail, is_new = Mail.objects.get_or_create(
        key=key,
        defaults={
            "organization_id": interview.organization_id,
            "interview": interview,
            "invitation": invitation,
            "kind": kind,
            "recipient": recipient,
            "language": language,
            "base_url": base_url or (invitation.base_url if invitation else ""),
        },
    )
    if is_new:
        jobs.enqueue(SEND_TASK, mail.pk)
    return mail if is_new else None


def send_mail(mail_id: int) -> None:
    """Send it unless another worker does. A server that is away is waited for; an address it refuses is not."""
    mail = jobs.claim(Mail, mail_id)
    if mail is None:
        return
    mail = _read(mail)
    if _is_outdated(mail):
        jobs.finish(mail, JobState.DONE, error_code="not_needed")
        return
    try:
        message_of(mail).send()
    except smtplib.SMTPRecipientsRefused as error:
        _refused(mail, error)
    except (smtplib.SMTPException, OSError) as error:
        _put_off(mail, error)
    except ValueError as error:  # a header that cannot be one, an address that cannot be written
        _give_up(mail, "unsendable", error)
    else:
        _sent(mail)


def sweep_mails() -> int:
    """Give waiting and abandoned mails to the queue again; how many."""
    return jobs.requeue_stale(Mail, SEND_TASK)


def tell_candidate_finished(interview: Interview) -> Mail | None:
    """Thank an invited candidate, once, with the way to their own page."""
    invitation = Invitation.objects.filter(interview=interview).first()
    if invitation is None or interview.status != InterviewStatus.COMPLETED or interview.withdrawn_at is not None:
        return None
    return queue_mail(
        kind=MailKind.FINISHED,
        interview=interview,
        invitation=invitation,
        recipient=invitation.email,
        language=invitation.language,
        key=f"finished:{interview.pk}",
    )


def tell_members_of_report(interview: Interview, *, report_key: str, is_ready: bool) -> int:
    """Mail those members who want to hear of it that a report is there, or could not be made; how many.

    ``report_key`` names the making of the report: the same one is told once."""
    kind = MailKind.REPORT_READY if is_ready else MailKind.REPORT_FAILED
    invitation = Invitation.objects.filter(interview=interview).first()
    queued = 0
    for person, wish in _listeners(interview, invitation):
        mail = queue_mail(
            kind=kind,
            interview=interview,
            invitation=invitation,
            recipient=person.email,
            language=wish.language if wish else _language_of(invitation),
            key=f"{kind}:{report_key}:{person.pk}",
            base_url=wish.base_url if wish else "",
        )
        queued += mail is not None
    return queued


def wish_of(user: User, organization_id: int) -> MailWish:
    """Of which reports a member hears; one that was never set is not stored."""
    found = MailWish.objects.filter(user=user, organization_id=organization_id).first()
    return found or MailWish(user=user, organization_id=organization_id)


def set_wish(*, user: User, organization_id: int, reports: str, language: str, base_url: str) -> MailWish:
    values = {"reports": reports, "language": language, "base_url": base_url}
    wish, _made = MailWish.objects.update_or_create(user=user, organization_id=organization_id, defaults=values)
    return wish


def remind_candidates(*, limit: int = 200) -> int:
    """Remind, once before a deadline, those who were invited in time and have not begun; how many. For the beat."""
    now = clock.now()
    waiting = Invitation.objects.filter(
        Q(opens_at=None) | Q(opens_at__lte=now),
        remind_hours__isnull=False,
        revoked_at=None,
        sent_at__isnull=False,
        interview__status=InterviewStatus.CREATED,
        interview__link_expires_at__gt=now,
    )
    reminded = 0
    for hours in waiting.order_by().values_list("remind_hours", flat=True).distinct():
        span = dt.timedelta(hours=hours)
        due = waiting.filter(
            Q(reminded_at=None) | Q(reminded_at__lt=F("interview__link_expires_at") - span),
            remind_hours=hours,
            interview__link_expires_at__lte=now + span,
            sent_at__lt=F("interview__link_expires_at") - span,
        )
        for invitation in due.select_related("interview")[: limit - reminded]:
            reminded += remind_by_clock(invitation)
    return reminded


def remind_by_clock(invitation: Invitation) -> bool:
    """Whether the reminder of the present deadline was queued by this call."""
    deadline = int(invitation.interview.link_expires_at.timestamp())
    mail = queue_mail(
        kind=MailKind.REMINDER,
        interview=invitation.interview,
        invitation=invitation,
        recipient=invitation.email,
        language=invitation.language,
        key=f"reminder:{invitation.pk}:{deadline}",
    )
    return mail is not None


def _read(mail: Mail) -> Mail:
    """The claimed row with what the words need, still owned by this worker."""
    related = ("organization", "interview__position", "interview__organization", "interview__candidate")
    found = Mail.objects.select_related(*related, "invitation__created_by").get(pk=mail.pk)
    if found.invitation is not None:
        found.invitation.interview = found.interview
    return found


def _is_outdated(mail: Mail) -> bool:
    """Whether what it asks for can no longer be done."""
    if mail.kind not in (MailKind.INVITATION, MailKind.REMINDER):
        return mail.interview.erased_at is not None
    is_open = mail.interview.status == InterviewStatus.CREATED and clock.now() < mail.interview.link_expires_at
    return not is_open or mail.invitation is None or mail.invitation.revoked_at is not None


def _sent(mail: Mail) -> None:
    now = clock.now()
    with transaction.atomic():
        jobs.finish(mail, JobState.DONE)
        Mail.objects.filter(pk=mail.pk).update(sent_at=now)
        if mail.kind == MailKind.INVITATION:
            _note(mail, sent_at=now, mail_error="")
            announce_invitation(mail.interview_id, WebhookEvent.INVITATION_SENT)
        elif mail.kind == MailKind.REMINDER:
            _note(mail, reminded_at=now)


def _refused(mail: Mail, error: smtplib.SMTPRecipientsRefused) -> None:
    """For good with a 5xx answer; a 4xx one (a grey list, a full box) may change."""
    codes = [answer[0] for answer in error.recipients.values()]
    if all(500 <= code < 600 for code in codes):
        _give_up(mail, "refused", error)
    else:
        _put_off(mail, error)


def _put_off(mail: Mail, error: Exception) -> None:
    detail = type(error).__name__
    put_off = jobs.retry_later(
        mail,
        error_code="unreachable",
        error_detail=detail,
        most=_TRIES,
        first_pause_seconds=_FIRST_PAUSE_SECONDS,
    )
    logger.warning("mail_not_sent", mail=mail.pk, kind=mail.kind, error=detail, again=put_off)
    if not put_off:
        _give_up(mail, "gave_up", error)
    elif mail.kind == MailKind.INVITATION:
        _note(mail, mail_error="unreachable")


def _give_up(mail: Mail, code: str, error: Exception) -> None:
    jobs.finish(mail, JobState.FAILED, error_code=code, error_detail=type(error).__name__)
    logger.warning("mail_given_up", mail=mail.pk, kind=mail.kind, code=code, error=type(error).__name__)
    if mail.kind == MailKind.INVITATION:
        _note(mail, mail_error=code)


def _note(mail: Mail, **values: Any) -> None:
    Invitation.objects.filter(pk=mail.invitation_id).update(**values)


def _listeners(interview: Interview, invitation: Invitation | None) -> list[tuple[User, MailWish | None]]:
    """Active members with their wishes: who invited, unless they want none, and who wants to hear of all. Whoever may
    not see the interview hears nothing of it."""
    members = Membership.objects.filter(
        organization_id=interview.organization_id, is_active=True, user__is_active=True
    ).select_related("user")
    wishes = {wish.user_id: wish for wish in MailWish.objects.filter(organization_id=interview.organization_id)}
    inviter = invitation.created_by_id if invitation else None
    found = [(member.user, wishes.get(member.user_id)) for member in members.order_by("pk")]
    return [
        (user, wish)
        for user, wish in found
        if _hears(wish, is_inviter=user.pk == inviter)
        and Interview.objects.visible_to(user).filter(pk=interview.pk).exists()
    ]


def _hears(wish: MailWish | None, *, is_inviter: bool) -> bool:
    reports = wish.reports if wish else ReportMails.OWN
    return reports == ReportMails.ALL or (is_inviter and reports == ReportMails.OWN)


def _language_of(invitation: Invitation | None) -> str:
    return MailLanguage.CHINESE if invitation is None else invitation.language
