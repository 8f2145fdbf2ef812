"""What happened to an invitation, in order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common import clock
from common.jobs import JobState
from interviews.enums import InterviewStatus
from interviews.inviting.wording import mail_sentence
from interviews.models import Invitation, Mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """``tone`` is empty, good, warn or bad; ``is_ahead`` for what has not happened yet."""

    at: dt.datetime
    title: Any
    detail: str = ""
    tone: str = ""
    is_ahead: bool = False


def timeline_of(invitation: Invitation) -> list[Entry]:
    """Oldest first; what is still to come last."""
    past = [*_steps(invitation), *(_of_mail(mail) for mail in invitation.mails.all())]
    return [*sorted(past, key=lambda entry: entry.at), *_ahead(invitation)]


def _steps(invitation: Invitation) -> list[Entry]:
    interview = invitation.interview
    who = invitation.created_by.username if invitation.created_by else ""
    ended = {
        InterviewStatus.COMPLETED: (_("Interview finished"), "good"),
        InterviewStatus.EXPIRED: (_("Expired without being held"), "warn"),
    }.get(InterviewStatus(interview.status))
    found = [
        Entry(
            at=invitation.created_at, title=_("Invitation made"), detail=_("by %(name)s") % {"name": who} if who else ""
        ),
        _if(invitation.opened_at, _("Link opened")),
        _if(interview.started_at, _("Interview started")),
        _if(interview.ended_at, ended[0], tone=ended[1]) if ended else None,
        _if(invitation.reviewed_at, _("Reviewed by a person"), tone="good"),
        _if(invitation.revoked_at, _("Revoked"), tone="warn"),
    ]
    return [entry for entry in found if entry is not None]


def _if(at: dt.datetime | None, title: Any, *, tone: str = "") -> Entry | None:
    return Entry(at=at, title=title, tone=tone) if at else None


def _of_mail(mail: Mail) -> Entry:
    name = mail.get_kind_display()
    if mail.sent_at:
        return Entry(at=mail.sent_at, title=_("Mail sent: %(name)s") % {"name": name}, detail=mail.recipient)
    reason = mail_sentence(mail.error_code)
    if mail.state == JobState.FAILED:
        title = _("Mail failed: %(name)s") % {"name": name}
        return Entry(at=mail.finished_at or mail.created_at, title=title, detail=reason, tone="bad")
    if mail.state == JobState.DONE:
        return Entry(at=mail.created_at, title=_("Mail left out: %(name)s") % {"name": name}, detail=reason)
    title = _("Mail waiting: %(name)s") % {"name": name}
    return Entry(at=mail.created_at, title=title, detail=reason, tone="warn" if reason else "")


def _ahead(invitation: Invitation) -> list[Entry]:
    interview, now = invitation.interview, clock.now()
    if interview.status != InterviewStatus.CREATED or invitation.revoked_at or interview.link_expires_at <= now:
        return []
    found = []
    if invitation.opens_at and invitation.opens_at > now:
        found.append(Entry(at=invitation.opens_at, title=_("Opens"), is_ahead=True))
    if invitation.remind_hours:
        remind_at = interview.link_expires_at - dt.timedelta(hours=invitation.remind_hours)
        if remind_at > now:
            found.append(Entry(at=remind_at, title=_("Reminder, unless begun"), is_ahead=True))
    found.append(Entry(at=interview.link_expires_at, title=_("Deadline to begin"), is_ahead=True))
    return sorted(found, key=lambda entry: entry.at)
