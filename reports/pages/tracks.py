"""The tracks under the player: what was measured along one answer, in the reader's words.

A track is ``{key, label, kind, summary}`` and, by its kind, ``points`` (``line``: [ms, value or null], with ``low`` and
``high`` of the axis), ``spans`` (``spans``: [from ms, to ms, words, tone]) or ``marks``
(``marks``: [ms, words, tone]). Times are milliseconds of the answer's recording. A track without anything in it is
left out: what was not measured is said elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Track = dict[str, Any]
_LEAST_HOLD_MS = 5_000  # a label holds so long without being seen again, longer where samples are further apart
_HOLD_STEPS = 1.5
_LAST_HOLD_MS = 1_000


def tracks_of(
    timeline: Mapping[str, Any],
    *,
    live: Sequence[Mapping[str, Any]] = (),
    signals: Sequence[Mapping[str, Any]] = (),
    moments: Sequence[Mapping[str, Any]] = (),
) -> list[Track]:
    """Every track there is something for. ``live`` and ``signals`` have their ``at_ms`` in the recording already."""
    found = [
        _highlights(moments),
        _rate(timeline, live),
        _spans("pauses", _("Pauses"), timeline, ("pauses",), _seconds),
        _fillers(timeline.get("fillers") or []),
        _labels("emotion", _("Emotion"), (timeline.get("voice") or [], "emotion"), (live, "emotion")),
        _eye_contact(timeline, live),
        _labels("expression", _("Expression"), (timeline.get("expression") or [], "label"), (live, "expression")),
        _posture(timeline, live),
        _spans("faces", _("Faces"), timeline, ("face_absent", "several_faces"), _faces),
        _signals(signals),
    ]
    return [track for track in found if track is not None]


def _rate(timeline: Mapping[str, Any], live: Sequence[Any]) -> Track | None:
    points = _points(timeline.get("voice"), "speech_rate") or _points(live, "speech_rate")
    return _line("speech_rate", _("Speech rate"), points, high=350, show=_whole)


def _eye_contact(timeline: Mapping[str, Any], live: Sequence[Any]) -> Track | None:
    samples = timeline.get("gaze") or []
    away = [
        [span["start_ms"], span["end_ms"], _seconds(span, ""), "warn"] for span in timeline.get("looking_away") or []
    ]
    points = [[sample["at_ms"], _closeness(sample)] for sample in samples] or _points(live, "eye_contact_score")
    track = _line("eye_contact", _("Eye contact"), points, high=1, show=_share)
    return {**track, "spans": away} if track else _track("eye_contact", _("Eye contact"), "spans", spans=away)


def _closeness(sample: Mapping[str, Any]) -> float | None:
    """1 looking at the camera, falling to 0 at 45 degrees beside it."""
    degrees = sample.get("degrees_off")
    if degrees is None:
        return None if sample.get("contact") is None else float(sample["contact"])
    return round(max(0.0, 1 - degrees / 45), 3)


def _posture(timeline: Mapping[str, Any], live: Sequence[Any]) -> Track | None:
    restless = [
        [span["start_ms"], span["end_ms"], _seconds(span, ""), "warn"] for span in timeline.get("restless") or []
    ]
    points = _points(timeline.get("posture"), "movement")
    track = _line("posture", _("Posture: movement"), points, high=0.5, show=_decimal)
    if track is None:
        track = _line("posture", _("Posture"), _points(live, "posture_score"), high=1, show=_share)
    return {**track, "spans": restless} if track else _track("posture", _("Posture"), "spans", spans=restless)


def _fillers(fillers: Sequence[Mapping[str, Any]]) -> Track | None:
    marks = [[filler["start_ms"], filler["text"], "quiet"] for filler in fillers if filler.get("start_ms") is not None]
    return _track("fillers", _("Filler words"), "marks", marks=marks)


def _highlights(moments: Sequence[Mapping[str, Any]]) -> Track | None:
    marks = [
        [moment["start_ms"], moment["description"], "good" if moment["type"] == "positive" else "warn"]
        for moment in moments
        if moment["start_ms"] is not None
    ]
    return _track("highlights", _("Highlights"), "marks", marks=marks)


def _signals(signals: Sequence[Mapping[str, Any]]) -> Track | None:
    marks = [[signal["at_ms"], signal["label"], "bad"] for signal in signals]
    return _track("signals", _("Integrity signals"), "marks", marks=marks)


def _spans(
    key: str, label: str, timeline: Mapping[str, Any], names: Iterable[str], show: Callable[[Any, str], str]
) -> Track | None:
    return _track(key, label, "spans", spans=_stretches(timeline, names, show))


def _stretches(timeline: Mapping[str, Any], names: Iterable[str], show: Callable[[Any, str], str]) -> list[list[Any]]:
    named = [(span, name) for name in names for span in timeline.get(name) or []]
    return sorted([span["start_ms"], span["end_ms"], show(span, name), "warn"] for span, name in named)


def _labels(key: str, label: str, *sources: tuple[Sequence[Mapping[str, Any]], str]) -> Track | None:
    """Neighbours with the same label as one span; a label lasts until the next sample, but not over a gap. Each source
    is samples and the name they have the label by; the first with a label counts."""
    samples, name = next((source for source in sources if _named(*source)), ((), ""))
    named, step = _named(samples, name), _step_of(samples)
    hold = max(_LEAST_HOLD_MS, round(_HOLD_STEPS * step))
    spans: list[list[Any]] = []
    ends = [after[0] for _before, after in pairwise(named)]
    ends += [at + max(_LAST_HOLD_MS, step) for at, _said in named[-1:]]
    for (at, said), end in zip(named, ends, strict=True):
        until = min(end, at + hold)
        if spans and spans[-1][2] == label_words(said) and at - spans[-1][1] <= 0:
            spans[-1][1] = until
        else:
            spans.append([at, until, label_words(said), said])
    return _track(key, label, "labels", spans=spans)


def _step_of(samples: Sequence[Mapping[str, Any]]) -> int:
    """How far apart samples usually are: thousands of them are thinned before they are kept."""
    steps = [after["at_ms"] - before["at_ms"] for before, after in pairwise(samples)]
    return round(median(steps)) if steps else 0


def _line(key: str, label: str, points: list[list[Any]], *, high: float, show: Callable[[float], str]) -> Track | None:
    values = [value for _at, value in points if value is not None]
    if not values:
        return None
    words = _("from %(low)s to %(high)s") % {"low": show(min(values)), "high": show(max(values))}
    return {
        "key": key,
        "label": label,
        "kind": "line",
        "points": points,
        "low": 0,
        "high": max(high, *values),
        "summary": words,
    }


def _track(key: str, label: str, kind: str, **content: list[Any]) -> Track | None:
    entries = [entry for some in content.values() for entry in some]
    if not entries:
        return None
    summary = ngettext("%(count)s place", "%(count)s places", len(entries)) % {"count": len(entries)}
    return {"key": key, "label": label, "kind": kind, "summary": summary, **content}


def _points(samples: Any, name: str) -> list[list[Any]]:
    found = [[sample["at_ms"], sample.get(name)] for sample in samples or []]
    return found if any(value is not None for _at, value in found) else []


def _named(samples: Sequence[Mapping[str, Any]], name: str) -> list[tuple[int, str]]:
    return [(sample["at_ms"], sample[name]) for sample in samples if sample.get(name)]


def label_words(name: str) -> str:
    """An engine's label of a voice or a face in the reader's language; as it is where it is new."""
    words = {
        "confident": _("confident"),
        "calm": _("calm"),
        "neutral": _("neutral"),
        "nervous": _("tense"),
        "excited": _("lively"),
        "flat": _("flat"),
        "smile": _("smiling"),
        "happy": _("smiling"),
        "brows_raised": _("brows raised"),
        "surprise": _("surprised"),
        "sad": _("sad"),
        "angry": _("angry"),
        "fear": _("afraid"),
        "disgust": _("averse"),
    }
    return words.get(name, name.replace("_", " "))


def _faces(span: Mapping[str, int], name: str) -> str:
    what = _("No face in the picture") if name == "face_absent" else _("More than one face in the picture")
    return f"{what}, {_seconds(span, name)}"


def _seconds(span: Mapping[str, int], _name: str) -> str:
    return _("%(seconds)s s") % {"seconds": f"{(span['end_ms'] - span['start_ms']) / 1000:.1f}"}


def _whole(value: float) -> str:
    return str(round(value))


def _share(value: float) -> str:
    return f"{round(100 * value)}%"


def _decimal(value: float) -> str:
    return f"{value:.2f}"
