"""Where the lines of the radar run: a drawing that needs no script and prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any

from reports.comparing.radar_labels import LINE_HEIGHT, broken, first_line

WIDTH, HEIGHT = 440, 290  # the longest word of a label fits beside the drawing
_CENTRE_X, _CENTRE_Y, _RADIUS = WIDTH / 2, 152, 92
_RINGS = (25, 50, 75, 100)
_LABEL_DISTANCE = 14


@dataclass(frozen=True, slots=True)
class Axis:
    """One ability: its spoke, its point (None without a score), its label in short lines."""

    label: str
    score: int | None
    median: float | None
    end: tuple[str, str]
    point: tuple[str, str] | None
    anchor: str
    lines: tuple[tuple[str, str, str], ...]  # x, y, text
    at: tuple[str, str]  # where the score is written, below its label


@dataclass(frozen=True, slots=True)
class Radar:
    """``shape`` and ``usual`` are SVG paths, closed where every score is there: from neighbour to neighbour, with a gap
    on either side of what is missing; empty where no two neighbours are there."""

    width: int
    height: int
    centre: tuple[str, str]
    rings: tuple[str, ...]
    axes: tuple[Axis, ...]
    shape: str
    usual: str
    is_whole: bool


def radar_of(abilities: Mapping[str, Mapping[str, Any]], medians: Mapping[str, float]) -> Radar:
    """The radar of presented abilities (by key) against the medians of the position."""
    count = max(3, len(abilities))
    axes = tuple(
        _axis(number, count, ability, medians.get(key)) for number, (key, ability) in enumerate(abilities.items())
    )
    scores = [axis.score for axis in axes]
    return Radar(
        width=WIDTH,
        height=HEIGHT,
        centre=_text((_CENTRE_X, _CENTRE_Y)),
        rings=tuple(_path([ring] * count, count) for ring in _RINGS),
        axes=axes,
        shape=_path(scores, count),
        usual=_path([axis.median for axis in axes], count),
        is_whole=None not in scores,
    )


def _axis(number: int, count: int, ability: Mapping[str, Any], median: float | None) -> Axis:
    x, y = _place(number, count, 100, beyond=_LABEL_DISTANCE)
    anchor = "middle" if abs(x - _CENTRE_X) < 20 else "start" if x > _CENTRE_X else "end"
    words = broken(ability["label"])
    first = first_line(y, len(words) + 1, centre=_CENTRE_Y, radius=_RADIUS)
    score = ability["score"]
    return Axis(
        label=ability["label"],
        score=score,
        median=median,
        end=_text(_place(number, count, 100)),
        point=None if score is None else _text(_place(number, count, score)),
        anchor=anchor,
        lines=tuple((*_text((x, first + line * LINE_HEIGHT)), text) for line, text in enumerate(words)),
        at=_text((x, first + len(words) * LINE_HEIGHT)),
    )


def _path(scores: Sequence[float | None], spokes: int) -> str:
    places = [
        None if score is None else " ".join(_text(_place(number, spokes, score))) for number, score in enumerate(scores)
    ]
    known = [place for place in places if place is not None]
    if len(known) == len(places) > 2:
        return f"M{' L'.join(known)} Z"
    beside = zip(places, [*places[1:], *(places[:1] if len(places) > 2 else ())], strict=False)
    return " ".join(f"M{one} L{other}" for one, other in beside if one is not None and other is not None)


def _place(number: int, count: int, score: float, *, beyond: float = 0) -> tuple[float, float]:
    angle = 2 * pi * number / count - pi / 2
    length = _RADIUS * score / 100 + beyond
    return _CENTRE_X + length * cos(angle), _CENTRE_Y + length * sin(angle)


def _text(place: tuple[float, float]) -> tuple[str, str]:
    return f"{place[0]:.1f}", f"{place[1]:.1f}"
