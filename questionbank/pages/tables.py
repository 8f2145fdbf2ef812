"""Tables of questions: brought in (looked at before anything is stored), taken away, and what one looks like."""

from __future__ import annotations

import tempfile
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override

from common import clock
from common.errors import ApplicationError
from common.jobs import ENDED_STATES
from common.pages.listing import rows_of
from common.pages.views import MemberPage, RecruiterPage
from common.streams import Streamed, gathered, streamed_file
from common.tables.writing import CSV_TYPE, csv_lines, write_xlsx
from questionbank import selectors
from questionbank.enums import ImportStage
from questionbank.pages.forms import ImportForm, QuestionFilter
from questionbank.services import importing, sheets

_LANGUAGES = {"zh": "zh-hans", "en": "en"}


class ImportQuestions(RecruiterPage):
    template_name = "console/question_imports.html"
    section = "questions"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._form(ImportForm(actor=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ImportForm(request.POST, request.FILES, actor=request.user)
        if not form.is_valid():
            return self._form(form, status=400)
        file = form.cleaned_data["file"]
        try:
            job = importing.start_import(
                file=file, file_name=file.name, position=form.cleaned_data["position"], actor=request.user
            )
        except ApplicationError as error:
            form.add_error("file", error.message)
            return self._form(form, status=error.status)
        return redirect("console:question_import", job.public_id)

    def _form(self, form: ImportForm, *, status: int = 200) -> HttpResponse:
        found = selectors.imports_visible_to(self.request.user)
        return self.show(form=form, rows=rows_of(found, self.request, size=10), status=status)


class QuestionImportPage(RecruiterPage):
    template_name = "console/question_import.html"
    section = "questions"

    def get(self, request: HttpRequest, import_id: str) -> HttpResponse:
        job = selectors.import_visible_to(request.user, import_id)
        counts = job.summary.get("stored") or job.summary.get("counts") or {}
        context: dict[str, Any] = {
            "job": job,
            "is_moving": job.state not in ENDED_STATES,
            "waits": job.stage == ImportStage.CHECKED and job.state == "done",
            "is_stored": job.stage == ImportStage.STORED,
            "counts": {kind: counts.get(kind, 0) for kind in ("new", "changed", "same", "wrong")},
            "storable": counts.get("new", 0) + counts.get("changed", 0),
            "listed": job.summary.get("rows", {}),
            "ignored": ", ".join(job.summary.get("ignored", [])),
            "usual": " · ".join(job.summary.get("usual", [])),
        }
        return self.show("console/_question_import.html" if request.htmx else "", **context)


class ConfirmQuestionImport(RecruiterPage):
    def post(self, request: HttpRequest, import_id: str) -> HttpResponse:
        job = importing.confirm_import(selectors.import_visible_to(request.user, import_id))
        return redirect("console:question_import", job.public_id)


class DiscardQuestionImport(RecruiterPage):
    def post(self, request: HttpRequest, import_id: str) -> HttpResponse:
        importing.discard_import(selectors.import_visible_to(request.user, import_id))
        self.say(_("The file was put aside. Nothing was stored."))
        return redirect("console:import_questions")


class ExportQuestions(MemberPage):
    """What the list's filters let through."""

    def get(self, request: HttpRequest, suffix: str) -> HttpResponseBase:
        form = QuestionFilter(request.GET, actor=request.user)
        found = selectors.listed_questions(request.user, **form.narrowing()).order_by("position_id", "pk")
        name = f"questions-{clock.now():%Y%m%d}.{suffix}"
        return table_response(name, sheets.rows_of_questions(found))


class QuestionTemplate(RecruiterPage):
    """An empty table with its head and three examples."""

    def get(self, request: HttpRequest, language: str, suffix: str) -> HttpResponseBase:
        with override(_LANGUAGES[language]):
            return table_response(f"questions-{language}.{suffix}", iter(sheets.example_rows()), choices=True)


def table_response(name: str, rows: Any, *, choices: bool = False) -> HttpResponseBase:
    """The rows as a file of the kind its name says: CSV as it is read, Excel from a file on disk."""
    heads = sheets.heads()
    if name.endswith(".csv"):
        streamed = Streamed(gathered(csv_lines(heads=heads, rows=rows)), content_type=CSV_TYPE)
        streamed["Content-Disposition"] = f'attachment; filename="{name}"'
        return streamed
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  (the response closes it)
    offered = sheets.choices() if choices else None
    write_xlsx(file, heads=heads, rows=rows, sheet=_("Questions"), widths=sheets.WIDTHS, choices=offered)
    return streamed_file(file, name=name)
