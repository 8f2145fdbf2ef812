"""Checking what a webhook brought. Needs nothing but Python; the scheme is standardwebhooks.com's.

::

    from interview_ai.sdk.webhooks import WebhookRefused, verify

    event = verify(request.body, request.headers, secret)   # the body's bytes, as they came
    if event["type"] == "report.ready":
        client.reports.get(event["data"]["interview_id"])
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

from interview_ai.sdk.errors import InterviewAIError

_PREFIX = "whsec_"
TOLERANCE_SECONDS = 300


class WebhookRefused(InterviewAIError):
    """The message does not come from the holder of the secret, was changed, or is too old."""


def verify(
    payload: bytes | str, headers: Mapping[str, str], secret: str, *, tolerance_seconds: int = TOLERANCE_SECONDS
) -> dict[str, Any]:
    """The event: ``type``, ``timestamp``, ``data``. Raises `WebhookRefused`.

    ``payload`` is the body as it came, not parsed and written again. Messages may come more than once:
    ``headers["webhook-id"]`` tells which.
    """
    body = payload.encode() if isinstance(payload, str) else payload
    named = {name.lower(): value for name, value in headers.items()}
    try:
        message_id, timestamp = named["webhook-id"], named["webhook-timestamp"]
        given = named["webhook-signature"]
    except KeyError as missing:
        raise WebhookRefused(f"The header {missing} is missing.") from None
    _check_time(timestamp, tolerance_seconds)
    expected = hmac.new(_key(secret), f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    if not any(_is_same(one, expected) for one in given.split(" ")):
        raise WebhookRefused("No signature fits.")
    return _parsed(body)


def _key(secret: str) -> bytes:
    """Raises `ValueError`: a secret that is none is the caller's mistake."""
    key = base64.b64decode(secret.removeprefix(_PREFIX) + "==")
    if not key:
        raise ValueError("The secret is empty.")
    return key


def _check_time(timestamp: str, tolerance_seconds: int) -> None:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 15):
        raise WebhookRefused("The time cannot be read.")
    if abs(time.time() - int(timestamp)) > tolerance_seconds:
        raise WebhookRefused("The message is too old, or one of the clocks is wrong.")


def _is_same(signature: str, expected: bytes) -> bool:
    version, _comma, encoded = signature.partition(",")
    try:
        return version == "v1" and hmac.compare_digest(base64.b64decode(encoded), expected)
    except (binascii.Error, ValueError):
        return False


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        event = json.loads(body)
    except ValueError:
        event = None
    if not isinstance(event, dict):
        raise WebhookRefused("The body is no event.")
    return event
