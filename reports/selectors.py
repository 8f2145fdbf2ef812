"""Reading reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q

from common.errors import ApplicationError
from common.jobs import JobState
from interviews.enums import ENDED_STATUSES
from interviews.models import Interview
from interviews.selectors import interview_visible_to
from interviews.selectors.reviewing import is_blind
from positions.enums import CandidateReport
from reports.builders.present import present
from reports.builders.wording import Language
from reports.enums import ReportStatus
from reports.errors import InterviewNotEnded, NothingToReport, ReportNotReady, ReportNotShared
from reports.models import Report, ReportQuerySet
from reports.reviews.blindness import seen_by, without_findings
from reports.reviews.errors import ReviewFirst
from reports.reviews.reading import human_of


def reports_visible_to(
    actor: Any, *, position_id: str | None = None, min_score: int | None = None, recommendation: str | None = None
) -> ReportQuerySet:
    """Ready reports, newest first. Filters on scores leave out reports whose scores the actor may not see."""
    found = seen_by(Report.objects.visible_to(actor), actor).filter(state=JobState.DONE).defer("document")
    if position_id:
        found = found.filter(interview__position__public_id=position_id)
    if min_score is not None:
        found = found.filter(Q(shown_score__gte=min_score))
    if recommendation:
        found = found.filter(Q(shown_recommendation=recommendation))
    return found.order_by(F("generated_at").desc(), "-pk")


def listed_reports(
    actor: Any, *, search: str = "", position_id: str = "", recommendation: str = "", state: str = ""
) -> ReportQuerySet:
    """Reports in whatever state as the console lists them, narrowed. ``search`` looks into names and titles. Scores are
    shown, filtered and sorted by what `seen_by` gives."""
    found = seen_by(Report.objects.visible_to(actor), actor).defer("document")
    found = found.select_related("interview__candidate", "interview__position")
    if position_id:
        found = found.filter(interview__position__public_id=position_id)
    if recommendation:
        found = found.filter(Q(shown_recommendation=recommendation))
    if state:
        found = found.filter(state__in=_STATES[ReportStatus(state)])
    return found.filter(_holds(search)) if search else found


def reports_of(interviews: Sequence[Interview], *, actor: Any = None) -> dict[int, Report]:
    """The report of each by the interview's key, without its document, and as ``actor`` sees its scores (`seen_by`)."""
    found = seen_by(Report.objects.filter(interview__in=interviews), actor).defer("document")
    return {report.interview_id: report for report in found}


def report_visible_to(actor: Any, interview_id: str) -> Report:
    """The report of an interview, in whatever state. Raises `NotFound`, `ReportNotShared`, `InterviewNotEnded`,
    `NothingToReport`."""
    found = Report.objects.visible_to(actor).select_related("interview__position", "interview__candidate")
    report = found.filter(interview__public_id=interview_id).first()
    if report is None or report.interview.status not in ENDED_STATUSES:
        raise _why_no_report(actor, interview_visible_to(actor, interview_id))
    return report


def _why_no_report(actor: Any, interview: Interview) -> ApplicationError:
    if not sees_everything(actor) and interview.position.candidate_report == CandidateReport.NONE:
        return ReportNotShared()
    return InterviewNotEnded() if interview.status not in ENDED_STATUSES else NothingToReport()


def presented_report(actor: Any, report: Report, *, language: Language) -> dict[str, Any]:
    """`presented_findings`, for members with what people found (``human``). Raises `ReportNotReady`."""
    presented = presented_findings(actor, report, language=language)
    if presented.get("blind") or not sees_everything(actor):
        return presented
    return {**presented, "human": human_of(report, language=language)}


def presented_findings(actor: Any, report: Report, *, language: Language) -> dict[str, Any]:
    """The ready report in the actor's language, as much of it as the actor may see: for members with the interview's id
    elsewhere, without what the AI found (``blind``) for one who owes a blind review. Raises `ReportNotReady`."""
    if report.document is None:
        raise ReportNotReady
    if not sees_everything(actor):
        return present(report.document, language=language, can_see_scores=sees_scores(actor, report))
    presented = {**present(report.document, language=language), "external_id": report.interview.external_id}
    return presented if sees_scores(actor, report) else without_findings(presented)


def report_for_file(actor: Any, report: Report, *, language: Language) -> dict[str, Any]:
    """`presented_report` to be downloaded. Raises `ReviewFirst` for one who owes a blind review, `ReportNotReady`."""
    presented = presented_report(actor, report, language=language)
    if presented.get("blind"):
        raise ReviewFirst
    return presented


def sees_scores(actor: Any, report: Report) -> bool:
    """Members, but for one who owes a review that is to be written blind; a candidate where the position shares
    everything."""
    if hasattr(report, "is_hidden"):  # of a list made by `seen_by`
        return not report.is_hidden
    if sees_everything(actor):
        return not is_blind(actor, report.interview)
    return report.interview.position.candidate_report == CandidateReport.FULL


_STATES = {
    ReportStatus.GENERATING: (JobState.QUEUED, JobState.RUNNING),
    ReportStatus.READY: (JobState.DONE, JobState.PARTIAL),
    ReportStatus.FAILED: (JobState.FAILED,),
}


def _holds(text: str) -> Q:
    condition = Q(public_id=text) | Q(interview__public_id=text) | Q(interview__external_id=text)
    for field in ("candidate_name", "candidate_email", "candidate__username", "candidate__email", "position__title"):
        condition |= Q(**{f"interview__{field}__icontains": text})
    return condition


def sees_everything(actor: Any) -> bool:
    return bool(getattr(actor, "is_superuser", False) or getattr(actor, "is_enterprise", False))
