"""Invitations, their lists, words and mails in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display

from accounts.selectors import demand_recruiter, recruits_for
from common.admin.base import Extension, JobColumns, Labelled, ReadOnlyAdmin, ReadOnlyInline, extend, may_write
from common.admin.filters import TitleFilter
from common.admin.forms import AddsByForm
from common.admin.tables import TablesMixin
from common.streams import Streamed, gathered
from interviews.errors import PositionInactive
from interviews.inviting.admin_tables import CandidateResource
from interviews.inviting.enums import InvitationStatus
from interviews.inviting.models import Invitation, InvitationBatch, Mail, MessageTemplate
from interviews.inviting.wording import line_sentence, mail_sentence
from interviews.pages.invitation_forms import FileForm, SingleForm, initial_for
from interviews.selectors.invitations import STAGES
from interviews.services.candidate_tables import candidates_csv
from interviews.services.invitations import invite_one, resend_invitation, revoke_invitation
from positions.enums import PositionStatus

_COLOURS = {
    "created": "",
    "revoked": "",
    "sent": "info",
    "opened": "info",
    "started": "warning",
    "finished": "success",
    "reviewed": "success",
    "failed": "danger",
    "expired": "danger",
}


class StatusFilter(admin.SimpleListFilter):
    title = _("State")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(InvitationStatus.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(status=self.value()) if self.value() in InvitationStatus.values else queryset


class ReachedFilter(admin.SimpleListFilter):
    """At least so far, whatever became of it since."""

    title = _("Came as far as")
    parameter_name = "reached"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, label) for name, (label, _condition) in STAGES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(STAGES[self.value()][1]) if self.value() in STAGES else queryset


class MailInline(ReadOnlyInline):
    model = Mail
    fields = readonly_fields = ("kind", "recipient", "state", "shown_problem", "created_at", "sent_at")
    verbose_name_plural = _("Mails")

    @display(description=_("Problem"))
    def shown_problem(self, mail: Mail) -> str:
        return mail_sentence(mail.error_code)


class AdminInvitationForm(SingleForm):
    """Whom first, then how."""

    field_order = ("position", "email", "name", "phone")


@admin.register(Invitation)
class InvitationAdmin(AddsByForm, TablesMixin, ReadOnlyAdmin):
    """Invited one by one or by a table, sent again, revoked, taken away as a table."""

    add_title = _("Invite a candidate")
    add_button = _("Invite")
    list_display = ("shown_name", "email", "position", "shown_status", "shown_deadline", "sent_at", "created_at")
    list_filter = (StatusFilter, ReachedFilter, "language", ("position", TitleFilter))
    list_select_related = ("position", "interview")
    search_fields = ("public_id", "name", "email", "phone", "position__title", "interview__public_id")
    date_hierarchy = "created_at"
    inlines = (MailInline,)
    actions = ("invite_again", "revoke", "export_candidates")
    fields: Any = (
        "public_id", "name", "email", "phone", "position", "interview", "batch", "language", "shown_status",
        "opens_at", "shown_deadline", "remind_hours", "created_by", "created_at", "sent_at", "opened_at",
        "reminded_at", "reviewed_at", "revoked_at", "shown_problem",
    )  # fmt: skip
    readonly_fields = ("shown_status", "shown_deadline", "shown_problem")
    resource_classes = (CandidateResource,)
    import_form_class = FileForm

    def has_export_permission(self, request: HttpRequest) -> bool:
        return may_write(request)

    def new_form(self, request: HttpRequest, *given: Any) -> AdminInvitationForm:
        """``?position=`` chooses one."""
        initial = initial_for(request.user, request.GET.get("position", ""))
        return AdminInvitationForm(*given, actor=request.user, initial=initial)

    def make(self, request: HttpRequest, form: AdminInvitationForm) -> Invitation:
        position, actor = form.cleaned_data["position"], request.user
        demand_recruiter(actor, position.organization_id)
        made = invite_one(position=position, actor=actor, draft=form.draft(base_url=_base_url(request)))
        sentence = _("%(name)s is invited. The mail is on its way.") % {"name": str(made)}
        self.message_user(request, sentence, messages.SUCCESS)
        return made

    def get_export_resource_kwargs(self, request: HttpRequest, **_options: Any) -> dict[str, Any]:
        return {"base_url": _base_url(request)}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_status()

    @display(description=_("Name"), ordering="name")
    def shown_name(self, invitation: Invitation) -> str:
        return str(invitation)

    @display(description=_("State"), ordering="status", label=_COLOURS)
    def shown_status(self, invitation: Any) -> tuple[str, Any]:
        return Labelled((invitation.status, InvitationStatus(invitation.status).label))

    @display(description=_("Deadline"), ordering="interview__link_expires_at")
    def shown_deadline(self, invitation: Invitation) -> Any:
        return invitation.interview.link_expires_at

    @display(description=_("Problem"))
    def shown_problem(self, invitation: Invitation) -> str:
        return mail_sentence(invitation.mail_error)

    @action(description=_("Send the invitation again"), permissions=["export"])
    def invite_again(self, request: HttpRequest, found: QuerySet) -> None:
        def say(count: int) -> str:
            sentence = ngettext("%(count)s invitation is sent again.", "%(count)s invitations are sent again.", count)
            return sentence % {"count": count}

        self.act_on_each(request, _recruited(found, request), resend_invitation, say=say)

    @action(description=_("Revoke the invitation"), permissions=["export"])
    def revoke(self, request: HttpRequest, found: QuerySet) -> None:
        def say(count: int) -> str:
            sentence = ngettext("%(count)s invitation was revoked.", "%(count)s invitations were revoked.", count)
            return sentence % {"count": count}

        self.act_on_each(request, _recruited(found, request), revoke_invitation, say=say)

    @action(description=_("Take the candidates away as a table (CSV)"), permissions=["export"])
    def export_candidates(self, request: HttpRequest, found: QuerySet) -> Streamed:
        rows = found.select_related("position", "interview")
        headers = {"Content-Disposition": 'attachment; filename="candidates.csv"'}
        lines = gathered(candidates_csv(rows, base_url=_base_url(request)))
        return Streamed(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _recruited(found: QuerySet, request: HttpRequest) -> list[Invitation]:
    """Of companies that the reader recruits for."""
    rows = found.select_related("interview")
    return [invitation for invitation in rows if recruits_for(request.user, invitation.organization_id)]


@action(description=_("Invite candidates"), permissions=["change"])
def invite_to(page: Any, request: HttpRequest, found: QuerySet) -> HttpResponse | None:
    """For the admin page of positions: on to the invitation, with the chosen position in it."""
    chosen = list(found[:2])
    if len(chosen) != 1:
        page.message_user(request, _("Choose one position to invite candidates to."), messages.WARNING)
        return None
    if chosen[0].status != PositionStatus.ACTIVE:
        page.message_user(request, PositionInactive().message, messages.WARNING)
        return None
    return redirect(f"{reverse('admin:interviews_invitation_add')}?position={chosen[0].public_id}")


extend("positions.position", Extension(actions=(invite_to,)))


@admin.register(InvitationBatch)
class InvitationBatchAdmin(JobColumns, ReadOnlyAdmin):
    list_display = (
        "position",
        "source",
        "file_name",
        "state",
        "row_count",
        "shown_progress",
        "created_at",
    )
    list_filter = ("state", "source", ("position", TitleFilter))
    list_select_related = ("position",)
    search_fields = ("public_id", "file_name", "position__title")
    date_hierarchy = "created_at"
    fields: Any = (
        "public_id", "position", "source", "file_name", "state", "shown_progress", "row_count", "shown_problems",
        "language", "opens_at", "deadline_at", "remind_hours", "created_by", "created_at", "finished_at",
    )  # fmt: skip
    readonly_fields = ("shown_progress", "shown_problems")

    @display(description=_("Left out"))
    def shown_problems(self, batch: InvitationBatch) -> str:
        lines = (f"{one['line']}: {line_sentence(one['code'], one['params'])}" for one in batch.problems[:100])
        return "\n".join(lines)


@admin.register(MessageTemplate)
class MessageTemplateAdmin(ReadOnlyAdmin):
    """Changed in the console, where they are checked and previewed."""

    list_display = ("kind", "language", "subject", "organization", "updated_by", "updated_at")
    list_filter = ("kind", "language")
    list_select_related = ("organization", "updated_by")
    search_fields = ("subject", "body")
    fields: Any = ("kind", "language", "subject", "body", "organization", "updated_by", "updated_at")


@admin.register(Mail)
class MailAdmin(JobColumns, ReadOnlyAdmin):
    list_display = ("recipient", "kind", "shown_state", "shown_problem", "attempts", "created_at", "sent_at")
    list_filter = ("kind", "state", "language")
    search_fields = ("recipient", "interview__public_id")
    date_hierarchy = "created_at"
    fields: Any = (
        "recipient", "kind", "language", "shown_state", "shown_problem", "attempts", "interview", "invitation",
        "created_at", "sent_at",
    )  # fmt: skip
    readonly_fields = ("shown_state", "shown_problem")

    @display(description=_("Problem"))
    def shown_problem(self, mail: Mail) -> str:
        return mail_sentence(mail.error_code)


def _base_url(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
