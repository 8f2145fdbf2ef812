"""Forms of the question bank."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common.pages.forms import PageForm
from positions.models import Position
from questionbank import rules, selectors
from questionbank.enums import Difficulty, QuestionType

_UNCHANGED = ("", _("Leave as it is"))
_TAGS_HELP = _("Parted by commas; at most 12, of 40 characters each.")


class QuestionFilter(PageForm):
    """What narrows the list. A value that is none narrows nothing."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Question, answer, position or id")}),
    )
    position = forms.ChoiceField(label=_("Position"), required=False)
    type = forms.ChoiceField(label=_("Type"), required=False)
    difficulty = forms.ChoiceField(label=_("Difficulty"), required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    scored = forms.ChoiceField(label=_("Scoring points"), required=False)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("All"))
        positions = Position.objects.visible_to(actor).values_list("public_id", "title")
        self.fields["position"].choices = [everything, *positions]
        self.fields["type"].choices = [everything, *QuestionType.choices]
        self.fields["difficulty"].choices = [everything, *Difficulty.choices]
        self.fields["tag"].choices = [everything, *((tag, tag) for tag in selectors.tags_of(actor))]
        self.fields["scored"].choices = [everything, ("yes", _("With")), ("no", _("Without"))]

    def narrowing(self) -> dict[str, Any]:
        """Arguments of `listed_questions`."""
        self.full_clean()
        given = self.cleaned_data
        names = ("type", "difficulty", "tag", "scored")
        return {
            "search": given.get("q", "").strip(),
            "position_id": given.get("position", ""),
            **{name: given.get(name, "") for name in names},
        }


class TagsField(forms.CharField):
    """Tags parted by commas, whichever the keyboard has."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _TAGS_HELP)
        super().__init__(required=False, max_length=1000, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        for comma in ("，", "、", ";", "；", "\n"):
            text = text.replace(comma, ",")
        tags = rules.plain_tags(text.split(","))
        if len(tags) > rules.MOST_TAGS:
            raise forms.ValidationError(_("At most %(most)s tags."), params={"most": rules.MOST_TAGS})
        if any(len(tag) > rules.LONGEST_TAG for tag in tags):
            raise forms.ValidationError(_("A tag has at most %(most)s characters."), params={"most": rules.LONGEST_TAG})
        return tags


class QuestionForm(PageForm):
    """A question with its scoring points: as many fields named ``point`` as there are points."""

    position = forms.ModelChoiceField(label=_("Position"), queryset=Position.objects.none(), to_field_name="public_id")
    content = forms.CharField(
        label=_("Question"), max_length=rules.LONGEST_CONTENT, widget=forms.Textarea(attrs={"rows": "3"})
    )
    type = forms.ChoiceField(label=_("Type"), choices=QuestionType.choices, initial=QuestionType.TECHNICAL)
    difficulty = forms.ChoiceField(label=_("Difficulty"), choices=Difficulty.choices, initial=Difficulty.MEDIUM)
    time_limit = forms.IntegerField(
        label=_("Time limit"),
        initial=180,
        min_value=rules.TIME_LIMITS[0],
        max_value=rules.TIME_LIMITS[1],
        help_text=_("In seconds, from 5 to 3600."),
    )
    follow_up_enabled = forms.BooleanField(label=_("Allow follow-up questions"), required=False, initial=True)
    reference_answer = forms.CharField(
        label=_("Reference answer"),
        required=False,
        max_length=rules.LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": "8"}),
        help_text=_("What a very good answer says. The candidate never sees it."),
    )
    tags = TagsField(label=_("Tags"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, actor: Any, position: Position | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].queryset = selectors.positions_written_by(actor)
        self.fields["position"].empty_label = _("Choose a position")
        if position is not None:
            del self.fields["position"]
        data: Any = self.data
        shown = data.getlist("point") if self.is_bound else self.initial.get("scoring_points", [])
        self.points: list[str] = list(shown)

    @property
    def point_fields(self) -> list[str]:
        """What the page shows: the points there are, and empty places for new ones."""
        places = max(3 - len(self.points), 1) if self.is_bound is False else 1
        return [*self.points, *[""] * (2 if "more" in self.data else places)]

    @property
    def point_errors(self) -> Any:
        return self.errors.get("scoring_points", [])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        points = rules.plain_lines(self.points)
        if len(points) > rules.MOST_POINTS:
            self.points_refused(_("At most %(most)s scoring points.") % {"most": rules.MOST_POINTS})
        if any(len(point) > rules.LONGEST_POINT for point in points):
            self.points_refused(_("A scoring point has at most %(most)s characters.") % {"most": rules.LONGEST_POINT})
        given["scoring_points"] = points
        return given

    def points_refused(self, sentence: Any) -> None:
        """Points are no field of the form; their errors stand among the others."""
        self._errors.setdefault("scoring_points", self.error_class()).append(sentence)

    def written(self) -> dict[str, Any]:
        """The question's fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("position", "version")}


class BulkForm(PageForm):
    """What is set for many questions at once; empty leaves a field as it is."""

    type = forms.ChoiceField(label=_("Type"), required=False, choices=[_UNCHANGED, *QuestionType.choices])
    difficulty = forms.ChoiceField(label=_("Difficulty"), required=False, choices=[_UNCHANGED, *Difficulty.choices])
    time_limit = forms.IntegerField(
        label=_("Time limit"),
        required=False,
        min_value=rules.TIME_LIMITS[0],
        max_value=rules.TIME_LIMITS[1],
        help_text=_("In seconds, from 5 to 3600."),
    )
    follow_ups = forms.ChoiceField(
        label=_("Follow-ups"), required=False, choices=[_UNCHANGED, ("yes", _("Allow")), ("no", _("Do not allow"))]
    )
    add_tags = TagsField(label=_("Add tags"))
    remove_tags = TagsField(label=_("Remove tags"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not any(given.values()):
            self.add_error(None, _("Choose at least one thing to change."))
        return given

    def changes(self) -> dict[str, Any]:
        """Arguments of `bulk_change`."""
        given = self.cleaned_data
        changes = {name: given[name] for name in ("type", "difficulty", "time_limit") if given[name]}
        if given["follow_ups"]:
            changes["follow_up_enabled"] = given["follow_ups"] == "yes"
        return {**changes, "add_tags": given["add_tags"], "remove_tags": given["remove_tags"]}


class TargetForm(PageForm):
    """To which position questions go, and whether they stay where they are too."""

    target = forms.ModelChoiceField(label=_("Position"), queryset=Position.objects.none(), to_field_name="public_id")
    keep = forms.ChoiceField(
        label=_("What happens"),
        choices=[("copy", _("Copy: they stay where they are too")), ("move", _("Move"))],
        initial="copy",
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = selectors.positions_written_by(actor)
        self.fields["target"].empty_label = _("Choose a position")


class ImportForm(PageForm):
    """A file of questions, and where those go that name no position."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        help_text=_("Excel (.xlsx) or CSV, at most 20 MB and 50,000 rows."),
    )
    position = forms.ModelChoiceField(
        label=_("Position"),
        required=False,
        queryset=Position.objects.none(),
        to_field_name="public_id",
        help_text=_("For rows that name none."),
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].queryset = selectors.positions_written_by(actor)
        self.fields["position"].empty_label = _("Only what the file names")


def filters_of(given: QueryDict) -> str:
    """The filters of the list, for addresses that keep them."""
    kept = given.copy()
    for name in ("page", "csrfmiddlewaretoken", "chosen", "all", "do"):
        kept.pop(name, None)
    return kept.urlencode()
