"""Where the link of a team invitation leads, for accounts that are there and for new ones."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import selectors, services
from accounts.enums import InvitationState
from accounts.models import TeamInvitation
from accounts.pages.forms import JoinForm
from accounts.pages.views import BACKEND
from common.api.throttling import address_of, count
from common.errors import ApplicationError, NotFound
from common.pages.views import Page


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class Join(Page):
    """POST: join with the account that is signed in, or with a new one."""

    template_name = "accounts/join.html"

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        return self._page(self.invitation(secret), JoinForm())

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        invitation = self.invitation(secret)
        if request.user.is_authenticated:
            services.accept_invitation(invitation, user=request.user)
            return self._welcome(invitation)
        form = JoinForm(request.POST)
        if not form.is_valid():
            return self._page(invitation, form, status=400)
        count("registrations", address_of(request))
        try:
            user = services.join_with_new_account(invitation, **form.cleaned_data)
        except ApplicationError as error:
            form.take_errors(error)
            return self._page(invitation, form, status=error.status)
        login(request, user, backend=BACKEND)
        return self._welcome(invitation)

    def invitation(self, secret: str) -> TeamInvitation:
        """Raises `NotFound` for a link that never was, or is none any more."""
        found = selectors.invitation_with(secret)
        if found is None:
            raise NotFound
        return found

    def _welcome(self, invitation: TeamInvitation) -> HttpResponse:
        self.say(_("Welcome to %(organization)s.") % {"organization": invitation.organization.name})
        return redirect("console:dashboard")

    def _page(self, invitation: TeamInvitation, form: JoinForm, *, status: int = 200) -> HttpResponse:
        way = self._way(invitation)
        if invitation.state != InvitationState.OPEN:
            status = 410
        there = urlencode({"email": invitation.email, "next": self.request.path})
        return self.show(
            invitation=invitation,
            organization=invitation.organization,
            way=way,
            form=form,
            login_address=f"{reverse('login')}?{there}",
            status=status,
        )

    def _way(self, invitation: TeamInvitation) -> str:
        """Which of its faces the page shows."""
        user: Any = self.request.user
        if invitation.state != InvitationState.OPEN:
            return invitation.state
        if not user.is_authenticated:
            return "sign_in" if selectors.has_account(invitation.email) else "new"
        if user.email != invitation.email:
            return "elsewhere"
        return "join" if user.is_enterprise else "candidate"


class LeaveForJoin(Page):
    """Sign out of the wrong account, and come back to the invitation."""

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        logout(request)
        return redirect("join", secret=secret)
