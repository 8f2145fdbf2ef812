"""The report page: everything about one report, the data its player asks for, and having a failed one made again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.selectors import recruits_for
from analysis.selectors import analysis_state
from common.errors import Conflict, NotAllowed
from common.pages.views import MemberPage
from interviews.models import Interview
from interviews.selectors import interview_visible_to
from interviews.selectors.consents import decisions_of
from reports import selectors, services
from reports.builders.wording import Language
from reports.enums import ReportStatus
from reports.errors import InterviewNotEnded, NothingToReport, ReportNotReady
from reports.models import Report
from reports.pages.medians import medians_beside
from reports.pages.panels import panels_of
from reports.pages.parts import answer_in, part_of, recorded_answers, recording_of, words_of_page
from reports.pages.radar import radar_of
from reports.pages.shape import shown_report
from reports.pages.standing import standing_of
from reports.pages.versions import document_shown


class ReportPage(MemberPage):
    """What is known of an interview: the report, how far it is, or why there is none."""

    template_name = "console/report.html"
    section = "reports"

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        try:
            report = selectors.report_visible_to(request.user, interview_id)
        except (InterviewNotEnded, NothingToReport) as error:
            return self._none(interview_id, error)
        if report.status != ReportStatus.READY:
            return self._waiting(report)
        if request.htmx:  # type: ignore[attr-defined]  # the waiting page asks again; now the whole one is there
            return HttpResponse(headers={"HX-Refresh": "true"})
        return self.show(**_context(request, report))

    def _none(self, interview_id: str, error: Conflict) -> HttpResponse:
        interview = interview_visible_to(self.request.user, interview_id)
        status = 410 if interview.erased_at else error.status
        return self.show("console/report_none.html", interview=interview, error=error, status=status)

    def _waiting(self, report: Report) -> HttpResponse:
        htmx = self.request.htmx  # type: ignore[attr-defined]
        template = "console/_report_waiting.html" if htmx else "console/report_waiting.html"
        failed = report.status == ReportStatus.FAILED
        return self.show(
            template,
            report=report,
            interview=report.interview,
            progress=analysis_state(report.interview).progress,
            can_renew=failed and recruits_for(self.request.user, report.organization_id),
        )


class ReportPart(MemberPage):
    """JSON of the answer to the document's question ``number`` (`parts.part_of`)."""

    def get(self, request: HttpRequest, interview_id: str, number: int) -> HttpResponse:
        report, question = _question(request, interview_id, number)
        presented = selectors.presented_findings(request.user, report, language=language_of_page())
        moments = None if presented.get("blind") else presented.get("highlights") or []
        return _private(part_of(report.interview, question, moments=moments, base_url=""))


class ReportRecording(MemberPage):
    """JSON of fresh addresses of an answer's recording, for a player whose own have run out."""

    def get(self, request: HttpRequest, interview_id: str, number: int) -> HttpResponse:
        report, question = _question(request, interview_id, number)
        answer = answer_in(report.interview, question)
        return _private({"recording": recording_of(answer, base_url="")})


class RenewReport(MemberPage):
    """POST has a report that failed made again, from the answers and transcripts there are."""

    def post(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        report = selectors.report_visible_to(request.user, interview_id)
        if not recruits_for(request.user, report.organization_id):
            raise NotAllowed
        if report.status != ReportStatus.FAILED:
            raise Conflict
        services.renew_report(report.interview)
        self.say(_("The report is being made again."))
        return redirect("console:report", interview_id=interview_id)


def report_shown(request: HttpRequest, interview_id: str) -> Report:
    """The ready report of an interview, its ``document`` that of the version asked for. Raises `NotFound`,
    `ReportNotReady` and what `report_visible_to` raises."""
    report = selectors.report_visible_to(request.user, interview_id)
    if report.status != ReportStatus.READY or report.document is None:
        raise ReportNotReady
    report.document = document_shown(request, report)
    return report


def language_of_page() -> Language:
    return "en" if (get_language() or "").startswith("en") else "zh"


def _question(request: HttpRequest, interview_id: str, number: int) -> tuple[Report, dict[str, Any]]:
    report = report_shown(request, interview_id)
    questions = (report.document or {}).get("questions") or []
    if number >= len(questions):
        raise Http404
    return report, questions[number]


def _context(request: HttpRequest, report: Report) -> dict[str, Any]:
    language = language_of_page()
    report.document = document_shown(request, report)
    report.is_hidden = standing_of(request, report.interview).is_hidden
    presented = selectors.presented_findings(request.user, report, language=language)
    hidden = bool(presented.get("blind"))
    medians = medians_beside(report)
    playable = recorded_answers(report.interview)
    consents = list(decisions_of(report.interview).values())
    return {
        "report": report,
        "interview": report.interview,
        "shown": shown_report(presented, language=language, playable=playable),
        "hidden": hidden,
        "medians": medians,
        "radar": None if hidden else radar_of(presented["ability_evidence"], medians.scores),
        "consents": consents,
        "declined": [consent for consent in consents if not consent.given],
        "data": _data(request, report.interview, presented, playable),
        "words": words_of_page(),
        "panels": panels_of(request, report),
    }


def _data(
    request: HttpRequest, interview: Interview, presented: dict[str, Any], playable: Collection[str]
) -> dict[str, Any]:
    """What the page's modules start from: where to ask, and the questions in the order they are played."""
    return {
        "parts": f"{reverse('console:report', args=[interview.public_id])}/parts/",
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        "questions": [
            {
                "number": number,
                "order": question["order"],
                "isFollowUp": bool(question["is_follow_up"]),
                "content": question["content"],
                "isAnswered": question["answer_id"] is not None,
                "isPlayable": question["answer_id"] in playable,
                "isTyped": question.get("transcript_source") == "typed",
            }
            for number, question in enumerate(presented["questions"])
        ],
    }


def _private(content: dict[str, Any]) -> JsonResponse:
    return JsonResponse(content, headers={"Cache-Control": "private, no-store"})
