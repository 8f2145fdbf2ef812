"""Making reports: asked for when an interview ends, built when its last answer is analysed."""

from __future__ import annotations

import structlog
from django.db import transaction

from accounts.enums import WebhookEvent
from analysis.contracts import AnswerResults, InterviewScore
from analysis.selectors import analysis_state, scored_interview
from common import clock, jobs
from common.jobs import JobState
from interviews.models import Interview, InterviewQuestion
from interviews.selectors import withholds_signals
from reports.builders.document import build_document
from reports.builders.facts import InterviewFacts, QuestionFacts
from reports.enums import VersionReason
from reports.models import Report, ReportVersion
from reports.services.question_scores import tell_the_bank
from reports.services.webhooks import announce_report
from reports.signals import report_failed, report_ready

logger = structlog.get_logger(__name__)

BUILD_TASK = "reports.build_report"
# What a new version sets.
MADE = (
    "document",
    "overall_score",
    "recommendation",
    "rubric_version",
    "generated_at",
    "version",
    "version_reason",
    "version_by",
    "weights",
    "corrected_until",
    "ability_scores",
    "coverage",
)


@transaction.atomic
def request_report(interview: Interview) -> Report | None:
    """Ask for the report of an interview that was held; built at once when every answer is analysed."""
    if interview.started_at is None or interview.ended_at is None or interview.erased_at is not None:
        return None
    report, _created = Report.objects.get_or_create(
        interview=interview, defaults={"organization_id": interview.organization_id}
    )
    if report.state == JobState.QUEUED and analysis_state(interview).is_complete:
        jobs.enqueue(BUILD_TASK, report.pk)
    return report


@transaction.atomic
def renew_report(interview: Interview) -> Report | None:
    """Ask for the report of answers that were made anew; the one before is shown until then no more."""
    Report.objects.filter(interview=interview).update(
        state=JobState.QUEUED,
        progress=0,
        attempts=0,
        queued_at=clock.now(),
        not_before=None,
        finished_at=None,
        lease_owner="",
        lease_expires_at=None,
        error_code="",
        error_detail="",
    )
    return request_report(interview)


def build_report(report_id: int) -> None:
    """Score and store, unless answers are still being analysed or another worker builds."""
    waiting = Report.objects.select_related("interview").get(pk=report_id)
    if not analysis_state(waiting.interview).is_complete:
        return
    report = jobs.claim(Report, report_id)
    if report is None:
        return
    try:
        with jobs.kept_lease(report):
            _build(report)
    except jobs.LeaseLost:
        logger.warning("report_superseded", report=report.public_id)
    except Exception as error:
        logger.exception("report_crashed", report=report.public_id)
        _fail(report, detail=type(error).__name__)


def sweep_reports() -> int:
    """Give forgotten and abandoned reports to the queue again; how many."""
    return jobs.requeue_stale(Report, BUILD_TASK)


def _build(report: Report) -> None:
    interview = Interview.objects.select_related("organization", "position", "candidate").get(pk=report.interview_id)
    answers, score = scored_interview(interview)
    report.generated_at = clock.now()
    document = build_document(interview=facts_of(interview, report, answers), answers=answers, score=score)
    with transaction.atomic():
        if report.document is not None:
            keep_version(Report.objects.get(pk=report.pk))
            report.version, report.version_reason, report.version_by = report.version + 1, VersionReason.ANSWERS, None
        report.document, report.corrected_until = document, None
        report.weights = weights_of(interview)
        keep_scores(report, score)
        report.save(update_fields=MADE)
        tell_the_bank(report)
        jobs.finish(report, JobState.DONE)
        announce_report(report.pk, WebhookEvent.REPORT_READY)
        transaction.on_commit(lambda: report_ready.send(sender=Report, report_id=report.pk))


def keep_scores(report: Report, score: InterviewScore) -> None:
    """Set the columns that lists read; the caller saves."""
    report.overall_score, report.recommendation = score.overall_score, score.recommendation
    report.rubric_version, report.coverage = score.rubric_version, round(score.covered_weight, 4)
    report.ability_scores = {one.key: one.score for one in score.abilities if one.score is not None}


def keep_version(report: Report) -> ReportVersion:
    """Put what the report says now among its earlier versions, in the transaction that makes the new one."""
    return ReportVersion.objects.create(
        report=report,
        number=report.version,
        document=report.document,
        overall_score=report.overall_score,
        recommendation=report.recommendation,
        rubric_version=report.rubric_version,
        weights=report.weights,
        corrected_until=report.corrected_until,
        reason=report.version_reason,
        made_by=report.version_by,
        made_at=report.generated_at,
    )


def weights_of(interview: Interview) -> dict[str, float] | None:
    """The position's own weights; None where the rubric's hold."""
    return interview.position.weights or None


def facts_of(interview: Interview, report: Report, answers: tuple[AnswerResults, ...]) -> InterviewFacts:
    """What the report says about the interview itself."""
    candidate = interview.candidate
    return InterviewFacts(
        report_id=report.public_id,
        interview_id=interview.public_id,
        candidate_id=candidate.public_id if candidate else "",
        candidate_name=candidate.username if candidate else interview.candidate_name or interview.candidate_email,
        position_id=interview.position.public_id,
        position_title=interview.position.title,
        generated_at=report.generated_at,
        organization_name=interview.organization.name,
        interviewer_style=interview.interviewer_style,
        mode=interview.mode,
        origin=interview.origin,
        language=interview.language,
        timezone=interview.timezone,
        started_at=interview.started_at,
        ended_at=interview.ended_at,
        end_reason=interview.end_reason,
        total_seconds=interview.total_seconds,
        questions=_asked(interview),
        withheld=frozenset({"video", "audio"}) if withholds_signals(interview) else frozenset(),
    )


def _asked(interview: Interview) -> tuple[QuestionFacts, ...]:
    answers = interview.answers.filter(is_current=True).select_related("analysis")
    by_question = {answer.question_id: answer for answer in answers}
    questions = interview.questions.select_related("parent")
    return tuple(_question(question, by_question.get(question.pk)) for question in questions)


def _question(question: InterviewQuestion, answer: object) -> QuestionFacts:
    analysis = getattr(answer, "analysis", None)
    return QuestionFacts(
        question_id=question.question_id,
        order=question.order,
        content=question.content,
        type=question.type,
        difficulty=question.difficulty,
        parent_question_id=question.parent.question_id if question.parent else None,
        answer_id=getattr(answer, "public_id", None),
        is_late=getattr(answer, "is_late", False),
        is_truncated=bool(analysis and analysis.truncated),
    )


def _fail(report: Report, *, detail: str) -> None:
    try:
        if jobs.retry_later(report, error_code="internal_error", error_detail=detail):
            return
        with transaction.atomic():
            jobs.finish(report, JobState.FAILED, error_code="internal_error", error_detail=detail)
            announce_report(report.pk, WebhookEvent.REPORT_FAILED)
            transaction.on_commit(lambda: report_failed.send(sender=Report, report_id=report.pk))
    except jobs.LeaseLost:
        return
