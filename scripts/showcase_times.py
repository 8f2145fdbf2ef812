"""The sample answers of the tests as somebody would have given them: sentences as long as their words take, pauses of
different lengths, and lines that move."""

from __future__ import annotations

import dataclasses
import math
import random
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from analysis.contracts import AnswerResults
from analysis.engines.results import ExpressionSample, GazeSample, PostureSample, Span, VoiceSample
from interviews.transcripts.letters import syllables_of

# Syllables a second, shortest and longest pause between sentences, shortest and longest silence before the first, ms.
_MANNERS = {
    "strong": (4.3, 350, 1_100, 900, 2_200),
    "weak": (3.2, 900, 2_600, 3_800, 6_500),
    "off_topic": (4.6, 300, 900, 700, 1_500),
}
_TAIL_MS = 1_400  # from the last word to the end of the recording
_STEP_MS = 1_000
_LOOKS_AWAY = 24.0  # degrees beside the camera


def told_naturally(result: AnswerResults, *, kind: str, seed: str, offset_ms: int) -> AnswerResults:
    """``result`` with the times of a person; the same ``seed`` gives the same ones. ``offset_ms`` is where the
    recording begins in the interview. What was not said keeps its times."""
    result = dataclasses.replace(result, offset_ms=offset_ms)
    transcript = result.results.get("asr")
    if transcript is None or not transcript.sentences or kind not in _MANNERS:
        return result
    chance = random.Random(seed)
    old = [(one.start_ms, one.end_ms) for one in transcript.sentences]
    new = _stretches([one.text for one in transcript.sentences], kind=kind, chance=chance)
    length = new[-1][1] + _TAIL_MS
    moved = {name: _moved(one, _Clock(old, new)) for name, one in result.results.items()}
    return dataclasses.replace(result, duration_ms=length, results=_enlivened(moved, new, length, kind, chance))


def words_of(result: AnswerResults) -> list[dict[str, Any]]:
    """The words of an answer with their times, as a recogniser gives them."""
    transcript = result.results["asr"]
    return [word for one in transcript.sentences for word in _words(one.text, one.start_ms, one.end_ms)]


def _words(text: str, start_ms: int, end_ms: int) -> list[dict[str, Any]]:
    import jieba

    pieces = _joined(jieba.lcut(text))
    weights = [max(1.0, sum(map(syllables_of, piece))) for piece in pieces]
    words, at = [], float(start_ms)
    for piece, weight in zip(pieces, weights, strict=True):
        until = at + (end_ms - start_ms) * weight / sum(weights)
        words.append({"text": piece, "start_ms": round(at), "end_ms": round(until)})
        at = until
    return words


def _joined(pieces: Sequence[str]) -> list[str]:
    """Punctuation goes with the word before it."""
    words: list[str] = []
    for piece in pieces:
        if words and not any(letter.isalnum() for letter in piece):
            words[-1] += piece
        else:
            words.append(piece)
    return words


def _stretches(texts: Sequence[str], *, kind: str, chance: random.Random) -> list[tuple[int, int]]:
    rate, shortest, longest, soonest, latest = _MANNERS[kind]
    at, found = chance.randint(soonest, latest), []
    for text in texts:
        until = at + round(1000 * sum(map(syllables_of, text)) / (rate * chance.uniform(0.92, 1.08)))
        found.append((at, until))
        at = until + chance.randint(shortest, longest)
    return found


class _Clock:
    """From the times of the sample to the new ones, sentence by sentence."""

    def __init__(self, old: Sequence[tuple[int, int]], new: Sequence[tuple[int, int]]) -> None:
        self.old = [0, *(moment for pair in old for moment in pair)]
        self.new = [0, *(moment for pair in new for moment in pair)]

    def __call__(self, at: int) -> int:
        place = min(bisect_right(self.old, at), len(self.old) - 1)
        before, after = self.old[place - 1], self.old[place]
        share = (at - before) / max(1, after - before)
        return round(self.new[place - 1] + min(share, 1.0) * (self.new[place] - self.new[place - 1]))


def _moved(value: Any, clock: _Clock, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _moved(one, clock) for key, one in value.items()}
    if isinstance(value, tuple):
        return tuple(_moved(one, clock) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        given = {one.name: _moved(getattr(value, one.name), clock, one.name) for one in dataclasses.fields(value)}
        return dataclasses.replace(value, **given)
    is_time = name in ("start_ms", "end_ms", "at_ms") and value is not None
    return clock(value) if is_time else value


def _enlivened(
    results: dict[str, Any], spoken: Sequence[tuple[int, int]], length: int, kind: str, chance: random.Random
) -> dict[str, Any]:
    """Everything that is measured along the answer, new."""
    pauses = tuple(Span(end, start) for (_, end), (start, _) in pairwise(spoken))
    away = _looked_away(length, kind, chance)
    times = range(0, length, _STEP_MS)
    changes: dict[str, dict[str, Any]] = {
        "prosody": {
            "duration_ms": length,
            "speech_ms": sum(end - start for start, end in spoken),
            "response_latency_ms": spoken[0][0],
            "pauses": pauses,
            "timeline": tuple(_voice(at, spoken, kind, chance) for at in times),
        },
        "gaze": {"away": away, "timeline": tuple(_gaze(at, away, chance) for at in times)},
        "expression": {"timeline": tuple(_expression(at, spoken) for at in times)},
        "posture": {"timeline": tuple(_posture(at, chance) for at in times)},
    }
    return {
        name: dataclasses.replace(one, **changes[name]) if name in changes else one for name, one in results.items()
    }


def _looked_away(length: int, kind: str, chance: random.Random) -> tuple[Span, ...]:
    share, found, at = {"weak": 0.5}.get(kind, 0.1), [], 2_000
    while at < length - 6_000:
        if chance.random() < share:
            found.append(Span(at, at + chance.randint(2_000, 3_800)))
        at += 7_000
    return tuple(found)


def _voice(at: int, spoken: Sequence[tuple[int, int]], kind: str, chance: random.Random) -> VoiceSample:
    is_heard = any(start - 200 <= at <= end for start, end in spoken)
    if not is_heard:
        return VoiceSample(at, None, None, None)
    usual = 60 * _MANNERS[kind][0]
    rate = usual + 28 * math.sin(at / 5_300) + chance.gauss(0, 11)
    pitch, level = round(2 * math.sin(at / 2_900), 2), round(64 + chance.gauss(0, 2), 1)
    return VoiceSample(at, round(rate, 1), pitch, level, _sounding(at, kind))


def _sounding(at: int, kind: str) -> str:
    usual, now_and_then = ("nervous", "neutral") if kind == "weak" else ("confident", "calm")
    return now_and_then if math.sin(at / 5_300) < -0.5 else usual


def _gaze(at: int, away: Sequence[Span], chance: random.Random) -> GazeSample:
    is_away = any(span.start_ms <= at < span.end_ms for span in away)
    degrees = abs(_LOOKS_AWAY if is_away else 6.0) + abs(chance.gauss(0, 2.5))
    return GazeSample(at, round(degrees, 1), not is_away)


def _expression(at: int, spoken: Sequence[tuple[int, int]]) -> ExpressionSample:
    """A smile where an answer begins and where it ends."""
    is_smiling = at < spoken[0][0] + 1_500 or at > spoken[-1][1] - 2_500
    return ExpressionSample(at, "smile" if is_smiling else "neutral", 0.7 if is_smiling else 0.1)


def _posture(at: int, chance: random.Random) -> PostureSample:
    sway = 0.09 + 0.05 * math.sin(at / 4_100) + abs(chance.gauss(0, 0.025))
    return PostureSample(at, round(2 + chance.gauss(0, 0.6), 1), round(sway, 3))
