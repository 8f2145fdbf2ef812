"""The base of every admin page: staff see and touch their own organization's rows alone, superusers all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Field, ForeignKey, JSONField, Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from common.admin.changes import SEEN, WatchedForm
from common.admin.lists import checkbox_of
from common.errors import ApplicationError
from common.job_wording import job_sentence
from common.tenancy import ScopedQuerySet

JOB_COLOURS = {"queued": "info", "running": "info", "done": "success", "partial": "warning", "failed": "danger"}
_SHOWN_OF_INTERVIEW = (
    "public_id", "organization", "candidate_name", "candidate_email", "candidate__username", "position__title",
    "erased_at",
)  # fmt: skip
_STATES = {
    "queued": _("Queued"),
    "running": _("Running"),
    "done": _("Done"),
    "partial": _("Partly done"),
    "failed": _("Failed"),
}


@dataclass(frozen=True, slots=True)
class Extension:
    """What an app further right adds to the page of a model it does not own. ``columns`` are functions of a row, as
    Django takes them in a list, ``fields`` such for the head of its page; ``prepare`` gives the queryset what they
    read; ``actions`` are functions of the page, the request and the chosen rows."""

    inlines: tuple[type, ...] = ()
    columns: tuple[Callable[[Any], Any], ...] = ()
    prepare: Callable[[QuerySet, HttpRequest], QuerySet] | None = None
    fields: tuple[Callable[[Any], Any], ...] = ()
    actions: tuple[Callable[..., Any], ...] = ()


_extensions: dict[str, list[Extension]] = {}


def extend(label: str, extension: Extension) -> None:
    """Add to the admin page of the model ``label`` ("app.model", lower case)."""
    _extensions.setdefault(label, []).append(extension)


class ScopedAdmin(ModelAdmin):
    """Lists, searches, autocompletion, history and direct addresses all read through `get_queryset`.

    Staff may look at everything of theirs. Owners and recruiters write where ``staff_writes`` is set; elsewhere
    Django's permissions decide, which superusers have and may grant.
    """

    form = WatchedForm
    staff_writes = False
    added_after = ""  # the column behind which those of others stand; they are last where none is named
    list_per_page = 50
    show_full_result_count = False
    list_fullwidth = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        found = self.scoped(super().get_queryset(request), request.user)
        for extension in self._extensions():
            found = extension.prepare(found, request) if extension.prepare else found
        return found

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Of a list that nothing narrows, the number of rows found is that of all: it offers no way to "all"."""
        rows = super().get_changelist_instance(request)
        if rows.full_result_count is None and not (rows.query or rows.get_filters_params()):
            rows.full_result_count = rows.result_count
        return rows

    @display(description=ModelAdmin.action_checkbox.short_description)
    def action_checkbox(self, obj: Model) -> SafeString:
        return checkbox_of(obj.pk)

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        added = [column for extension in self._extensions() for column in extension.columns]
        own = list(super().get_list_display(request))
        place = own.index(self.added_after) + 1 if self.added_after in own else len(own)
        return (*own[:place], *added, *own[place:])

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        """With what was seen of a row, where it may be changed."""
        added = self.added_fields() if obj else []
        names = [*added, *(name for name in super().get_fields(request, obj) if name not in (SEEN, *added))]
        return [*names, SEEN] if obj and self.has_change_permission(request, obj) else names

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return (*super().get_readonly_fields(request, obj), *self.added_fields())

    def added_fields(self) -> list[Any]:
        """What others tell at the head of a row's page."""
        return [field for extension in self._extensions() for field in extension.fields]

    def get_inlines(self, request: HttpRequest, obj: Model | None) -> tuple[Any, ...]:
        """What others add hangs on a row: a new one has none of it."""
        added = [inline for extension in self._extensions() for inline in extension.inlines] if obj else []
        return (*super().get_inlines(request, obj), *added)

    def _get_base_actions(self) -> list[Any]:
        """With those that others add, for whom the same permissions hold."""
        added = [self.get_action(action) for extension in self._extensions() for action in extension.actions]
        return [*super()._get_base_actions(), *added]

    def _extensions(self) -> list[Extension]:
        return _extensions.get(self.model._meta.label_lower, [])

    def scoped(self, found: QuerySet, actor: Any) -> QuerySet:
        """Those rows of ``found`` that the actor may know of."""
        if actor.is_superuser:
            return found
        if not isinstance(found, ScopedQuerySet):
            return found.filter(pk__in=visible(self.model, actor).values("pk"))
        seen = found.visible_to(actor)  # plain conditions, which indexes serve
        return found.filter(pk__in=seen.values("pk")) if seen.query.distinct else seen

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """A choice is one of the actor's own rows, whatever is posted."""
        target = db_field.remote_field.model
        if "queryset" not in kwargs and is_scoped(target):
            kwargs["queryset"] = visible(target, request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """An empty list is a list too."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(db_field, JSONField):
            field.required = False
        return field

    def act_on_each(
        self,
        request: HttpRequest,
        rows: Iterable[Any],
        act: Callable[[Any], Any],
        *,
        say: Callable[[int], str],
        called: Callable[[Any], str] = str,
    ) -> None:
        """An action, row by row. Told are how many took it, by ``say``, and each that the service refused, by what it
        is ``called``."""
        done = refused = 0
        for row in rows:
            try:
                act(row)
            except ApplicationError as error:
                refused += 1
                self.message_user(request, f"{called(row)}: {error.message}", messages.WARNING)
            else:
                done += 1
        if done or not refused:
            self.message_user(request, say(done), messages.SUCCESS if done else messages.INFO)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_staff(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_staff(request) and self._is_theirs(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_write(request) if self.staff_writes else super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        allowed = may_write(request, obj) if self.staff_writes else super().has_change_permission(request, obj)
        return allowed and self._is_theirs(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Who may delete a row may delete the history that hangs on it, which has no deleting of its own."""
        found, counts, refused, protected = super().get_deleted_objects(objs, request)
        return found, counts, set() if self.staff_writes else refused, protected

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        allowed = may_write(request, obj) if self.staff_writes else super().has_delete_permission(request, obj)
        return allowed and self._is_theirs(request, obj)

    def _is_theirs(self, request: HttpRequest, obj: Model | None) -> bool:
        return obj is None or obj.pk is None or self.get_queryset(request).filter(pk=obj.pk).exists()


class ReadOnlyAdmin(ScopedAdmin):
    """History: looked at, newest first, never changed."""

    def get_ordering(self, request: HttpRequest) -> Any:
        by_time = (f"-{self.date_hierarchy}", "-pk") if self.date_hierarchy else ()
        return super().get_ordering(request) or by_time

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnlyInline(TabularInline):
    """Rows of the object above, for whoever may see that."""

    extra = 0
    can_delete = False
    show_change_link = False
    hide_title = True  # what stands in the row says it

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return _is_staff(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Labelled(tuple[str, Any]):
    """A key and its words: a badge in a list, the words alone on the page of a row."""

    __slots__ = ()

    def __str__(self) -> str:
        return str(self[1])


class JobColumns:
    """Columns of background work: its state in colour, and how far it is."""

    @display(description=_("State"), ordering="state", label=JOB_COLOURS)
    def shown_state(self, job: Any) -> tuple[str, Any]:
        return Labelled((job.state, _STATES[job.state]))

    @display(description=_("Progress"), ordering="progress")
    def shown_progress(self, job: Any) -> SafeString:
        share = round(100 * job.progress)
        return format_html('<progress max="100" value="{}" aria-label="{}%"></progress> {}%', share, share, share)

    @display(description=_("Why it failed"), ordering="error_code")
    def shown_error(self, job: Any) -> str:
        return job_sentence(job.error_code)


class CandidateColumns:
    """For lists of what belongs to an interview: whose, and for which position. Of those two, and of the interview,
    only what is shown is read: whole, they would cost more than the rows."""

    to_interview = "interview"  # the way from a row
    also_shown: tuple[str, ...] = ()  # columns of other rows that the list names: "reviewer__username"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        found: QuerySet = super().get_queryset(request)  # type: ignore[misc]  # of the page it is mixed into
        own = [field.name for field in found.model._meta.concrete_fields]
        shown = [*(f"{self.to_interview}__{name}" for name in _SHOWN_OF_INTERVIEW), *self.also_shown]
        return found.select_related(*{name.rpartition("__")[0] for name in shown}).only(*own, *shown)

    @display(description=_("Candidate"), ordering="interview__candidate__username")
    def shown_candidate(self, row: Any) -> str:
        return candidate_of(_interview_of(row))

    @display(description=_("Position"), ordering="interview__position__title")
    def shown_position(self, row: Any) -> str:
        return _interview_of(row).position.title


class CandidateOfReportColumns(CandidateColumns):
    """The same, for what belongs to a report."""

    to_interview = "report__interview"

    @display(description=_("Candidate"), ordering="report__interview__candidate__username")
    def shown_candidate(self, row: Any) -> str:
        return super().shown_candidate(row)

    @display(description=_("Position"), ordering="report__interview__position__title")
    def shown_position(self, row: Any) -> str:
        return super().shown_position(row)


def candidate_of(interview: Any) -> str:
    """What an interview's candidate is called: by the account, else as they were invited; no more once erased."""
    if interview.erased_at is not None:
        return gettext("Erased")
    account = interview.candidate.username if interview.candidate else ""
    return account or interview.candidate_name or interview.candidate_email or "–"


def called(title: Any) -> str:
    """A row by its own name, or that of the candidate whose it is; words with a capital."""
    if not isinstance(title, Model):
        return capfirst(str(title))
    interview = _interview_of(title)
    return candidate_of(interview) if interview is not None else str(title)


def _interview_of(row: Any) -> Any:
    """The row itself, or the interview it belongs to."""
    if hasattr(row, "candidate_name"):
        return row
    report = getattr(row, "report", None)
    return getattr(row if report is None else report, "interview", None)


def visible(model: type[Model], actor: Any) -> QuerySet:
    """Rows the actor may know of; every row of a model that belongs to nobody."""
    manager: Any = model._default_manager
    return manager.visible_to(actor) if is_scoped(model) else manager.all()


def is_scoped(model: Any) -> bool:
    return isinstance(model._default_manager.get_queryset(), ScopedQuerySet)


def all_fields(model: type[Model], *, leave_out: tuple[str, ...] = ()) -> list[str]:
    """The names of a model's own columns, for pages that only show."""
    return [
        field.name for field in model._meta.get_fields() if isinstance(field, Field) and field.name not in leave_out
    ]


def may_write(request: HttpRequest, obj: Model | None = None) -> bool:
    """Whether staff own or recruit: for the organization of ``obj`` where one is given, else for any."""
    user: Any = request.user
    if not _is_staff(request):
        return False
    if user.is_superuser or obj is None or obj.pk is None:
        return bool(user.recruits)
    return _organization_id_of(obj) in user.recruited_organization_ids


def _organization_id_of(obj: Any) -> int | None:
    """Of a row that names it, or whose position or interview does."""
    for owner in (obj, getattr(obj, "position", None), getattr(obj, "interview", None)):
        found = getattr(owner, "organization_id", None)
        if found is not None:
            return found
    return None


def _is_staff(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.is_active and user.is_staff)
