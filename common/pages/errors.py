"""Errors as pages, shaped once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.errors import ApplicationError


def error_page(request: HttpRequest, error: ApplicationError) -> HttpResponse:
    """The sentence of the error, with its status; a fragment gets the sentence alone."""
    template = "errors/fragment.html" if getattr(request, "htmx", False) else "errors/page.html"
    response = render(request, template, {"message": error.message, "status": error.status}, status=error.status)
    if error.retry_after_seconds is not None:
        response["Retry-After"] = str(error.retry_after_seconds)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """``CSRF_FAILURE_VIEW``: most often a form left open over a new login, or cookies switched off."""
    return render(request, "errors/csrf.html", {"status": 403}, status=403)
