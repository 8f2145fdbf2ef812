"""Putting a mail together: words, facts, the link, the calendar file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from common import clock
from interviews.inviting.calendar import Appointment, calendar_file
from interviews.inviting.enums import MailKind
from interviews.inviting.texts import Words, filled
from interviews.models import Interview, Invitation, Mail
from interviews.services.message_templates import words_of
from interviews.tokens import invitation_token

_LOCALES = {"zh": "zh-hans", "en": "en"}
_WITH_CALENDAR = (MailKind.INVITATION, MailKind.REMINDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A mail as it is read. ``facts`` are pairs of label and value, shown under the text."""

    subject: str
    text: str
    html: str
    link: str
    calendar: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a mail is about, for whichever way it is shown."""

    kind: str
    language: str
    organization: str
    link: str
    values: Mapping[str, str]
    facts: Sequence[tuple[str, str]] = field(default_factory=list)


def rendered(mail: Mail) -> Rendered:
    """The mail as it reads now: times and names are those of the moment it is sent."""
    with translation.override(_LOCALES[mail.language]):
        content = _content_of(mail)
        words = words_of(mail.organization_id, kind=mail.kind, language=mail.language)
        calendar = b""
        if mail.kind in _WITH_CALENDAR and mail.invitation is not None:
            calendar = calendar_of(mail.invitation, link=content.link)
        return put_together(content, words, calendar=calendar)


def put_together(content: Content, words: Words, *, calendar: bytes = b"") -> Rendered:
    """Text and HTML from the words; to be called in the mail's language."""
    subject = one_line(filled(words.subject, content.values))[:250]
    body = filled(words.body, content.values)
    context = {
        "subject": subject,
        "paragraphs": [part.strip() for part in re.split(r"\n\s*\n", body) if part.strip()],
        "body": body,
        "content": content,
        "button": _button_of(content.kind),
        "has_calendar": bool(calendar),
        "language": "zh-Hans" if content.language == "zh" else "en",
    }
    return Rendered(
        subject=subject,
        text=render_to_string("mail/message.txt", context),
        html=render_to_string("mail/message.html", context),
        link=content.link,
        calendar=calendar,
    )


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """What is handed to the mail server. Raises `ValueError` for an address or subject that cannot be one."""
    shown = rendered(mail)
    message = EmailMultiAlternatives(
        subject=shown.subject,
        body=shown.text,
        from_email=_sender(mail),
        to=[mail.recipient],
        reply_to=_reply_to(mail),
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )
    message.attach_alternative(shown.html, "text/html")
    if shown.calendar:
        message.attach("interview.ics", shown.calendar, "text/calendar; method=PUBLISH; charset=utf-8")
    return message


def example(kind: str, *, language: str, organization: str, words: Words) -> Rendered:
    """The mail as somebody might get it, for a preview."""
    with translation.override(_LOCALES[language]):
        deadline = clock.now() + dt.timedelta(days=7)
        values = {
            "candidate": _("Li Ming"),
            "position": _("Machine learning engineer"),
            "organization": organization,
            "link": f"{settings.PUBLIC_BASE_URL or 'https://interviews.example.com'}/i/…",
            "opens_at": clock.written(clock.now(), "Asia/Shanghai"),
            "deadline": clock.written(deadline, "Asia/Shanghai"),
            "minutes": "30",
            "questions": "5",
        }
        content = Content(
            kind=kind,
            language=language,
            organization=organization,
            link=values["link"],
            values=values,
            facts=_facts(kind, values),
        )
        return put_together(content, words, calendar=b"-" if kind in _WITH_CALENDAR else b"")


def invitation_link(invitation: Invitation) -> str:
    """Where the candidate begins."""
    token = invitation_token(invitation.interview.public_id)
    return f"{settings.PUBLIC_BASE_URL or invitation.base_url}/i/{token}"


def calendar_of(invitation: Invitation, *, link: str) -> bytes:
    """The invitation in a calendar, in its own language."""
    interview = invitation.interview
    with translation.override(_LOCALES[invitation.language]):
        title = _("AI interview: %(title)s (%(organization)s)") % {
            "title": one_line(interview.position.title),
            "organization": one_line(interview.organization.name),
        }
        deadline = clock.written(interview.link_expires_at, interview.timezone)
        description = _("Begin before %(deadline)s: %(link)s") % {"deadline": deadline, "link": link}
    return calendar_file(
        Appointment(
            uid=f"{invitation.public_id}@interview-ai",
            sequence=invitation.calendar_sequence,
            title=title,
            description=description,
            link=link,
            opens_at=invitation.opens_at,
            deadline_at=interview.link_expires_at,
            minutes=minutes_of(interview),
            made_at=clock.now(),
        )
    )


def minutes_of(interview: Interview) -> int:
    return round(interview.duration_minutes * float(interview.extra_time_factor))


def one_line(text: str) -> str:
    """Without line breaks and other control characters: a header holds none."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _content_of(mail: Mail) -> Content:
    interview = mail.interview
    link = _link_of(mail)
    values = {
        "candidate": _name_of(mail),
        "position": one_line(interview.position.title),
        "organization": one_line(mail.organization.name),
        "link": link,
        "opens_at": "",
        "deadline": clock.written(interview.link_expires_at, interview.timezone),
        "minutes": str(minutes_of(interview)),
        "questions": str(interview.questions.filter(parent=None).count()),
    }
    opens_at = mail.invitation.opens_at if mail.invitation else None
    values["opens_at"] = clock.written(opens_at, interview.timezone) if opens_at else _("at once")
    facts = _facts(mail.kind, values, has_window=opens_at is not None)
    return Content(
        kind=mail.kind,
        language=mail.language,
        organization=values["organization"],
        link=link,
        values=values,
        facts=facts,
    )


def _facts(kind: str, values: Mapping[str, str], *, has_window: bool = True) -> list[tuple[str, str]]:
    if kind not in _WITH_CALENDAR:
        return [(_("Position"), values["position"])]
    opens = [(_("Opens"), values["opens_at"])] if has_window else []
    return [
        (_("Position"), values["position"]),
        *opens,
        (_("Begin before"), values["deadline"]),
        (_("Takes"), _("about %(minutes)s minutes, %(questions)s questions") % values),
    ]


def _button_of(kind: str) -> str:
    return {
        MailKind.INVITATION: _("Go to the interview"),
        MailKind.REMINDER: _("Go to the interview"),
        MailKind.FINISHED: _("Open my page"),
        MailKind.REPORT_READY: _("Read the report"),
        MailKind.REPORT_FAILED: _("See what happened"),
    }[MailKind(kind)]


def _name_of(mail: Mail) -> str:
    """How the candidate is called; the address where no name is known."""
    interview = mail.interview
    given = mail.invitation.name if mail.invitation else interview.candidate_name
    account = interview.candidate.username if interview.candidate else ""
    return one_line(given or account or interview.candidate_email)


def _link_of(mail: Mail) -> str:
    base = settings.PUBLIC_BASE_URL or mail.base_url
    if mail.kind in _WITH_CALENDAR and mail.invitation is not None:
        return invitation_link(mail.invitation)
    if mail.kind == MailKind.FINISHED:
        return f"{base}/interviews/{mail.interview.public_id}/done"
    if mail.kind == MailKind.REPORT_READY:
        return f"{base}/console/reports/{mail.interview.public_id}"
    return f"{base}/console/interviews/{mail.interview.public_id}"


def _sender(mail: Mail) -> str:
    """The organization's name before the site's address."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((one_line(mail.organization.name)[:80], address)) if address else settings.DEFAULT_FROM_EMAIL


def _reply_to(mail: Mail) -> list[str]:
    """Candidates answer to whoever invited them."""
    inviter = mail.invitation.created_by if mail.invitation else None
    to_candidate = mail.kind not in (MailKind.REPORT_READY, MailKind.REPORT_FAILED)
    return [inviter.email] if to_candidate and inviter and inviter.is_active else []
