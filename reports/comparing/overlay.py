"""Several candidates in one radar: a drawing without scripts. A missing score breaks the line; it is never zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from reports.comparing.radar_labels import LINE_HEIGHT, broken, first_line

WIDTH, HEIGHT = 420, 310
_CENTRE_X, _CENTRE_Y, _RADIUS = WIDTH / 2, 166, 112
_RINGS = (25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Spoke:
    end: tuple[str, str]
    lines: tuple[tuple[str, str, str], ...]  # x, y, text
    anchor: str


@dataclass(frozen=True, slots=True)
class Series:
    """``path`` is an SVG path, closed where every score is there; ``points`` are where the scores are."""

    number: int
    path: str
    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Overlay:
    width: int
    height: int
    centre: tuple[str, str]
    rings: tuple[str, ...]
    spokes: tuple[Spoke, ...]
    series: tuple[Series, ...]


def overlay_of(labels: Sequence[str], series: Sequence[Sequence[int | None]]) -> Overlay:
    """``series`` has, for each candidate, a score from 0 to 100 or None for each label."""
    count = max(3, len(labels))
    rings = (" ".join(",".join(_text(_place(number, count, ring))) for number in range(count)) for ring in _RINGS)
    return Overlay(
        width=WIDTH,
        height=HEIGHT,
        centre=(f"{_CENTRE_X:.0f}", f"{_CENTRE_Y:.0f}"),
        rings=tuple(rings),
        spokes=tuple(_spoke(number, count, label) for number, label in enumerate(labels)),
        series=tuple(_series(number, scores, count) for number, scores in enumerate(series)),
    )


def _series(number: int, scores: Sequence[int | None], count: int) -> Series:
    places = [None if score is None else _text(_place(at, count, score)) for at, score in enumerate(scores)]
    return Series(number=number, path=_path(places), points=tuple(place for place in places if place is not None))


def _path(places: Sequence[tuple[str, str] | None]) -> str:
    """From neighbour to neighbour around the circle; a gap on either side of what is missing."""
    if places and None not in places:
        return f"M{' L'.join(' '.join(place) for place in places if place)} Z"
    parts = []
    for place, following in zip(places, [*places[1:], *places[:1]], strict=True):
        if place is not None and following is not None:
            parts.append(f"M{' '.join(place)} L{' '.join(following)}")
    return " ".join(parts)


def _spoke(number: int, count: int, label: str) -> Spoke:
    x, y = _place(number, count, 100, beyond=14)
    anchor = "middle" if abs(x - _CENTRE_X) < 20 else "start" if x > _CENTRE_X else "end"
    words = broken(label)
    first = first_line(y, len(words), centre=_CENTRE_Y, radius=_RADIUS)
    lines = ((*_text((x, first + line * LINE_HEIGHT)), text) for line, text in enumerate(words))
    return Spoke(_text(_place(number, count, 100)), tuple(lines), anchor)


def _place(number: int, count: int, score: float, *, beyond: float = 0) -> tuple[float, float]:
    angle = 2 * pi * number / count - pi / 2
    length = _RADIUS * score / 100 + beyond
    return _CENTRE_X + length * cos(angle), _CENTRE_Y + length * sin(angle)


def _text(place: tuple[float, float]) -> tuple[str, str]:
    return f"{place[0]:.1f}", f"{place[1]:.1f}"
