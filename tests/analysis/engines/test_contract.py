"""One contract for every engine of the table: what it declares, what it returns, and that it keeps nothing."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis import codec
from analysis.engines.base import AnswerInput, QuestionBrief, VideoFrame
from analysis.engines.content.llm_client import LlmClient
from analysis.engines.diarization.base import Listening
from analysis.engines.expression import deepface
from analysis.engines.media import AudioTrack
from analysis.engines.registry import ANSWER_KINDS, FRAME_KINDS, EngineChoice, build, names_of
from analysis.scoring.indicators import KNOWN_INDICATORS
from tests.media import noise, silence, syllables

NOBODY = LlmClient(base_url="http://127.0.0.1:9/v1", api_key="k", model="m", timeout_seconds=0.2)
SETTINGS = {"llm": {"client": NOBODY}}
QUESTION = QuestionBrief(
    content="什么是过拟合？", reference_answer="模型记住了训练数据。", scoring_points=("记住训练数据",)
)
TEXT = "过拟合就是模型记住了训练数据，在新数据上表现变差，所以我会用正则化和早停。"
HEAVY = {"openai-whisper"}
ELSEWHERE = {"openai-api"}  # needs a server: asr/test_openai_api.py brings one


def engines_of(kinds: tuple[str, ...]) -> list[Any]:
    return [
        pytest.param(kind, name, marks=[pytest.mark.slow] if name in HEAVY else [], id=f"{kind}-{name}")
        for kind in kinds
        for name in names_of(kind)
        if name not in ELSEWHERE
    ]


@pytest.fixture(scope="module")
def loaded() -> Any:
    """Every engine is made and loaded once for the whole module."""
    made: dict[tuple[str, str], Any] = {}

    def load(kind: str, name: str) -> Any:
        if (kind, name) not in made:
            made[kind, name] = build(kind, EngineChoice(name, SETTINGS.get(name, {})))
            made[kind, name].load()
        return made[kind, name]

    return load


def track(folder: Any, samples: np.ndarray) -> AudioTrack:
    return AudioTrack.store(samples, path=folder / "sound.s16le")


def check(kind: str, result: Any) -> None:
    """The result is of its kind, survives storage, and names a field and a reason for each gap."""
    assert type(result) is codec.TYPES[kind]
    assert codec.from_json(kind, codec.to_json(kind, result)) == result
    for field in getattr(result, "missing", {}):
        assert getattr(result, field) in (None, (), {}), field


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("kind", "name"), engines_of(ANSWER_KINDS))
@pytest.mark.parametrize("sound", ["silence", "noise", "voice"])
def test_answer_engines_return_their_kind_and_keep_nothing(loaded, tmp_path, kind, name, sound):
    samples = {
        "silence": silence(seconds=2.0),
        "noise": noise(seconds=2.0),
        "voice": syllables(count=8),
    }[sound]
    engine = loaded(kind, name)
    answer = AnswerInput(audio=track(tmp_path, samples), question=QUESTION, language="zh", given_text=TEXT)
    first = engine.run(answer)
    check(kind, first)
    engine.run(AnswerInput(audio=answer.audio, question=QuestionBrief(content="Why?"), language="en", given_text="No."))
    assert engine.run(answer) == first


@pytest.mark.parametrize(("kind", "name"), engines_of(("diarization",)))
@pytest.mark.parametrize("sound", ["silence", "noise", "voice"])
def test_diarizers_return_their_kind_and_keep_nothing(loaded, tmp_path, kind, name, sound):
    samples = {"silence": silence(seconds=2.0), "noise": noise(seconds=2.0), "voice": syllables(count=8)}[sound]
    engine, audio = loaded(kind, name), track(tmp_path, samples)
    first = engine.run(Listening(audio))
    check(kind, first)
    assert bool(first.segments) != bool(first.reason)
    engine.run(
        Listening(AudioTrack.store(syllables(count=12, hz=90.0), path=tmp_path / "other.s16le"), speaker_count=2)
    )
    assert engine.run(Listening(audio)) == first


@pytest.mark.parametrize(("kind", "name"), engines_of(FRAME_KINDS))
@pytest.mark.parametrize("picture", ["black", "grey", "noise"])
def test_frame_engines_return_their_kind_and_keep_nothing(loaded, kind, name, picture):
    random = np.random.default_rng(5)
    pictures = {
        "black": np.zeros((120, 160, 3), np.uint8),
        "grey": np.full((120, 160, 3), 128, np.uint8),
        "noise": random.integers(0, 256, (120, 160, 3)).astype(np.uint8),
    }
    engine = loaded(kind, name)
    order = [loaded("face", "fake" if name == "fake" else "mediapipe"), engine] if kind != "face" else [engine]

    def watch() -> Any:
        passes = [(one.provides, one.begin(frames_per_second=2.0)) for one in order]
        for number in range(6):
            facts: dict[str, Any] = {}
            frame = VideoFrame(at_ms=number * 500, rgb=pictures[picture])
            for provided, one in passes:
                facts[provided] = one.observe(frame, facts)
        return passes[-1][1].summarise()

    first = watch()
    check(kind, first)
    assert watch() == first


def words_of(name: str) -> set[str]:
    return set(name.lower().replace("_", " ").split())


def test_nothing_is_measured_about_who_somebody_is():
    """Age, gender and race are in no result, no indicator and no model that is opened."""
    fields = {field.name for kind in codec.TYPES.values() for field in dataclasses.fields(kind)}
    measured = set().union(*(words_of(name) for name in fields | set(KNOWN_INDICATORS)))
    assert not measured & {"age", "gender", "sex", "race", "ethnicity", "skin", "attractiveness"}
    opened = re.findall(r"models\.demography\.(?:onnx\.)?(\w+)", Path(deepface.__file__).read_text())
    assert set(opened) == {"DemographyUtils", "Emotion"}
