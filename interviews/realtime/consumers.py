"""The sockets of an interview: `/ws/interviews/{id}` and `/ws/interviews/{id}/analysis`."""

from __future__ import annotations

from typing import Any, ClassVar

from common.errors import NotAllowed
from common.realtime.consumer import Socket
from common.realtime.frames import MediaFrame, server_frame
from common.realtime.hub import Message
from common.realtime.threads import in_thread
from interviews.enums import INTEGRITY_SIGNAL, EventType
from interviews.errors import SocketsClosed
from interviews.models import InterviewEvent
from interviews.realtime.admission import CANDIDATE, Seat, admit
from interviews.realtime.frames import ANALYSIS_FRAMES, EVENT_FRAMES
from interviews.realtime.handlers import handle, take_media
from interviews.realtime.publishing import Turn
from interviews.realtime.rooms import Room, room_of
from interviews.selectors.live import snapshot


class InterviewSocket(Socket):
    """Events both ways. Of several pages of one candidate the newest sends sound and pictures, the others watch."""

    text_frames = EVENT_FRAMES
    carries: ClassVar[frozenset[str] | None] = None  # the kinds of frames it delivers; None: all

    seat: Seat
    room: Room
    seen_seq = 0

    @property
    def is_candidate(self) -> bool:
        return self.seat.role == CANDIDATE

    @property
    def publishes(self) -> bool:
        return self.turn is not None and self.turn.is_ours

    async def enter(self) -> None:
        self.seat = await in_thread(admit, self.scope, interview_id=self.scope["url_route"]["kwargs"]["interview_id"])
        self._check_seat()
        self.turn = Turn() if self._may_publish() else None
        self._held: list[tuple[str, str, int | None]] | None = []
        self.room = room_of(self.seat.interview_pk)
        await self.room.enter(self)
        try:
            await self.room.refresh()
            await self._greet()
        except BaseException:
            await self.room.leave(self)
            raise

    async def leave(self) -> None:
        if self.turn is not None:
            await self.turn.give_up(self.room.group)
        await self.room.leave(self)

    async def on_text(self, frame: Any) -> None:
        await handle(frame, self)

    async def on_media(self, frame: MediaFrame) -> None:
        await take_media(frame, self)

    def deliver(self, kind: str, text: str, seq: int | None) -> None:
        """A frame of the room, unless it was sent already or is not for this seat."""
        if self._held is not None:
            self._held.append((kind, text, seq))
            return
        if seq is not None:
            if seq <= self.seen_seq:
                return
            self.seen_seq = seq
        if self._is_for_us(kind):
            self.touch()
            self.put(text, passing=kind == EventType.REALTIME_ANALYSIS)

    def put_event(self, event: InterviewEvent) -> None:
        """An event read from the database."""
        self.seen_seq = max(self.seen_seq, event.seq)
        self.put(server_frame(event.type, event.data, seq=event.seq, at=event.at))

    def hear_of_publisher(self, message: Message) -> None:
        """Another page of the candidate came or went."""
        if self.turn is not None and self.turn.hear(message, self.room.group):
            self.put(server_frame("ack", {"of": "publishing", "publishes": self.turn.is_ours}))

    def _check_seat(self) -> None:
        """Raise `ApplicationError` where this socket is not for this seat."""

    def _may_publish(self) -> bool:
        return self.is_candidate

    def _is_for_us(self, kind: str) -> bool:
        if kind == EventType.REALTIME_ANALYSIS and not self.seat.sees_scores:
            return False
        if kind == INTEGRITY_SIGNAL and self.is_candidate:
            return False
        return self.carries is None or kind in self.carries

    async def _greet(self) -> None:
        """The snapshot first, then what came meanwhile."""
        if self.turn is not None:
            await self.turn.claim(self.room.group)
        shown = await in_thread(snapshot, self.seat.interview_pk, role=self.seat.role, publishes=self.publishes)
        self.seen_seq = shown.last_seq
        self.put(server_frame(shown.type, shown))
        held, self._held = self._held or [], None
        for kind, text, seq in held:
            self.deliver(kind, text, seq)


class AnalysisSocket(InterviewSocket):
    """Live signals, from the server to the client only."""

    text_frames = ANALYSIS_FRAMES
    carries = frozenset({EventType.REALTIME_ANALYSIS, EventType.ANALYSIS_PROGRESS})

    async def on_media(self, frame: MediaFrame) -> None:
        raise NotAllowed

    def _check_seat(self) -> None:
        if not self.seat.sees_scores:
            raise SocketsClosed

    def _may_publish(self) -> bool:
        return False
