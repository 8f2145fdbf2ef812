"""Members whose organization demands a second factor are led to its set-up before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.selectors import must_set_up_second_factor

_GUARDED = ("/console/", "/admin/")


class SecondFactorDemanded:
    """For the console and the admin; programs are told at their login."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        there = reverse("console:security")
        if not request.path.startswith(_GUARDED) or request.path.startswith(there):
            return self.get_response(request)
        user: Any = request.user
        if not getattr(user, "is_enterprise", False) or not must_set_up_second_factor(user):
            return self.get_response(request)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": there})
        return redirect(there)
