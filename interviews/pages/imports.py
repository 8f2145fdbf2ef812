"""The console's imports: bringing an interview in, how far each is, and putting its speakers right."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.selectors import demand_recruiter
from common import storage
from common.errors import ApplicationError, InvalidInput
from common.jobs import ENDED_STATES, JobState
from common.pages.listing import rows_of
from common.pages.views import MemberPage, RecruiterPage
from interviews import selectors, services
from interviews.enums import SpeakerRole
from interviews.importing.wording import error_sentence, note_sentence
from interviews.models import ImportJob, RemoteAccount
from interviews.pages import forms
from interviews.services.imports import start_import, swap_speakers

_WAYS: dict[str, type[forms.ImportForm]] = {
    "remote": forms.RemoteImportForm,
    "transcript": forms.TranscriptImportForm,
    "recording": forms.RecordingImportForm,
}


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
        context = {
            "job": job,
            "is_moving": job.state not in ENDED_STATES,
            "failure": failure_of(job),
            "notes": notes_of(job),
        }
        return self.show("console/_import_state.html" if request.htmx else "", **context)


class NewImport(RecruiterPage):
    """Three ways in: by id at the other side, a transcript, a recording."""

    template_name = "console/new_import.html"
    section = "imports"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._form(self._new())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._new(request.POST, request.FILES)
        if not form.is_valid():
            return self._form(form, status=400)
        demand_recruiter(request.user, form.cleaned_data["position"].organization_id)
        try:
            job = start_import(position=form.cleaned_data["position"], actor=request.user, draft=form.draft())
        except ApplicationError as error:
            form.take_errors(error)
            return self._form(form, status=error.status)
        return redirect("console:import", job.public_id)

    def _way(self) -> str:
        asked = self.request.GET.get("way", "")
        if asked in _WAYS:
            return asked
        has_account = RemoteAccount.objects.visible_to(self.request.user).exists()
        return "remote" if has_account else "transcript"

    def _new(self, *args: Any) -> forms.ImportForm:
        return _WAYS[self._way()](
            *args, actor=self.request.user, initial={"position": self.request.GET.get("position")}
        )

    def _form(self, form: forms.ImportForm, *, status: int = 200) -> HttpResponse:
        accounts = RemoteAccount.objects.visible_to(self.request.user).exists()
        return self.show(form=form, way=self._way(), has_account=accounts, status=status)


class NewUpload(RecruiterPage):
    """A place for a recording, for the page that uploads it."""

    def post(self, request: HttpRequest) -> HttpResponse:
        form = forms.UploadForm(request.POST)
        if not form.is_valid():
            sentence = _("This is not an audio or video file.")
            return JsonResponse({"message": sentence}, status=InvalidInput.status)
        file = services.presign_upload(owner=request.user, **form.place())
        address = storage.media().upload_url(
            key=file.key, content_type=file.content_type, upload_id=file.public_id, base_url=self.base_url()
        )
        here = f"{self.base_url()}/v1/uploads/{file.public_id}"
        return JsonResponse({"upload_url": address, "content_type": file.content_type, "address": here}, status=201)


class SwapSpeakers(RecruiterPage):
    """One click: this speaker is the interviewer (or, among several, the candidate after all)."""

    def post(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = selectors.interview_visible_to(request.user, interview_id)
        demand_recruiter(request.user, interview.organization_id)
        swap_speakers(interview, _roles(interview, request.POST), actor=request.user)
        self.say(_("The speakers are being labelled anew. Questions, answers and report follow."))
        return redirect("console:interview", interview.public_id)


def failure_of(job: ImportJob) -> str:
    """Why an import failed, in the reader's language."""
    try:
        params = json.loads(job.error_detail or "{}")
    except ValueError:
        params = {}
    return error_sentence(job.error_code, params if isinstance(params, dict) else {}, state=job.state)


def notes_of(job: ImportJob) -> list[str]:
    return [note_sentence(note["code"], note.get("params", {})) for note in job.notes]


def _roles(interview: Any, given: Any) -> dict[str, str]:
    """Of two speakers the other one is the candidate; of several only the one named changes."""
    conversation = selectors.conversation_of(interview)
    keys = [speaker.key for speaker in conversation.speakers.all()] if conversation else []
    named = given.get("interviewer") or given.get("candidate", "")
    role = SpeakerRole.INTERVIEWER if given.get("interviewer") else SpeakerRole.CANDIDATE
    if len(keys) == 2 and named in keys and role == SpeakerRole.INTERVIEWER:
        return {key: role if key == named else SpeakerRole.CANDIDATE for key in keys}
    return {named: role}
