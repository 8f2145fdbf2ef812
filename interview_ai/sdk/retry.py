"""When to try again, and after how long."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

# What may pass by itself. 429 and 503 say that nothing was done; a POST carries an idempotency key. A 409 is final
# unless the server names a time to come back: then the first request with the same key is still being worked on.
RETRIED_STATUSES = frozenset({429, 503})
RETRIED_ERRORS = (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError, httpx.ProxyError)


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Exponential backoff with jitter, bounded in number and in length.

    ``max_retries`` counts the tries after the first. A wait the server asks for is kept, unless it is longer than
    ``longest_wait_seconds``: then the error is raised at once and the caller decides.
    """

    max_retries: int = 3
    base_seconds: float = 0.5
    cap_seconds: float = 8.0
    longest_wait_seconds: float = 60.0
    rng: Callable[[], float] = random.random

    def delay_after_error(self, error: httpx.RequestError, *, attempt: int) -> float | None:
        """Seconds to wait after the failed try number ``attempt`` (from 0); None to give up."""
        if attempt >= self.max_retries or not isinstance(error, RETRIED_ERRORS):
            return None
        return self._backoff(attempt)

    def delay_after_response(self, response: httpx.Response, *, attempt: int) -> float | None:
        """Seconds to wait before asking again; None to take this response."""
        if attempt >= self.max_retries or not _may_pass(response):
            return None
        asked = retry_after_seconds(response)
        if asked is None:
            return self._backoff(attempt)
        return asked if asked <= self.longest_wait_seconds else None

    def _backoff(self, attempt: int) -> float:
        return float(min(self.cap_seconds, self.base_seconds * 2**attempt) * (0.5 + self.rng() / 2))


def _may_pass(response: httpx.Response) -> bool:
    return response.status_code in RETRIED_STATUSES or (
        response.status_code == 409 and "retry-after" in response.headers
    )


def retry_after_seconds(response: httpx.Response) -> float | None:
    """What the server asks for: ``Retry-After`` (seconds or a date), else ``RateLimit-Reset`` (seconds)."""
    value = response.headers.get("retry-after") or response.headers.get("ratelimit-reset")
    if value is None:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        return _seconds_until(value)


def _seconds_until(http_date: str) -> float | None:
    try:
        moment = parsedate_to_datetime(http_date)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
