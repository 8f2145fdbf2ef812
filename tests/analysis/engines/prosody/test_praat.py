"""Prosody of sounds with known rate, pitch and pauses, and of real speech."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from analysis.engines.base import AnswerInput, Engine, EngineError
from analysis.engines.media import AudioTrack
from analysis.engines.prosody.base import MEASURES, ProsodyEngine
from analysis.engines.prosody.fake import FakeProsody
from analysis.engines.prosody.praat import PraatProsody
from analysis.engines.prosody.voice import measure_voice
from analysis.engines.results import Prosody, Reason, Sentence, Span, Transcript, Word
from tests.media import noise, silence, syllables

Answer = Callable[..., AnswerInput]
ENGINE = PraatProsody()


def transcript(
    *words: Word, language: str = "zh", speech: tuple[Span, ...], reason: Reason | None = None
) -> Transcript:
    text = ("" if language == "zh" else " ").join(word.text for word in words)
    return Transcript(
        text=text, language=language, words=words, sentences=(Sentence(text),), speech=speech, reason=reason
    )


def accounted(prosody: Prosody) -> bool:
    """Every measure has a value or a reason, and none has both."""
    return all((getattr(prosody, name) is None) == (name in prosody.missing) for name in MEASURES)


@pytest.mark.parametrize("engine", [PraatProsody(), FakeProsody()], ids=["praat", "fake"])
def test_engines_keep_the_contract(engine: ProsodyEngine, answer: Answer) -> None:
    prosody = engine.run(answer(syllables(count=20)))

    assert isinstance(engine, Engine)
    assert isinstance(engine, ProsodyEngine)
    assert (engine.provides, engine.requires, engine.after) == ("prosody", {"audio"}, {"asr"})
    assert engine.version
    assert accounted(prosody)
    with pytest.raises(EngineError):
        engine.run(answer(None))


@pytest.mark.parametrize("per_second", [3.0, 5.0])
def test_rate_of_known_syllables_is_measured_without_a_transcript(answer: Answer, per_second: float) -> None:
    prosody = ENGINE.run(answer(syllables(count=30, per_second=per_second)))

    assert prosody.syllables == pytest.approx(30, abs=1)
    assert prosody.articulation_rate == pytest.approx(per_second * 60, rel=0.05)
    assert prosody.missing["fillers_per_minute"] == Reason.NO_TRANSCRIPT


@pytest.mark.parametrize("hz", [90.0, 220.0])
@pytest.mark.parametrize("glide", [0.0, 6.0])
def test_pitch_is_measured_relative_to_the_speaker(answer: Answer, hz: float, glide: float) -> None:
    prosody = ENGINE.run(answer(syllables(count=32, hz=hz, glide_semitones=glide)))

    assert prosody.pitch_median_hz == pytest.approx(hz, rel=0.05)
    assert prosody.pitch_range_semitones == pytest.approx(glide, abs=0.8)
    assert prosody.pitch_sd_semitones == pytest.approx(glide / 2 / 2**0.5, abs=0.4)


def test_pauses_latency_and_ratio_of_known_silences(answer: Answer) -> None:
    sound = np.concatenate([silence(seconds=1.5), syllables(count=8), silence(seconds=2.5), syllables(count=8)])

    prosody = ENGINE.run(answer(sound))

    assert prosody.response_latency_ms == pytest.approx(1500, abs=40)
    assert len(prosody.pauses) == len(prosody.long_pauses) == 1
    assert prosody.pauses[0].start_ms == pytest.approx(3500, abs=40)
    assert prosody.pause_ratio == pytest.approx(2.5 / 6.5, abs=0.02)
    assert prosody.speech_rate is not None
    assert prosody.articulation_rate is not None
    assert prosody.speech_rate < prosody.articulation_rate


def test_quieter_half_shows_on_the_timeline(answer: Answer) -> None:
    sound = np.concatenate([syllables(count=16, level=0.3), syllables(count=16, level=0.05)])

    prosody = ENGINE.run(answer(sound))

    first, last = prosody.timeline[0], prosody.timeline[-1]
    assert [sample.at_ms for sample in prosody.timeline] == [1000, 3000, 5000, 7000]
    assert first.intensity_db is not None
    assert last.intensity_db is not None
    assert first.intensity_db - last.intensity_db == pytest.approx(15.6, abs=2)
    assert first.speech_rate == pytest.approx(240, abs=20)


def test_timeline_says_how_the_seconds_around_each_moment_sound(answer: Answer) -> None:
    flat = syllables(count=48)
    moved = syllables(count=60, per_second=5, glide_semitones=7)
    sound = np.concatenate([flat, silence(seconds=12), moved])

    samples = ENGINE.run(answer(sound)).timeline

    assert {sample.emotion for sample in samples if sample.at_ms < 8_000} == {"flat"}
    assert {sample.emotion for sample in samples if 16_000 < sample.at_ms < 20_000} == {None}
    assert {sample.emotion for sample in samples if sample.at_ms > 28_000} == {"confident"}


def test_noise_in_the_voice_lowers_harmonicity_and_raises_jitter(answer: Answer) -> None:
    clear = syllables(count=20, glide_semitones=1)
    rough = clear + noise(seconds=5, level=0.03)[: len(clear)]

    clean, noisy = ENGINE.run(answer(clear)), ENGINE.run(answer(rough))

    assert clean.hnr_db is not None
    assert noisy.hnr_db is not None
    assert clean.hnr_db > noisy.hnr_db + 5
    assert clean.jitter_local is not None
    assert noisy.jitter_local is not None
    assert clean.jitter_local < noisy.jitter_local


def periods(*, lengths: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """A buzz at some 125 Hz, each period of a length (samples) and level of its own."""
    phases = (np.linspace(0, 2 * np.pi, round(length), endpoint=False) for length in lengths)
    cycles = (sum(np.sin(k * phase) / k for k in range(1, 9)) for phase in phases)
    return np.concatenate([0.2 * level * cycle for level, cycle in zip(levels, cycles, strict=True)]).astype(np.float32)


def local_change(values: np.ndarray) -> float:
    """Mean change from one period to the next against the mean: the definition of local jitter and shimmer."""
    return float(np.mean(np.abs(np.diff(values))) / np.mean(values))


@pytest.mark.parametrize("spread", [0.0, 0.03, 0.06])
def test_jitter_and_shimmer_are_those_that_were_put_in(tmp_path: Path, spread: float) -> None:
    random = np.random.default_rng(1)
    lengths = np.round(128 * (1 + random.uniform(-spread, spread, 250) / 2))
    levels = 1 + random.uniform(-spread, spread, 250) * 2
    track = AudioTrack.store(periods(lengths=lengths, levels=levels), path=tmp_path / "buzz.s16le")

    quality = measure_voice(track, [Span(0, track.duration_ms)]).quality

    assert quality.jitter_local == pytest.approx(local_change(lengths), rel=0.3, abs=0.001)
    assert quality.shimmer_local == pytest.approx(local_change(levels), rel=0.3, abs=0.002)


def test_a_voice_that_speaks_up_is_louder_and_one_that_varies_varies_more(answer: Answer) -> None:
    soft, loud = (ENGINE.run(answer(syllables(count=20, level=level))) for level in (0.05, 0.5))
    mixed = ENGINE.run(answer(np.concatenate([syllables(count=20, level=level) for level in (0.05, 0.5)])))

    assert soft.intensity_mean_db is not None
    assert loud.intensity_mean_db is not None
    assert loud.intensity_mean_db - soft.intensity_mean_db == pytest.approx(20, abs=0.5)
    assert loud.intensity_sd_db is not None
    assert mixed.intensity_sd_db is not None
    assert mixed.intensity_sd_db > loud.intensity_sd_db + 3


def test_transcript_gives_syllables_fillers_and_speech(answer: Answer) -> None:
    sound = syllables(count=32)
    words = (Word("嗯，", 0, 400), *(Word("我们做", i * 800, i * 800 + 700) for i in range(1, 10)))
    heard = transcript(*words, speech=(Span(0, 8000),))

    prosody = ENGINE.run(answer(sound, asr=heard))

    assert prosody.syllables == 28
    assert prosody.articulation_rate == pytest.approx(28 * 60 / 8)
    assert [filler.text for filler in prosody.fillers] == ["嗯"]
    assert prosody.fillers_per_minute == pytest.approx(7.5)
    assert prosody.words_per_minute is None
    assert prosody.missing["words_per_minute"] == Reason.NOT_APPLICABLE


def test_english_has_words_per_minute(answer: Answer) -> None:
    words = tuple(Word("word", i * 500, i * 500 + 400) for i in range(16))

    prosody = ENGINE.run(answer(syllables(count=32), asr=transcript(*words, language="en", speech=(Span(0, 8000),))))

    assert prosody.words_per_minute == pytest.approx(120)
    assert accounted(prosody)


@pytest.mark.parametrize("reason", [Reason.NO_SPEECH, Reason.TOO_NOISY])
def test_transcript_that_heard_nobody_leaves_everything_unmeasured(answer: Answer, reason: Reason) -> None:
    prosody = ENGINE.run(answer(syllables(count=20), asr=transcript(speech=(), reason=reason)))

    assert prosody.speech_ms == 0
    assert set(prosody.missing) == set(MEASURES)
    assert set(prosody.missing.values()) == {reason}
    assert accounted(prosody)


@pytest.mark.parametrize(
    ("sound", "reason"),
    [
        (silence(seconds=3), Reason.NO_SPEECH),
        (silence(seconds=0), Reason.NO_SPEECH),
        (noise(seconds=3), Reason.TOO_NOISY),
        (noise(seconds=3, colour="pink"), Reason.TOO_NOISY),
    ],
    ids=["silence", "empty", "white", "pink"],
)
def test_silence_and_noise_measure_nothing(answer: Answer, sound: np.ndarray, reason: Reason) -> None:
    prosody = ENGINE.run(answer(sound))

    assert set(prosody.missing.values()) == {reason}
    assert accounted(prosody)
    assert prosody.emotion is None


def test_an_instant_of_speech_is_too_short_to_judge(answer: Answer) -> None:
    prosody = ENGINE.run(answer(syllables(count=1, per_second=5)))

    assert prosody.missing["articulation_rate"] == Reason.TOO_SHORT
    assert prosody.missing["fluency"] == Reason.TOO_SHORT
    assert prosody.missing["jitter_local"] == Reason.TOO_SHORT
    assert accounted(prosody)


def test_long_recording_is_measured_across_blocks(answer: Answer) -> None:
    prosody = ENGINE.run(answer(np.tile(syllables(count=40, hz=180, glide_semitones=4), 13)))

    assert prosody.duration_ms == 130_000
    assert prosody.pitch_median_hz == pytest.approx(180, rel=0.05)
    assert prosody.syllables == pytest.approx(520, rel=0.03)
    assert len(prosody.timeline) == 65


def test_real_speech_gives_plausible_figures(
    answer: Answer, recordings: Callable[[str], list[tuple[AudioTrack, str]]]
) -> None:
    for track, _ in recordings("en"):
        prosody = ENGINE.run(answer(track))
        assert prosody.pitch_median_hz is not None
        assert 70 < prosody.pitch_median_hz < 260
        assert prosody.articulation_rate is not None
        assert 150 < prosody.articulation_rate < 420
        assert prosody.hnr_db is not None
        assert 3 < prosody.hnr_db < 25
        assert prosody.jitter_local is not None
        assert 0.003 < prosody.jitter_local < 0.06
        assert accounted(prosody)
