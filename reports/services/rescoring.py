"""Scoring a report again: with the present rubric, the position's weights and the words as they were put right.

What the engines found stays as it is; only the content of answers with corrected words is graded anew, by a worker
that has the models. The version before is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction

from accounts.enums import WebhookEvent
from accounts.selectors import demand_recruiter
from analysis.contracts import AnswerResults
from analysis.selectors import results_of_interview, rubric_of, scored_interview
from analysis.services import GradingFailed, grade_corrected, with_corrections
from common import clock, jobs
from common.audit.enums import Verb
from common.audit.writing import record
from common.ids import new_id
from common.jobs import JobState
from interviews.models import Answer, Interview
from reports.builders.document import build_document
from reports.enums import RescoringOutcome, VersionReason
from reports.errors import ReportNotReady, RescoringUnderWay, TooManyReports
from reports.models import Regrading, Report, Rescoring
from reports.services.making import MADE, facts_of, keep_scores, keep_version, weights_of
from reports.services.question_scores import tell_the_bank
from reports.services.webhooks import announce_report
from reports.signals import report_rescored
from reports.versions import words

logger = structlog.get_logger(__name__)

RESCORE_TASK = "reports.rescore"
# The same by a worker of the analysis queue, which may grade words.
GRADE_TASK = "reports.rescore_words"
MOST_AT_ONCE = 500
_OPEN = (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Asked:
    """How many reports are scored again together, and how many could not be asked for."""

    batch: str
    count: int
    left_out: int


class _NotYet(Exception):
    """The transcript is being made with its corrections."""


@transaction.atomic
def request_rescoring(report: Report, *, actor: Any) -> Rescoring:
    """Have one report scored again. Raises `NotAllowed`, `ReportNotReady`, `RescoringUnderWay`."""
    demand_recruiter(actor, report.organization_id)
    locked = Report.objects.select_for_update().defer("document").get(pk=report.pk)
    if locked.state != JobState.DONE:
        raise ReportNotReady
    if locked.rescorings.filter(state__in=_OPEN).exists():
        raise RescoringUnderWay
    return _ask(locked, actor=actor, batch=new_id("rsc"))


@transaction.atomic
def request_rescorings(reports: Iterable[Report], *, actor: Any) -> Asked:
    """Have many scored again; those not ready, being scored already, or not one's to score are left out. Raises
    `TooManyReports` above `MOST_AT_ONCE`, `NotAllowed` when none is one's to score."""
    wanted = list(reports)
    if len(wanted) > MOST_AT_ONCE:
        raise TooManyReports(most=MOST_AT_ONCE)
    for organization_id in {report.organization_id for report in wanted}:
        demand_recruiter(actor, organization_id)
    keys = [report.pk for report in wanted]
    ready = Report.objects.select_for_update().filter(pk__in=keys, state=JobState.DONE).defer("document")
    busy = set(Rescoring.objects.filter(report__in=keys, state__in=_OPEN).values_list("report_id", flat=True))
    asked = [report for report in ready.order_by("pk") if report.pk not in busy]
    batch = new_id("rsc")
    for report in asked:
        _ask(report, actor=actor, batch=batch)
    return Asked(batch=batch, count=len(asked), left_out=len(wanted) - len(asked))


def rescore(rescoring_id: int, *, may_grade: bool = False) -> None:
    """Score and store, unless another worker does. A report that was erased meanwhile is nobody's business.

    Without ``may_grade`` the job is given on to a worker with models where corrected words wait to be graded."""
    waiting = Rescoring.objects.select_related("report__interview").filter(pk=rescoring_id).first()
    if waiting is None:
        return
    if not may_grade and _needs_grading(waiting.report.interview):
        jobs.enqueue(GRADE_TASK, rescoring_id)
        return
    job = jobs.claim(Rescoring, rescoring_id)
    if job is None:
        return
    try:
        with jobs.kept_lease(job):
            _rescore(job)
    except (jobs.LeaseLost, Report.DoesNotExist, Rescoring.DoesNotExist):
        logger.warning("rescoring_superseded", rescoring=job.public_id)
    except _NotYet:
        _fail(job, code="transcript_being_made")
    except GradingFailed as error:
        logger.warning("rescoring_engine_failed", rescoring=job.public_id, error=str(error))
        _fail(job, code="engine_failed", retry=error.retryable)
    except Exception:
        logger.exception("rescoring_crashed", rescoring=job.public_id)
        _fail(job, code="internal_error")


def sweep_rescorings() -> int:
    """Give forgotten and abandoned ones to the queue again; how many."""
    return jobs.requeue_stale(Rescoring, RESCORE_TASK)


def _ask(report: Report, *, actor: Any, batch: str) -> Rescoring:
    asked_by = actor if getattr(actor, "pk", None) is not None else None
    job = Rescoring.objects.create(report=report, batch=batch, asked_by=asked_by)
    jobs.enqueue(RESCORE_TASK, job.pk)
    return job


def _needs_grading(interview: Interview) -> bool:
    found = words.corrected_sentences(interview)
    known = Regrading.objects.filter(answer__public_id__in=found).values_list("answer__public_id", "fingerprint")
    graded = dict(known)
    return any(graded.get(key) != words.fingerprint_of(sentences) for key, sentences in found.items())


def _rescore(job: Rescoring) -> None:
    report = Report.objects.get(pk=job.report_id)
    places = ("organization", "position", "candidate")
    interview = Interview.objects.select_related(*places).get(pk=report.interview_id)
    corrected_until = words.corrected_at(interview)
    if words.is_being_made(interview):
        raise _NotYet
    answers = _answers(interview, job)
    found, score = scored_interview(interview, answers=answers)
    now = clock.now()
    report.generated_at = now
    document = build_document(interview=facts_of(interview, report, found), answers=found, score=score)
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=job.report_id)
        if report.document is None or report.state != JobState.DONE:
            jobs.finish(job, JobState.FAILED, error_code="report_being_made")
            return
        reason = reason_to_rescore(report, interview, corrected_until=corrected_until)
        job.outcome = RescoringOutcome.UNCHANGED
        if _said(document) != _said(report.document):
            keep_version(report)
            report.version += 1
            report.version_reason, report.version_by = reason, job.asked_by
            report.document, report.generated_at = document, now
            keep_scores(report, score)
            tell_the_bank(report)
            job.outcome = RescoringOutcome.NEW
        report.weights, report.corrected_until = weights_of(interview), corrected_until
        report.save(update_fields=MADE)
        job.number = report.version
        job.save(update_fields=["outcome", "number"])
        jobs.finish(job, JobState.DONE)
        if job.outcome == RescoringOutcome.NEW:
            _tell(report, interview, job)


def reason_to_rescore(report: Report, interview: Interview, *, corrected_until: Any) -> VersionReason:
    """The chief thing that changed since the report was scored; `VersionReason.ASKED` where nothing did."""
    rubric = rubric_of(interview)
    if corrected_until is not None and (report.corrected_until is None or corrected_until > report.corrected_until):
        return VersionReason.TRANSCRIPT
    if report.rubric_version != rubric.version or report.weights != weights_of(interview):
        return VersionReason.RUBRIC
    return VersionReason.ASKED


def _answers(interview: Interview, job: Rescoring) -> tuple[AnswerResults, ...]:
    """What the engines found, the words of some answers as they were put right."""
    corrected = words.corrected_sentences(interview)
    answers = results_of_interview(interview)
    done = []
    for number, answer in enumerate(answers, start=1):
        if answer.answer_id in corrected:
            answer = with_corrections(answer, _graded(answer, corrected[answer.answer_id], interview))
        done.append(answer)
        jobs.report_progress(job, 0.95 * number / len(answers))
    return tuple(done)


def _graded(answer: AnswerResults, sentences: list[Any], interview: Interview) -> dict[str, Any]:
    """The grade of the corrected words, worked out once."""
    row = Answer.objects.select_related("question__parent").get(public_id=answer.answer_id)
    fingerprint = words.fingerprint_of(sentences)
    known = Regrading.objects.filter(answer=row, fingerprint=fingerprint).first()
    if known is not None:
        return {"transcript": known.transcript, "content": known.content, "use": known.use}
    transcript = words.transcript_of(answer, sentences)
    graded = grade_corrected(answer, transcript, question=row.question, language=interview.language)
    Regrading.objects.update_or_create(
        answer=row, defaults={**graded, "fingerprint": fingerprint, "made_at": clock.now()}
    )
    return graded


def _said(document: dict[str, Any]) -> dict[str, Any]:
    """What a document says, but for when it was made and how long that took."""
    engines = [{**engine, "elapsed_ms": None} for engine in document["engines"]]
    return {**document, "generated_at": None, "engines": engines}


def _tell(report: Report, interview: Interview, job: Rescoring) -> None:
    record(
        Verb.RESCORED,
        organization_id=report.organization_id,
        about=interview.public_id,
        actor=job.asked_by,
        subject=report.public_id,
        facts={"version": report.version, "reason": str(report.version_reason)},
    )
    announce_report(report.pk, WebhookEvent.REPORT_RESCORED)
    transaction.on_commit(lambda: report_rescored.send(sender=Report, report_id=report.pk))


def _fail(job: Rescoring, *, code: str, retry: bool = True) -> None:
    try:
        if not retry or not jobs.retry_later(job, error_code=code, error_detail=""):
            jobs.finish(job, JobState.FAILED, error_code=code)
    except jobs.LeaseLost:
        logger.warning("rescoring_superseded", rescoring=job.public_id)
