"""The console's imports: what was brought in, and how far each is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from common.jobs import ENDED_STATES, JobState
from common.pages.listing import rows_of
from common.pages.views import MemberPage
from interviews import selectors


class Imports(MemberPage):
    template_name = "console/imports.html"
    section = "imports"

    def get(self, request: HttpRequest) -> HttpResponse:
        state = request.GET.get("state", "")
        state = state if state in JobState.values else ""
        rows = rows_of(selectors.imports_visible_to(request.user, state=state), request)
        is_moving = any(job.state not in ENDED_STATES for job in rows.items)
        context = {"rows": rows, "state": state, "is_moving": is_moving}
        return self.show("console/_import_rows.html" if request.htmx else "", **context)


class ImportPage(MemberPage):
    template_name = "console/import.html"
    section = "imports"

    def get(self, request: HttpRequest, import_id: str) -> HttpResponse:
        job = selectors.import_visible_to(request.user, import_id)
        context = {"job": job, "is_moving": job.state not in ENDED_STATES}
        return self.show("console/_import_state.html" if request.htmx else "", **context)
