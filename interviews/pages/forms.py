"""Forms of the interview pages."""

from __future__ import annotations

import io
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from common.pages.forms import PageForm
from interviews.enums import InterviewOrigin, InterviewStatus, MediaKind
from interviews.models import RemoteAccount
from interviews.services.imports import ImportDraft
from positions.enums import InterviewLanguage
from positions.models import Position


class InterviewFilter(PageForm):
    """What narrows the list. A value that is none narrows nothing."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Candidate, e-mail, position or id")}),
    )
    status = forms.ChoiceField(label=_("State"), required=False)
    position = forms.ChoiceField(label=_("Position"), required=False)
    origin = forms.ChoiceField(label=_("Origin"), required=False)
    start = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        positions = Position.objects.visible_to(actor).values_list("public_id", "title")
        self.fields["status"].choices = [("", _("All")), *InterviewStatus.choices]
        self.fields["origin"].choices = [("", _("All")), *InterviewOrigin.choices]
        self.fields["position"].choices = [("", _("All")), *positions]

    def narrowing(self) -> dict[str, Any]:
        """Arguments of `listed_interviews`."""
        self.full_clean()
        given = self.cleaned_data
        return {
            "search": given.get("q", "").strip(),
            "status": given.get("status", ""),
            "origin": given.get("origin", ""),
            "position_id": given.get("position", ""),
            "start_date": given.get("start"),
            "end_date": given.get("end"),
        }


class ImportForm(PageForm):
    """What every way of bringing an interview in asks for. Fields are named as the service names its errors."""

    position = forms.ModelChoiceField(label=_("Position"), queryset=Position.objects.none(), to_field_name="public_id")
    candidate_name = forms.CharField(label=_("Candidate's name"), max_length=200, required=False)
    candidate_email = forms.EmailField(label=_("Candidate's e-mail"), max_length=254, required=False)
    language = forms.ChoiceField(label=_("Language spoken"), choices=InterviewLanguage.choices, initial="auto")
    started_at = forms.DateTimeField(
        label=_("Held at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("Where the source does not say it; in the position's time zone."),
    )
    common = ("position", "candidate_name", "candidate_email", "language", "started_at")

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].queryset = Position.objects.visible_to(actor)
        self.fields["position"].empty_label = _("Choose a position")

    def draft(self) -> ImportDraft:
        """What the service is asked for."""
        given = self.cleaned_data
        started_at = given["started_at"]
        if started_at is not None:
            started_at = started_at.replace(tzinfo=ZoneInfo(given["position"].timezone))
        language = "" if given["language"] == InterviewLanguage.AUTO else given["language"]
        return ImportDraft(
            language=language,
            candidate_name=given["candidate_name"],
            candidate_email=given["candidate_email"],
            started_at=started_at,
            **self.source(),
        )

    def source(self) -> dict[str, Any]:
        raise NotImplementedError


class RemoteImportForm(ImportForm):
    """By its id at Feishu or Tencent Meeting."""

    account_id = forms.ModelChoiceField(
        label=_("Account"), queryset=RemoteAccount.objects.none(), to_field_name="public_id"
    )
    id = forms.CharField(
        label=_("Id there"),
        max_length=200,
        help_text=_("Feishu: the interview id. Tencent Meeting: the id of the recording file."),
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["account_id"].queryset = RemoteAccount.objects.visible_to(actor)
        self.fields["account_id"].empty_label = _("Choose an account")

    def source(self) -> dict[str, Any]:
        account = self.cleaned_data["account_id"]
        return {"source": account.provider, "account": account, "external_id": self.cleaned_data["id"]}


class TranscriptImportForm(ImportForm):
    """Pasted or uploaded: JSON of Feishu or Tencent Meeting, SRT, VTT."""

    file = forms.FileField(
        label=_("Transcript file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".json,.srt,.vtt,.txt,application/json,text/vtt"}),
        help_text=_("JSON of Feishu or Tencent Meeting, SRT or WebVTT."),
    )
    content = forms.CharField(
        label=_("Or paste it"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"class": "code", "spellcheck": "false", "rows": "8"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("file") and not (given.get("content") or "").strip() and "file" not in self.errors:
            self.add_error("file", _("Choose a file, or paste the transcript."))
        return given

    def source(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        content = file or io.BytesIO(self.cleaned_data["content"].encode())
        return {"source": InterviewOrigin.TRANSCRIPT, "content": content, "file_name": file.name if file else ""}


class RecordingImportForm(ImportForm):
    """A recording that the page has uploaded already."""

    upload = forms.CharField(label=_("Recording"), max_length=500, widget=forms.HiddenInput())
    speaker_count = forms.IntegerField(
        label=_("How many people speak"),
        required=False,
        min_value=1,
        max_value=10,
        help_text=_("Left empty, it is estimated."),
    )

    def source(self) -> dict[str, Any]:
        count = self.cleaned_data["speaker_count"]
        return {"source": InterviewOrigin.RECORDING, "recording": self.cleaned_data["upload"], "speaker_count": count}


class UploadForm(PageForm):
    """What the page says of a file before it uploads it."""

    file_name = forms.CharField(max_length=255)
    content_type = forms.RegexField(r"^((audio|video)/[\w.+-]{1,80}(;.{0,100})?|application/octet-stream)$")

    def place(self) -> dict[str, str]:
        """Arguments of `presign_upload`."""
        kind = self.cleaned_data["content_type"].split("/")[0]
        return {**self.cleaned_data, "file_type": kind if kind in MediaKind.values else MediaKind.AUDIO}


class RemoteAccountForm(PageForm):
    """Credentials at Feishu or Tencent Meeting; which of them are needed, the service says."""

    provider = forms.ChoiceField(
        label=_("Service"),
        choices=[
            (InterviewOrigin.FEISHU, InterviewOrigin.FEISHU.label),
            (InterviewOrigin.TENCENT, InterviewOrigin.TENCENT.label),
        ],
        initial=InterviewOrigin.FEISHU,
    )
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("To tell it from others."))
    app_id = forms.CharField(label="App ID", max_length=200, required=False)
    app_secret = forms.CharField(label="App Secret", max_length=500, required=False)
    sdk_id = forms.CharField(label="SDK ID", max_length=200, required=False)
    secret_id = forms.CharField(label="Secret ID", max_length=200, required=False)
    secret_key = forms.CharField(label="Secret Key", max_length=500, required=False)
    open_id = forms.CharField(label="Open ID", max_length=200, required=False)
    access_token = forms.CharField(label="Access Token", max_length=1000, required=False)
    operator_id = forms.CharField(label="Operator ID", max_length=200, required=False)
    base_url = forms.URLField(
        label=_("Address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Only for a private deployment; empty for the service's own."),
    )
    credentials = (
        "app_id",
        "app_secret",
        "sdk_id",
        "secret_id",
        "secret_key",
        "open_id",
        "access_token",
        "operator_id",
    )
    secret = ("app_secret", "secret_key", "access_token")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.credentials:
            widget = forms.PasswordInput if name in self.secret else forms.TextInput
            self.fields[name].widget = widget(attrs={"autocomplete": "off", "spellcheck": "false"})

    def account(self) -> dict[str, Any]:
        """Arguments of `add_remote_account`."""
        given = self.cleaned_data
        kept = {name: given[name] for name in self.credentials if given[name]}
        return {**{name: given[name] for name in ("provider", "name", "base_url")}, "credentials": kept}
