"""The console's team: members with their roles, and invitations by link. All members read; owners change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import selectors, services
from accounts.enums import MemberRole
from accounts.models import Membership, Organization, TeamInvitation
from accounts.pages.forms import InviteForm
from common.errors import ApplicationError, NotAllowed, NotFound
from common.pages.listing import rows_of
from common.pages.views import MemberPage, OwnerPage


@method_decorator(never_cache, name="dispatch")
class Team(MemberPage):
    """GET: who belongs here. POST: invite somebody; the link is shown in the answer and never again."""

    template_name = "console/team.html"
    section = "settings"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(InviteForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        organization = selectors.organization_owned_by(request.user)
        if organization is None:
            raise NotAllowed
        form = InviteForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=400)
        try:
            invitation, link = services.invite_member(
                organization=organization, actor=request.user, base_url=self.base_url(), **form.cleaned_data
            )
        except ApplicationError as error:
            form.take_errors(error)
            return self._page(form, status=error.status)
        return self._page(InviteForm(), fresh=invitation, link=link)

    def _page(self, form: InviteForm, *, status: int = 200, **shown: Any) -> HttpResponse:
        organization = organization_shown(self.request)
        owns = selectors.is_owner(self.request.user, organization.pk)
        invitations = organization.team_invitations.open().select_related("invited_by") if owns else []
        return self.show(
            organization=organization,
            rows=rows_of(selectors.members_of(organization), self.request, size=100),
            invitations=list(invitations),
            applications=selectors.applications_by_maker(organization) if owns else {},
            roles=MemberRole.choices,
            owns=owns,
            form=form,
            status=status,
            **shown,
        )


class InvitationAction(OwnerPage):
    """Base of what is done to one invitation."""

    def invitation(self, invitation_id: str) -> TeamInvitation:
        return TeamInvitation.objects.select_related("organization").get_visible(self.request.user, invitation_id)


@method_decorator(never_cache, name="dispatch")
class ResendInvitation(InvitationAction, Team):
    def get(self, request: HttpRequest, invitation_id: str) -> HttpResponse:
        return redirect("console:team")

    def post(self, request: HttpRequest, invitation_id: str) -> HttpResponse:
        invitation = self.invitation(invitation_id)
        link = services.resend_invitation(invitation, actor=request.user, base_url=self.base_url())
        return self._page(InviteForm(), fresh=invitation, link=link)


class RevokeInvitation(InvitationAction):
    def post(self, request: HttpRequest, invitation_id: str) -> HttpResponse:
        invitation = self.invitation(invitation_id)
        services.revoke_invitation(invitation, actor=request.user)
        self.say(_("The invitation of %(email)s was revoked. Its link is refused from now on.") % _named(invitation))
        return redirect("console:team")


class MemberAction(OwnerPage):
    """Base of what is done to one member, who is named by the account's public id."""

    def member(self, user_id: str) -> Membership:
        owned = self.request.user.owned_organization_ids
        found = Membership.objects.filter(user__public_id=user_id, organization_id__in=owned)
        membership = found.select_related("user", "organization").first()
        if membership is None:
            raise NotFound
        return membership

    def post(self, request: HttpRequest, user_id: str) -> HttpResponse:
        membership = self.member(user_id)
        try:
            self.say(self.change(membership) % {"name": membership.user.username})
        except ApplicationError as error:
            if isinstance(error, NotAllowed):
                raise
            self.say(error.message, level=messages.ERROR)
        return redirect("console:team")

    def change(self, membership: Membership) -> str:
        """Do it, and what to tell, with a place for ``name``."""
        raise NotImplementedError


class ChangeRole(MemberAction):
    def change(self, membership: Membership) -> str:
        role = self.request.POST.get("role", "")
        if role not in MemberRole.values:
            raise NotFound
        services.change_role(membership, role=role, actor=self.request.user)
        return _("The role of %(name)s was changed.")


class SwitchOff(MemberAction):
    def change(self, membership: Membership) -> str:
        services.switch_off_member(membership, actor=self.request.user)
        return _("%(name)s has no access any more and was signed out everywhere.")


class SwitchOn(MemberAction):
    def change(self, membership: Membership) -> str:
        services.switch_on_member(membership, actor=self.request.user)
        return _("%(name)s has access again.")


class ForgetSecondFactor(MemberAction):
    """For a member who lost phone and recovery codes; only where the account belongs to no other organization."""

    def change(self, membership: Membership) -> str:
        if membership.user.memberships.exclude(pk=membership.pk).exists():
            raise NotAllowed
        services.forget_second_factor(membership.user)
        return _("The second factor of %(name)s was taken away. The next sign-in asks for the password alone.")


def organization_shown(request: HttpRequest) -> Organization:
    """The one whose settings a page shows: the first owned, else the first joined. Raises `NotFound`."""
    user: Any = request.user
    organization = selectors.organization_owned_by(user) or selectors.home_organization(user)
    if organization is None:
        raise NotFound
    return organization


def _named(invitation: TeamInvitation) -> dict[str, str]:
    return {"email": invitation.email}
