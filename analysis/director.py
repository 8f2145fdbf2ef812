"""Takes one answer through the engines: plan, run, results. It knows neither the database nor a queue.

The sound is decoded first, because recognition is what someone may be waiting for; the pictures are decoded and
looked at in a second thread meanwhile. Each stream of a recording is decoded once and never whole in memory.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.contracts import EngineUse
from analysis.engines.base import AnswerInput, Engine, EngineError, FrameEngine, QuestionBrief, VideoFrame
from analysis.engines.hooks import Silent, Watcher
from analysis.engines.media import AudioTrack, Clip, DecodedMedia, MediaError, decode
from analysis.engines.registry import ANSWER_KINDS, FRAME_KINDS, EngineSet
from analysis.engines.results import Reason

SPEECH_KINDS = frozenset({"asr", "prosody"})
VIDEO_KINDS = frozenset(FRAME_KINDS)
ALL_KINDS = frozenset(ANSWER_KINDS) | VIDEO_KINDS
# What face and voice tell beside the words: nothing of it is measured without consent.
SIGNAL_KINDS = VIDEO_KINDS | {"prosody"}


@dataclass(frozen=True, slots=True)
class Task:
    """One answer to look at. The same path twice is one recording; both None is a typed answer.

    ``withheld`` maps kinds that must not be measured to the reason (no consent, a text interview); ``known`` holds
    results of an earlier look at the same recording, which is not looked at again for them. ``clip`` is the part of
    the recording that is this answer; every time found counts from its start.
    """

    question: QuestionBrief
    audio_path: Path | None = None
    video_path: Path | None = None
    language: str = "auto"
    given_text: str = ""
    kinds: frozenset[str] = ALL_KINDS
    known: tuple[tuple[EngineUse, Any], ...] = ()
    withheld: Mapping[str, Reason] = field(default_factory=dict)
    clip: Clip | None = None


@dataclass(slots=True)
class Outcome:
    """What was found, by kind; what was not, and why; which engine did what."""

    results: dict[str, Any] = field(default_factory=dict)
    missing: dict[str, Reason] = field(default_factory=dict)
    engines: list[EngineUse] = field(default_factory=list)
    duration_ms: int = 0
    truncated: bool = False
    media_error: MediaError | None = None

    @property
    def failed_kinds(self) -> list[str]:
        return [use.kind for use in self.engines if use.error]


def analyse(
    task: Task, *, engines: EngineSet, workdir: Path, frames_per_second: float, watcher: Watcher | None = None
) -> Outcome:
    """Run every engine the task asks for and the recording allows.

    Raises `MediaError` when no recording could be read and no text was given. One engine failing leaves the others
    alone: its kind is missing with `Reason.ENGINE_FAILED`.
    """
    run = _Run(task, engines=engines, workdir=workdir, frames_per_second=frames_per_second, watcher=watcher or Silent())
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures") as pool:
        pictures = pool.submit(run.look) if run.wanted(run.engines.frame) and task.video_path else None
        run.listen()
        if pictures is not None:
            pictures.result()
            run.step()
    return run.finish()


class _Run:
    def __init__(
        self, task: Task, *, engines: EngineSet, workdir: Path, frames_per_second: float, watcher: Watcher
    ) -> None:
        self.task, self.engines, self.workdir, self.watcher = task, engines, workdir, watcher
        self.frames_per_second = frames_per_second
        known = {use.kind for use, _result in task.known}
        self.outcome = Outcome(
            results={use.kind: result for use, result in task.known},
            missing={kind: reason for kind, reason in task.withheld.items() if kind not in known},
            engines=[use for use, _result in task.known],
        )
        self._sound_error: MediaError | None = None
        self._picture_error: MediaError | None = None
        self._parts = max(1, len(self.wanted(engines.answer)) + bool(self.wanted(engines.frame)))
        self._done = 0

    def wanted(self, engines: Iterable[Any]) -> list[Any]:
        """The engines whose kind is asked for, those they require before them."""
        kinds = self.task.kinds - set(self.task.withheld) - {use.kind for use, _result in self.task.known}
        return in_order([engine for engine in engines if engine.provides in kinds])

    def listen(self) -> None:
        """The sound, then the engines over the whole answer."""
        track, sha256 = self._decode_sound()
        for engine in self.wanted(self.engines.answer):
            reason = self._why_not(engine, track)
            if reason is not None:
                self.outcome.missing[engine.provides] = reason
            else:
                self._measure(engine, track, sha256)
            self.step()
        if track is not None and track.samples:
            self.watcher.on_sound(track)

    def look(self) -> None:
        """The pictures, frame by frame, through the frame engines."""
        assert self.task.video_path is not None
        gallery = _Gallery(self.wanted(self.engines.frame), frames_per_second=self.frames_per_second)
        try:
            media = decode(
                self.task.video_path,
                workdir=_folder(self.workdir, "pictures"),
                want_audio=False,
                frames_per_second=self.frames_per_second,
                on_frame=gallery.show,
                clip=self.task.clip,
            )
        except MediaError as error:
            self._picture_error = error
            return
        if media.info.has_video and media.frames:
            self._note(media)
            gallery.hang(self.outcome, media.sha256)

    def finish(self) -> Outcome:
        """Name the reason for every kind that has no result. Raises `MediaError` when nothing at all was readable."""
        outcome, task = self.outcome, self.task
        outcome.media_error = self._sound_error or self._picture_error
        if outcome.media_error is not None and not outcome.results:
            raise outcome.media_error
        for kind in task.kinds - set(outcome.results) - set(outcome.missing):
            outcome.missing[kind] = Reason.NO_VIDEO if kind in VIDEO_KINDS else Reason.NO_AUDIO
        return outcome

    def _decode_sound(self) -> tuple[AudioTrack | None, str | None]:
        path = self.task.audio_path or self.task.video_path
        if path is None:
            return None, None
        try:
            media = decode(path, workdir=_folder(self.workdir, "sound"), clip=self.task.clip)
        except MediaError as error:
            self._sound_error = error
            return None, None
        self._note(media)
        return media.audio, media.sha256

    def _note(self, media: DecodedMedia) -> None:
        self.outcome.duration_ms = max(self.outcome.duration_ms, media.duration_ms)
        self.outcome.truncated = self.outcome.truncated or media.truncated

    def _why_not(self, engine: Engine, track: AudioTrack | None) -> Reason | None:
        if "audio" in engine.requires and (track is None or track.samples == 0):
            return Reason.NO_AUDIO
        if engine.provides == "content" and "asr" not in self.outcome.results and not self.task.given_text.strip():
            failed = "asr" in self.outcome.failed_kinds
            return Reason.ENGINE_FAILED if failed else Reason.NO_TRANSCRIPT
        return None

    def _measure(self, engine: Engine, track: AudioTrack | None, sha256: str | None) -> None:
        started = time.monotonic()
        answer = AnswerInput(
            audio=track,
            question=self.task.question,
            language=self.task.language,
            given_text=self.task.given_text,
            results=dict(self.outcome.results),
        )
        error = None
        try:
            result = engine.run(answer)
        except EngineError as failure:
            error = str(failure)
            self.outcome.missing[engine.provides] = Reason.ENGINE_FAILED
        else:
            self.outcome.results[engine.provides] = result
            self.watcher.on_result(engine.provides, result)
        self.outcome.engines.append(_use(engine, sha256, time.monotonic() - started, error))

    def step(self) -> None:
        """One more part is done. The watcher is only ever called from the thread that called `analyse`."""
        self._done += 1
        self.watcher.on_progress(min(1.0, self._done / self._parts))


class _Gallery:
    """The frame engines of one video, each with its own pass and the time it took."""

    def __init__(self, engines: list[FrameEngine], *, frames_per_second: float) -> None:
        self.engines = engines
        self.seconds = dict.fromkeys((engine.provides for engine in engines), 0.0)
        self.errors: dict[str, str] = {}
        self.passes: dict[str, Any] = {}
        for engine in engines:
            with self._timed(engine.provides):
                self.passes[engine.provides] = engine.begin(frames_per_second=frames_per_second)

    def show(self, frame: VideoFrame) -> None:
        facts: dict[str, Any] = {}
        for engine in self.engines:
            kind = engine.provides
            if kind not in self.passes or not engine.requires <= facts.keys():
                continue
            with self._timed(kind):
                facts[kind] = self.passes[kind].observe(frame, facts)

    def hang(self, outcome: Outcome, sha256: str) -> None:
        """Put every engine's summary into the outcome."""
        for engine in self.engines:
            kind = engine.provides
            if kind in self.passes:
                with self._timed(kind):
                    outcome.results[kind] = self.passes[kind].summarise()
            else:
                outcome.missing[kind] = Reason.ENGINE_FAILED
            outcome.engines.append(_use(engine, sha256, self.seconds[kind], self.errors.get(kind)))

    def _timed(self, kind: str) -> _Timer:
        return _Timer(self, kind)


class _Timer:
    """Adds the time of a block to an engine's account; an `EngineError` retires that engine."""

    def __init__(self, gallery: _Gallery, kind: str) -> None:
        self.gallery, self.kind = gallery, kind

    def __enter__(self) -> None:
        self.started = time.monotonic()

    def __exit__(self, _type: Any, error: BaseException | None, _traceback: Any) -> bool:
        self.gallery.seconds[self.kind] += time.monotonic() - self.started
        if not isinstance(error, EngineError):
            return False
        self.gallery.errors[self.kind] = str(error)
        self.gallery.passes.pop(self.kind, None)
        return True


def in_order(engines: list[Any]) -> list[Any]:
    """Engines sorted so that each comes after what it requires, or goes ``after``, among them."""
    left = list(engines)
    present = {engine.provides for engine in engines}
    ordered: list[Any] = []
    while left:
        placed = {engine.provides for engine in ordered}
        ready = [engine for engine in left if (_before(engine) & present) <= placed]
        if not ready:
            raise ValueError(f"Engines wait for one another: {', '.join(engine.provides for engine in left)}.")
        ordered.append(ready[0])
        left.remove(ready[0])
    return ordered


def _before(engine: Any) -> frozenset[str]:
    return engine.requires | getattr(engine, "after", frozenset())


def _folder(parent: Path, name: str) -> Path:
    """Sound and pictures of one file are decoded at the same time, each in a folder of its own."""
    folder = parent / name
    folder.mkdir(exist_ok=True)
    return folder


def _use(engine: Any, sha256: str | None, seconds: float, error: str | None) -> EngineUse:
    return EngineUse(
        kind=engine.provides,
        name=engine.name,
        version=engine.version,
        parameters=dict(engine.parameters),
        media_hash=sha256,
        elapsed_ms=round(seconds * 1000),
        error=error,
    )
