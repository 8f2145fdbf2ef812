"""Sockets for tests: a client in the same event loop, people's proofs, frames that are waited for."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.db import connections

from accounts.models import User
from accounts.tokens import new_pair
from common.realtime.frames import MediaFrame, MediaKind, write_media_frame
from interview_ai.asgi import application
from interviews.models import Interview
from interviews.tokens import room_token

PATIENCE_SECONDS = 20.0


class SocketClient:
    """``async with connected(path, token=...) as socket``; every frame read is an object."""

    def __init__(self, communicator: ApplicationCommunicator) -> None:
        self._socket = communicator

    async def send(self, frame: Any) -> None:
        text = frame if isinstance(frame, str) else json.dumps(frame)
        await self._socket.send_input({"type": "websocket.receive", "text": text})

    async def send_media(self, kind: int, payload: bytes, *, at_ms: int = 0) -> None:
        await self.send_bytes(write_media_frame(MediaFrame(MediaKind(kind), at_ms, payload)))

    async def send_bytes(self, content: bytes) -> None:
        await self._socket.send_input({"type": "websocket.receive", "bytes": content})

    async def read(self, kind: str | None = None) -> dict[str, Any]:
        """The next frame, or the next of that type."""
        while True:
            message = await self._socket.receive_output(PATIENCE_SECONDS)
            assert message["type"] == "websocket.send", message
            frame = json.loads(message["text"])
            if kind is None or frame["type"] == kind:
                return frame

    async def read_close(self) -> int:
        """The code with which the server closes; anything else that comes is a failure."""
        message = await self._socket.receive_output(PATIENCE_SECONDS)
        assert message["type"] == "websocket.close", message
        return message["code"]

    async def is_silent(self, seconds: float = 0.2) -> bool:
        return await self._socket.receive_nothing(seconds)


@asynccontextmanager
async def connected(path: str, **options: Any) -> AsyncIterator[SocketClient]:
    """A socket at ``path``, with ``token`` in its address and ``headers`` as given; closed on the way out."""
    token, headers = options.pop("token", None), options.pop("headers", {})
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    query = b"" if token is None else f"token={token}".encode()
    scope = {"type": "websocket", "path": path, "query_string": query, "headers": raw, "subprotocols": []}
    communicator = ApplicationCommunicator(application, scope)
    await communicator.send_input({"type": "websocket.connect"})
    assert (await communicator.receive_output(PATIENCE_SECONDS))["type"] == "websocket.accept"
    try:
        yield SocketClient(communicator)
    finally:
        await communicator.send_input({"type": "websocket.disconnect", "code": 1000})
        await communicator.wait(PATIENCE_SECONDS)


def events_path(interview: Interview) -> str:
    return f"/ws/interviews/{interview.public_id}"


def analysis_path(interview: Interview) -> str:
    return f"/ws/interviews/{interview.public_id}/analysis"


def token_for(user: User) -> str:
    return new_pair(user)[0]


def room_token_for(interview: Interview) -> str:
    return room_token(interview_id=interview.public_id, candidate_id=interview.candidate.public_id)


async def in_threads(write: Callable[[int], Any], *, count: int) -> None:
    """``write(0)``, ``write(1)``, ... at once, each in a thread and on a database connection of its own."""

    def one(number: int) -> None:
        try:
            write(number)
        finally:
            connections.close_all()

    await asyncio.gather(*(sync_to_async(one, thread_sensitive=False)(number) for number in range(count)))
