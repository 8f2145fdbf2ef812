from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from interview_ai.sdk.retry import RetryPolicy, retry_after_seconds


def test_backoff_doubles_up_to_its_cap():
    policy = RetryPolicy(max_retries=9, base_seconds=1, cap_seconds=8, rng=lambda: 1.0)
    error = httpx.ConnectError("refused")
    assert [policy.delay_after_error(error, attempt=n) for n in range(5)] == [1, 2, 4, 8, 8]


def test_backoff_varies_between_half_and_whole():
    error = httpx.ConnectError("refused")
    low, high = (RetryPolicy(base_seconds=2, rng=lambda v=v: v).delay_after_error(error, attempt=0) for v in (0, 1))
    assert (low, high) == (1, 2)


def test_error_of_our_own_making_is_not_retried():
    assert RetryPolicy().delay_after_error(httpx.UnsupportedProtocol("ftp"), attempt=0) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"Retry-After": "7"}, 7), ({"RateLimit-Reset": "3"}, 3), ({"Retry-After": "2", "RateLimit-Reset": "9"}, 2)],
)
def test_wait_asked_for_is_kept(headers: dict[str, str], seconds: float):
    response = httpx.Response(429, headers=headers)
    assert RetryPolicy().delay_after_response(response, attempt=0) == seconds


def test_date_to_wait_for_becomes_seconds():
    moment = datetime.now(UTC) + timedelta(seconds=90)
    found = retry_after_seconds(httpx.Response(503, headers={"Retry-After": format_datetime(moment, usegmt=True)}))
    assert found is not None
    assert 80 < found <= 90


@pytest.mark.parametrize("value", ["soon", ""])
def test_unreadable_wait_falls_back_to_backoff(value: str):
    response = httpx.Response(429, headers={"Retry-After": value})
    assert RetryPolicy(base_seconds=1, rng=lambda: 1.0).delay_after_response(response, attempt=0) == 1
