"""Bringing an interview in from the admin: by its id elsewhere, from a file, or from pasted text."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from accounts.selectors import demand_recruiter
from common.admin import may_write
from common.errors import ApplicationError
from interviews.enums import InterviewOrigin
from interviews.models import RemoteAccount
from interviews.pages.forms import ImportForm
from interviews.services.import_files import source_in
from interviews.services.imports import start_import

_WIDGETS: dict[type[forms.Widget], type[forms.Widget]] = {
    forms.Select: widgets.UnfoldAdminSelectWidget,
    forms.TextInput: widgets.UnfoldAdminTextInputWidget,
    forms.EmailInput: widgets.UnfoldAdminEmailInputWidget,
    forms.NumberInput: widgets.UnfoldAdminIntegerFieldWidget,
    forms.DateTimeInput: widgets.UnfoldAdminTextInputWidget,
    forms.Textarea: widgets.UnfoldAdminTextareaWidget,
}


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
        for field in self.fields.values():
            _dress(field)

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


class BringsIn:
    """For the admin page of imports: its "add" brings an interview in, and shows how far it is."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_write(request)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not may_write(request):
            raise PermissionDenied
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = AdminImportForm(*given, actor=request.user)
        if request.method == "POST" and form.is_valid():
            job = _started(form, request)
            if job is not None:
                return redirect(reverse("admin:interviews_importjob_change", args=[job.pk]))
        return self._form_page(request, form)

    def _form_page(self, request: HttpRequest, form: AdminImportForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "title": _("Bring an interview in"),
            "opts": self.opts,  # type: ignore[attr-defined]
            "form": form,
        }
        status = 400 if form.errors else 200
        return TemplateResponse(request, "admin/interviews/bring_in.html", context, status=status)


def _started(form: AdminImportForm, request: HttpRequest) -> Any:
    """The import, or None with the sentences in the form."""
    position = form.cleaned_data["position"]
    try:
        demand_recruiter(request.user, position.organization_id)
        return start_import(position=position, actor=request.user, draft=form.draft())
    except ApplicationError as error:
        form.take_errors(error)
        return None


def _dress(field: forms.Field) -> None:
    """The looks of the admin; a file keeps the browser's own field."""
    kind = _WIDGETS.get(type(field.widget))
    if kind is None:
        return
    fresh = kind(attrs={**field.widget.attrs})
    if isinstance(field.widget, forms.DateTimeInput):
        fresh.input_type = field.widget.input_type
    if isinstance(field, forms.ModelChoiceField | forms.ChoiceField):
        fresh.choices = field.choices
    field.widget = fresh
