"""What happens in an interview, as it happens, over its socket.

The connection is made again when it breaks, and what was missed is asked for: every stored event comes once and in
order. Frames that are not stored (live signals, progress) come as they are sent. Needs ``interview-ai[live]``.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Any

from interview_ai.sdk.errors import BY_STATUS, APIError, InterviewAIError, Unauthorized
from interview_ai.sdk.models import Event
from interview_ai.sdk.transport import AsyncSession, BlockingSession, Session, at

_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.5, 10.0
_LAST = "report_ready"


class Follower:
    """Puts frames in order, without a socket: `read` says which events a frame brings and what is to be answered.

    ``after`` is the number of the last stored event that is known; None: from now on.
    """

    def __init__(self, after: int | None = None) -> None:
        self.seq = after
        self.is_over = False
        self.greeted = False
        self._held: dict[int, Event] = {}
        self._asked = False

    def begin(self) -> None:
        """A new connection."""
        self.greeted = self._asked = False

    def read(self, text: str | bytes) -> tuple[list[Event], str | None]:
        """Raises the error that refuses us; other errors are events."""
        frame = json.loads(text)
        event = _event_of(frame)
        if event.type == "connected":
            return [event], self._greet(int(event.data.get("last_seq") or 0))
        if event.type == "error" and not self.greeted:
            raise _refusal(event)
        if event.type == "ack" and event.data.get("of") == "resume":
            self._asked = False
            return [], None
        if event.seq is None or self.seq is None:
            return [event], None
        return self._in_order(event, event.seq, self.seq)

    def _greet(self, last_seq: int) -> str | None:
        self.greeted = True
        if self.seq is None:
            self.seq = last_seq
        return self._ask() if last_seq > self.seq else None

    def _in_order(self, event: Event, number: int, seq: int) -> tuple[list[Event], str | None]:
        if number > seq:
            self._held[number] = event
        found: list[Event] = []
        while (following := seq + len(found) + 1) in self._held:
            found.append(self._held.pop(following))
        self.seq = seq + len(found)
        self.is_over = self.is_over or any(one.type == _LAST for one in found)
        return found, self._ask() if self._held and not self._asked else None

    def _ask(self) -> str:
        self._asked = True
        return json.dumps({"type": "resume", "after": self.seq})


class BlockingEvents:
    """Of `InterviewClient`."""

    def __init__(self, session: BlockingSession) -> None:
        self._session = session

    def follow(self, interview_id: str, *, after: int | None = None, token: str | None = None) -> Iterator[Event]:
        """Events as they come, until the report is there. ``after`` 0: from the beginning. ``token``: an interview's
        room token instead of the client's own. Raises `Unauthorized`, `Forbidden`, `NotFound`, `Conflict` (nothing
        to follow any more)."""
        connect, broken = _library("sync")
        follower, pause, renewed = Follower(after), _FIRST_PAUSE_SECONDS, False
        while not follower.is_over:
            follower.begin()
            try:
                with connect(_address(self._session, interview_id, token)) as socket:
                    for text in socket:
                        events, answer = follower.read(text)
                        if answer is not None:
                            socket.send(answer)
                        yield from events
                        pause, renewed = _FIRST_PAUSE_SECONDS, False
                        if follower.is_over:
                            return
            except broken:
                pass
            except Unauthorized:
                if renewed or token is not None or not self._session.tokens.refresh:
                    raise
                renewed = True
                self._session.run(self._session.renew())
                continue
            time.sleep(pause * (0.75 + random.random() / 2))
            pause = min(_LONGEST_PAUSE_SECONDS, pause * 2)


class AwaitingEvents:
    """Of `AsyncInterviewClient`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def follow(
        self, interview_id: str, *, after: int | None = None, token: str | None = None
    ) -> AsyncIterator[Event]:
        """As `BlockingEvents.follow`."""
        connect, broken = _library("asyncio")
        follower, pause, renewed = Follower(after), _FIRST_PAUSE_SECONDS, False
        while not follower.is_over:
            follower.begin()
            try:
                async with connect(_address(self._session, interview_id, token)) as socket:
                    async for text in socket:
                        events, answer = follower.read(text)
                        if answer is not None:
                            await socket.send(answer)
                        for event in events:
                            yield event
                        pause, renewed = _FIRST_PAUSE_SECONDS, False
                        if follower.is_over:
                            return
            except broken:
                pass
            except Unauthorized:
                if renewed or token is not None or not self._session.tokens.refresh:
                    raise
                renewed = True
                await self._session.run(self._session.renew())
                continue
            await asyncio.sleep(pause * (0.75 + random.random() / 2))
            pause = min(_LONGEST_PAUSE_SECONDS, pause * 2)


def _library(kind: str) -> tuple[Any, tuple[type[Exception], ...]]:
    """`websockets.<kind>.client.connect`, and what a connection that breaks raises."""
    try:
        from importlib import import_module

        client = import_module(f"websockets.{kind}.client")
        broken = import_module("websockets.exceptions").WebSocketException
    except ImportError:
        raise InterviewAIError("following events needs websockets: pip install 'interview-ai[live]'") from None
    return client.connect, (broken, OSError, TimeoutError)


def _address(session: Session, interview_id: str, token: str | None) -> str:
    url = session.url_of(at("/ws/interviews/{}", interview_id))
    scheme = "wss" if url.scheme == "https" else "ws"
    return str(url.copy_with(scheme=scheme, params={"token": token or session.tokens.access or ""}))


def _event_of(frame: Any) -> Event:
    found = frame if isinstance(frame, dict) else {}
    seq, data = found.get("seq"), found.get("data")
    return Event(
        type=str(found.get("type")),
        seq=seq if isinstance(seq, int) else None,
        timestamp=_moment(found.get("timestamp")),
        data=data if isinstance(data, dict) else {},
    )


def _moment(text: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def _refusal(event: Event) -> APIError:
    code = event.data.get("code")
    status = code // 100 if isinstance(code, int) else 0
    kind = BY_STATUS.get(status, APIError)
    return kind(str(event.data.get("message") or "refused"), code=code, status=status, request_id=None, errors=None)
