"""Base classes of pages. A page reads through one selector, writes through one service, and shows one template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views import View

from common.errors import ApplicationError, NotAllowed
from common.pages.errors import error_page


class Page(View):
    """Open to everybody. An `ApplicationError` that leaves the view becomes a page with its status."""

    template_name: str
    section = ""  # the entry of the navigation this page belongs to

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return self.admit(request) or super().dispatch(request, *args, **kwargs)
        except ApplicationError as error:
            return error_page(request, error)

    def admit(self, request: HttpRequest) -> HttpResponse | None:
        """None to go on, or the answer for somebody who may not see this page."""
        return None

    def show(self, template_name: str = "", *, status: int = 200, **context: Any) -> HttpResponse:
        context.setdefault("section", self.section)
        return render(self.request, template_name or self.template_name, context, status=status)

    def say(self, sentence: Any, *, level: int = messages.SUCCESS) -> None:
        """Tell the reader on the next page."""
        messages.add_message(self.request, level, sentence)

    def base_url(self) -> str:
        return settings.PUBLIC_BASE_URL or self.request.build_absolute_uri("/").rstrip("/")


class SignedInPage(Page):
    """For anyone with an account; others sign in first and come back."""

    def admit(self, request: HttpRequest) -> HttpResponse | None:
        return None if request.user.is_authenticated else to_login(request)


class MemberPage(SignedInPage):
    """For members of an organization. Candidates are led to their own page."""

    def admit(self, request: HttpRequest) -> HttpResponse | None:
        refused = super().admit(request)
        if refused is not None or getattr(request.user, "is_enterprise", False):
            return refused
        return redirect("my_interviews")


class RecruiterPage(MemberPage):
    """For owners and recruiters. Other members read and review elsewhere."""

    def admit(self, request: HttpRequest) -> HttpResponse | None:
        answer = super().admit(request)
        if answer is None and not getattr(request.user, "recruits", False):
            raise NotAllowed
        return answer


class OwnerPage(MemberPage):
    """For the owners of an organization."""

    def admit(self, request: HttpRequest) -> HttpResponse | None:
        answer = super().admit(request)
        if answer is None and not getattr(request.user, "owns", False):
            raise NotAllowed
        return answer


def to_login(request: HttpRequest) -> HttpResponse:
    """To the login page, and back here afterwards; a fragment asked for by htmx takes the whole page there."""
    here = request.get_full_path() if request.method == "GET" else ""
    is_fragment = bool(getattr(request, "htmx", False))
    if is_fragment:
        here = request.htmx.current_url_abs_path or ""  # type: ignore[attr-defined]
    address = f"{reverse('login')}?{urlencode({'next': here})}" if here else reverse("login")
    return HttpResponse(headers={"HX-Redirect": address}) if is_fragment else HttpResponseRedirect(address)


def safe_next(request: HttpRequest, given: Mapping[str, Any], *, default: str) -> str:
    """The address in ``given['next']`` when it is one of ours, else ``default``."""
    address = str(given.get("next", ""))
    allowed = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if address and allowed else default
