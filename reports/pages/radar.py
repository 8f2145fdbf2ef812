"""Where the lines of the radar run: a drawing that needs no script and prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any

WIDTH, HEIGHT = 420, 300
_CENTRE_X, _CENTRE_Y, _RADIUS = WIDTH / 2, 152, 98
_RINGS = (25, 50, 75, 100)
_LABEL_DISTANCE = 16
_LONGEST_LINE = {True: 6, False: 14}  # characters of a label's line, of Han and of other writing
_LINE_HEIGHT = 15


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
    """``shape`` and ``usual`` are what ``points`` of a polygon takes; a line through those there are where some are
    missing, empty below two."""

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
        rings=tuple(_line([ring] * count) for ring in _RINGS),
        axes=axes,
        shape=_line(scores, count),
        usual=_line([axis.median for axis in axes], count),
        is_whole=None not in scores,
    )


def _axis(number: int, count: int, ability: Mapping[str, Any], median: float | None) -> Axis:
    x, y = _place(number, count, 100, beyond=_LABEL_DISTANCE)
    anchor = "middle" if abs(x - _CENTRE_X) < 20 else "start" if x > _CENTRE_X else "end"
    words = _broken(ability["label"])
    first = _first_line(y, len(words) + 1)
    score = ability["score"]
    return Axis(
        label=ability["label"],
        score=score,
        median=median,
        end=_text(_place(number, count, 100)),
        point=None if score is None else _text(_place(number, count, score)),
        anchor=anchor,
        lines=tuple((*_text((x, first + line * _LINE_HEIGHT)), text) for line, text in enumerate(words)),
        at=_text((x, first + len(words) * _LINE_HEIGHT)),
    )


def _first_line(y: float, lines: int) -> float:
    """Above the end of a top spoke, below that of a bottom one, else around its height."""
    if y < _CENTRE_Y - _RADIUS:
        return y - (lines - 1) * _LINE_HEIGHT + 4
    if y > _CENTRE_Y + _RADIUS / 2:
        return y + 6
    return y - (lines - 1) * _LINE_HEIGHT / 2 + 4


def _broken(text: str) -> list[str]:
    is_han = not text.isascii()
    longest = _LONGEST_LINE[is_han]
    if is_han:
        return [text[at : at + longest] for at in range(0, len(text), longest)]
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + len(word) < longest:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _line(scores: Sequence[float | None], count: int = 0) -> str:
    spokes = count or len(scores)
    places = [_place(number, spokes, score) for number, score in enumerate(scores) if score is not None]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places) if len(places) > 1 else ""


def _place(number: int, count: int, score: float, *, beyond: float = 0) -> tuple[float, float]:
    angle = 2 * pi * number / count - pi / 2
    length = _RADIUS * score / 100 + beyond
    return _CENTRE_X + length * cos(angle), _CENTRE_Y + length * sin(angle)


def _text(place: tuple[float, float]) -> tuple[str, str]:
    return f"{place[0]:.1f}", f"{place[1]:.1f}"
