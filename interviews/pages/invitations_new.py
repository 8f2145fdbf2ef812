"""Inviting in the console: one candidate, a pasted list or a file; a list is shown before anybody is invited."""

from __future__ import annotations

import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.selectors import demand_recruiter
from common.errors import ApplicationError
from common.jobs import ENDED_STATES
from common.pages.views import MemberPage, RecruiterPage
from common.tables.writing import XLSX_TYPE
from interviews.inviting.enums import BatchState
from interviews.inviting.reading import MOST_ROWS
from interviews.models import InvitationBatch
from interviews.pages import invitation_forms as forms
from interviews.selectors.invitations import batch_visible_to
from interviews.services import invitation_batches as batches
from interviews.services.candidate_tables import write_sample
from interviews.services.invitations import invite_one

_SHOWN = 100
_WAYS: dict[str, type[forms.TermsForm]] = {
    "single": forms.SingleForm,
    "paste": forms.PasteForm,
    "file": forms.FileForm,
}


class NewInvitation(RecruiterPage):
    """``?way=`` single, paste or file; ``?position=`` chooses one."""

    template_name = "console/invitation_new.html"
    section = "invitations"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._form(self._new(initial=self._initial()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._new(request.POST, request.FILES)
        if not form.is_valid():
            return self._form(form, status=400)
        demand_recruiter(request.user, form.cleaned_data["position"].organization_id)
        try:
            return self._single(form) if isinstance(form, forms.SingleForm) else self._list(form)
        except ApplicationError as error:
            form.take_errors(error)
            return self._form(form, status=error.status)

    def _single(self, form: forms.SingleForm) -> HttpResponse:
        draft = form.draft(base_url=self.base_url())
        made = invite_one(position=form.cleaned_data["position"], actor=self.request.user, draft=draft)
        self.say(_("%(name)s is invited. The mail is on its way.") % {"name": str(made)})
        if "again" in self.request.POST:
            return redirect(f"{self.request.path}?way=single&position={made.position.public_id}")
        return redirect("console:invitation", made.public_id)

    def _list(self, form: Any) -> HttpResponse:
        given = form.cleaned_data
        what = {
            "position": given["position"],
            "actor": self.request.user,
            "terms": form.terms(base_url=self.base_url()),
        }
        if "text" in given:
            batch = batches.preview_pasted(text=given["text"], **what)
        else:
            batch = batches.preview_file(file=given["file"].file, file_name=given["file"].name, **what)
        return redirect("console:invitation_batch", batch.public_id)

    def _way(self) -> str:
        asked = self.request.GET.get("way", "")
        return asked if asked in _WAYS else "single"

    def _new(self, *args: Any, **options: Any) -> forms.TermsForm:
        return _WAYS[self._way()](*args, actor=self.request.user, **options)

    def _initial(self) -> dict[str, Any]:
        return forms.initial_for(self.request.user, self.request.GET.get("position", ""))

    def _form(self, form: forms.TermsForm, *, status: int = 200) -> HttpResponse:
        has_positions = form.fields["position"].queryset.exists()  # type: ignore[attr-defined]
        return self.show(form=form, way=self._way(), has_positions=has_positions, most=MOST_ROWS, status=status)


class SampleFile(RecruiterPage):
    """An Excel file to fill in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        target = io.BytesIO()
        write_sample(target)
        headers = {"Content-Disposition": 'attachment; filename="candidates.xlsx"'}
        return HttpResponse(target.getvalue(), content_type=XLSX_TYPE, headers=headers)


class BatchPage(MemberPage):
    """A list: as a draft what would happen, then how far it is, then what came of it."""

    template_name = "console/invitation_batch.html"
    section = "invitations"

    def get(self, request: HttpRequest, batch_id: str) -> HttpResponse:
        batch = batch_visible_to(request.user, batch_id)
        context = {
            "batch": batch,
            "rows": batch.rows[:_SHOWN],
            "has_external_ids": any(row.get("external_id") for row in batch.rows),
            "more": max(0, len(batch.rows) - _SHOWN),
            "problems": batch.problems[:_SHOWN],
            "more_problems": max(0, len(batch.problems) - _SHOWN),
            "invited": batch.invitations.count(),
            "is_draft": batch.state == BatchState.DRAFT,
            "is_moving": batch.state not in (*ENDED_STATES, BatchState.DRAFT),
        }
        return self.show("console/_invitation_batch.html" if request.htmx else "", **context)


class BatchDecision(RecruiterPage):
    """POST: invite everybody in the draft, or forget it."""

    decision = ""

    def post(self, request: HttpRequest, batch_id: str) -> HttpResponse:
        batch = batch_visible_to(request.user, batch_id)
        demand_recruiter(request.user, batch.organization_id)
        return self._confirm(batch) if self.decision == "confirm" else self._discard(batch)

    def _confirm(self, batch: InvitationBatch) -> HttpResponse:
        batches.confirm_batch(batch)
        if batch.row_count > batches.AT_ONCE:
            sentence = _("%(count)s candidates are being invited. You may leave this page.")
        else:
            sentence = ngettext("%(count)s candidate is invited.", "%(count)s candidates are invited.", batch.row_count)
        self.say(sentence % {"count": batch.row_count})
        return redirect("console:invitation_batch", batch.public_id)

    def _discard(self, batch: InvitationBatch) -> HttpResponse:
        batches.discard_batch(batch)
        self.say(_("The list is forgotten; nobody was invited."))
        return redirect("console:new_invitation")
