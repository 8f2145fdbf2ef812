"""Analysis of single recordings on request."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from interview_ai.sdk.errors import TimeoutExceeded
from interview_ai.sdk.flow import Flow, Sleep
from interview_ai.sdk.models import Analysis
from interview_ai.sdk.resource import Mode, Resource, endpoint
from interview_ai.sdk.transport import Call, at

UNFINISHED = frozenset({"queued", "running"})


class Analyses(Resource[Mode]):
    @endpoint
    def speech(
        self, *, interview_id: str, audio_url: str, analysis_type: Sequence[str] = ("asr", "emotion", "rhythm")
    ) -> Call[Analysis]:
        """Ask for the analysis of a sound recording; ``analysis_type`` holds asr, emotion, rhythm."""
        body = {"interview_id": interview_id, "audio_url": audio_url, "analysis_type": tuple(analysis_type)}
        return Call("POST", "/analysis/speech", Analysis.from_json, body=body)

    @endpoint
    def video(
        self,
        *,
        interview_id: str,
        video_url: str,
        analysis_type: Sequence[str] = ("expression", "eye_tracking", "posture"),
    ) -> Call[Analysis]:
        """Ask for the analysis of a video; ``analysis_type`` holds expression, eye_tracking, posture."""
        body = {"interview_id": interview_id, "video_url": video_url, "analysis_type": tuple(analysis_type)}
        return Call("POST", "/analysis/video", Analysis.from_json, body=body)

    @endpoint
    def get(self, analysis_id: str) -> Call[Analysis]:
        """How far an analysis has come, and its result or error."""
        return _fetch(analysis_id)

    @endpoint
    def wait(
        self,
        analysis_id: str,
        *,
        timeout: float = 300.0,
        on_progress: Callable[[float], None] | None = None,
        poll_interval: float = 1.0,
    ) -> Flow[Analysis]:
        """The analysis once it is finished, well or badly: see ``status``. Raises `TimeoutExceeded`.

        ``on_progress`` hears how far it is (0-1).
        """
        deadline = time.monotonic() + timeout
        while True:
            found = yield from self._session.perform(_fetch(analysis_id))
            if on_progress is not None and found.progress is not None:
                on_progress(found.progress)
            if found.status not in UNFINISHED:
                return found
            if time.monotonic() >= deadline:
                raise TimeoutExceeded(f"analysis {analysis_id} was not finished after {timeout:g} seconds")
            yield Sleep(poll_interval)


def _fetch(analysis_id: str) -> Call[Analysis]:
    return Call("GET", at("/analysis/{}", analysis_id), Analysis.from_json)
