"""The voice of the last seconds: known sound, known answer."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.engines.posture.graph import Region
from analysis.live.listening import listen
from analysis.live.memory import VOICE_MS, Glance, Memory, Stance, pack, unpack
from analysis.live.window import Heard
from tests.media import noise, silence, syllables


def pcm(samples: np.ndarray) -> bytes:
    return (samples * 32767).astype("<i2").tobytes()


def over(samples: np.ndarray, *, language: str = "zh") -> Heard:
    """Listen second by second, as a running interview is listened to; the last result."""
    memory, content = Memory(), pcm(samples)
    for end in range(32_000, len(content) + 1, 32_000):
        memory = unpack(pack(memory))
        heard, memory = listen(content[max(0, end - 64_000) : end], fresh_ms=1000, language=language, memory=memory)
    return heard


@pytest.mark.parametrize("per_second", [3.0, 4.0, 5.0])
def test_rate_is_syllables_a_minute(per_second: float) -> None:
    heard = over(syllables(count=round(8 * per_second), per_second=per_second))
    assert heard.speech_rate == pytest.approx(60 * per_second, rel=0.1)


def test_rate_of_english_is_words_a_minute() -> None:
    sound = syllables(count=32)
    assert over(sound, language="en").speech_rate == pytest.approx(over(sound).speech_rate / 1.35, abs=1)


def test_lively_voice_has_an_emotion_and_flows() -> None:
    heard = over(syllables(count=32, glide_semitones=8.0))
    assert heard.emotion is not None
    assert heard.emotion_score is not None
    assert 0 < heard.emotion_score <= 1
    assert heard.fluency_score == pytest.approx(1.0, abs=0.1)
    assert heard.missing == {}


def test_flat_voice_is_called_flat() -> None:
    assert over(syllables(count=32, glide_semitones=0.0)).emotion == "flat"


@pytest.mark.parametrize(
    ("sound", "reason"),
    [(silence(seconds=2.0), "no_speech"), (noise(seconds=2.0), "too_noisy"), (silence(seconds=0.2), "too_short")],
    ids=["silence", "noise", "too short"],
)
def test_where_nobody_speaks_nothing_is_said(sound: np.ndarray, reason: str) -> None:
    heard, _ = listen(pcm(sound), fresh_ms=1000, language="zh", memory=Memory())
    assert (heard.emotion, heard.emotion_score, heard.speech_rate, heard.fluency_score) == (None,) * 4
    assert set(heard.missing.values()) == {reason}


def test_first_second_is_too_short_for_an_emotion() -> None:
    heard = over(syllables(count=4))
    assert heard.emotion is None
    assert heard.missing["emotion"] == "too_short"


def test_silence_after_speech_is_not_judged_by_what_was_before() -> None:
    heard = over(np.concatenate([syllables(count=20), silence(seconds=3.0)]))
    assert heard.speech_rate is None
    assert heard.missing["speech_rate"] == "no_speech"


def test_memory_is_small_and_forgets() -> None:
    memory, content = Memory(), pcm(syllables(count=100))
    for end in range(32_000, len(content), 32_000):
        _, memory = listen(content[max(0, end - 64_000) : end], fresh_ms=1000, language="zh", memory=memory)
    assert memory.voice.shape == (2, VOICE_MS // 10)
    assert len(pack(memory)) < 5000


def test_memory_is_unpacked_as_packed() -> None:
    stance = Stance(4, 0.5, Region(0.4, 1.6, 2.3, 4.2, 0.1))
    voice = np.array([[0.0, 141.3, 6553.0], [0.0, 71.23, 90.0]])
    memory = Memory(voice, (Glance(5, "smile", True), Glance(9, None, None)), stance)
    found = unpack(pack(memory))
    np.testing.assert_allclose(found.voice, voice, atol=0.05)
    assert (found.glances, found.stance) == (memory.glances, stance)
    assert unpack(b"").glances == ()
