"""The default recogniser on real speech, and on everything that is not speech."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from analysis.engines.asr.base import CHINESE_PROMPT
from analysis.engines.asr.clips import Clip
from analysis.engines.asr.faster_whisper import FasterWhisper, missed_ms
from analysis.engines.asr.gates import Segment
from analysis.engines.base import AnswerInput, Engine, ModelMissingError
from analysis.engines.media import AudioTrack
from analysis.engines.results import Reason, Span, Word
from tests.media import melody, noise, silence, syllables, tone

Answer = Callable[..., AnswerInput]
Recordings = Callable[[str], list[tuple[AudioTrack, str]]]


def edits(reference: list[str], said: list[str]) -> int:
    """Levenshtein distance."""
    row = list(range(len(said) + 1))
    for i, expected in enumerate(reference, 1):
        before, row[0] = row[0], i
        for j, got in enumerate(said, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (expected != got))
    return row[-1]


def characters(text: str) -> list[str]:
    return re.findall(r"[\u4e00-\u9fff]|\w+", text)


def english_words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower().replace("dishonoured", "dishonored").replace("for ever", "forever"))


def test_engine_keeps_the_contract(faster_whisper: FasterWhisper) -> None:
    assert isinstance(faster_whisper, Engine)
    assert (faster_whisper.provides, faster_whisper.requires) == ("asr", {"audio"})
    assert re.match(r"\d+\.\d+", faster_whisper.version)
    assert faster_whisper.parameters["beam_size"] == 5


def test_real_chinese_is_recognised_within_bounds(
    faster_whisper: FasterWhisper, answer: Answer, recordings: Recordings
) -> None:
    wrong = total = 0
    for index, (track, expected) in enumerate(recordings("zh")):
        transcript = faster_whisper.run(answer(track, language="auto" if index == 0 else "zh"))
        assert transcript.language == "zh"
        assert "".join(word.text for word in transcript.words) == transcript.text
        assert CHINESE_PROMPT[:6] not in transcript.text
        wrong += edits(characters(expected), characters(transcript.text))
        total += len(characters(expected))

    assert wrong / total < 0.25


def test_real_english_is_recognised_within_bounds_with_times(
    faster_whisper: FasterWhisper, answer: Answer, recordings: Recordings
) -> None:
    wrong = total = 0
    for track, expected in recordings("en"):
        transcript = faster_whisper.run(answer(track))
        assert transcript.language == "en"
        assert transcript.language_probability is not None
        assert transcript.language_probability > 0.9
        assert [w.start_ms for w in transcript.words] == sorted(w.start_ms for w in transcript.words)
        assert all(0 <= w.start_ms <= w.end_ms <= track.duration_ms for w in transcript.words)
        assert transcript.sentences[0].text in transcript.text
        wrong += edits(english_words(expected), english_words(transcript.text))
        total += len(english_words(expected))

    assert wrong / total < 0.1


def test_words_keep_their_place_when_speech_comes_late_and_twice(
    faster_whisper: FasterWhisper, answer: Answer, recordings: Recordings
) -> None:
    spoken = recordings("en")[0][0].array()
    sound = np.concatenate([silence(seconds=4), spoken, silence(seconds=5), spoken])

    transcript = faster_whisper.run(answer(sound, language="en"))

    starts = [word.start_ms for word in transcript.words if word.text.lower().startswith("nightfall")]
    assert len(starts) == 2
    assert starts[1] - starts[0] == pytest.approx(len(spoken) / 16 + 5000, abs=150)
    assert len(transcript.speech) >= 2
    assert transcript.speech[0].start_ms == pytest.approx(4350, abs=200)


@pytest.mark.parametrize(
    ("sound", "reason"),
    [
        (silence(seconds=5), Reason.NO_SPEECH),
        (silence(seconds=0.2), Reason.NO_SPEECH),
        (noise(seconds=5, level=0.0005), Reason.NO_SPEECH),
        (noise(seconds=5, level=0.02), Reason.TOO_NOISY),
        (noise(seconds=5, level=0.3), Reason.TOO_NOISY),
        (noise(seconds=5, level=0.1, colour="pink"), Reason.TOO_NOISY),
        (tone(seconds=5, hz=50), Reason.TOO_NOISY),
        (melody(seconds=5), Reason.TOO_NOISY),
        (melody(seconds=5, level=0.02), Reason.TOO_NOISY),
        (syllables(count=20), Reason.TOO_NOISY),
    ],
    ids=["silence", "instant", "hiss", "white", "loud-white", "pink", "hum", "music", "soft-music", "buzz"],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_not_speech_gives_no_words(
    faster_whisper: FasterWhisper, answer: Answer, sound: np.ndarray, reason: Reason, language: str
) -> None:
    transcript = faster_whisper.run(answer(sound, language=language))

    assert transcript.text == ""
    assert transcript.words == ()
    assert transcript.reason == reason


def test_missed_ms_is_the_longest_stretch_without_a_word() -> None:
    clip = Clip((Span(0, 5000), Span(8000, 9000)))
    words = (Word("a", 100, 600), Word("b", 700, 4900), Word("c", 8100, 8800))

    assert missed_ms(clip, [Segment(words)]) == 5000 - 1700
    assert missed_ms(clip, []) == 5000


def test_model_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "no-model"
    folder.mkdir()

    with pytest.raises(ModelMissingError, match="no-model"):
        FasterWhisper(model=str(folder)).load()
