"""Erasing an interview: what was said, recorded and found is deleted; the row stays as a mark that there was one."""

from __future__ import annotations

import datetime as dt

import structlog
from django.db import transaction
from django.db.models import Q

from accounts.enums import WebhookEvent
from accounts.models import User
from common import clock, storage
from common.errors import NotFound
from common.jobs import enqueue
from interviews.enums import ENDED_STATUSES, EndReason, InterviewOrigin, InterviewStatus
from interviews.errors import InterviewGoesOn
from interviews.models import Consent, Conversation, Interview, InterviewQuerySet, MediaFile
from interviews.selectors.consents import decisions_of
from interviews.services import events
from interviews.services.import_tidying import delete_imports_of
from interviews.services.lifecycle import locked
from interviews.services.webhooks import announce_interview
from interviews.signals import interview_erased
from questionbank.services import forget_scores

logger = structlog.get_logger(__name__)

ERASE_TASK = "interviews.erase"

# Rows that outlive the rest: that somebody agreed and withdrew, and files until they are gone from the store.
_KEPT = {"consents", "human_request", "media"}
# For so long after an erasure the store is looked through again for what a worker put there meanwhile.
_LOOK_AGAIN_FOR = dt.timedelta(days=2)


def withdraw_consent(interview: Interview, *, actor: User, language: str) -> Interview:
    """The candidate takes every consent back: recordings, transcript, analysis and report are deleted for good.

    An interview that goes on ends. Withdrawn already: as it was. Raises `NotFound` for anyone but the candidate."""
    with transaction.atomic():
        interview = locked(interview)
        if interview.candidate_id != actor.pk:
            raise NotFound
        if interview.withdrawn_at is None:
            interview.withdrawn_at = clock.now()
            interview.save(update_fields=["withdrawn_at"])
            _take_back_consents(interview, language=language)
            _close_withdrawn(interview)
        _erase_rows(interview)
    _delete_files(interview)
    return interview


def erase_interview(interview: Interview) -> Interview:
    """Delete everything of an interview that is over but its row."""
    with transaction.atomic():
        interview = locked(interview)
        _erase_rows(interview)
    _delete_files(interview)
    return interview


@transaction.atomic
def request_erasure(interview: Interview) -> None:
    """Have a worker erase an interview that is over. Raises `InterviewGoesOn`."""
    if interview.status not in ENDED_STATUSES:
        raise InterviewGoesOn
    enqueue(ERASE_TASK, interview.pk)


def erase_outdated(*, limit: int = 50) -> int:
    """Erase what was kept as long as its position says, and what erasures left behind; how many. For the beat."""
    now = clock.now()
    outdated = list(_outdated(now).order_by("pk")[:limit])
    for interview in outdated:
        erase_interview(interview)
    for erased in Interview.objects.filter(erased_at__gt=now - _LOOK_AGAIN_FOR, erased_at__lt=now):
        Conversation.objects.filter(interview=erased).delete()
        _delete_files(erased)
    return len(outdated)


def _outdated(now: dt.datetime) -> InterviewQuerySet:
    """One condition for each length of time in use. An interview held long ago counts from when it was brought in."""
    ended = Interview.objects.filter(erased_at=None, ended_at__isnull=False, position__retention_days__isnull=False)
    condition = Q(pk__in=[])
    for days in ended.order_by().values_list("position__retention_days", flat=True).distinct():
        before = now - dt.timedelta(days=days)
        condition |= Q(position__retention_days=days, ended_at__lt=before, created_at__lt=before)
    return ended.filter(condition)


def _take_back_consents(interview: Interview, *, language: str) -> None:
    now = clock.now()
    Consent.objects.bulk_create(
        Consent(
            interview=interview, kind=kind, given=False, text_version=latest.text_version, language=language, at=now
        )
        for kind, latest in decisions_of(interview).items()
        if latest.given
    )


def _close_withdrawn(interview: Interview) -> None:
    status = {
        InterviewStatus.CREATED: InterviewStatus.CANCELLED,
        InterviewStatus.IN_PROGRESS: InterviewStatus.COMPLETED,
    }.get(InterviewStatus(interview.status))
    if status is not None:
        interview.status, interview.end_reason, interview.ended_at = status, EndReason.WITHDRAWN, clock.now()
        interview.save(update_fields=["status", "end_reason", "ended_at"])
        events.tell_interview_ended(interview)


def _erase_rows(interview: Interview) -> None:
    """Whatever hangs on the interview, of whichever app; after commit it is told."""
    if interview.erased_at is not None:
        return
    delete_imports_of(interview)
    for relation in Interview._meta.related_objects:
        if relation.get_accessor_name() not in _KEPT:
            manager = relation.related_model._base_manager
            manager.filter(**{relation.field.name: interview}).delete()
    forget_scores(interview.public_id)  # after the report, which tells them
    interview.erased_at = clock.now()
    interview.candidate_name = interview.candidate_email = ""
    if interview.withdrawn_at is None or interview.origin == InterviewOrigin.OWN:
        # what somebody withdrew is not brought in again, what grew old may be
        interview.external_id = ""
    interview.save(update_fields=["erased_at", "candidate_name", "candidate_email", "external_id"])
    announce_interview(interview.pk, WebhookEvent.INTERVIEW_ERASED)
    transaction.on_commit(lambda: interview_erased.send(sender=Interview, interview_id=interview.pk))


def _delete_files(interview: Interview) -> None:
    """The files of an erased interview; the row of one that cannot be deleted now stays until it can."""
    for file in MediaFile.objects.filter(interview=interview):
        if file.key and not _delete_keys([file.key]):
            continue
        file.delete()
    try:
        storage.media().delete_below(f"interviews/{interview.public_id}")
    except OSError as error:
        logger.warning("erasure_left_files", interview=interview.public_id, error=type(error).__name__)


def _delete_keys(keys: list[str]) -> bool:
    """Whether all are gone."""
    gone = True
    for key in keys:
        try:
            storage.media().delete(key)
        except OSError as error:
            logger.warning("erasure_left_file", key=key, error=type(error).__name__)
            gone = False
    return gone
