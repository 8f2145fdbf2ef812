"""A request under ASGI stays in one thread, and the thread serves later requests."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import AsyncRequestFactory, override_settings
from django.urls import path

from interview_ai import handler
from interview_ai.handler import OneThreadHandler

_started, _may_end = threading.Event(), threading.Event()


def _thread_name(request: Any) -> HttpResponse:
    return HttpResponse(threading.current_thread().name)


def _waiting(request: Any) -> HttpResponse:
    _started.set()
    _may_end.wait(5)
    request._stream.close()  # Django leaves the body of a client that went away to the garbage collector
    return HttpResponse("late")


class _Noting:
    """A middleware that writes down where it runs."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        response["X-Thread"] = threading.current_thread().name
        return response


urlpatterns = [path("thread", _thread_name), path("wait", _waiting)]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def few_middlewares():
    with override_settings(MIDDLEWARE=[f"{__name__}._Noting"]):
        yield


async def _ask(application: OneThreadHandler, address: str, *, gone: asyncio.Event | None = None) -> list[str]:
    """What the view and the middleware said; nothing when the client went away before (``gone``)."""
    sent: list[dict[str, Any]] = []
    waiting = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop()
        await (gone or asyncio.Event()).wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await application(AsyncRequestFactory()._base_scope(path=address), receive, send)
    if not sent:
        return []
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return [sent[1]["body"].decode(), headers["x-thread"]]


async def test_middleware_and_view_share_a_thread_that_is_used_again():
    application = OneThreadHandler()
    view, middleware = await _ask(application, "/thread")
    await asyncio.sleep(0.01)  # the thread gives itself back after the answer
    again, _ = await _ask(application, "/thread")
    assert view == middleware == again
    assert view != threading.current_thread().name


async def test_thread_of_a_client_that_went_away_is_not_used_before_it_is_done(monkeypatch):
    monkeypatch.setattr(handler, "_idle", [])
    application = OneThreadHandler()
    gone = asyncio.Event()
    left = asyncio.ensure_future(_ask(application, "/wait", gone=gone))
    await asyncio.to_thread(_started.wait, 5)
    gone.set()
    try:
        view, middleware = await asyncio.wait_for(_ask(application, "/thread"), 5)
    finally:
        _may_end.set()
    assert view == middleware
    assert await asyncio.wait_for(left, 5) == []


async def test_more_threads_than_are_kept_end(monkeypatch):
    monkeypatch.setattr(handler, "_idle", [])
    monkeypatch.setattr(handler, "_KEPT", 2)
    application = OneThreadHandler()
    await asyncio.gather(*(_ask(application, "/thread") for _ in range(6)))
    await asyncio.sleep(0.05)
    assert len(handler._idle) <= 2
