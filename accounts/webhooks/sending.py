"""One signed request (standardwebhooks.com) to an address somebody gave us, which leads nowhere into our network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import httpx
from standardwebhooks import Webhook

from common import clock, fetch

WHOLE_SECONDS = 10.0
_MOST_BYTES = 4000


class NotDelivered(Exception):
    """Nothing answered; ``code`` is stable, ``retryable`` says whether later may be better."""

    def __init__(self, code: str, *, retryable: bool = True) -> None:
        super().__init__(code)
        self.code, self.retryable = code, retryable


@dataclass(frozen=True, slots=True)
class Answer:
    """What the far side said; ``text`` is the beginning."""

    status: int
    text: str


def signed_headers(
    *, message_id: str, body: str, secrets: Sequence[str], at: dt.datetime | None = None
) -> dict[str, str]:
    """The three headers of the standard; every secret signs, the present one first."""
    at = at or clock.now()
    signatures = [Webhook(secret).sign(message_id, at, body) for secret in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def deliver(*, url: str, message_id: str, body: str, secrets: Sequence[str]) -> Answer:
    """POST ``body``; what came back, whatever its status. No redirect is followed; all of it takes `WHOLE_SECONDS` at
    most. Raises `NotDelivered`."""
    headers = signed_headers(message_id=message_id, body=body, secrets=secrets)
    headers |= {
        "content-type": "application/json",
        "user-agent": "interview-ai-webhooks/1",
        "accept-encoding": "identity",
    }
    try:
        fetch.check_address(url)
        with (
            fetch.guarded_client(timeout_seconds=WHOLE_SECONDS, whole_seconds=WHOLE_SECONDS) as client,
            client.stream("POST", url, content=body.encode(), headers=headers) as response,
        ):
            return Answer(status=response.status_code, text=_beginning(response))
    except fetch.FetchError as error:
        raise NotDelivered(error.code, retryable=error.retryable) from None
    except httpx.TimeoutException:
        raise NotDelivered("timed_out") from None
    except httpx.HTTPError:
        raise NotDelivered("unreachable") from None


def _beginning(response: httpx.Response) -> str:
    """As far as it came: an answer whose body breaks off was an answer."""
    read = b""
    try:
        for chunk in response.iter_raw(1000):
            read += chunk
            if len(read) >= _MOST_BYTES:
                break
    except httpx.HTTPError:
        pass
    return read[:_MOST_BYTES].decode("utf-8", "replace").replace("\x00", "")
