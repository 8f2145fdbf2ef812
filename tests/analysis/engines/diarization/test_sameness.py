"""Real voices compared: the same person, another one, too little to tell."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from analysis.engines.diarization.resemblyzer import ResemblyzerDiarizer
from analysis.engines.diarization.sameness import THRESHOLD, similarity
from analysis.engines.media import SAMPLE_RATE, AudioTrack
from analysis.engines.results import Voice
from benchmarks._voices import speakers
from tests.media import noise, silence

PIECE = 5 * SAMPLE_RATE + SAMPLE_RATE // 2


@pytest.fixture(scope="module")
def engine() -> ResemblyzerDiarizer:
    return ResemblyzerDiarizer()


@pytest.fixture(scope="module")
def voices(shared_media: Path) -> dict[str, np.ndarray]:
    return {name.rsplit("_")[-1]: speech for name, speech in speakers().items()}


@pytest.fixture
def heard(engine: ResemblyzerDiarizer, tmp_path: Path):
    def hear(samples: np.ndarray) -> Voice | None:
        return engine.voice(AudioTrack.store(samples.astype(np.float32), path=tmp_path / "voice.raw"))

    return hear


def test_pieces_of_one_person_are_one_voice_even_quieter_or_in_noise(heard, voices):
    speech = voices["1221-135766-0001"]
    first, second = speech[:PIECE], speech[PIECE : 2 * PIECE]
    hiss = noise(seconds=len(second) / SAMPLE_RATE, level=float(np.std(second)) / 10, colour="pink")[: len(second)]
    for other in (second, second * 0.2, second + hiss):
        assert similarity(heard(other), [heard(first)]) > THRESHOLD + 0.15


def test_other_people_are_other_voices(heard, voices):
    names = ("1221-135766-0001", "1089-134686-0001", "4")
    pieces = [heard(voices[name][:PIECE]) for name in names]
    for one, other in combinations(pieces, 2):
        assert similarity(one, [other]) < THRESHOLD


def test_the_longer_voice_weighs_more():
    one, other = Voice((1.0, 0.0), 9000), Voice((0.0, 1.0), 1000)
    assert similarity(one, [one, other]) > 0.99 > 0.2 > similarity(other, [one, other])


@pytest.mark.parametrize("sound", [silence(seconds=6), noise(seconds=6, level=0.1, colour="pink")])
def test_no_speech_is_no_voice(heard, sound):
    assert heard(sound) is None


def test_too_little_speech_states_nothing(heard, voices):
    assert heard(voices["1221-135766-0001"][: 3 * SAMPLE_RATE]) is None
