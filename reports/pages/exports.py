"""Files of many reports: asked for from a list, watched, downloaded by a signed address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from common import storage
from common.errors import ApplicationError
from common.jobs import ENDED_STATES
from common.pages.listing import rows_of
from common.pages.views import MemberPage, Page, safe_next
from common.streams import Streamed, streamed_file
from reports import services
from reports.enums import ExportKind
from reports.errors import ExportGone
from reports.exporting.addresses import export_of_token, is_kept, token_of
from reports.models import ExportJob
from reports.pages.forms import ReportFilter

_MOST_CHOSEN = 1000


class Exports(MemberPage):
    """One's own files. POST asks for one: of the chosen reports, or of all that fit the list's filters."""

    template_name = "console/exports.html"
    section = "reports"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = rows_of(ExportJob.objects.visible_to(request.user), request)
        for job in rows.items:
            job.token = token_of(job) if is_kept(job) else ""
        context = {"rows": rows, "is_waiting": any(job.state not in ENDED_STATES for job in rows.items)}
        return self.show("console/_exports.html" if request.htmx else "", **context)  # type: ignore[attr-defined]

    def post(self, request: HttpRequest) -> HttpResponse:
        kind = ExportKind.PDF_ZIP if request.POST.get("kind") == ExportKind.PDF_ZIP else ExportKind.EXCEL
        language = get_language() or "zh-hans"
        try:
            services.request_export(actor=request.user, kind=kind, selection=selection_of(request), language=language)
        except ApplicationError as error:
            if error.status >= 500 or error.status == 403:
                raise
            sentence = error.message if type(error).__name__ != "InvalidInput" else _("There is no report to export.")
            self.say(sentence, level=messages.ERROR)
            return redirect(safe_next(request, request.POST, default="/console/reports/"))
        self.say(_("The file is being made. It is kept here for a day."))
        return redirect("console:exports")


@method_decorator(never_cache, name="dispatch")
class ExportFile(Page):
    """The file, for whoever has the signed address, for an hour."""

    def get(self, request: HttpRequest, token: str) -> Streamed:
        job = export_of_token(token)
        if storage.media().inspect(job.key) is None:
            raise ExportGone
        return streamed_file(storage.media().open(job.key), name=job.key.rsplit("/", 1)[-1])


def selection_of(request: HttpRequest) -> dict[str, Any]:
    """What a posted form selects, as `reports_selected` takes it."""
    from reports.pages.ranking import RankingFilter

    chosen = request.POST.getlist("report")[:_MOST_CHOSEN]
    if chosen:
        return {"reports": chosen}
    position = request.POST.get("ranking", "")
    if position:
        form = RankingFilter(request.POST)
        kept = {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in form.narrowing().items()
        }
        return {"ranking": {"position": position, "sort": request.POST.get("sort", "-score"), **kept}}
    return {"list": ReportFilter(request.POST, actor=request.user).narrowing()}
