"""One interview's way through live analysis: windows out to the workers, results to everyone who listens."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings

from common import clock
from common.realtime.exchange import Desk, Parcel
from common.realtime.frames import MediaFrame
from common.realtime.hub import hub
from common.realtime.lag import WINDOW_SECONDS
from common.realtime.publish import message_of
from common.realtime.threads import in_thread
from interviews.contracts import SPEECH_FIELDS, VIDEO_FIELDS, RealtimeAnalysis, SpeechSignals, VideoSignals
from interviews.enums import EventType
from interviews.realtime.faces import FaceWatch
from interviews.realtime.windows import Collector, Window
from interviews.selectors.live import LiveContext
from interviews.services import keep_samples, note_integrity
from interviews.services.events import group_of

LOOK_TASK = "analysis.look_live"
# So many samples are written at once, and lost when the process is killed.
_SAMPLES_AT_ONCE = 15


class Feed:
    """Belongs to the room of an interview in this process. ``memory`` is what the workers want to know again next time:
    they keep nothing of an interview themselves, so that any of them can take any window."""

    def __init__(self, interview_pk: int) -> None:
        self.interview_pk = interview_pk
        self.context: LiveContext | None = None
        self._collector = Collector(turn=interview_pk)
        self._memory = b""
        self._dropped = 0
        self._samples: list[list[Any]] = []
        self._faces = FaceWatch()
        self._offered: dict[int, float] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    def look_at(self, context: LiveContext) -> None:
        """What to look at from now on. Another question closes the samples of the one before."""
        if self.context is not None and context.question_pk != self.context.question_pk:
            self._keep()
            self._faces = FaceWatch()
        self.context = context

    async def take(self, frame: MediaFrame) -> None:
        """A frame that the candidate may send now."""
        context = self.context
        if context is None:
            return
        started = context.question_started_at or clock.now()
        server_ms = max(0, round((clock.now() - started).total_seconds() * 1000))
        window = self._collector.add(frame, server_ms=server_ms)
        if window is not None and settings.LIVE_ANALYSIS:
            await self._offer(window, context)

    def on_result(self, header: dict[str, Any], parts: list[bytes]) -> None:
        """A worker has looked at a window."""
        self._memory = parts[0]
        offered_at = self._offered.pop(header["number"], None)
        self._offered = {number: at for number, at in self._offered.items() if number > header["number"]}
        if offered_at is not None:
            WINDOW_SECONDS.observe(monotonic() - offered_at)
        found = RealtimeAnalysis(
            question_id=header["question_id"],
            at_ms=header["at_ms"],
            dropped=self._dropped,
            speech=SpeechSignals(**header["speech"]),
            video=VideoSignals(**header["video"]),
            missing=header["missing"],
        )
        self._dropped = 0
        self._note(found)
        self._note_faces(header)
        message = message_of(group_of(self.interview_pk), kind=EventType.REALTIME_ANALYSIS, data=found)
        self._run(hub().say(message))

    async def close(self) -> None:
        """The last listener left."""
        desk().withdraw(str(self.interview_pk))
        self._keep()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _offer(self, window: Window, context: LiveContext) -> None:
        header = {
            "number": window.number,
            "at_ms": window.at_ms,
            "fresh_ms": window.fresh_ms,
            "with_posture": window.with_posture,
            "withheld": dict(context.withheld),
            "language": context.language,
            "question_id": context.question_id,
        }
        self._offered[window.number] = monotonic()
        parcel = Parcel(header, (window.sound, window.picture or b"", self._memory))
        if not await desk().offer(str(self.interview_pk), parcel):
            self._dropped += 1

    def _note(self, found: RealtimeAnalysis) -> None:
        values = [getattr(found.speech, name) for name in SPEECH_FIELDS]
        values += [getattr(found.video, name) for name in VIDEO_FIELDS]
        self._samples.append([found.at_ms, *values])
        if len(self._samples) >= _SAMPLES_AT_ONCE:
            self._keep()

    def _note_faces(self, header: dict[str, Any]) -> None:
        """Keep it when nobody, or somebody else, is in the picture for a while."""
        faces = header.get("faces")
        seen = self._faces.look(faces, at_ms=header["at_ms"]) if faces is not None else None
        if seen is not None:
            work = in_thread(
                note_integrity,
                self.interview_pk,
                kind=seen.kind,
                question_id=header["question_id"] or "",
                at_ms=seen.since_ms,
                context={"windows": seen.windows, "by": "live_analysis"},
            )
            self._run(work)

    def _keep(self) -> None:
        samples, self._samples = self._samples, []
        if samples and self.context is not None:
            work = in_thread(keep_samples, self.interview_pk, question_pk=self.context.question_pk, samples=samples)
            self._run(work)

    def _run(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


_feeds: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, Feed]] = WeakKeyDictionary()
_desks: WeakKeyDictionary[asyncio.AbstractEventLoop, Desk] = WeakKeyDictionary()


def open_feed(interview_pk: int) -> Feed:
    """The feed of an interview, known to the desk until `drop_feed`."""
    return _of_loop().setdefault(str(interview_pk), Feed(interview_pk))


def drop_feed(interview_pk: int) -> None:
    _of_loop().pop(str(interview_pk), None)


def desk() -> Desk:
    """The desk of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _desks:
        _desks[loop] = Desk(task_name=LOOK_TASK, on_result=_hand_out)
    return _desks[loop]


def _hand_out(key: str, header: dict[str, Any], parts: list[bytes]) -> None:
    feed = _of_loop().get(key)
    if feed is not None:
        feed.on_result(header, parts)


def _of_loop() -> dict[str, Feed]:
    return _feeds.setdefault(asyncio.get_running_loop(), {})
