"""Engines that are slow to load, loaded once; real recordings where they are at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from analysis.engines.asr.faster_whisper import FasterWhisper
from analysis.engines.asr.weights import whisper_weights_present
from analysis.engines.base import AnswerInput, QuestionBrief
from analysis.engines.media import AudioTrack, decode
from analysis.engines.results import Transcript

RECORDINGS = Path(__file__).resolve().parents[3].parent / "shared" / "media"


@pytest.fixture(scope="session")
def faster_whisper() -> FasterWhisper:
    """The default recogniser with its model loaded."""
    if not whisper_weights_present():
        pytest.skip("the packaged Whisper weights are not installed")
    engine = FasterWhisper()
    engine.load()
    return engine


@pytest.fixture
def answer(tmp_path: Path) -> Callable[..., AnswerInput]:
    """Make an `AnswerInput` from float samples at 16 kHz, or from an `AudioTrack`."""

    def make(
        sound: np.ndarray | AudioTrack | None, *, language: str = "auto", text: str = "", asr: Transcript | None = None
    ) -> AnswerInput:
        track = AudioTrack.store(sound, path=tmp_path / "answer.raw") if isinstance(sound, np.ndarray) else sound
        return AnswerInput(
            audio=track,
            question=QuestionBrief(content="请介绍一个你做过的项目。"),
            language=language,
            given_text=text,
            results={} if asr is None else {"asr": asr},
        )

    return make


@pytest.fixture(scope="session")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[tuple[AudioTrack, str]]]:
    """(track, what is said) for every recording of a folder of the shared media, or skip."""
    workdir = tmp_path_factory.mktemp("sound")

    def load(folder: str) -> list[tuple[AudioTrack, str]]:
        if not (RECORDINGS / folder).is_dir():
            pytest.skip(f"real recordings are not at hand: shared/media/{folder}")
        return list(_said(RECORDINGS / folder, workdir=workdir))

    return load


def _said(folder: Path, *, workdir: Path) -> Iterator[tuple[AudioTrack, str]]:
    table = next(folder.glob("*transcripts.tsv")).read_text(encoding="utf-8").splitlines()[1:]
    for line in table:
        name, text = line.split("\t")
        track = decode(folder / name, workdir=workdir).audio
        assert track is not None
        yield track, text
