"""What each client frame does."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from common.realtime.frames import MediaFrame, MediaFrameRefused, MediaKind, server_frame
from common.realtime.jpeg import BadJPEG, size_of
from common.realtime.threads import in_thread
from interviews.errors import AnotherTabPublishes, CandidateOnly, MediaNotWanted, NoSuchEvent
from interviews.realtime.frames import Integrity, Ping, Resume, Thinking
from interviews.selectors.live import events_after, last_event
from interviews.services import note_integrity

if TYPE_CHECKING:
    from interviews.realtime.consumers import InterviewSocket

_KIND_OF_MEDIA = {MediaKind.SOUND: "speech", MediaKind.PICTURE: "video"}


@singledispatch
async def handle(frame: object, socket: InterviewSocket) -> None:
    """Do what the frame asks for. Raises `ApplicationError`, which becomes an ``error`` frame."""
    raise NotImplementedError(type(frame))


@handle.register(Ping)
async def _ping(frame: Ping, socket: InterviewSocket) -> None:
    socket.put(server_frame("pong", {}))


@handle.register(Resume)
async def _resume(frame: Resume, socket: InterviewSocket) -> None:
    last = await in_thread(last_event, socket.seat.interview_pk)
    if not 0 <= frame.after <= last:
        raise NoSuchEvent
    events = await in_thread(events_after, socket.seat.interview_pk, frame.after)
    for event in events:
        socket.put_event(event)
    socket.put(server_frame("ack", {"of": "resume", "replayed": len(events), "last_seq": socket.seen_seq}))


@handle.register(Thinking)
async def _thinking(frame: Thinking, socket: InterviewSocket) -> None:
    demand_candidate(socket)
    socket.put(server_frame("ack", {"of": "thinking"}))


@handle.register(Integrity)
async def _integrity(frame: Integrity, socket: InterviewSocket) -> None:
    demand_candidate(socket)
    kept = await in_thread(note_integrity, socket.seat.interview_pk, kind=frame.kind)
    socket.put(server_frame("ack", {"of": "integrity", "kind": frame.kind, "kept": kept is not None}))


async def take_media(frame: MediaFrame, socket: InterviewSocket) -> None:
    """Sound or a picture for live analysis."""
    demand_candidate(socket)
    if not socket.publishes:
        raise AnotherTabPublishes
    context = socket.room.feed.context
    if context is None or not context.takes_media or _KIND_OF_MEDIA[frame.kind] in context.withheld:
        raise MediaNotWanted
    if frame.kind == MediaKind.PICTURE:
        try:
            size_of(frame.payload)
        except BadJPEG:
            raise MediaFrameRefused from None
    await socket.room.feed.take(frame)


def demand_candidate(socket: InterviewSocket) -> None:
    if not socket.is_candidate:
        raise CandidateOnly
