"""What narrows the list of reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.pages.forms import PageForm
from positions.models import Position
from reports.enums import Recommendation, ReportStatus


class ReportFilter(PageForm):
    """A value that is none narrows nothing."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Candidate, e-mail, position or id")}),
    )
    position = forms.ChoiceField(label=_("Position"), required=False)
    recommendation = forms.ChoiceField(label=_("Recommendation"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        positions = Position.objects.visible_to(actor).values_list("public_id", "title")
        self.fields["position"].choices = [("", _("All")), *positions]
        self.fields["recommendation"].choices = [("", _("All")), *Recommendation.choices]
        self.fields["state"].choices = [("", _("All")), *ReportStatus.choices]

    def narrowing(self) -> dict[str, str]:
        """Arguments of `listed_reports`."""
        self.full_clean()
        given = self.cleaned_data
        return {
            "search": given.get("q", "").strip(),
            "position_id": given.get("position", ""),
            "recommendation": given.get("recommendation", ""),
            "state": given.get("state", ""),
        }
