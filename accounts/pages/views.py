"""Signing up, in and out, and passwords. The same services as the interface for programs."""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import services
from accounts.errors import ConfirmationRefused, ResetLinkRefused
from accounts.models import User
from accounts.pages import forms
from accounts.selectors import second_factor_of
from common import clock
from common.api.throttling import address_of, count
from common.errors import ApplicationError, NotAllowed, TooMany
from common.pages.views import Page, SignedInPage, safe_next

WAITING = "second_factor"  # a key of the session
BACKEND = "django.contrib.auth.backends.ModelBackend"
_private = method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")


class Home(Page):
    """Each to the page they work on."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect(home_of(request.user))


@_private
class Login(Page):
    template_name = "accounts/login.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(safe_next(request, request.GET, default=home_of(request.user)))
        form = forms.LoginForm(initial={"email": request.GET.get("email", "")[:254]})
        return self.show(form=form, next=safe_next(request, request.GET, default=""))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = forms.LoginForm(request.POST)
        if form.is_valid():
            try:
                user = services.check_credentials(request=request, **form.cleaned_data)
            except ApplicationError as error:
                return self._again(form, error)
            there = safe_next(request, request.POST, default="")
            if second_factor_of(user) is not None:
                ask_for_code(request, user)
                return redirect(f"{reverse('login_code')}?{urlencode({'next': there})}" if there else "login_code")
            login(request, user)
            return redirect(there or home_of(user))
        return self._again(form)

    def _again(self, form: forms.LoginForm, error: ApplicationError | None = None) -> HttpResponse:
        if isinstance(error, TooMany):
            minutes = math.ceil((error.retry_after_seconds or 60) / 60)
            sentence = _("Too many failed sign-ins. Please wait %(minutes)s minutes, or choose a new password by mail.")
            form.add_error(None, sentence % {"minutes": minutes})
        elif error is not None:
            form.take_errors(error)
        status = error.status if isinstance(error, TooMany) else 400
        response = self.show(form=form, status=status, next=safe_next(self.request, self.request.POST, default=""))
        if error is not None and error.retry_after_seconds is not None:
            response["Retry-After"] = str(error.retry_after_seconds)
        return response


class Logout(Page):
    def post(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        return redirect("login")


@_private
class SignUp(Page):
    """An account at once, or a mailed link first where the site wants addresses confirmed."""

    template_name = "accounts/sign_up.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        known = {name: request.GET[name][:254] for name in ("role", "email") if request.GET.get(name)}
        return self._form(self._new(initial=known or None))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._new(request.POST)
        if not form.is_valid():
            return self._form(form, status=400)
        count("registrations", address_of(request))
        try:
            if settings.EMAIL_CONFIRMATION:
                services.send_confirmation(base_url=self.base_url(), **form.cleaned_data)
                return self.show("accounts/mail_sent.html", email=form.cleaned_data["email"])
            user = services.register(**form.cleaned_data)
        except ApplicationError as error:
            form.take_errors(error)
            return self._form(form, status=400)
        return _welcome(request, user)

    def _new(self, *args: Any, **options: Any) -> forms.SignUpForm:
        return forms.SignUpForm(*args, with_password=not settings.EMAIL_CONFIRMATION, **options)

    def _form(self, form: forms.SignUpForm, *, status: int = 200) -> HttpResponse:
        given = self.request.POST or self.request.GET
        return self.show(form=form, status=status, next=safe_next(self.request, given, default=""))


@_private
class FinishSignUp(Page):
    """The mailed link of a sign-up: choose a password, and the account is made."""

    template_name = "accounts/finish_sign_up.html"

    def dispatch(self, request: HttpRequest, *args: Any, token: str) -> Any:
        try:
            services.read_confirmation(token)
        except ConfirmationRefused as error:
            return _link_over(self, error, again=reverse("sign_up"))
        return super().dispatch(request, *args, token=token)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.show(form=forms.NewPasswordForm(), wanted=services.read_confirmation(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form, wanted = forms.NewPasswordForm(request.POST), services.read_confirmation(token)
        if form.is_valid():
            try:
                return _welcome(request, services.register(password=form.cleaned_data["new_password"], **wanted))
            except ApplicationError as error:
                _take(form, error, password="new_password")
        return self.show(form=form, wanted=wanted, status=400)


@_private
class PasswordChange(SignedInPage):
    template_name = "accounts/password_change.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=forms.PasswordChangeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = forms.PasswordChangeForm(request.POST)
        if form.is_valid():
            try:
                services.change_password(request.user, **form.cleaned_data)
            except ApplicationError as error:
                form.take_errors(error)
            else:
                update_session_auth_hash(request, request.user)
                self.say(_("Your password was changed. Other devices have to sign in again."))
                return redirect(home_of(request.user))
        return self.show(form=form, status=400)


class PasswordReset(Page):
    template_name = "accounts/password_reset.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=forms.PasswordResetForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = forms.PasswordResetForm(request.POST)
        if not form.is_valid():
            return self.show(form=form, status=400)
        count("password_resets", address_of(request))
        services.send_password_reset(email=form.cleaned_data["email"], base_url=self.base_url())
        return self.show("accounts/mail_sent.html", email=form.cleaned_data["email"], is_reset=True)


@_private
class PasswordResetConfirm(Page):
    template_name = "accounts/password_reset_confirm.html"

    def dispatch(self, request: HttpRequest, *args: Any, uid: str, token: str) -> Any:
        try:
            services.owner_of_reset_link(uid=uid, token=token)
        except ResetLinkRefused as error:
            return _link_over(self, error, again=reverse("password_reset"))
        return super().dispatch(request, *args, uid=uid, token=token)

    def get(self, request: HttpRequest, uid: str, token: str) -> HttpResponse:
        return self.show(form=forms.NewPasswordForm())

    def post(self, request: HttpRequest, uid: str, token: str) -> HttpResponse:
        form = forms.NewPasswordForm(request.POST)
        if form.is_valid():
            try:
                services.reset_password(uid=uid, token=token, **form.cleaned_data)
            except ApplicationError as error:
                form.take_errors(error)
            else:
                self.say(_("Your password was changed. Please sign in with it."))
                return redirect("login")
        return self.show(form=form, status=400)


def home_of(user: Any) -> str:
    """The address a person starts from."""
    if not user.is_authenticated:
        return reverse("login")
    return reverse("console:dashboard" if user.is_enterprise else "my_interviews")


class AdminLogin(Login):
    """The admin's door is the same as everybody's; who is signed in and no staff is told so."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not request.user.is_staff:
            raise NotAllowed
        there = safe_next(request, request.GET, default=reverse("admin:index"))
        return redirect(f"{reverse('login')}?{urlencode({'next': there})}")

    def post(self, request: HttpRequest) -> HttpResponse:
        return self.get(request)


def ask_for_code(request: HttpRequest, user: User) -> None:
    """Remember for five minutes who gave the right password and owes the code."""
    request.session[WAITING] = {
        "user": user.public_id,
        "version": user.session_version,
        "at": round(clock.now().timestamp()),
    }


def _welcome(request: HttpRequest, user: User) -> HttpResponse:
    login(request, user, backend=BACKEND)
    return redirect(safe_next(request, request.POST, default=home_of(user)))


def _link_over(page: Page, error: ApplicationError, *, again: str) -> HttpResponse:
    """A mailed link that no longer works, and where to get another."""
    return page.show("accounts/link_over.html", status=error.status, sentence=error.message, again=again)


def _take(form: forms.NewPasswordForm, error: ApplicationError, *, password: str) -> None:
    """The errors of a service whose password field has another name."""
    errors = dict(error.errors or {})
    if "password" in errors:
        errors[password] = errors.pop("password")
    error.errors = errors
    form.take_errors(error)
