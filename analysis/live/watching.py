"""The picture of the last second: expression, where the eyes look, and now and then how the shoulders are held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from analysis.engines.base import EngineError, FrameEngine, VideoFrame
from analysis.engines.posture.base import UPRIGHT_WITHIN_DEGREES
from analysis.engines.posture.graph import Region
from analysis.engines.prosody.base import falling
from analysis.engines.results import Reason
from analysis.live.memory import Glance, Memory, Stance
from analysis.live.window import Seen
from common.realtime.jpeg import BadJPEG, Size, size_of

_FIELDS = ("expression", "eye_contact_score", "posture_score")
# Wider pictures are decoded at half their size: a face in them is large enough for the mesh.
_HALVED_FROM_WIDTH = 960
# A picture stands for the windows of the two seconds after it; the slow look at the shoulders for eight.
_GLANCE_LASTS_MS, _POSTURE_LASTS_MS = 2_000, 8_000
# So long it is worth asking whether the shoulders are still where they were: the engine sees whether they are.
_REGION_LASTS_MS = 30_000
# One picture in so many gets the slow look: with fewer, the shoulders may not have been looked at yet.
_POSTURE_WITHIN = 4
# Shoulders twice as far from level as is acceptable score nothing (see UPRIGHT_WITHIN_DEGREES).
_HELD_BADLY_DEGREES = 2 * UPRIGHT_WITHIN_DEGREES


@dataclass(frozen=True, slots=True)
class Eyes:
    """The frame engines of a worker by kind: face, gaze, expression, posture.

    They run on still pictures: windows of many interviews come to one worker in turn, and an engine that follows a
    face from picture to picture would carry one person into the next. Where a person's shoulders were travels with
    the interview instead.
    """

    engines: Mapping[str, FrameEngine]

    def preload(self) -> None:
        """Open every model now."""
        for engine in self.engines.values():
            load = getattr(engine, "load", None)
            if load is not None:
                load()

    def look(
        self, picture: np.ndarray, *, at_ms: int, kinds: tuple[str, ...], region: Region | None = None
    ) -> dict[str, Any]:
        """What each kind sees in the picture (RGB); without a face, only that. ``region``, where the shoulders of this
        person were, becomes where they are now. Raises `EngineError`."""
        frame, facts = VideoFrame(at_ms=at_ms, rgb=picture), dict[str, Any](region=region)
        for kind in kinds:
            under_way = self.engines[kind].begin(frames_per_second=1.0)
            facts[kind] = under_way.observe(frame, facts)
            if kind == "face" and not facts[kind].present:
                break
            facts["region"] = getattr(under_way, "region", facts["region"])
        return facts


def decoded(jpeg: bytes) -> np.ndarray | None:
    """The picture, RGB, upright; None for what is no picture. Its size is known before it is decoded."""
    import cv2

    try:
        size = size_of(jpeg)
    except BadJPEG:
        return None
    picture = cv2.imdecode(np.frombuffer(jpeg, dtype=np.uint8), _reading(size))
    return None if picture is None else cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)


def _reading(size: Size) -> int:
    import cv2

    return cv2.IMREAD_REDUCED_COLOR_2 if size.width >= _HALVED_FROM_WIDTH else cv2.IMREAD_COLOR


def watch(jpeg: bytes, *, at_ms: int, with_posture: bool, eyes: Eyes, memory: Memory) -> tuple[Seen, Memory]:
    """What this window's picture and those before it show, and what to remember of it."""
    if not jpeg:
        return _remembered(memory, at_ms=at_ms), memory
    picture = decoded(jpeg)
    if picture is None:
        return nothing_seen(Reason.NO_VIDEO), memory
    kinds = ("face", "gaze", "expression", *(("posture",) if with_posture else ()))
    try:
        found = eyes.look(picture, at_ms=at_ms, kinds=kinds, region=_region_in(memory, at_ms=at_ms))
    except EngineError:
        return nothing_seen(Reason.ENGINE_FAILED), memory
    faces = found["face"].faces
    if not found["face"].present:
        return replace(nothing_seen(Reason.NO_FACE), faces=faces), memory
    glance = Glance(at_ms=at_ms, expression=found["expression"].label, contact=found["gaze"].contact)
    memory = memory.seen(glance, _stance_in(found.get("posture"), at_ms=at_ms, region=found["region"]))
    return replace(_remembered(memory, at_ms=at_ms), faces=faces), memory


def nothing_seen(reason: str) -> Seen:
    return Seen(missing=dict.fromkeys(_FIELDS, str(reason)))


def _stance_in(sample: Any, *, at_ms: int, region: Region | None) -> Stance | None:
    if sample is None or sample.shoulder_tilt_degrees is None:
        return None
    tilt = abs(sample.shoulder_tilt_degrees)
    return Stance(at_ms, round(falling(tilt, UPRIGHT_WITHIN_DEGREES / 2, _HELD_BADLY_DEGREES), 3), region)


def _held_at(memory: Memory, *, at_ms: int, lasting_ms: int) -> Stance | None:
    """The last look at the shoulders, while it is not too old."""
    held = memory.stance
    return held if held and 0 <= at_ms - held.at_ms <= lasting_ms else None


def _region_in(memory: Memory, *, at_ms: int) -> Region | None:
    held = _held_at(memory, at_ms=at_ms, lasting_ms=_REGION_LASTS_MS)
    return held.region if held else None


def _remembered(memory: Memory, *, at_ms: int) -> Seen:
    """The last look and the share of the last looks that met the camera, while they are not too old."""
    latest = memory.glances[-1] if memory.glances else None
    if latest is None or not 0 <= at_ms - latest.at_ms <= _GLANCE_LASTS_MS:
        return nothing_seen(Reason.NO_VIDEO)
    contacts = [glance.contact for glance in memory.glances if glance.contact is not None]
    contact = round(sum(contacts) / len(contacts), 3) if contacts else None
    held = _held_at(memory, at_ms=at_ms, lasting_ms=_POSTURE_LASTS_MS)
    values = (latest.expression, contact, held.score if held else None)
    early = memory.stance is None and len(memory.glances) < _POSTURE_WITHIN
    reasons = (Reason.NO_FACE, Reason.NO_FACE, Reason.TOO_SHORT if early else Reason.NO_SHOULDERS)
    missing = {name: str(reason) for name, value, reason in zip(_FIELDS, values, reasons, strict=True) if value is None}
    return Seen(*values, missing=missing)
