"""Organizations, people and API applications in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.models import ApiApplication, Membership, Organization, User
from common.admin import ReadOnlyAdmin, ReadOnlyInline, ScopedAdmin


class MembershipInline(ReadOnlyInline):
    model = Membership
    fields = readonly_fields = ("user", "role", "created_at")
    verbose_name_plural = _("Members")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("user", "organization")


@admin.register(Organization)
class OrganizationAdmin(ScopedAdmin):
    list_display = ("name", "public_id", "created_at")
    search_fields = ("name", "public_id")
    readonly_fields = ("public_id", "created_at")
    date_hierarchy = "created_at"
    inlines = (MembershipInline,)


@admin.register(User)
class UserAdmin(ScopedAdmin):
    """Accounts are made by signing up. Switching one off ends its sessions and tokens."""

    list_display = ("username", "email", "role", "is_active", "is_staff", "created_at")
    list_filter = ("role", "is_active", "is_staff")
    search_fields = ("username", "email", "public_id")
    ordering = ("-created_at", "-pk")
    fields = ("email", "username", "role", "phone", "is_active", "is_staff", "public_id", "last_login", "created_at")
    readonly_fields = ("email", "role", "public_id", "last_login", "created_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    list_display = ("user", "organization", "role", "created_at")
    list_filter = ("role",)
    list_select_related = ("user", "organization")
    search_fields = ("user__username", "user__email", "organization__name")
    autocomplete_fields = ("user", "organization")
    readonly_fields = ("created_at",)

    def scoped(self, found: QuerySet, actor: Any) -> QuerySet:
        return found if actor.is_superuser else found.filter(organization_id__in=actor.organization_ids)


@admin.register(ApiApplication)
class ApiApplicationAdmin(ReadOnlyAdmin):
    """Made and revoked in the console; keys are shown nowhere."""

    list_display = ("name", "public_id", "organization", "shown_state", "last_used_at", "created_at")
    list_select_related = ("organization",)
    search_fields = ("name", "public_id")
    fields = ("name", "public_id", "organization", "created_by", "created_at", "last_used_at", "revoked_at")

    @display(description=_("State"), label={"active": "success", "revoked": "danger"})
    def shown_state(self, application: ApiApplication) -> tuple[str, Any]:
        return ("revoked", _("Revoked")) if application.revoked_at else ("active", _("Active"))
