"""Forms of webhooks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import CHOSEN_EVENTS, WebhookEvent
from common.jobs import JobState
from common.pages.forms import PageForm

STATES = [
    (JobState.QUEUED.value, _("Waiting")),
    (JobState.RUNNING.value, _("Being sent")),
    (JobState.DONE.value, _("Delivered")),
    (JobState.FAILED.value, _("Given up")),
]


class WebhookForm(PageForm):
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("A public https address of your program."),
        widget=forms.URLInput(attrs={"placeholder": "https://", "spellcheck": "false", "autocapitalize": "none"}),
    )
    events = forms.MultipleChoiceField(
        label=_("Events"),
        choices=[(event.value, event.label) for event in CHOSEN_EVENTS],
        initial=[event.value for event in CHOSEN_EVENTS],
        error_messages={"required": _("Choose at least one event.")},
    )


class DeliveryFilter(forms.Form):
    """What is wrong in it narrows nothing."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *STATES])
    event = forms.ChoiceField(label=_("Event"), required=False, choices=[("", _("All")), *WebhookEvent.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def narrowed(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
