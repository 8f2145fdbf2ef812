"""The candidate's feedback: as much of the report as the position shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from analysis.models import EngineRun
from analysis.selectors import analysis_state
from common.errors import ApplicationError
from common.pages.slots import fill
from common.pages.views import SignedInPage
from interviews.models import Interview
from interviews.selectors.candidates import own_interview
from positions.enums import CandidateReport
from reports import selectors
from reports.builders.wording import Language
from reports.enums import ReportStatus
from reports.models import Report

# What was measured of the candidate. What the content was graded against is the company's.
_MEASURED = ("asr", "prosody", "face", "gaze", "expression", "posture")


class Feedback(SignedInPage):
    """Strengths and suggestions; scores only where the position shares everything."""

    template_name = "interviews/feedback.html"

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = own_interview(request.user, interview_id)
        report = selectors.report_visible_to(request.user, interview_id)
        if report.status != ReportStatus.READY:
            if request.htmx:
                return self.show("interviews/_feedback_waiting.html", **_waiting(interview, report))
            return self.show("interviews/feedback_waiting.html", **_waiting(interview, report))
        if request.htmx:  # the waiting page asks again; now the whole page is there
            return HttpResponse(headers={"HX-Refresh": "true"})
        shown = selectors.presented_report(request.user, report, language=_language())
        response = self.show(
            interview=interview,
            position=interview.position,
            report=report,
            shown=shown,
            abilities=list(shown.get("ability_evidence", {}).values()),
            strengths=[moment for moment in shown["highlights"] if moment["type"] == "positive"],
            orders={question.question_id: question.order for question in interview.questions.all()},
        )
        response["Cache-Control"] = "private, no-store"
        return response


class FeedbackProgress(SignedInPage):
    """How far the report is, for the page of thanks, which asks again and again."""

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = own_interview(request.user, interview_id)
        return HttpResponse(_panel(interview, _report_of(interview)))


@fill("own_interview_done")
def progress(request: HttpRequest, interviews: Sequence[Interview]) -> dict[int, Any]:
    """On the page of thanks."""
    found = selectors.reports_of(interviews)
    return {
        interview.pk: _panel(interview, found.get(interview.pk))
        for interview in interviews
        if interview.started_at is not None and interview.erased_at is None
    }


@fill("own_interview")
def links(request: HttpRequest, interviews: Sequence[Interview]) -> dict[int, Any]:
    """In the candidate's list: the way to feedback that is ready."""
    shared = [found for found in interviews if found.position.candidate_report != CandidateReport.NONE]
    reports = selectors.reports_of(shared)
    by_key = {interview.pk: interview for interview in shared}
    return {
        key: render_to_string("interviews/_feedback_link.html", {"interview": by_key[key]})
        for key, report in reports.items()
        if report.status == ReportStatus.READY
    }


@fill("own_data")
def own_data(request: HttpRequest, interviews: Sequence[Interview]) -> dict[int, Any]:
    """In the candidate's data: what was measured, and the report as it is shared."""
    return {interview.pk: _data(request, interview) for interview in interviews}


def _data(request: HttpRequest, interview: Interview) -> dict[str, Any]:
    runs = EngineRun.objects.filter(job__interview=interview, kind__in=_MEASURED, result__isnull=False)
    measured = [
        {
            "answer_id": run.job.answer.public_id if run.job.answer else None,
            "kind": run.kind,
            "engine": run.engine,
            "version": run.version,
            "result": run.result,
        }
        for run in runs.select_related("job__answer").order_by("pk")
    ]
    return {"measurements": measured, "report": _shared_report(request, interview)}


def _shared_report(request: HttpRequest, interview: Interview) -> dict[str, Any] | None:
    try:
        report = selectors.report_visible_to(request.user, interview.public_id)
        return selectors.presented_report(request.user, report, language=_language())
    except ApplicationError:  # not shared, not there, not ready
        return None


def _report_of(interview: Interview) -> Report | None:
    return selectors.reports_of([interview]).get(interview.pk)


def _panel(interview: Interview, report: Report | None) -> str:
    shares = interview.position.candidate_report != CandidateReport.NONE
    context = {"interview": interview, "shares": shares, "report": report, "progress": 0.0}
    if shares and report is not None and report.status == ReportStatus.GENERATING:
        context["progress"] = analysis_state(interview).progress
    return render_to_string("interviews/_report_progress.html", context)


def _waiting(interview: Interview, report: Report) -> dict[str, Any]:
    return {
        "interview": interview,
        "position": interview.position,
        "report": report,
        "progress": analysis_state(interview).progress,
    }


def _language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "zh"
