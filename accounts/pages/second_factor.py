"""The second factor: switched on and off in the console, asked for after the password."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import selectors, services
from accounts.models import AuthenticatorApp, User
from accounts.pages.forms import CodeForm
from accounts.pages.views import BACKEND, WAITING, home_of
from common import clock
from common.errors import ApplicationError
from common.pages.views import MemberPage, Page, safe_next

_WAITS_SECONDS = 300
_private = method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")


def _who_waits(request: HttpRequest) -> User | None:
    waiting = request.session.get(WAITING)
    if waiting is None or clock.now().timestamp() - waiting["at"] > _WAITS_SECONDS:
        return None
    found = User.objects.filter(public_id=waiting["user"], session_version=waiting["version"], is_active=True)
    return found.first()


@_private
class LoginCode(Page):
    """The second step of signing in."""

    template_name = "accounts/login_code.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        if _who_waits(request) is None:
            return redirect("login")
        return self._page(CodeForm(), given=request.GET)

    def post(self, request: HttpRequest) -> HttpResponse:
        user = _who_waits(request)
        if user is None:
            self.say(_("That took too long. Please sign in again."))
            return redirect("login")
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self._page(form, given=request.POST, status=400)
        try:
            services.check_second_factor(user, code=form.cleaned_data["code"])
        except ApplicationError as error:
            form.add_error("code", error.message)
            return self._page(form, given=request.POST, status=429 if error.retry_after_seconds else 400)
        login(request, user, backend=BACKEND)
        request.session.pop(WAITING, None)
        return redirect(safe_next(request, request.POST, default=home_of(user)))

    def _page(self, form: CodeForm, *, given: Any, status: int = 200) -> HttpResponse:
        return self.show(form=form, next=safe_next(self.request, given, default=""), status=status)


@_private
class Security(MemberPage):
    """GET: where the second factor stands, or how to set it up. POST: switch it on by a first code."""

    template_name = "console/two_factor.html"
    section = "settings"
    asked = ""  # which of the forms of a second factor in use was sent

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=400)
        try:
            return self.change(request, form.cleaned_data["code"])
        except ApplicationError as error:
            form.take_errors(error)
            return self.page(form, status=error.status if error.status != 401 else 400)

    def change(self, request: HttpRequest, code: str) -> HttpResponse:
        codes = services.confirm_second_factor(request.user, code=code)
        update_session_auth_hash(request, request.user)
        return self.show("console/two_factor_codes.html", codes=codes)

    def page(self, form: CodeForm, *, status: int = 200) -> HttpResponse:
        user = self.request.user
        context: dict[str, Any] = {"form": form, "asked": self.asked, "is_required": user.requires_second_factor}
        if selectors.second_factor_of(user) is not None:
            return self.show(is_on=True, left=selectors.recovery_codes_left(user), status=status, **context)
        device = services.begin_second_factor(user)
        return self.show(is_on=False, picture=_picture(device), key=_spoken_key(device), status=status, **context)


class SecurityAction(Security):
    """Base of what one does to a second factor in use."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("console:security")


class RenewCodes(SecurityAction):
    asked = "renew"

    def change(self, request: HttpRequest, code: str) -> HttpResponse:
        codes = services.renew_recovery_codes(request.user, code=code)
        return self.show("console/two_factor_codes.html", codes=codes)


class SwitchOffSecondFactor(SecurityAction):
    asked = "off"

    def change(self, request: HttpRequest, code: str) -> HttpResponse:
        services.switch_off_second_factor(request.user, code=code)
        update_session_auth_hash(request, request.user)
        self.say(_("The second factor is switched off. Signing in takes the password alone."))
        return redirect("console:security")


def _picture(device: AuthenticatorApp) -> SafeString:
    """The QR code for the app, as SVG without styles."""
    import segno

    drawn = segno.make(device.config_url, error="m")
    svg = drawn.svg_inline(omitsize=True, border=3, light="#fff", dark="#000", svgclass="qr", lineclass=None)
    return mark_safe(svg)  # noqa: S308  (drawn from modules of the code, without a word in it)


def _spoken_key(device: AuthenticatorApp) -> str:
    """The key for typing it in, in groups of four."""
    key = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
