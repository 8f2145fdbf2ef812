"""Conversations of known voices, made from real recordings: who speaks when is known to the sample."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from analysis.engines.media import SAMPLE_RATE, decode
from analysis.engines.voice_activity import speech_spans

SHARED = Path(__file__).resolve().parents[2] / "shared" / "media"
SPEECH_DB = -26.0
TELEPHONE_HZ = (300, 3400)
# Pauses shorter than this belong to the turn in the reference, as annotators have it.
_BRIDGED_SECONDS = 0.4
_FADE = 80


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch of one speaker, seconds."""

    speaker: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Manner:
    """How a conversation goes: seconds of turns and of the gaps between them, and what happens to the sound."""

    turn: tuple[float, float] = (2.0, 15.0)
    gap: tuple[float, float] = (0.1, 1.0)
    levels_db: tuple[float, ...] = (0.0, 0.0)
    noise_db: float | None = None  # speech over pink noise
    telephone: bool = False
    at_once: float = 0.0  # share of turns that begin before the one before them has ended
    in_turn: bool = True


@dataclass(slots=True)
class _Mix:
    sounds: list[tuple[int, np.ndarray]] = field(default_factory=list)
    said: list[tuple[str, int, int]] = field(default_factory=list)
    end: int = SAMPLE_RATE // 2


def speakers() -> dict[str, np.ndarray]:
    """Speech of each known speaker, pauses cut out, float32; empty where the recordings are not at hand. Five read
    Mandarin (one utterance each), two English."""
    with tempfile.TemporaryDirectory() as name:
        return {path.stem: _speech(path, Path(name)) for path in sorted(SHARED.glob("[ez][nh]/*.wav"))}


def conversation(
    voices: Mapping[str, np.ndarray], *, seconds: float, manner: Manner, seed: int
) -> tuple[np.ndarray, list[Said]]:
    """The speakers take turns for about ``seconds``; samples at 16 kHz and who speaks when. Always the same for one
    seed. Every turn is made of random passages of the speaker's speech, a little louder or brighter each time."""
    random = np.random.default_rng(seed)
    names, mix, last = list(voices), _Mix(), -1
    while mix.end < seconds * SAMPLE_RATE:
        last = _next(last, len(names), manner, random)
        _add(mix, names[last], voices[names[last]], manner.levels_db[last % len(manner.levels_db)], manner, random)
    return _spoiled(_mixed(mix), mix, manner, random), _reference(mix)


def read_rttm(path: Path, recording: str) -> list[Said]:
    """The reference of one recording in a NIST RTTM file."""
    rows = [line.split() for line in path.read_text().splitlines()]
    return [Said(row[7], float(row[3]), float(row[3]) + float(row[4])) for row in rows if row[1] == recording]


def _speech(path: Path, workdir: Path) -> np.ndarray:
    track = decode(path, workdir=workdir).audio
    assert track is not None
    return np.concatenate([track.slice(span.start_ms, span.end_ms) for span in speech_spans(track)])


def _next(last: int, count: int, manner: Manner, random: np.random.Generator) -> int:
    if manner.in_turn:
        return (last + 1) % count
    return int(random.choice([one for one in range(count) if one != last]))


def _add(
    mix: _Mix, name: str, speech: np.ndarray, level_db: float, manner: Manner, random: np.random.Generator
) -> None:
    """One more turn at the end of the mix, or laid over its end."""
    start = mix.end
    if mix.said and random.random() < manner.at_once:
        start = max(0, start - round(random.uniform(0.5, 1.5) * SAMPLE_RATE))
    sound, passages = _turn(speech, round(random.uniform(*manner.turn) * SAMPLE_RATE), random)
    sound = _at_level(sound, SPEECH_DB + level_db + random.uniform(-3, 3))
    mix.sounds.append((start, _tilted(sound, random.uniform(-0.25, 0.25))))
    mix.said += [(name, start + a, start + b) for a, b in passages]
    mix.end = start + len(sound) + round(random.uniform(*manner.gap) * SAMPLE_RATE)


def _turn(speech: np.ndarray, length: int, random: np.random.Generator) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """Random passages with short pauses between them, and where they are."""
    parts, passages, position = [], [], 0
    while position < length * 0.95:
        wanted = min(length - position, round(random.uniform(1.5, 5.0) * SAMPLE_RATE))
        size = min(len(speech), max(SAMPLE_RATE, wanted))
        first = int(random.integers(0, len(speech) - size + 1))
        parts.append(_faded(speech[first : first + size]))
        passages.append((position, position + size))
        pause = round(random.uniform(0.05, 0.4) * SAMPLE_RATE)
        parts.append(np.zeros(pause, dtype=np.float32))
        position += size + pause
    return np.concatenate(parts[:-1]), passages


def _faded(samples: np.ndarray) -> np.ndarray:
    ramp = np.linspace(0, 1, _FADE, dtype=np.float32)
    faded = samples.copy()
    faded[:_FADE] *= ramp
    faded[-_FADE:] *= ramp[::-1]
    return faded


def _at_level(samples: np.ndarray, level_db: float) -> np.ndarray:
    return samples * np.float32(10 ** (level_db / 20) / np.sqrt(np.mean(np.square(samples))))


def _tilted(samples: np.ndarray, amount: float) -> np.ndarray:
    """Brighter or duller, as after a turn of the head."""
    return samples + np.float32(amount) * np.concatenate(([0], samples[:-1])).astype(np.float32)


def _mixed(mix: _Mix) -> np.ndarray:
    samples = np.zeros(mix.end + SAMPLE_RATE, dtype=np.float32)
    for start, sound in mix.sounds:
        samples[start : start + len(sound)] += sound
    return samples


def _spoiled(samples: np.ndarray, mix: _Mix, manner: Manner, random: np.random.Generator) -> np.ndarray:
    from scipy.signal import butter, sosfilt

    if manner.telephone:
        samples = sosfilt(butter(4, TELEPHONE_HZ, "band", fs=SAMPLE_RATE, output="sos"), samples).astype(np.float32)
    if manner.noise_db is not None:
        speech = np.concatenate([sound for _, sound in mix.sounds])
        level_db = 10 * np.log10(np.mean(np.square(speech))) - manner.noise_db
        samples = samples + _at_level(_pink(len(samples), random), float(level_db))
    return np.clip(samples, -1, 1)


def _pink(count: int, random: np.random.Generator) -> np.ndarray:
    spectrum = np.fft.rfft(random.standard_normal(count))
    spectrum /= np.sqrt(np.maximum(1, np.arange(len(spectrum))))
    return np.fft.irfft(spectrum, count).astype(np.float32)


def _reference(mix: _Mix) -> list[Said]:
    """Who speaks when, short pauses within a turn bridged."""
    found: list[Said] = []
    for name, start, end in sorted(mix.said):
        said = Said(name, start / SAMPLE_RATE, end / SAMPLE_RATE)
        if found and found[-1].speaker == name and said.start - found[-1].end <= _BRIDGED_SECONDS:
            found[-1] = replace(found[-1], end=max(found[-1].end, said.end))
        else:
            found.append(said)
    return sorted(found, key=lambda one: one.start)


def chosen(voices: Mapping[str, np.ndarray], names: Sequence[str]) -> dict[str, np.ndarray]:
    """Those speakers whose names contain one of these, in this order."""
    return {name: speech for part in names for name, speech in voices.items() if part in name}
