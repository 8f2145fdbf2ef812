"""Asks the running site whether it is ready."""

from __future__ import annotations

import http.client
import json
from typing import Any

_ANSWER_SECONDS = 5.0


def ask(*, host: str, port: int, host_header: str) -> dict[str, Any] | None:
    """The answer of ``/readyz``, ready or not; None while nobody listens or the answer is not JSON."""
    connection = http.client.HTTPConnection(host, port, timeout=_ANSWER_SECONDS)
    try:
        connection.request("GET", "/readyz", headers={"Host": host_header, "Connection": "close"})
        answer = json.loads(connection.getresponse().read())
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()
    return answer if isinstance(answer, dict) else None


def is_ready(answer: dict[str, Any] | None) -> bool:
    return answer is not None and answer.get("status") == "ok"


def what_is_missing(answer: dict[str, Any] | None) -> str:
    """``broker (no answer), worker live (no heartbeat)``: for the message when it does not get ready."""
    if answer is None:
        return "the web process does not answer"
    found = []
    for name, check in answer.get("checks", {}).items():
        several = check if name == "workers" else {name: check}
        prefix = "worker " if name == "workers" else ""
        found += [f"{prefix}{key} ({value})" for key, value in several.items() if value != "ok"]
    return ", ".join(found) or "no check named a reason"


def probe_host(host: str) -> str:
    """The address to connect to when listening on ``host``."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def acceptable_host(allowed: list[str], *, fallback: str) -> str:
    """A Host header that ``ALLOWED_HOSTS`` accepts: ``fallback`` where it does, otherwise the first named one."""
    if not allowed or "*" in allowed or fallback in allowed:
        return fallback
    return allowed[0].lstrip(".")
