"""Forms of the pages of positions."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.errors import InvalidInput
from common.pages.forms import PageForm
from positions.enums import (
    USUAL_WEIGHTS,
    Ability,
    CandidateReport,
    Category,
    InterviewerStyle,
    InterviewLanguage,
    Modality,
    PositionStatus,
)
from positions.models import Position
from positions.rules import settled_anchors, settled_weights

LEVELS = 5  # that the form offers for an ability; more that are there are shown too
_LEVEL_SCORES = (20, 40, 60, 80, 100)
_MOST_REQUIREMENTS, _LONGEST_REQUIREMENT = 100, 1000


class PositionFilter(PageForm):
    """What narrows the list. A value that is none narrows nothing."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Title or id")}),
    )
    status = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *PositionStatus.choices])
    category = forms.ChoiceField(label=_("Category"), required=False, choices=[("", _("All")), *Category.choices])

    def narrowing(self) -> dict[str, Any]:
        """Arguments of `listed_positions`."""
        self.full_clean()
        given = self.cleaned_data
        return {
            "search": given.get("q", "").strip(),
            "status": given.get("status", ""),
            "category": given.get("category", ""),
        }


class Requirements(forms.CharField):
    """A list, a line each."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": "5"}), max_length=100_000, required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > _MOST_REQUIREMENTS or any(len(line) > _LONGEST_REQUIREMENT for line in lines):
            sentence = _("At most %(lines)s lines of %(length)s characters.")
            raise forms.ValidationError(sentence, params={"lines": _MOST_REQUIREMENTS, "length": _LONGEST_REQUIREMENT})
        return lines


class Prose(forms.CharField):
    """Lines end as they are stored, however the browser sends them."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


def _text(label: Any, *, rows: int = 4, longest: int = 2000, **options: Any) -> Prose:
    widget = forms.Textarea(attrs={"rows": str(rows)})
    return Prose(label=label, max_length=longest, widget=widget, **options)


class PositionBasics(PageForm):
    """What a new position needs. Everything else has a usual value and is set afterwards."""

    title = forms.CharField(label=_("Title"), max_length=200)
    category = forms.ChoiceField(
        label=_("Category"), choices=Category.choices, help_text=_("Decides which ready questions are suggested.")
    )
    description = _text(_("Description"), rows=7, longest=20_000, help_text=_("Candidates read it, too."))
    requirements = Requirements(label=_("What is expected"), help_text=_("A line each."))
    language = forms.ChoiceField(
        label=_("Language"),
        choices=InterviewLanguage.choices,
        initial=InterviewLanguage.AUTO,
        help_text=_("What candidates speak, and what the interviewer speaks with them."),
    )
    interview_duration = forms.IntegerField(
        label=_("Length in minutes"),
        min_value=1,
        max_value=240,
        initial=30,
        help_text=_("After that the interview ends."),
    )
    question_count = forms.IntegerField(
        label=_("Questions asked in an interview"),
        min_value=1,
        max_value=40,
        initial=5,
        help_text=_("Chosen from those the position has, spread over the types."),
    )

    def values(self) -> dict[str, Any]:
        """The settings as the services take them."""
        return dict(self.cleaned_data)


class PositionSettings(PositionBasics):
    """Every setting of a position. Weights are shown in percent."""

    interviewer_style = forms.ChoiceField(
        label=_("Interviewer's style"),
        choices=InterviewerStyle.choices,
        help_text=_("For interviews whose invitation asks for no other."),
    )
    timezone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
        help_text=_("In which candidates and colleagues are told of dates."),
    )
    link_valid_days = forms.IntegerField(
        label=_("Days a link is valid"),
        min_value=1,
        max_value=365,
        help_text=_("An invitation that was not taken up by then expires."),
    )
    retakes_allowed = forms.BooleanField(
        label=_("Candidates may record an answer again"),
        required=False,
        help_text=_("Every take is kept; the last one counts."),
    )
    mode_choice_allowed = forms.BooleanField(
        label=_("Candidates may answer by sound alone or in writing"),
        required=False,
        help_text=_("For those without a working camera or a quiet place."),
    )
    opening_text = _text(
        _("Opening text"), required=False, help_text=_("Shown with the invitation, before anything is recorded.")
    )
    closing_text = _text(_("Closing text"), required=False, help_text=_("Shown when the interview is over."))
    human_contact = _text(
        _("A person to turn to"),
        required=False,
        longest=1000,
        rows=2,
        help_text=_("Whom candidates ask who want no AI interview. Shown to them as it is."),
    )
    candidate_report = forms.ChoiceField(
        label=_("What candidates may read of their report"),
        choices=CandidateReport.choices,
        widget=forms.RadioSelect,
    )
    retention_days = forms.IntegerField(
        label=_("Days interviews are kept"),
        min_value=1,
        max_value=3650,
        required=False,
        help_text=_(
            "Counted from the end of an interview; then recordings, transcript and report are erased. "
            "Empty: until somebody erases them."
        ),
    )
    modalities = forms.MultipleChoiceField(
        label=_("What is measured beside the words"),
        choices=Modality.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "What is switched off is computed nowhere, and the report says so. Answers already analysed stay "
            "as they are."
        ),
    )
    own_weights = forms.BooleanField(
        label=_("Weights of its own"),
        required=False,
        help_text=_(
            "Without, the weights of the scoring rubric decide the overall score. Reports that were made stay "
            "as they are until they are scored again."
        ),
    )
    blind_review = forms.BooleanField(
        label=_("Reviewers rate before they see the AI's scores"),
        required=False,
        help_text=_("So that people judge for themselves first."),
    )
    lock_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    base = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1_000_000, strip=False)

    def __init__(self, *args: Any, anchors: Mapping[str, list[dict[str, Any]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in Ability.values:
            self.fields[f"weight_{key}"] = _percent(Ability(key).label)
        self.rows = {key: max(LEVELS, len(anchors.get(key, []))) for key in Ability.values}
        for key, count in self.rows.items():
            for number in range(count):
                self.fields.update(_level_fields(key, number))

    def clean_timezone(self) -> str:
        name = self.cleaned_data["timezone"]
        if name not in zoneinfo.available_timezones():
            raise forms.ValidationError(_("This is not an IANA time zone."))
        return name

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name, read, target in (("weights", self._weights, "own_weights"), ("anchors", self._anchors, None)):
            try:
                given[name] = read(given)
            except InvalidInput as error:
                self.add_error(target, error.message)
        return given

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in SETTINGS}

    def weight_fields(self) -> Iterable[Any]:
        return [self[f"weight_{key}"] for key in Ability.values]

    def levels(self) -> list[dict[str, Any]]:
        """For the template: each ability with its rows of fields, and how many of them are filled."""
        return [
            {
                "label": Ability(key).label,
                "rows": [
                    {name: self[f"anchor_{key}_{number}_{name}"] for name in ("score", "zh", "en")}
                    for number in range(count)
                ],
                "filled": sum(self._has_text(key, number) for number in range(count)),
            }
            for key, count in self.rows.items()
        ]

    def _has_text(self, key: str, number: int) -> bool:
        return any(str(self[f"anchor_{key}_{number}_{name}"].value() or "").strip() for name in ("zh", "en"))

    def _weights(self, given: Mapping[str, Any]) -> dict[str, float] | None:
        if not given.get("own_weights"):
            return None
        shares = {key: given.get(f"weight_{key}") for key in Ability.values}
        if any(share is None for share in shares.values()):
            raise InvalidInput.on(
                "weights", gettext("Give every ability a weight; 0 leaves it out of the overall score.")
            )
        return settled_weights({key: float(share) / 100 for key, share in shares.items() if share is not None})

    def _anchors(self, given: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
        levels = {
            key: [
                {name: given.get(f"anchor_{key}_{number}_{name}") for name in ("score", "zh", "en")}
                for number in range(count)
                if given.get(f"anchor_{key}_{number}_zh") or given.get(f"anchor_{key}_{number}_en")
            ]
            for key, count in self.rows.items()
        }
        return settled_anchors(levels)


# What the form of settings stores, in its order.
SETTINGS = (
    "title",
    "category",
    "description",
    "requirements",
    "language",
    "interview_duration",
    "question_count",
    "interviewer_style",
    "timezone",
    "link_valid_days",
    "retakes_allowed",
    "mode_choice_allowed",
    "opening_text",
    "closing_text",
    "human_contact",
    "candidate_report",
    "retention_days",
    "modalities",
    "weights",
    "anchors",
    "blind_review",
)


def settings_of(position: Position) -> dict[str, Any]:
    """The settings that the form shows, as they are stored."""
    return {name: getattr(position, name) for name in SETTINGS}


def initial_of(settings: Mapping[str, Any]) -> dict[str, Any]:
    """What the form's fields show of these settings."""
    weights = settings["weights"] or USUAL_WEIGHTS
    shown = {name: value for name, value in settings.items() if name not in ("weights", "anchors")}
    shown["own_weights"] = settings["weights"] is not None
    shown |= {f"weight_{key}": f"{100 * weights[key]:.2f}".rstrip("0").rstrip(".") for key in Ability.values}
    for key in Ability.values:
        levels = settings["anchors"].get(key, [])
        for number in range(max(LEVELS, len(levels))):
            usual = {"score": _LEVEL_SCORES[number]} if not levels and number < LEVELS else {}
            level = levels[number] if number < len(levels) else usual
            shown |= {f"anchor_{key}_{number}_{name}": level.get(name, "") for name in ("score", "zh", "en")}
    return shown


def _percent(label: Any) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal", "data-weight": ""})
    return forms.DecimalField(
        label=label, min_value=0, max_value=100, max_digits=6, decimal_places=3, required=False, widget=widget
    )


def _level_fields(key: str, number: int) -> dict[str, forms.Field]:
    name, row = f"anchor_{key}_{number}", number + 1
    where = {"label": Ability(key).label, "row": row}
    return {
        f"{name}_score": forms.IntegerField(
            label=gettext("%(label)s, level %(row)s: score") % where, min_value=0, max_value=100, required=False
        ),
        f"{name}_zh": _behaviour(gettext("%(label)s, level %(row)s: behaviour in Chinese") % where, "zh-Hans"),
        f"{name}_en": _behaviour(gettext("%(label)s, level %(row)s: behaviour in English") % where, "en"),
    }


def _behaviour(label: str, language: str) -> Prose:
    widget = forms.Textarea(attrs={"rows": "2", "lang": language, "aria-label": label})
    return Prose(label=label, max_length=500, required=False, widget=widget)
