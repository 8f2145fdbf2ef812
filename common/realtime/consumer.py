"""The socket every app's sockets are made from: admission first, frames within bounds, errors that do not close."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

import structlog
from channels.consumer import get_handler_name
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.utils import translation

from common.errors import ApplicationError, NotAllowed, NotAuthenticated, NotFound, TooMany, Unavailable
from common.realtime import lag
from common.realtime.auth import language_of
from common.realtime.frames import MediaFrame, error_frame, read_media_frame, read_text_frame
from common.realtime.limits import Gate
from common.realtime.outbox import Outbox, TooSlow
from common.realtime.publish import BROKER_ERRORS

logger = structlog.get_logger(__name__)

CLOSE_NORMAL, CLOSE_POLICY, CLOSE_TRY_LATER, CLOSE_IDLE = 1000, 1008, 1013, 4408
_CLOSE_CODES: tuple[tuple[type[ApplicationError], int], ...] = (
    (NotAuthenticated, 4401),
    (NotAllowed, 4403),
    (NotFound, 4404),
    (Unavailable, CLOSE_TRY_LATER),
)


class Socket(AsyncWebsocketConsumer):
    """A subclass says who may come in (`enter`) and what its frames do (`on_text`, `on_media`).

    Whoever is refused gets one ``error`` frame and a close code, nothing else. A bad frame gets an ``error`` frame and
    the socket stays. Frames for the client go through `put`, which never waits.
    """

    channel_layer_alias = "none"  # frames come through the process's hub, not through a channel of each socket
    text_frames: ClassVar[dict[str, type]] = {}

    entered = False
    outbox: Outbox
    _closing = False

    async def enter(self) -> None:
        """Admit or raise `ApplicationError`; then join what there is to join and put the first frame."""
        raise NotImplementedError

    async def leave(self) -> None:
        """Undo `enter`. Called once after it succeeded."""

    async def on_text(self, frame: Any) -> None:
        """A text frame, as the dataclass that ``text_frames`` names for its type."""

    async def on_media(self, frame: MediaFrame) -> None:
        """A binary frame."""
        raise NotAllowed

    # -- the life of a socket

    async def dispatch(self, message: dict[str, Any]) -> None:
        """As the base class does, without a thread for each frame that would look after its database connections:
        work with the database goes through `common.realtime.threads`, which does."""
        await getattr(self, get_handler_name(message))(message)

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        await self.disconnect(message["code"])
        raise StopConsumer

    async def connect(self) -> None:
        lag.watch()
        self.language = language_of(self.scope)
        self.outbox, self._gate = Outbox(self._write), Gate(settings.SOCKET_FRAMES_PER_SECOND)
        self._heard_at = asyncio.get_running_loop().time()
        await self.accept()
        try:
            await self.enter()
        except ApplicationError as error:
            await self._refuse(error)
            return
        except BROKER_ERRORS as error:
            logger.warning("socket_without_broker", error=type(error).__name__)
            await self._refuse(Unavailable())
            return
        self.entered = True
        self._writer = asyncio.create_task(self._write_frames())
        self._idle = asyncio.get_running_loop().call_later(settings.SOCKET_IDLE_SECONDS, self._look_if_idle)

    async def disconnect(self, code: int) -> None:
        if not self.entered:
            return
        self.entered = False
        self._idle.cancel()
        self._writer.cancel()
        await self.leave()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if not self.entered or self._closing:
            return
        self._heard_at = asyncio.get_running_loop().time()
        if not self._gate.admits():
            await self._hold_back()
            return
        try:
            if text_data is not None:
                await self.on_text(read_text_frame(text_data, self.text_frames))
            else:
                await self.on_media(read_media_frame(bytes_data or b""))
        except ApplicationError as error:
            self.put_error(error)

    def put(self, text: str, *, passing: bool = False) -> None:
        """Send a frame after those before it. ``passing`` ones may be left out for a client that reads slowly."""
        self.outbox.put(text, passing=passing)

    def put_error(self, error: ApplicationError) -> None:
        with translation.override(self.language):
            self.put(error_frame(error))

    # -- inside

    async def _refuse(self, error: ApplicationError) -> None:
        self.put_error(error)
        code = next((code for kind, code in _CLOSE_CODES if isinstance(error, kind)), CLOSE_POLICY)
        try:
            await self.outbox.drain()
            await self.close(code=code)
        except OSError:
            return  # gone already

    async def _hold_back(self) -> None:
        if self._gate.is_abused():
            await self._end(CLOSE_POLICY)
        elif self._gate.should_remind():
            self.put_error(TooMany(retry_after_seconds=1))

    async def _write(self, text: str) -> None:
        await self.base_send({"type": "websocket.send", "text": text})

    async def _write_frames(self) -> None:
        try:
            await self.outbox.run()
        except TooSlow:
            await self._end(CLOSE_TRY_LATER)
        except OSError:
            return  # the client went away; `disconnect` follows

    async def _end(self, code: int) -> None:
        self._closing = True
        try:
            await self.close(code=code)
        except OSError:
            return

    def _look_if_idle(self) -> None:
        loop = asyncio.get_running_loop()
        left = self._heard_at + settings.SOCKET_IDLE_SECONDS - loop.time()
        if left <= 0:
            self._ending = loop.create_task(self._end(CLOSE_IDLE))
        else:
            self._idle = loop.call_later(left, self._look_if_idle)

    def touch(self) -> None:
        """Something was said to this client: it is not idle."""
        self._heard_at = asyncio.get_running_loop().time()


class UnknownSocket(Socket):
    """Stands last in the routing: an address where no socket is."""

    async def enter(self) -> None:
        raise NotFound
