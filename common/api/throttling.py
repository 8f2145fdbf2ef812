"""Rates, counted in fixed windows in the shared cache.

While the cache cannot be reached nothing is counted and nobody is refused: the interview goes on.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.throttling import BaseThrottle

from common.errors import TooMany

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rate:
    """How one caller stands in the present window."""

    limit: int
    remaining: int
    reset_seconds: int


def count(scope: str, who: str) -> Rate | None:
    """Count one call of ``who`` in ``scope`` (a key of ``RATE_LIMITS``); None when the cache is away.

    Raises `TooMany` above the limit.
    """
    limit, window = settings.RATE_LIMITS[scope]
    started, left = divmod(int(time.time()), window)
    key = f"rate:{scope}:{started}:{who}"
    try:
        used = _counted(key, seconds=window + 5)
    except (RedisError, OSError, ValueError) as error:
        logger.warning("rate_not_counted", scope=scope, error=type(error).__name__)
        return None
    rate = Rate(limit=limit, remaining=max(0, limit - used), reset_seconds=window - left)
    if used > limit:
        refusal = TooMany(retry_after_seconds=rate.reset_seconds)
        refusal.rate = rate
        raise refusal
    return rate


def _counted(key: str, *, seconds: int) -> int:
    try:
        return cache.incr(key)
    except ValueError:  # the first of its window
        return 1 if cache.add(key, 1, timeout=seconds) else cache.incr(key)


def address_of(request: Any) -> str:
    """The caller's address as the web server gives it (uvicorn trusts proxies it is told of)."""
    return request.META.get("REMOTE_ADDR") or "unknown"


class CountedThrottle(BaseThrottle):
    """REST framework's hook for `count`; subclasses name a scope and who is counted."""

    scope: str

    def who(self, request: Any) -> str:
        return address_of(request)

    def allow_request(self, request: Any, view: Any) -> bool:
        try:
            rate = count(self.scope, self.who(request))
        except TooMany as error:
            request._request.rate = error.rate
            raise
        if rate is not None and not hasattr(request._request, "rate"):
            request._request.rate = rate
        return True


class CallsPerUser(CountedThrottle):
    """Every call, by user or application, or by address before signing in."""

    scope = "calls"

    def who(self, request: Any) -> str:
        user = request.user
        return user.caller_id if user and user.is_authenticated else address_of(request)


class RegistrationsPerAddress(CountedThrottle):
    scope = "registrations"


class PasswordResetsPerAddress(CountedThrottle):
    scope = "password_resets"
