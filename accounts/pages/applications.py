"""The console's API applications: made (the keys are shown once), listed, revoked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import services
from accounts.models import ApiApplication
from accounts.pages.forms import ApplicationForm, ScopesForm
from accounts.services import ApplicationKeys
from common.errors import ApplicationError
from common.pages.listing import rows_of
from common.pages.views import OwnerPage


@method_decorator(never_cache, name="dispatch")
class Applications(OwnerPage):
    template_name = "console/applications.html"
    section = "applications"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._list(ApplicationForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ApplicationForm(request.POST)
        if not form.is_valid():
            return self._list(form, status=400)
        try:
            application, keys = services.create_api_application(actor=request.user, **form.cleaned_data)
        except ApplicationError as error:
            form.take_errors(error)
            return self._list(form, status=error.status)
        return self.show("console/application_keys.html", application=application, keys=_named(keys))

    def _list(self, form: ApplicationForm, *, status: int = 200) -> HttpResponse:
        found = ApiApplication.objects.visible_to(self.request.user).with_maker().select_related("created_by")
        return self.show(rows=rows_of(found, self.request), form=form, status=status, base_url=self.base_url())


class ChangeScopes(OwnerPage):
    """POST: what an application may do from now on."""

    def post(self, request: HttpRequest, application_id: str) -> HttpResponse:
        application = ApiApplication.objects.select_related("organization").get_visible(request.user, application_id)
        form = ScopesForm(request.POST)
        if not form.is_valid():
            self.say(_("Choose at least one scope."), level=messages.ERROR)
            return redirect("console:applications")
        try:
            services.change_scopes(application, actor=request.user, **form.cleaned_data)
        except ApplicationError as error:
            self.say(error.message, level=messages.ERROR)
        else:
            self.say(_("%(name)s has other scopes now.") % {"name": application.name})
        return redirect("console:applications")


class RevokeApplication(OwnerPage):
    def post(self, request: HttpRequest, application_id: str) -> HttpResponse:
        application = ApiApplication.objects.select_related("organization").get_visible(request.user, application_id)
        services.revoke_api_application(application, actor=request.user)
        self.say(_("%(name)s was revoked. Its keys are refused from now on.") % {"name": application.name})
        return redirect("console:applications")


def _named(keys: ApplicationKeys) -> list[tuple[str, list[tuple[str, Any]]]]:
    """The keys as the two kinds of clients name them."""
    return [
        (_("Feishu"), [("app_id", keys.app_id), ("app_secret", keys.app_secret)]),
        (
            _("Tencent Meeting, signed requests"),
            [
                ("AppId", keys.app_id),
                ("SdkId", keys.sdk_id),
                ("SecretId", keys.secret_id),
                ("SecretKey", keys.secret_key),
            ],
        ),
        (_("Tencent Meeting, access token"), [("OpenId", keys.open_id), ("AccessToken", keys.access_token)]),
        (_("This site's own interface"), [("Authorization", f"Bearer {keys.access_token}")]),
    ]
