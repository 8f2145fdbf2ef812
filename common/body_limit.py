"""Bounds the size of request bodies before anything is spooled to disk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings

Receive = Callable[[], Awaitable[dict[str, Any]]]
_UPLOAD_PREFIX = "/v1/uploads/"
_OTHER_LIMIT = 64 * 1024 * 1024  # forms with a file; JSON is bounded further by DATA_UPLOAD_MAX_MEMORY_SIZE


class BodyLimit:
    """ASGI middleware: a body over its limit is cut off and answered with 413 in its address's shape.

    Uploads may have ``UPLOAD_MAX_BYTES``, everything else 64 MiB. A declared length is judged before the first
    byte; an undeclared one while it arrives.
    """

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Any) -> None:
        limit = settings.UPLOAD_MAX_BYTES if scope["path"].startswith(_UPLOAD_PREFIX) else _OTHER_LIMIT
        if _declared_length(scope) > limit:
            await _refuse(scope, send, limit=limit)
            return
        counter = _Counter(receive, limit)
        guard = _SendOnce(send)
        try:
            await self.application(scope, counter, guard)
        except BodyTooLong:
            if not guard.started:
                await _refuse(scope, send, limit=limit)


class BodyTooLong(Exception):
    """The body went over its limit while it arrived."""


class _Counter:
    def __init__(self, receive: Receive, limit: int) -> None:
        self.receive, self.left = receive, limit

    async def __call__(self) -> dict[str, Any]:
        message = await self.receive()
        self.left -= len(message.get("body", b""))
        if self.left < 0:
            raise BodyTooLong
        return message


class _SendOnce:
    def __init__(self, send: Any) -> None:
        self.send, self.started = send, False

    async def __call__(self, message: dict[str, Any]) -> None:
        self.started = True
        await self.send(message)


def _declared_length(scope: dict[str, Any]) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


async def _refuse(scope: dict[str, Any], send: Any, *, limit: int) -> None:
    from common.api.exceptions import json_error
    from common.errors import BodyTooLarge

    response = json_error(BodyTooLarge(limit=limit // 1024**2), path=scope["path"])
    headers = [(b"Content-Type", b"application/json"), (b"Connection", b"close")]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": response.content})
