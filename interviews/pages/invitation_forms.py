"""Forms of the invitations' pages. Fields are named as the services name their errors."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.pages.forms import PageForm
from interviews.candidacy.accommodations import MOST_EXTRA_TIME, Accommodations
from interviews.enums import AnswerMode, InterviewerStyle
from interviews.inviting.enums import InvitationStatus, MailLanguage, ReportMails
from interviews.inviting.models import MOST_REMIND_HOURS
from interviews.models import MOST_EXTERNAL_ID, Invitation
from interviews.services.invitation_batches import BatchTerms
from interviews.services.invitations import InvitationDraft, in_zone
from positions.enums import InterviewLanguage, PositionStatus
from positions.models import Position

_ZONES = (
    "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Asia/Seoul", "Asia/Kolkata",
    "Asia/Dubai", "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Moscow", "America/New_York",
    "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Sao_Paulo", "Africa/Johannesburg",
    "Australia/Sydney", "Pacific/Auckland", "UTC",
)  # fmt: skip
_LOCAL = {"type": "datetime-local"}


class InvitationFilter(PageForm):
    """What narrows the list. A value that is none narrows nothing."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name, e-mail, phone, position or id")}),
    )
    status = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *InvitationStatus.choices])
    position = forms.ChoiceField(label=_("Position"), required=False)
    batch = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput())

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        positions = Position.objects.visible_to(actor).values_list("public_id", "title")
        self.fields["position"].choices = [("", _("All")), *positions]

    def narrowing(self) -> dict[str, str]:
        """Arguments of `listed_invitations`."""
        self.full_clean()
        given = self.cleaned_data
        return {
            "search": given.get("q", "").strip(),
            "status": given.get("status", ""),
            "position_id": given.get("position", ""),
            "batch_id": given.get("batch", ""),
        }


class TermsForm(PageForm):
    """What every way of inviting asks for."""

    position = forms.ModelChoiceField(label=_("Position"), queryset=Position.objects.none(), to_field_name="public_id")
    language = forms.ChoiceField(label=_("Language of the mails"), choices=MailLanguage.choices)
    opens_at = forms.DateTimeField(label=_("Opens at"), required=False, widget=forms.DateTimeInput(attrs=_LOCAL))
    deadline_at = forms.DateTimeField(
        label=_("Begin before"),
        required=False,
        widget=forms.DateTimeInput(attrs=_LOCAL),
        help_text=_("Left empty, the position's number of days counts."),
    )
    timezone = forms.ChoiceField(
        label=_("Candidates' time zone"),
        required=False,
        choices=[("", _("The position's")), *((zone, zone.replace("_", " ")) for zone in _ZONES)],
        help_text=_("Both times are meant in it, and mails write them in it."),
    )
    remind_hours = forms.IntegerField(
        label=_("Reminder, hours before the deadline"),
        required=False,
        min_value=1,
        max_value=MOST_REMIND_HOURS,
        initial=24,
        help_text=_("Once, to those who have not begun. Left empty, nobody is reminded."),
    )
    interviewer_style = forms.ChoiceField(
        label=_("Interviewer's style"),
        required=False,
        choices=[("", _("As set for the position")), *InterviewerStyle.choices],
    )
    mode = forms.ChoiceField(label=_("Answers by"), choices=AnswerMode.choices)
    extra_time = forms.FloatField(
        label=_("Time, times the usual"),
        required=False,
        min_value=1,
        max_value=MOST_EXTRA_TIME,
        widget=forms.NumberInput(attrs={"step": "0.25"}),
        help_text=_("1 is the usual time, 1.5 half as much again."),
    )
    captions = forms.BooleanField(label=_("Questions are also written out (captions)"), required=False)
    no_countdown = forms.BooleanField(label=_("No countdown is shown"), required=False)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Position.objects.visible_to(actor).filter(status=PositionStatus.ACTIVE)
        self.fields["position"].queryset = own
        self.fields["position"].empty_label = _("Choose a position")

    def common(self, *, base_url: str) -> dict[str, Any]:
        """What drafts and lists share."""
        given = self.cleaned_data
        zone = given["timezone"] or given["position"].timezone
        return {
            "language": given["language"],
            "opens_at": in_zone(given["opens_at"], zone),
            "deadline_at": in_zone(given["deadline_at"], zone),
            "timezone": given["timezone"],
            "remind_hours": given["remind_hours"],
            "interviewer_style": given["interviewer_style"],
            "mode": given["mode"],
            "accommodations": accommodations_in(given),
            "base_url": base_url,
        }


class SingleForm(TermsForm):
    """One candidate."""

    name = forms.CharField(label=_("Candidate's name"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    external_id = forms.CharField(
        label=_("External id"),
        max_length=MOST_EXTERNAL_ID,
        required=False,
        help_text=_("What your own system calls this application."),
    )

    def draft(self, *, base_url: str) -> InvitationDraft:
        given = {name: self.cleaned_data[name] for name in ("name", "email", "phone", "external_id")}
        return InvitationDraft(**given, **self.common(base_url=base_url))


class ListForm(TermsForm):
    """Several candidates."""

    def terms(self, *, base_url: str) -> BatchTerms:
        return BatchTerms(**self.common(base_url=base_url))


class PasteForm(ListForm):
    text = forms.CharField(
        label=_("Candidates"),
        max_length=500_000,
        widget=forms.Textarea(attrs={"class": "code", "rows": "9", "spellcheck": "false"}),
        help_text=_(
            "One a line: “Name <mail>”, “name; mail; phone” or the address alone; “#” and your own id may follow. "
            "Cells copied from a spreadsheet together with their heads may also have language and deadline."
        ),
    )


class FileForm(ListForm):
    file = forms.FileField(
        label=_("Excel or CSV file"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        help_text=_(
            "Columns: e-mail (needed), name, phone, language, deadline, external id. Names of columns may be Chinese."
        ),
    )


class ExtendForm(PageForm):
    deadline_at = forms.DateTimeField(label=_("Begin before"), widget=forms.DateTimeInput(attrs=_LOCAL))
    mail = forms.BooleanField(label=_("Mail the new date to the candidate"), required=False, initial=True)

    def moment(self, invitation: Invitation) -> dt.datetime:
        moment = in_zone(self.cleaned_data["deadline_at"], invitation.interview.timezone)
        assert moment is not None  # the field is required
        return moment


class AccommodationsForm(PageForm):
    extra_time = TermsForm.base_fields["extra_time"]
    captions = TermsForm.base_fields["captions"]
    no_countdown = TermsForm.base_fields["no_countdown"]


class MessageForm(PageForm):
    """The service knows the bounds."""

    subject = forms.CharField(label=_("Subject"), required=False, max_length=1000)
    body = forms.CharField(
        label=_("Text"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": "14"}), strip=False
    )


class WishForm(PageForm):
    reports = forms.ChoiceField(label=_("Mail me when a report is ready or failed"), choices=ReportMails.choices)
    language = forms.ChoiceField(label=_("In"), choices=MailLanguage.choices)


def initial_for(actor: Any, position_id: str) -> dict[str, Any]:
    """The position asked for, and its language."""
    position = Position.objects.visible_to(actor).filter(public_id=position_id).first()
    spoken = position.language if position else InterviewLanguage.AUTO
    reader = MailLanguage.ENGLISH if (get_language() or "").startswith("en") else MailLanguage.CHINESE
    return {"position": position_id, "language": reader if spoken == InterviewLanguage.AUTO else spoken}


def accommodations_in(given: dict[str, Any]) -> Accommodations:
    return Accommodations(
        extra_time=given["extra_time"] or 1.0, captions=given["captions"], no_countdown=given["no_countdown"]
    )
