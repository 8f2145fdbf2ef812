"""Lists of candidates: read and shown first, then confirmed, then invited line by line."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock, jobs
from common.errors import ApplicationError, InvalidInput
from common.jobs import JobState
from interviews.candidacy.accommodations import Accommodations
from interviews.enums import AnswerMode, InterviewStatus
from interviews.errors import AlreadyInvited, BankIsEmpty, BatchNotDraft, PositionInactive
from interviews.inviting.enums import BatchSource, BatchState, MailLanguage
from interviews.inviting.reading import Found, Problem, Row, read_file, read_pasted
from interviews.models import Interview, Invitation, InvitationBatch
from interviews.services.invitations import InvitationDraft, checked_window, checked_zone, invite_one
from positions.enums import PositionStatus
from positions.models import Position
from questionbank.selectors import bank_of

RUN_TASK = "interviews.run_invitation_batch"
AT_ONCE = 50  # so many are invited while one waits; more by a worker
_DRAFTS_KEPT_FOR = dt.timedelta(days=1)
_CODES: dict[type[ApplicationError], str] = {
    AlreadyInvited: "already_invited",
    BankIsEmpty: "bank_is_empty",
    PositionInactive: "position_inactive",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchTerms:
    """What holds for every candidate of a list who has nothing of their own in it."""

    language: str = MailLanguage.CHINESE
    opens_at: dt.datetime | None = None
    deadline_at: dt.datetime | None = None
    timezone: str = ""
    remind_hours: int | None = None
    interviewer_style: str = ""  # empty: the position's
    mode: str = AnswerMode.VIDEO
    accommodations: Accommodations = field(default_factory=Accommodations)
    base_url: str = ""


def preview_pasted(*, position: Position, actor: User, text: str, terms: BatchTerms) -> InvitationBatch:
    """A draft of what a pasted list holds; nobody is invited yet. Raises `InvalidInput`, `PositionInactive`,
    `BankIsEmpty`, `common.tables.errors.TableRefused`."""
    _check(position, terms)
    found = read_pasted(text, zone=checked_zone(terms.timezone, default=position.timezone))
    if not found.rows and not found.problems:
        raise InvalidInput.on("text", _("This field is required."))
    return _draft(position, actor, found, terms, source=BatchSource.PASTED)


def preview_file(
    *, position: Position, actor: User, file: IO[bytes], file_name: str, terms: BatchTerms
) -> InvitationBatch:
    """The same of an Excel or CSV file."""
    _check(position, terms)
    found = read_file(file, zone=checked_zone(terms.timezone, default=position.timezone))
    return _draft(position, actor, found, terms, source=BatchSource.FILE, file_name=Path(file_name).name[-255:])


@transaction.atomic
def confirm_batch(batch: InvitationBatch) -> InvitationBatch:
    """Invite everybody in the draft: few at once, many by a worker. Raises `BatchNotDraft`."""
    drafts = InvitationBatch.objects.filter(pk=batch.pk, state=BatchState.DRAFT)
    if not drafts.update(state=BatchState.QUEUED, queued_at=clock.now()):
        raise BatchNotDraft
    if batch.row_count <= AT_ONCE:
        transaction.on_commit(lambda: run_batch(batch.pk))
    else:
        jobs.enqueue(RUN_TASK, batch.pk)
    return batch


def discard_batch(batch: InvitationBatch) -> None:
    """Forget a draft. Raises `BatchNotDraft`."""
    if not InvitationBatch.objects.filter(pk=batch.pk, state=BatchState.DRAFT).delete()[0]:
        raise BatchNotDraft


def run_batch(batch_id: int) -> None:
    """Invite line by line unless another worker does; a run that broke off goes on where it was."""
    batch = jobs.claim(InvitationBatch, batch_id)
    if batch is None:
        return
    batch = InvitationBatch.objects.select_related("position", "created_by").get(pk=batch.pk)
    done = set(batch.invitations.values_list("batch_line", flat=True))
    problems = {problem["line"]: problem for problem in batch.problems if not problem.get("is_late")}
    late: list[dict[str, Any]] = []
    for place, row in enumerate(batch.rows, start=1):
        if place not in done and (problem := _invited(batch, place, row)) is not None:
            late.append({**problem.as_json(), "is_late": True})
        if place % 10 == 0:
            jobs.report_progress(batch, place / len(batch.rows))
    everything = sorted([*problems.values(), *late], key=lambda problem: problem["line"])
    InvitationBatch.objects.filter(pk=batch.pk).update(problems=everything)
    jobs.finish(batch, _end_of(batch, late))


def sweep_batches() -> int:
    """Give forgotten and abandoned lists to the queue again; how many."""
    return jobs.requeue_stale(InvitationBatch, RUN_TASK)


def forget_drafts() -> int:
    """Lists that nobody confirmed for a day; how many. For the beat."""
    old = InvitationBatch.objects.filter(state=BatchState.DRAFT, created_at__lt=clock.now() - _DRAFTS_KEPT_FOR)
    return old.delete()[0]


def terms_of(batch: InvitationBatch) -> BatchTerms:
    return BatchTerms(
        language=batch.language,
        opens_at=batch.opens_at,
        deadline_at=batch.deadline_at,
        timezone=batch.timezone,
        remind_hours=batch.remind_hours,
        interviewer_style=batch.interviewer_style,
        mode=batch.mode,
        accommodations=Accommodations(
            extra_time=float(batch.extra_time_factor),
            captions=batch.with_captions,
            no_countdown=batch.without_countdown,
        ),
        base_url=batch.base_url,
    )


def _check(position: Position, terms: BatchTerms) -> None:
    """What would fail for every line is said before any is shown."""
    checked_zone(terms.timezone, default=position.timezone)
    checked_window(position, opens_at=terms.opens_at, deadline_at=terms.deadline_at)
    if position.status != PositionStatus.ACTIVE:
        raise PositionInactive
    if not bank_of(position):
        raise BankIsEmpty


def _draft(
    position: Position, actor: User, found: Found, terms: BatchTerms, *, source: str, file_name: str = ""
) -> InvitationBatch:
    rows, more = _new_ones(position, found.rows, terms)
    problems = sorted([*found.problems, *more], key=lambda problem: problem.line)
    granted = terms.accommodations
    return InvitationBatch.objects.create(
        organization_id=position.organization_id,
        position=position,
        created_by=actor,
        source=source,
        file_name=file_name,
        rows=[row.as_json() for row in rows],
        problems=[problem.as_json() for problem in problems],
        row_count=len(rows),
        language=terms.language,
        opens_at=terms.opens_at,
        deadline_at=terms.deadline_at,
        timezone=terms.timezone,
        remind_hours=terms.remind_hours,
        interviewer_style=terms.interviewer_style or position.interviewer_style,
        mode=terms.mode,
        extra_time_factor=Decimal(str(round(granted.extra_time, 2))),
        with_captions=granted.captions,
        without_countdown=granted.no_countdown,
        base_url=terms.base_url,
    )


def _new_ones(position: Position, rows: list[Row], terms: BatchTerms) -> tuple[list[Row], list[Problem]]:
    """Those who can be invited, and why the others cannot."""
    waiting = _invited_already(position)
    good: list[Row] = []
    problems: list[Problem] = []
    for row in rows:
        code = "already_invited" if row.email in waiting else _wrong_with_time(row, terms)
        if code:
            problems.append(Problem(line=row.line, code=code, params={}, text=row.email))
        else:
            good.append(row)
    return good, problems


def _invited_already(position: Position) -> set[str]:
    found = Interview.objects.filter(
        position=position, status__in=[InterviewStatus.CREATED, InterviewStatus.IN_PROGRESS]
    ).exclude(status=InterviewStatus.CREATED, link_expires_at__lt=clock.now())
    return set(found.values_list("candidate_email", flat=True))


def _wrong_with_time(row: Row, terms: BatchTerms) -> str:
    if not row.deadline_at:
        return ""
    deadline = dt.datetime.fromisoformat(row.deadline_at)
    if deadline <= clock.now():
        return "deadline_past"
    if terms.opens_at and deadline <= terms.opens_at:
        return "deadline_before_opening"
    return "deadline_too_far" if deadline > clock.now() + dt.timedelta(days=366) else ""


def _invited(batch: InvitationBatch, place: int, row: dict[str, Any]) -> Problem | None:
    """Invite one line; what went wrong with it."""
    try:
        invite_one(
            position=batch.position,
            actor=batch.created_by,
            draft=_draft_of(batch, row),
            batch=batch,
            batch_line=place,
        )
    except ApplicationError as error:
        code = _CODES.get(type(error), "cell")
        params = {"sentence": error.message} if code == "cell" else {}
        return Problem(line=row["line"], code=code, params=params, text=row["email"])
    return None


def _draft_of(batch: InvitationBatch, row: dict[str, Any]) -> InvitationDraft:
    terms = terms_of(batch)
    own_deadline = dt.datetime.fromisoformat(row["deadline_at"]) if row["deadline_at"] else None
    return InvitationDraft(
        email=row["email"],
        name=row["name"],
        phone=row["phone"],
        language=row["language"] or terms.language,
        opens_at=terms.opens_at,
        deadline_at=own_deadline or terms.deadline_at,
        timezone=terms.timezone,
        remind_hours=terms.remind_hours,
        interviewer_style=terms.interviewer_style,
        mode=terms.mode,
        accommodations=terms.accommodations,
        external_id=row.get("external_id", ""),
        base_url=terms.base_url,
    )


def _end_of(batch: InvitationBatch, late: list[dict[str, Any]]) -> JobState:
    if not Invitation.objects.filter(batch=batch).exists():
        return JobState.FAILED
    return JobState.PARTIAL if late else JobState.DONE
