"""Forms of the interview pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.pages.forms import PageForm
from interviews.enums import InterviewOrigin, InterviewStatus
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
