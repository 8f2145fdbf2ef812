"""The timelines shown beside an answer's recording, thinned to what a page can draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from analysis.contracts import AnswerResults, Face, Gaze, Posture, Prosody, Span

MOST_SAMPLES = 120


def timeline_of(answer: AnswerResults) -> dict[str, Any]:
    """Return the tracks an answer has, by name; times are milliseconds of its recording."""
    tracks: dict[str, Any] = {}
    for name, kind in (("voice", "prosody"), ("gaze", "gaze"), ("expression", "expression"), ("posture", "posture")):
        samples = getattr(answer.results.get(kind), "timeline", ())
        tracks[name] = [_rounded(asdict(sample)) for sample in _thinned(samples)]
    tracks.update(_spans(answer))
    return {name: track for name, track in tracks.items() if track}


def _spans(answer: AnswerResults) -> dict[str, Any]:
    spans: dict[str, Any] = {}
    prosody, gaze, posture, face = (answer.results.get(kind) for kind in ("prosody", "gaze", "posture", "face"))
    if isinstance(prosody, Prosody):
        spans["pauses"] = _pairs(prosody.pauses)
        spans["fillers"] = [asdict(filler) for filler in prosody.fillers]
    if isinstance(gaze, Gaze):
        spans["looking_away"] = _pairs(gaze.away)
    if isinstance(posture, Posture):
        spans["restless"] = _pairs(posture.restless)
    if isinstance(face, Face):
        spans["face_absent"], spans["several_faces"] = _pairs(face.absent), _pairs(face.several)
    return spans


def _pairs(spans: Iterable[Span]) -> list[dict[str, int]]:
    return [{"start_ms": span.start_ms, "end_ms": span.end_ms} for span in spans]


def _thinned(samples: Sequence[Any]) -> Sequence[Any]:
    step = -(-len(samples) // MOST_SAMPLES) or 1
    return samples[::step]


def _rounded(sample: Mapping[str, Any]) -> dict[str, Any]:
    return {name: round(value, 2) if isinstance(value, float) else value for name, value in sample.items()}
