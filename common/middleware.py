"""Headers every answer carries, and the time zone the admin is read in."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from zoneinfo import available_timezones

import structlog
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from common.api.shapes import shape_of

ZONE_COOKIE = "zone"


class AnswerHeaders:
    """Adds ``X-Request-ID``, what the address's interface asks for, and, where a rate was counted, ``RateLimit-Limit``,
    ``-Remaining`` and ``-Reset``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        request_id = structlog.contextvars.get_contextvars().get("request_id")
        if request_id:
            request.request_id = request_id  # type: ignore[attr-defined]  # for what is logged once it has left us
            shape = shape_of(request.path)
            named = shape.every_answer(request_id) if shape else {}
            for name, value in {"X-Request-ID": request_id, **named}.items():
                response[name] = value
        rate = getattr(request, "rate", None)
        if rate is not None:
            response["RateLimit-Limit"] = str(rate.limit)
            response["RateLimit-Remaining"] = str(rate.remaining)
            response["RateLimit-Reset"] = str(rate.reset_seconds)
        return response


class ZoneOfTheReader:
    """In the admin times are shown and filtered in the zone of the reader's browser, in which the console's pages turn
    theirs: each page notes it in a cookie (static/design/zone.js). Without, it is the site's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = request.COOKIES.get(ZONE_COOKIE, "")
        if not name or not request.path.startswith(reverse("admin:index")) or name not in _zones():
            return self.get_response(request)
        with timezone.override(name):
            return self.get_response(request)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
