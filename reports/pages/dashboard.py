"""The console's first page: what goes on, and what waits for somebody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from common.pages.listing import sliced
from common.pages.views import MemberPage
from interviews.enums import InterviewStatus
from interviews.selectors import imports_visible_to, interviews_visible_to
from reports import selectors
from reports.enums import ReportStatus

_SHOWN = 6


class Dashboard(MemberPage):
    template_name = "console/dashboard.html"
    section = "dashboard"

    def get(self, request: HttpRequest) -> HttpResponse:
        interviews = interviews_visible_to(request.user)
        live = interviews.filter(status=InterviewStatus.IN_PROGRESS)
        reports = selectors.listed_reports(request.user, state=ReportStatus.READY).order_by("-generated_at", "-pk")
        return self.show(
            waiting=interviews.filter(status=InterviewStatus.CREATED).count(),
            live_count=live.count(),
            completed=interviews.filter(status=InterviewStatus.COMPLETED).count(),
            ready=reports.count(),
            failed=selectors.listed_reports(request.user, state=ReportStatus.FAILED).count(),
            live=list(live.order_by("-started_at", "-pk")[:_SHOWN]),
            reports=sliced(reports, size=_SHOWN),
            imports=list(imports_visible_to(request.user)[:_SHOWN]),
        )
