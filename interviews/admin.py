"""Interviews and imports in the admin: looked at, not rewritten."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from common.admin.base import (
    CandidateColumns,
    JobColumns,
    Labelled,
    ReadOnlyAdmin,
    ReadOnlyInline,
    all_fields,
    candidate_of,
    may_write,
)
from common.admin.filters import TitleFilter
from common.errors import ApplicationError
from common.job_wording import job_sentence
from interviews.candidacy.accommodations import Accommodations
from interviews.enums import AnswerStatus, InterviewStatus
from interviews.importing.admin import BringsIn
from interviews.importing.wording import note_sentence
from interviews.inviting import admin as _inviting  # noqa: F401  (registers its pages)
from interviews.models import (
    Answer,
    Assignment,
    Consent,
    ImportJob,
    IntegritySignal,
    Interview,
    InterviewEvent,
    InterviewQuestion,
    RemoteAccount,
)
from interviews.pages.imports import failure_of
from interviews.selectors.erasing import Erasure, erasure_of
from interviews.selectors.lengths import lengths, with_length
from interviews.services.accommodations import grant_accommodations
from interviews.services.erasure import erase_interview, request_erasure
from interviews.services.importing_again import rerun_import

_COLOURS = {
    "created": "info",
    "in_progress": "warning",
    "completed": "success",
    "expired": "danger",
    "cancelled": "",
}
_ANSWER_COLOURS = {
    "submitted": "info",
    "analyzing": "info",
    "analyzed": "success",
    "partial": "warning",
    "failed": "danger",
}
_ERASED_AT_ONCE = 10  # more are left to workers


def take_sentence(answer: Answer) -> str:
    """Which take of its question it is, and whether that is the one that counts."""
    which = gettext("Take %(number)s, counts") if answer.is_current else gettext("Take %(number)s, replaced later")
    return which % {"number": answer.take}


class QuestionInline(ReadOnlyInline):
    model = InterviewQuestion
    fields = readonly_fields = ("order", "follow_up_number", "content", "type", "difficulty", "started_at")
    verbose_name_plural = _("Questions")


class _AnswerColumns:
    @display(description=_("Question"), ordering="question__order")
    def shown_question(self, answer: Answer) -> str:
        return Truncator(answer.question.content).chars(60)

    @display(description=_("What failed"))
    def shown_failure(self, answer: Answer) -> str:
        return job_sentence(answer.failure)


class AnswerInline(_AnswerColumns, ReadOnlyInline):
    model = Answer
    fields = readonly_fields = ("shown_question", "shown_take", "status", "shown_failure", "duration", "submitted_at")
    verbose_name_plural = _("Answers")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("question")

    @display(description=_("Take"))
    def shown_take(self, answer: Answer) -> str:
        return take_sentence(answer)


class ConsentInline(ReadOnlyInline):
    model = Consent
    fields = readonly_fields = ("kind", "given", "text_version", "language", "at")
    verbose_name_plural = _("Consents")


class SignalInline(ReadOnlyInline):
    model = IntegritySignal
    fields = readonly_fields = ("kind", "at", "question", "context")
    verbose_name_plural = _("Notes of the circumstances")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("question")


class EventInline(ReadOnlyInline):
    model = InterviewEvent
    fields = readonly_fields = ("seq", "type", "at")
    verbose_name_plural = _("Events")
    per_page = 20


class LengthFilter(admin.SimpleListFilter):
    """How long it took, from start to end."""

    title = _("Time to finish")
    parameter_name = "length"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(key, label) for key, (label, _condition) in lengths().items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = lengths().get(self.value() or "")
        return with_length(queryset).filter(chosen[1]) if chosen else queryset


@admin.register(Interview)
class InterviewAdmin(ReadOnlyAdmin):
    list_display = (
        "shown_candidate", "position", "shown_status", "shown_minutes", "started_at", "created_at", "origin",
    )  # fmt: skip
    added_after = "shown_status"
    list_filter = ("status", LengthFilter, "origin", "mode", ("position", TitleFilter))
    list_select_related = ("candidate", "position")
    search_fields = (
        "public_id",
        "external_id",
        "candidate_name",
        "candidate_email",
        "candidate__username",
        "candidate__email",
        "position__title",
    )
    date_hierarchy = "created_at"
    inlines = (QuestionInline, ConsentInline, AnswerInline, SignalInline, EventInline)
    actions = ("erase_candidates",)
    fields = all_fields(Interview, leave_out=("id",))
    granted = ("extra_time_factor", "with_captions", "without_countdown")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accommodations may be granted before the start; nothing else is rewritten."""
        grants = obj is not None and obj.status == "created" and may_write(request, obj)
        return grants and self.has_view_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Whose an erased one was, it tells no more."""
        hidden = ("candidate", "created_by") if obj is not None and obj.erased_at is not None else ()
        return [name for name in super().get_fields(request, obj) if name not in hidden]

    def get_search_results(self, request: HttpRequest, rows: QuerySet, term: str) -> tuple[QuerySet, bool]:
        """Nor is an erased one found by whose it was."""
        found, has_duplicates = super().get_search_results(request, rows, term)
        if not term:
            return found, has_duplicates
        untold = Q(erased_at=None) | Q(public_id__icontains=term) | Q(position__title__icontains=term)
        return found.filter(untold), has_duplicates

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*(name for name in self.fields if name not in self.granted), *self.added_fields())

    def save_model(self, request: HttpRequest, obj: Interview, form: Any, change: bool) -> None:
        granted = Accommodations(
            extra_time=float(obj.extra_time_factor), captions=obj.with_captions, no_countdown=obj.without_countdown
        )
        try:
            grant_accommodations(obj, granted)
        except ApplicationError as error:
            self.message_user(request, error.message, messages.ERROR)

    @display(description=_("Candidate"), ordering="candidate__username")
    def shown_candidate(self, interview: Interview) -> str:
        return candidate_of(interview)

    @display(description=_("Minutes"))
    def shown_minutes(self, interview: Interview) -> str:
        return str(round(interview.total_seconds / 60)) if interview.ended_at and interview.started_at else "–"

    def has_recruit_permission(self, request: HttpRequest) -> bool:
        return may_write(request)

    @action(description=_("Erase the candidates of the chosen interviews"), permissions=["recruit"])
    def erase_candidates(self, request: HttpRequest, found: QuerySet) -> TemplateResponse | None:
        """A page first that names what is destroyed; then, with a yes, everything but the rows."""
        erasure = erasure_of(request.user, found)
        if request.POST.get("confirmed") != "yes":
            return self._ask_about(request, found, erasure)
        if not erasure.interviews:
            self.message_user(request, _("There is nothing to erase."), messages.INFO)
            return None
        at_once = erasure.interviews <= _ERASED_AT_ONCE
        for interview in list(erasure.over):
            erase_interview(interview) if at_once else request_erasure(interview)
        done = ngettext("%(count)s interview was erased.", "%(count)s interviews were erased.", erasure.interviews)
        later = _("%(count)s interviews are being erased in the background.")
        sentence = (done if at_once else later) % {"count": erasure.interviews}
        self.message_user(request, sentence, messages.SUCCESS)
        return None

    def _ask_about(self, request: HttpRequest, found: QuerySet, erasure: Erasure) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Erase candidates"),
            "opts": self.model._meta,
            "erasure": erasure,
            "shown": list(erasure.over.select_related("candidate", "position")[:50]),
            "chosen": found.values_list("pk", flat=True),
        }
        return TemplateResponse(request, "admin/interviews/erase_candidates.html", context)

    @display(description=_("State"), ordering="status", label=_COLOURS)
    def shown_status(self, interview: Interview) -> tuple[str, str]:
        return Labelled((interview.status, InterviewStatus(interview.status).label))


@admin.register(Answer)
class AnswerAdmin(_AnswerColumns, CandidateColumns, ReadOnlyAdmin):
    list_display = (
        "shown_candidate",
        "shown_position",
        "shown_question",
        "take",
        "is_current",
        "shown_status",
        "duration",
        "submitted_at",
    )
    list_filter = ("status", "is_current", "is_late")
    also_shown = ("question__content",)
    search_fields = (
        "public_id",
        "interview__public_id",
        "interview__candidate_name",
        "interview__candidate__username",
        "question__question_id",
        "question__content",
    )
    date_hierarchy = "submitted_at"
    fields: Any = (
        "public_id", "interview", "question", "take", "is_current", "shown_status", "shown_failure", "duration",
        "is_late", "client_transcript", "submitted_at",
    )  # fmt: skip
    readonly_fields = ("shown_status", "shown_failure")

    @display(description=_("State"), ordering="status", label=_ANSWER_COLOURS)
    def shown_status(self, answer: Answer) -> tuple[str, str]:
        return Labelled((answer.status, AnswerStatus(answer.status).label))


@admin.register(Assignment)
class AssignmentAdmin(CandidateColumns, ReadOnlyAdmin):
    """Given and taken in the console."""

    list_display = ("shown_candidate", "shown_position", "reviewer", "assigned_by", "created_at", "reviewed_at")
    list_filter = (("reviewed_at", admin.EmptyFieldListFilter),)
    also_shown = ("reviewer__username", "reviewer__email", "assigned_by__username", "assigned_by__email")
    search_fields = (
        "interview__public_id", "interview__candidate_name", "interview__candidate__username", "reviewer__username",
    )  # fmt: skip
    date_hierarchy = "created_at"
    fields: Any = ("interview", "reviewer", "assigned_by", "created_at", "reviewed_at")


@admin.register(ImportJob)
class ImportJobAdmin(BringsIn, JobColumns, ReadOnlyAdmin):
    list_display = ("shown_source", "origin", "position", "shown_state", "shown_progress", "created_at")
    list_filter = ("state", "origin", ("position", TitleFilter))
    list_select_related = ("position",)
    search_fields = ("public_id", "external_id", "file_name", "position__title")
    date_hierarchy = "created_at"
    actions = ("import_again",)
    fields = (
        "public_id",
        "origin",
        "shown_external_id",
        "file_name",
        "position",
        "interview",
        "account",
        "shown_state",
        "shown_progress",
        "shown_failure",
        "shown_notes",
        "attempts",
        "created_by",
        "created_at",
        "finished_at",
    )
    readonly_fields = ("shown_external_id", "shown_state", "shown_progress", "shown_failure", "shown_notes")

    @display(description=_("File or id"))
    def shown_source(self, job: ImportJob) -> str:
        """Pasted text has neither a name nor an id of its own."""
        return job.file_name or self.shown_external_id(job) or gettext("Pasted text")

    @display(description=_("External id"))
    def shown_external_id(self, job: ImportJob) -> str:
        """None where only what was in a file tells it from others."""
        return "" if job.external_id.startswith("sha256:") else job.external_id

    @display(description=_("Why it failed"))
    def shown_failure(self, job: ImportJob) -> str:
        return failure_of(job)

    @display(description=_("Odd, and mended"))
    def shown_notes(self, job: ImportJob) -> str:
        return "\n".join(note_sentence(note["code"], note.get("params", {})) for note in job.notes)

    def has_import_again_permission(self, request: HttpRequest) -> bool:
        return may_write(request)

    @action(description=_("Import again"), permissions=["import_again"])
    def import_again(self, request: HttpRequest, found: QuerySet) -> None:
        """Each chosen import that has ended goes to a worker once more."""

        def say(count: int) -> str:
            sentence = ngettext("%(count)s import was started again.", "%(count)s imports were started again.", count)
            return sentence % {"count": count}

        rows = [job for job in found if may_write(request, job)]
        self.act_on_each(request, rows, rerun_import, say=say, called=self.shown_source)


@admin.register(RemoteAccount)
class RemoteAccountAdmin(ReadOnlyAdmin):
    """Connected and removed in the console; secrets are shown nowhere."""

    list_display = ("name", "provider", "base_url", "organization", "created_at")
    list_filter = ("provider",)
    list_select_related = ("organization",)
    search_fields = ("name", "public_id")
    date_hierarchy = "created_at"
    fields: Any = ("name", "provider", "base_url", "organization", "created_by", "public_id", "created_at")
