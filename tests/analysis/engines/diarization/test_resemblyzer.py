"""Real voices told apart, and everything that is no voice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from analysis.engines.base import EngineError
from analysis.engines.diarization.base import Diarizer, Listening
from analysis.engines.diarization.resemblyzer import ResemblyzerDiarizer
from analysis.engines.media import AudioTrack, decode
from analysis.engines.results import Diarization, Reason
from benchmarks._voices import Manner, Said, chosen, conversation, read_rttm, speakers
from benchmarks.diarization import error_rate
from tests.media import melody, noise, silence, syllables, tone

Diarize = Callable[..., Diarization]


@pytest.fixture(scope="module")
def engine() -> ResemblyzerDiarizer:
    made = ResemblyzerDiarizer()
    made.load()
    return made


@pytest.fixture
def diarize(engine: ResemblyzerDiarizer, tmp_path: Path) -> Diarize:
    def run(samples: np.ndarray, **options: int) -> Diarization:
        return engine.run(Listening(AudioTrack.store(samples, path=tmp_path / "talk.raw"), **options))

    return run


@pytest.fixture(scope="module")
def voices(shared_media: Path) -> dict[str, np.ndarray]:
    """Speech of people who are known to be different."""
    return speakers()


def errors(reference: list[Said], found: Diarization, *, seconds: float) -> float:
    said = [Said(str(one.speaker), one.start_ms / 1000, one.end_ms / 1000) for one in found.segments]
    return error_rate(reference, said, seconds=seconds, collar=0.25)


def test_engine_keeps_the_contract(engine):
    assert isinstance(engine, Diarizer)
    assert engine.version[0].isdigit()


@pytest.mark.parametrize(
    ("names", "manner"),
    [
        (("audio_0", "audio_2"), Manner(turn=(2.0, 8.0))),
        (("audio_3", "audio_4"), Manner(gap=(0.0, 0.05), turn=(2.0, 8.0))),
        (("1089", "1221"), Manner(levels_db=(0.0, -14.0), noise_db=20.0)),
    ],
    ids=["mandarin", "without-gaps", "quiet-and-noisy"],
)
def test_two_people_taking_turns_are_told_apart(diarize, voices, names, manner):
    samples, reference = conversation(chosen(voices, names), seconds=30, manner=manner, seed=3)
    found = diarize(samples)
    assert (found.speaker_count, found.counted) == (2, "estimated")
    assert errors(reference, found, seconds=len(samples) / 16_000) < 0.08
    starts = [one.start_ms for one in found.segments]
    assert starts == sorted(starts)
    assert all(a.end_ms <= b.start_ms for a, b in zip(found.segments, found.segments[1:], strict=False))


@pytest.mark.parametrize("count", [None, 2])
def test_a_meeting_far_from_the_microphone_is_told_apart(engine, shared_media, tmp_path, count):
    source = shared_media / "diarization"
    track = decode(source / "pyannote_ami_dev00.wav", workdir=tmp_path).audio
    found = engine.run(Listening(track, speaker_count=count))
    reference = read_rttm(source / "pyannote_debug.development.rttm", "dev00")
    assert found.counted == ("given" if count else "estimated")
    assert errors(reference, found, seconds=30) < 0.15


@pytest.mark.parametrize("name", ["1221", "audio_2"])
def test_one_person_is_one_voice(diarize, voices, name):
    samples, _ = conversation(chosen(voices, [name]), seconds=25, manner=Manner(noise_db=20.0), seed=4)
    found = diarize(samples)
    assert (found.speaker_count, found.counted, found.separation) == (1, "estimated", None)
    assert {one.speaker for one in found.segments} == {0}


def test_three_people_are_found(diarize, voices):
    manner = Manner(turn=(2.0, 6.0))
    samples, _ = conversation(chosen(voices, ["audio_2", "audio_4", "1221"]), seconds=45, manner=manner, seed=5)
    assert diarize(samples).speaker_count == 3


@pytest.mark.parametrize(
    ("sound", "reason"),
    [
        (silence(seconds=5), Reason.NO_SPEECH),
        (silence(seconds=0.1), Reason.NO_SPEECH),
        (noise(seconds=5, level=0.0005), Reason.NO_SPEECH),
        (noise(seconds=5, level=0.1, colour="pink"), Reason.TOO_NOISY),
        (noise(seconds=5, level=0.3), Reason.TOO_NOISY),
        (tone(seconds=5, hz=50), Reason.TOO_NOISY),
        (melody(seconds=8), Reason.TOO_NOISY),
        (syllables(count=20), Reason.TOO_NOISY),
    ],
    ids=["silence", "instant", "hiss", "pink", "loud", "hum", "music", "buzz"],
)
def test_what_is_no_voice_gives_no_segments(diarize, sound, reason):
    found = diarize(sound)
    assert (found.segments, found.speaker_count, found.reason) == ((), 0, reason)


@pytest.mark.parametrize("count", [0, 7])
def test_a_number_of_speakers_out_of_range_is_refused(diarize, count):
    with pytest.raises(EngineError):
        diarize(tone(seconds=1), speaker_count=count)


def test_progress_only_grows(engine, voices, tmp_path):
    samples, _ = conversation(chosen(voices, ["audio_0", "1089"]), seconds=60, manner=Manner(), seed=6)
    told: list[float] = []
    engine.run(Listening(AudioTrack.store(samples, path=tmp_path / "talk.raw"), on_progress=told.append))
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 1
