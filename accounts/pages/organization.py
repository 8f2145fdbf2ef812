"""The organization's own settings: name, picture, texts for candidates, and what it demands of members."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import selectors, services
from accounts.models import Organization, OrganizationLogo
from accounts.pages.forms import OrganizationForm
from accounts.pages.trail import given_to
from common.errors import ApplicationError, NotAllowed, NotFound
from common.pages.trail import changes_of
from common.pages.views import MemberPage, OwnerPage, Page

_FOR_EVER = "public, max-age=31536000, immutable"


class Settings(MemberPage):
    """To the first of the settings one may see."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("console:organization" if request.user.owns else "console:team")


class OrganizationPage(OwnerPage):
    template_name = "console/settings_organization.html"
    section = "settings"

    def get(self, request: HttpRequest) -> HttpResponse:
        organization = self.organization()
        initial = {name: getattr(organization, name) for name in OrganizationForm.base_fields if name != "logo"}
        return self._page(organization, OrganizationForm(initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        organization = self.organization()
        form = OrganizationForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(organization, form, status=400)
        changes = dict(form.cleaned_data)
        logo = changes.pop("logo")
        try:
            if logo is not None:
                services.set_logo(organization, actor=request.user, content=logo)
            services.update_organization(organization, actor=request.user, **changes)
        except ApplicationError as error:
            form.take_errors(error)
            return self._page(organization, form, status=error.status)
        self.say(_("Saved."))
        return redirect("console:organization")

    def organization(self) -> Organization:
        owned = selectors.organization_owned_by(self.request.user)
        if owned is None:
            raise NotAllowed
        return owned

    def _page(self, organization: Organization, form: OrganizationForm, *, status: int = 200) -> HttpResponse:
        logo = selectors.logo_of(organization.pk)
        changes = changes_of(organization, user=self.request.user, describe=given_to)
        return self.show(organization=organization, form=form, logo=logo, changes=changes, status=status)


class RemoveLogo(OrganizationPage):
    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("console:organization")

    def post(self, request: HttpRequest) -> HttpResponse:
        services.remove_logo(self.organization(), actor=request.user)
        self.say(_("The logo was removed."))
        return redirect("console:organization")


class Logo(Page):
    """The picture, for anyone who has its address: candidates see it before they sign in."""

    def get(self, request: HttpRequest, organization_id: str, version: str) -> HttpResponse:
        found: Any = OrganizationLogo.objects.filter(organization__public_id=organization_id, version=version).first()
        if found is None:
            raise NotFound
        response = HttpResponse(bytes(found.content), content_type="image/png")
        response["Cache-Control"] = _FOR_EVER
        response["X-Content-Type-Options"] = "nosniff"
        return response
