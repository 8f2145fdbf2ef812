"""The same weights through PyTorch."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.engines.asr.ctranslate import read_variables
from analysis.engines.asr.openai_whisper import OpenAIWhisper
from analysis.engines.asr.weights import whisper_weights_present
from analysis.engines.base import AnswerInput, Engine, ModelMissingError
from analysis.engines.results import Reason
from tests.media import noise


@pytest.fixture(scope="module")
def engine() -> OpenAIWhisper:
    if not whisper_weights_present():
        pytest.skip("the packaged Whisper weights are not installed")
    engine = OpenAIWhisper()
    engine.load()
    return engine


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the package leaves its vocabulary file open
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_packaged_weights_recognise_real_english(
    engine: OpenAIWhisper, answer: Callable[..., AnswerInput], recordings: Callable[[str], list]
) -> None:
    track, _ = recordings("en")[0]

    transcript = engine.run(answer(track))

    assert isinstance(engine, Engine)
    assert transcript.language == "en"
    assert transcript.text.lower().startswith("after early nightfall, the yellow lamps would light up")
    assert transcript.words[0].start_ms == pytest.approx(350, abs=200)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the package leaves its vocabulary file open
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_noise_gives_no_words(engine: OpenAIWhisper, answer: Callable[..., AnswerInput]) -> None:
    transcript = engine.run(answer(noise(seconds=3), language="zh"))

    assert (transcript.text, transcript.reason) == ("", Reason.TOO_NOISY)


@pytest.mark.parametrize("content", [b"", b"\x06\x00\x00\x00", struct.pack("<IH", 6, 5) + b"Text\0" + bytes(8)])
def test_read_variables_of_another_file_is_refused(content: bytes) -> None:
    with pytest.raises(ModelMissingError):
        read_variables(content)


def test_checkpoint_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match=r"none\.pt"):
        OpenAIWhisper(model=str(tmp_path / "none.pt")).load()
