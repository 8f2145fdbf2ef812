"""Sharing a report with somebody who has no account: a link that ends, a code where wanted, a log of every look."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.selectors import demand_recruiter
from common import clock
from common.audit.enums import Verb
from common.audit.writing import record
from common.errors import NotAllowed, Unavailable
from common.jobs import JobState
from reports.errors import CodeRefused, ReportNotReady, ShareEnded, TooManyLinks
from reports.models import Report, ShareLink, ShareView
from reports.selectors import sees_scores
from reports.sharing.reading import browser_of, hash_of, shortened

CODE_TRIES = 5
CODE_LIFE = dt.timedelta(minutes=15)
LONGEST_DAYS = 90
MOST_OPEN = 20  # links of one report that have not ended

logger = structlog.get_logger(__name__)


@transaction.atomic
def share_report(
    report: Report, *, actor: Any, days: int, email: str = "", with_media: bool = False
) -> tuple[ShareLink, str]:
    """A new link to the report and its token, which nobody can look up again. ``days`` are cut to `LONGEST_DAYS`.

    Raises `NotAllowed` for members who only read, and for one who may not see the scores; `ReportNotReady`;
    `TooManyLinks`."""
    demand_recruiter(actor, report.organization_id)
    if not sees_scores(actor, report):
        raise NotAllowed
    locked = Report.objects.select_for_update().defer("document").get(pk=report.pk)
    if locked.state != JobState.DONE:
        raise ReportNotReady
    now = clock.now()
    if locked.share_links.filter(revoked_at=None, expires_at__gt=now).count() >= MOST_OPEN:
        raise TooManyLinks(most=MOST_OPEN)
    token = secrets.token_urlsafe(32)
    link = ShareLink.objects.create(
        report=locked,
        token_hash=hash_of(token),
        email=email.strip().lower(),
        with_media=with_media,
        created_by=actor,
        created_at=now,
        expires_at=now + dt.timedelta(days=min(max(days, 1), LONGEST_DAYS)),
    )
    _tell(Verb.SHARED, link, actor, facts={"with_media": with_media, "with_code": bool(email), "days": days})
    return link, token


@transaction.atomic
def revoke_share(link: ShareLink, *, actor: Any) -> None:
    """The link opens nothing from now on; revoked already: as it was. Raises `NotAllowed`."""
    demand_recruiter(actor, link.report.organization_id)
    now = clock.now()
    if ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now, revoked_by=actor, code_hash=""):
        _tell(Verb.SHARE_REVOKED, link, actor)


def demand_open(link: ShareLink | None) -> ShareLink:
    """Raises `ShareEnded` for a link that was revoked, is over, or never was."""
    if link is None or not link.is_open(clock.now()):
        raise ShareEnded
    return link


def send_share_code(link: ShareLink, *, token: str, language: str) -> None:
    """Mail a fresh code to the address of the link; the one before counts no more. Raises `Unavailable` while the mail
    server is away."""
    code = f"{secrets.randbelow(10**6):06}"
    ShareLink.objects.filter(pk=link.pk).update(
        code_hash=hash_of(f"{token}:{code}"), code_expires_at=clock.now() + CODE_LIFE, code_tries=0
    )
    with override(language):
        words = {"code": code, "minutes": CODE_LIFE.seconds // 60, "company": link.report.organization.name}
        subject = " ".join((_("Your code for a report of %(company)s") % words).split())
        message = (
            _("Your code: %(code)s\n\nIt opens the report %(company)s shares with you, once, for %(minutes)s minutes.")
            % words
        )
    try:
        send_mail(subject, message, settings.DEFAULT_FROM_EMAIL, [link.email])
    except OSError as error:
        logger.warning("share_code_not_sent", link=link.public_id, error=type(error).__name__)
        raise Unavailable from error


def check_share_code(link: ShareLink, *, token: str, code: str) -> None:
    """Take the code, once. Raises `CodeRefused` for a wrong one, an old one, and any after `CODE_TRIES` wrong ones."""
    counted = ShareLink.objects.filter(pk=link.pk, code_tries__lt=CODE_TRIES).exclude(code_hash="")
    if not counted.update(code_tries=F("code_tries") + 1):
        raise CodeRefused
    link.refresh_from_db(fields=["code_hash", "code_expires_at"])
    given = hash_of(f"{token}:{code.strip()}")
    is_fresh = link.code_expires_at is not None and link.code_expires_at > clock.now()
    if not is_fresh or not hmac.compare_digest(given, link.code_hash):
        raise CodeRefused
    if not ShareLink.objects.filter(pk=link.pk, code_hash=given).update(code_hash="", code_tries=0):
        raise CodeRefused


def note_share_view(link: ShareLink, *, address: str, user_agent: str, code_used: bool) -> ShareView:
    """Write one look into the log, with no more of the reader than the network and the kind of browser."""
    return ShareView.objects.create(
        link=link, address=shortened(address), browser=browser_of(user_agent), code_used=code_used
    )


def _tell(verb: Verb, link: ShareLink, actor: Any, facts: dict[str, Any] | None = None) -> None:
    report = link.report
    record(
        verb,
        organization_id=report.organization_id,
        about=report.interview.public_id,
        actor=actor,
        subject=link.public_id,
        facts=facts,
    )
