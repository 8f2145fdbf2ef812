"""What a candidate decides before the interview, and the way without AI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import MemberRole
from accounts.models import User
from accounts.selectors import recruits_for
from common import clock, jobs
from common.errors import InvalidInput, NotFound
from interviews.candidacy.texts import CURRENT, LANGUAGES, asked_of
from interviews.enums import ENDED_STATUSES, AnswerMode, ConsentKind, HumanReason, InterviewStatus
from interviews.errors import AlreadyStarted, ConsentTextChanged, InterviewOver, LinkExpired, ModeNotOffered
from interviews.models import Consent, HumanRequest, Interview
from interviews.selectors.consents import REQUIRED, decisions_of, has_consented, is_link_expired
from interviews.services.lifecycle import locked

TELL_TASK = "interviews.tell_of_human_request"
_REASONS = {ConsentKind.RECORDING: HumanReason.NO_RECORDING, ConsentKind.SCORING: HumanReason.NO_SCORING}


@transaction.atomic
def record_consents(
    interview: Interview, *, actor: User, given: Mapping[str, bool], text_version: str, language: str
) -> HumanRequest | None:
    """Store the decisions about everything asked for; the same ones again change nothing.

    Declining what is required opens the way to a person, whom the company is told about after commit. Raises
    `NotFound` (not the candidate), `InterviewOver`, `LinkExpired`, `AlreadyStarted` (decided and started),
    `ConsentTextChanged`, `InvalidInput` (not decided)."""
    interview = _undecided(interview, actor)
    if text_version != CURRENT or language not in LANGUAGES:
        raise ConsentTextChanged
    kinds = asked_of(interview.mode)
    missing = [kind for kind in kinds if kind not in given]
    if missing:
        raise InvalidInput(errors={kind.value: [_("Please decide on this.")] for kind in missing})
    _store(interview, {kind: given[kind] for kind in kinds}, text_version=text_version, language=language)
    declined = [kind for kind in REQUIRED if not given[kind]]
    if not declined:
        HumanRequest.objects.filter(interview=interview).delete()
        return None
    return _request_human(interview, reason=_REASONS[declined[0]])


@transaction.atomic
def ask_for_human(interview: Interview, *, actor: User) -> HumanRequest:
    """The candidate would rather talk to a person. Raises as `record_consents` does."""
    return _request_human(_undecided(interview, actor), reason=HumanReason.ASKED)


@transaction.atomic
def take_back_human_request(interview: Interview, *, actor: User) -> None:
    """The candidate takes the AI interview after all, and decides anew. Raises as `record_consents` does."""
    interview = _undecided(interview, actor)
    HumanRequest.objects.filter(interview=interview).delete()


@transaction.atomic
def choose_mode(interview: Interview, *, actor: User, mode: str) -> Interview:
    """Answer by other means, where the position allows it, before the start.

    Raises `NotFound`, `ModeNotOffered`, `AlreadyStarted`, `InterviewOver`, `LinkExpired`."""
    interview = _open(interview, actor)
    if interview.status != InterviewStatus.CREATED:
        raise AlreadyStarted
    if mode == interview.mode:
        return interview
    if mode not in AnswerMode.values or not interview.position.mode_choice_allowed:
        raise ModeNotOffered
    interview.mode = mode
    interview.save(update_fields=["mode"])
    return interview


@transaction.atomic
def set_own_wishes(interview: Interview, *, actor: User, captions: bool, no_countdown: bool) -> Interview:
    """What candidates may choose for themselves, before or during the interview. Extra time is the company's."""
    interview = _open(interview, actor)
    interview.with_captions, interview.without_countdown = captions, no_countdown
    interview.save(update_fields=["with_captions", "without_countdown"])
    return interview


def tell_of_human_request(interview_pk: int) -> None:
    """Mail the company, once, that a candidate wants a person (for a worker)."""
    request = HumanRequest.objects.select_related(
        "interview__position__created_by", "interview__created_by", "interview__candidate"
    )
    found = request.filter(interview_id=interview_pk, told_at=None).first()
    if found is None:
        return
    addresses = _who_is_told(found.interview)
    if addresses:
        _mail(found, addresses)
    HumanRequest.objects.filter(pk=found.pk).update(told_at=clock.now())


def _open(interview: Interview, actor: User) -> Interview:
    interview = locked(interview)
    if interview.candidate_id != actor.pk:
        raise NotFound
    if interview.status in ENDED_STATUSES:
        raise InterviewOver
    if is_link_expired(interview):
        raise LinkExpired
    return interview


def _undecided(interview: Interview, actor: User) -> Interview:
    """Decisions may change until the start; one started over the API may still be decided on."""
    interview = _open(interview, actor)
    if interview.status == InterviewStatus.IN_PROGRESS and has_consented(interview):
        raise AlreadyStarted
    return interview


def _store(interview: Interview, given: Mapping[ConsentKind, bool], *, text_version: str, language: str) -> None:
    latest = decisions_of(interview)
    now = clock.now()
    Consent.objects.bulk_create(
        Consent(interview=interview, kind=kind, given=yes, text_version=text_version, language=language, at=now)
        for kind, yes in given.items()
        if kind not in latest
        or (latest[kind].given, latest[kind].text_version, latest[kind].language) != (yes, text_version, language)
    )


def _request_human(interview: Interview, *, reason: str) -> HumanRequest:
    request, fresh = HumanRequest.objects.get_or_create(interview=interview, defaults={"reason": reason})
    if fresh:
        jobs.enqueue(TELL_TASK, interview.pk)
    elif request.reason != reason:
        request.reason = reason
        request.save(update_fields=["reason"])
    return request


def _who_is_told(interview: Interview) -> Sequence[str]:
    """Who invited and who made the position; without either, the owners."""
    people, key = [interview.created_by, interview.position.created_by], interview.organization_id
    found = {person.email for person in people if person and person.is_active and recruits_for(person, key)}
    if found:
        return sorted(found)
    owners = User.objects.filter(
        is_active=True,
        memberships__organization_id=key,
        memberships__is_active=True,
        memberships__role=MemberRole.OWNER,
    )
    return sorted(owners.values_list("email", flat=True))


def _mail(request: HumanRequest, addresses: Sequence[str]) -> None:
    interview = request.interview
    name = interview.candidate.username if interview.candidate else interview.candidate_email
    send_mail(
        subject=_("A candidate asks for a person: %(title)s") % {"title": _one_line(interview.position.title)},
        message=_(
            "%(name)s (%(email)s) will not take the AI interview for %(title)s.\n"
            "Reason: %(reason)s.\n\nPlease get in touch with them and arrange a talk in person. "
            "The candidate was told that you will.\nInterview: %(id)s"
        )
        % {
            "name": name,
            "email": interview.candidate_email,
            "title": interview.position.title,
            "reason": request.get_reason_display(),
            "id": interview.public_id,
        },
        from_email=settings.DEFAULT_FROM_EMAIL,
        recipient_list=list(addresses),
    )


def _one_line(text: str) -> str:
    """A subject may hold no line break."""
    return " ".join(text.split())
