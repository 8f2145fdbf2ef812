"""Organizations, people and API applications in the admin."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from unfold.decorators import action, display

from accounts.enums import Scope
from accounts.models import ApiApplication, AuthenticatorApp, Membership, Organization, TeamInvitation, User
from accounts.selectors import second_factor_of
from accounts.services import (
    end_sessions,
    forget_second_factor,
    revoke_invitation,
    switch_off_member,
    switch_on_member,
)
from accounts.webhooks import admin as _webhooks  # noqa: F401  (registers its pages)
from common.admin.base import Labelled, ReadOnlyAdmin, ReadOnlyInline, ScopedAdmin

if admin.site.is_registered(Group):
    admin.site.unregister(Group)  # roles are those of a membership

for secret in (TOTPDevice, StaticDevice, OutstandingToken, BlacklistedToken):
    if admin.site.is_registered(secret):
        admin.site.unregister(secret)  # keys, codes and tokens are shown nowhere


class MembershipInline(ReadOnlyInline):
    model = Membership
    fields = readonly_fields = ("user", "role", "is_active", "created_at")
    verbose_name_plural = _("Members")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("user", "organization")


@admin.register(Organization)
class OrganizationAdmin(ScopedAdmin):
    """Owners change name, texts and demands here as in the console."""

    list_display = ("name", "shown_members", "requires_second_factor", "created_at")
    list_filter = ("requires_second_factor",)
    search_fields = ("name", "public_id")
    fields = (
        "name",
        ("opening_text_zh", "opening_text_en"),
        ("closing_text_zh", "closing_text_en"),
        "requires_second_factor",
        "public_id",
        "created_at",
    )
    readonly_fields = ("public_id", "created_at")
    date_hierarchy = "created_at"
    inlines = (MembershipInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        on = Count("memberships", filter=Q(memberships__is_active=True))
        return super().get_queryset(request).annotate(member_count=on)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-created_at", "-pk")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        owned = request.user.owned_organization_ids if request.user.is_authenticated else []
        owns = bool(owned) if obj is None else obj.pk in owned
        return super().has_change_permission(request, obj) or (request.user.is_staff and owns)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """An owner without a second factor cannot demand one of the others."""
        if request.user.is_superuser or second_factor_of(request.user) is not None:
            return self.readonly_fields
        return ("requires_second_factor", *self.readonly_fields)

    @display(description=_("Members"), ordering="member_count")
    def shown_members(self, organization: Any) -> int:
        return organization.member_count


@admin.register(User)
class UserAdmin(ScopedAdmin):
    """Accounts are made by signing up or by an invitation. Switching one off ends its sessions and tokens."""

    list_display = (
        "username",
        "email",
        "role",
        "is_active",
        "is_staff",
        "shown_second_factor",
        "last_login",
        "created_at",
    )
    list_filter = ("role", "is_active", "is_staff")
    search_fields = ("username", "email", "public_id")
    ordering = ("-created_at", "-pk")
    date_hierarchy = "created_at"
    fields = ("email", "username", "role", "phone", "is_active", "is_staff", "public_id", "last_login", "created_at")
    readonly_fields = ("email", "role", "public_id", "last_login", "created_at")
    actions = ("sign_out_everywhere", "take_second_factor_away")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        device = AuthenticatorApp.objects.filter(user_id=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).annotate(has_second_factor=Exists(device))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "is_active" in form.changed_data and not obj.is_active:
            end_sessions(obj)

    @display(description=_("Second factor"), boolean=True)
    def shown_second_factor(self, user: Any) -> bool:
        return user.has_second_factor

    @action(description=_("Sign out everywhere"), permissions=["change"])
    def sign_out_everywhere(self, request: HttpRequest, found: QuerySet) -> None:
        self._each(request, found, end_sessions, _("%(count)s accounts were signed out everywhere."))

    @action(description=_("Take the second factor away"), permissions=["change"])
    def take_second_factor_away(self, request: HttpRequest, found: QuerySet) -> None:
        self._each(request, found, forget_second_factor, _("The second factor of %(count)s accounts was taken away."))

    def _each(self, request: HttpRequest, found: QuerySet, do: Any, sentence: Any) -> None:
        users = list(found)
        for user in users:
            do(user)
        self.message_user(request, sentence % {"count": len(users)}, messages.SUCCESS)


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    """Roles and access are changed by owners in the console, where the last owner is kept."""

    list_display = ("user", "organization", "role", "is_active", "created_at")
    list_filter = ("role", "is_active")
    list_select_related = ("user", "organization")
    search_fields = ("user__username", "user__email", "organization__name")
    autocomplete_fields = ("user", "organization")
    readonly_fields = ("created_at",)
    date_hierarchy = "created_at"
    actions = ("switch_off", "switch_on")

    def scoped(self, found: QuerySet, actor: Any) -> QuerySet:
        return found if actor.is_superuser else found.filter(organization_id__in=actor.organization_ids)

    def has_own_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_staff and request.user.owns)

    @action(description=_("Switch the access off"), permissions=["own"])
    def switch_off(self, request: HttpRequest, found: QuerySet) -> None:
        self._each(request, found, switch_off_member)

    @action(description=_("Switch the access on"), permissions=["own"])
    def switch_on(self, request: HttpRequest, found: QuerySet) -> None:
        self._each(request, found, switch_on_member)

    def _each(self, request: HttpRequest, found: QuerySet, change: Any) -> None:
        """Through the services, which keep the last owner and demand one."""

        def say(count: int) -> str:
            sentence = ngettext("%(count)s member was changed.", "%(count)s members were changed.", count)
            return sentence % {"count": count}

        act = partial(change, actor=request.user)
        self.act_on_each(request, found, act, say=say, called=lambda membership: membership.user.username)


@admin.register(TeamInvitation)
class TeamInvitationAdmin(ReadOnlyAdmin):
    """Sent in the console, by owners; links are shown nowhere."""

    list_display = ("email", "organization", "role", "shown_state", "invited_by", "sent_at", "expires_at")
    list_filter = ("role",)
    list_select_related = ("organization", "invited_by")
    search_fields = ("email", "public_id", "organization__name")
    date_hierarchy = "created_at"
    fields = (
        "email",
        "organization",
        "role",
        "shown_state",
        "invited_by",
        "public_id",
        "created_at",
        "sent_at",
        "expires_at",
        "accepted_at",
        "accepted_by",
        "revoked_at",
    )
    readonly_fields = ("shown_state",)
    actions = ("revoke",)

    def has_own_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_staff and request.user.owns)

    @display(
        description=_("State"), label={"open": "info", "accepted": "success", "expired": "warning", "revoked": "danger"}
    )
    def shown_state(self, invitation: TeamInvitation) -> tuple[str, Any]:
        return Labelled((invitation.state.value, invitation.state.label))

    @action(description=_("Revoke"), permissions=["own"])
    def revoke(self, request: HttpRequest, found: QuerySet) -> None:
        invitations = list(found)
        for invitation in invitations:
            revoke_invitation(invitation, actor=request.user)
        sentence = ngettext(
            "%(count)s invitation was revoked.", "%(count)s invitations were revoked.", len(invitations)
        )
        self.message_user(request, sentence % {"count": len(invitations)}, messages.SUCCESS)


@admin.register(ApiApplication)
class ApiApplicationAdmin(ReadOnlyAdmin):
    """Made and revoked in the console; keys are shown nowhere."""

    list_display = ("name", "organization", "shown_scopes", "shown_state", "last_used_at", "created_at")
    list_select_related = ("organization",)
    search_fields = ("name", "public_id")
    date_hierarchy = "created_at"
    fields = (
        "name",
        "public_id",
        "organization",
        "shown_scopes",
        "shown_state",
        "created_by",
        "created_at",
        "last_used_at",
        "revoked_at",
    )
    readonly_fields = ("shown_scopes", "shown_state")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_maker()

    @display(description=_("Scopes"))
    def shown_scopes(self, application: ApiApplication) -> str:
        return "\n".join(str(Scope(scope).label) for scope in application.scopes)

    @display(description=_("State"), label={"active": "success", "stopped": "danger", "revoked": "danger"})
    def shown_state(self, application: Any) -> tuple[str, Any]:
        if application.revoked_at:
            return Labelled(("revoked", _("Revoked")))
        return Labelled(("active", _("Active")) if application.is_owned else ("stopped", _("Stopped: its maker left")))
