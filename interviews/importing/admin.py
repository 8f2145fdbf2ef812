"""Bringing an interview in from the admin: by its id elsewhere, from a file, or from pasted text."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.selectors import demand_recruiter
from common.admin.forms import AddsByForm
from interviews.enums import InterviewOrigin
from interviews.models import ImportJob, RemoteAccount
from interviews.pages.forms import ImportForm
from interviews.services.import_files import source_in
from interviews.services.imports import start_import


class AdminImportForm(ImportForm):
    """Every way in; exactly one is taken."""

    account_id = forms.ModelChoiceField(
        label=_("Account"), queryset=RemoteAccount.objects.none(), to_field_name="public_id", required=False
    )
    id = forms.CharField(
        label=_("Id there"),
        max_length=200,
        required=False,
        help_text=_("Feishu: the interview id. Tencent Meeting: the id of the recording file."),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_(
            "JSON of Feishu or Tencent Meeting, SRT, WebVTT, or a recording; one above 64 MB is uploaded in the "
            "console."
        ),
    )
    content = forms.CharField(label=_("Or paste it"), required=False, strip=False, widget=forms.Textarea)
    speaker_count = forms.IntegerField(
        label=_("How many people speak"),
        required=False,
        min_value=1,
        max_value=10,
        help_text=_("In a recording. Left empty, it is estimated."),
    )
    field_order = ("position", "account_id", "id", "file", "content", "speaker_count")

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.actor = actor
        accounts = self.fields["account_id"]
        accounts.queryset, accounts.empty_label = RemoteAccount.objects.visible_to(actor), _("Choose an account")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        ways = [given.get("account_id") or given.get("id"), given.get("file"), (given.get("content") or "").strip()]
        if len([way for way in ways if way]) != 1 and not self.errors:
            raise forms.ValidationError(_("Give one source: an account and an id, a file, or the text."))
        if given.get("account_id") and not given.get("id"):
            self.add_error("id", _("This field is required."))
        if given.get("id") and not given.get("account_id"):
            self.add_error("account_id", _("This field is required."))
        return given

    def source(self) -> dict[str, Any]:
        given = self.cleaned_data
        if account := given["account_id"]:
            return {"source": account.provider, "account": account, "external_id": given["id"]}
        if file := given["file"]:
            return {**source_in(file, name=file.name, owner=self.actor), "speaker_count": given["speaker_count"]}
        return {"source": InterviewOrigin.TRANSCRIPT, "content": io.BytesIO(given["content"].encode())}


class BringsIn(AddsByForm):
    """For the admin page of imports: its "add" brings an interview in, and shows how far it is."""

    add_title = _("Bring an interview in")
    add_button = _("Bring it in")

    def new_form(self, request: HttpRequest, *given: Any) -> AdminImportForm:
        return AdminImportForm(*given, actor=request.user)

    def make(self, request: HttpRequest, form: AdminImportForm) -> ImportJob:
        position = form.cleaned_data["position"]
        demand_recruiter(request.user, position.organization_id)
        return start_import(position=position, actor=request.user, draft=form.draft())
