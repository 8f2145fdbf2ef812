"""Forms of reviews, decisions, overrides and comments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.pages.forms import PageForm
from positions.enums import Ability
from reports.enums import DecisionOutcome, OverrideTarget, PersonRecommendation
from reports.reviews.models import LEAST_RATING, LONGEST_TEXT, MOST_RATING, Review
from reports.services import ReviewDraft

_NONE = "none"  # looked at and not to be judged
_RATINGS = [(str(number), str(number)) for number in range(LEAST_RATING, MOST_RATING + 1)]


def _text(label: Any, *, required: bool = True, rows: int = 4, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_TEXT,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ReviewForm(PageForm):
    """A draft may lack anything; what is handed in is judged by the service."""

    recommendation = forms.ChoiceField(
        label=_("Your recommendation"), choices=PersonRecommendation.choices, required=False, widget=forms.RadioSelect
    )
    notes = _text(_("Notes"), required=False, rows=6, help_text=_("What you saw and heard that your ratings rest on."))
    reason = _text(_("Why do you change your review?"), required=False, rows=2)

    def __init__(self, *args: Any, review: Review | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _said(review) if review else {})
        super().__init__(*args, **kwargs)
        for key, label in Ability.choices:
            choices = [*_RATINGS, (_NONE, _("Could not judge"))]
            self.fields[key] = forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)

    @property
    def rated(self) -> list[tuple[str, Any]]:
        """(ability, field) in the order of a report."""
        return [(key, self[key]) for key in Ability.values]

    def draft(self) -> ReviewDraft:
        given = self.cleaned_data
        return ReviewDraft(
            ratings={key: int(given[key]) if given.get(key, "").isdigit() else None for key in Ability.values},
            recommendation=given.get("recommendation", ""),
            notes=given.get("notes", ""),
        )


class DecisionForm(PageForm):
    """``seen`` is the number of the decision that was looked at."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=DecisionOutcome.choices, widget=forms.RadioSelect)
    reason = _text(_("Reason"), help_text=_("Colleagues read it here. The candidate does not."))
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def decision(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"outcome": given["outcome"], "reason": given["reason"], "seen": given.get("seen") or 0}


class OverrideForm(PageForm):
    target = forms.ChoiceField(label=_("What do you see otherwise?"), choices=OverrideTarget.choices)
    recommendation = forms.ChoiceField(
        label=_("Your recommendation"),
        choices=[("", "–"), *PersonRecommendation.choices],
        required=False,
        help_text=_("For the recommendation."),
    )
    score = forms.IntegerField(
        label=_("Your score"), min_value=0, max_value=100, required=False, help_text=_("For an ability: 0 to 100.")
    )
    reason = _text(_("Reason"), help_text=_("It stands beside what the AI found, in the files too."))

    def override(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {key: given[key] for key in ("target", "recommendation", "score", "reason")}


class MomentField(forms.Field):
    """m:ss or h:mm:ss as milliseconds; None for nothing."""

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        parts = text.replace("：", ":").split(":") if text else []
        if not parts:
            return None
        if len(parts) > 3 or not all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts):
            raise forms.ValidationError(_("Please write the moment as minutes and seconds, like 1:05."))
        seconds = sum(int(part) * 60**power for power, part in enumerate(reversed(parts)))
        return seconds * 1000


class CommentForm(PageForm):
    """``questions``: (question id, number and words) of the interview."""

    text = _text(_("Comment"), rows=3, help_text=_("Write @ and a name to tell a colleague by mail."))
    question_id = forms.ChoiceField(label=_("About"), required=False)
    at_ms = MomentField(
        label=_("Moment"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "1:05", "maxlength": 12, "size": 6}),
    )

    def __init__(self, *args: Any, questions: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question_id"].choices = [("", _("The whole interview")), *questions]

    def comment(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {key: given[key] for key in ("text", "question_id", "at_ms")}


class EditForm(PageForm):
    text = _text(_("Comment"), rows=4)


def _said(review: Review) -> dict[str, Any]:
    unsaid = _NONE if review.submitted_at else ""
    ratings = {key: unsaid if rating is None else str(rating) for key, rating in review.ratings.items()}
    return {**ratings, "recommendation": review.recommendation, "notes": review.notes}
