"""A browser without scripts: signs in by a session, reads pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from accounts.models import User

HTMX = {"HTTP_HX_REQUEST": "true"}


def browser(user: User | None = None, *, language: str = "zh-CN", strict: bool = False) -> Client:
    """A client with a session of ``user``; ``strict`` demands the token of each form."""
    client = Client(enforce_csrf_checks=strict, HTTP_ACCEPT_LANGUAGE=language)
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(client: Client, path: str, **options: Any) -> str:
    """The page, which must be there."""
    response = client.get(path, **options)
    assert response.status_code == 200, (path, response.status_code, response.content[:400])
    return response.content.decode()


def post(client: Client, path: str, data: dict[str, Any] | None = None, **options: Any) -> Any:
    """Post a form; what waits for the commit is run, as after a real request."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(path, data or {}, **options)


def queries_of(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as counted:
        call()
    return len(counted)
