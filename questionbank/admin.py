"""The question bank in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.admin.base import (
    Extension,
    JobColumns,
    ReadOnlyAdmin,
    ReadOnlyInline,
    ScopedAdmin,
    all_fields,
    extend,
)
from common.admin.changes import WatchedForm
from common.admin.filters import TitleFilter
from common.admin.forms import LinesField
from common.admin.tables import TablesMixin
from questionbank import rules, services
from questionbank.admin_tables import QuestionResource
from questionbank.enums import ChangeKind
from questionbank.models import Question, QuestionImport, QuestionVersion
from questionbank.pages.forms import ImportForm
from questionbank.services.questions import keep_versions


class QuestionInline(ReadOnlyInline):
    """The questions of a position; each is changed on its own page, where it keeps a version."""

    model = Question
    fields = readonly_fields = ("content", "type", "difficulty", "time_limit", "follow_up_enabled", "version")
    verbose_name_plural = _("Questions")
    show_change_link = True
    hide_title = False
    per_page = 20


extend("positions.position", Extension(inlines=(QuestionInline,)))


class QuestionAdminForm(WatchedForm):
    """Lists hold no more texts than elsewhere."""

    scoring_points = LinesField(label=_("Scoring points"))
    tags = LinesField(label=_("Tags"))

    def clean_tags(self) -> list[str]:
        return rules.plain_tags(self._texts("tags", most=rules.MOST_TAGS, longest=rules.LONGEST_TAG))

    def clean_scoring_points(self) -> list[str]:
        points = self._texts("scoring_points", most=rules.MOST_POINTS, longest=rules.LONGEST_POINT)
        return rules.plain_lines(points)

    def _texts(self, name: str, *, most: int, longest: int) -> list[str]:
        given: list[str] = self.cleaned_data[name]
        if len(given) > most or any(len(text) > longest for text in given):
            raise forms.ValidationError(
                _("At most %(most)s, of %(longest)s characters each."), params={"most": most, "longest": longest}
            )
        return given


@admin.register(Question)
class QuestionAdmin(TablesMixin, ScopedAdmin):
    """Every change goes through the services, so that it keeps a version."""

    staff_writes = True
    form = QuestionAdminForm
    list_display = (
        "__str__", "position", "type", "difficulty", "time_limit", "follow_up_enabled", "version", "updated_at",
    )  # fmt: skip
    list_filter = ("type", "difficulty", ("position", TitleFilter))
    list_select_related = ("position",)
    search_fields = ("content", "public_id", "position__title")
    autocomplete_fields = ("position",)
    readonly_fields = ("public_id", "version", "created_at", "updated_at")
    date_hierarchy = "created_at"
    resource_classes = (QuestionResource,)
    import_form_class = ImportForm

    def save_model(self, request: HttpRequest, obj: Question, form: Any, change: bool) -> None:
        if change:
            services.update_question(obj, actor=request.user, position=obj.position, **rules.fields_of(obj))
            return
        super().save_model(request, obj, form, change)
        keep_versions([obj], kind=ChangeKind.CREATED, actor=request.user)


@admin.register(QuestionVersion)
class QuestionVersionAdmin(ReadOnlyAdmin):
    list_display = ("question", "number", "kind", "changed_by", "changed_at")
    list_filter = ("kind", ("changed_at", admin.DateFieldListFilter))
    list_select_related = ("question", "changed_by")
    search_fields = ("content", "question__public_id")
    date_hierarchy = "changed_at"
    readonly_fields = all_fields(QuestionVersion)


@admin.register(QuestionImport)
class QuestionImportAdmin(JobColumns, ReadOnlyAdmin):
    list_display = ("file_name", "stage", "shown_state", "shown_progress", "row_count", "created_by", "created_at")
    list_filter = ("stage", "state")
    list_select_related = ("created_by",)
    search_fields = ("file_name", "public_id")
    date_hierarchy = "created_at"
    readonly_fields = all_fields(QuestionImport)
