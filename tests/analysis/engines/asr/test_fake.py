"""The fake follows its input, so that tests built on it can fail."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.engines.asr.fake import FakeRecogniser
from analysis.engines.base import AnswerInput, Engine
from analysis.engines.results import Reason
from tests.media import noise, silence, tone

Answer = Callable[..., AnswerInput]


def test_given_text_is_spread_over_the_sound(answer: Answer) -> None:
    sound = np.concatenate([silence(seconds=1), tone(seconds=2), silence(seconds=1)])

    transcript = FakeRecogniser().run(answer(sound, text="我用 Python，写后端。"))

    assert transcript.text == "我用Python，写后端。"
    assert transcript.language == "zh"
    assert transcript.words[0].start_ms == 1000
    assert transcript.words[-1].end_ms == 3000
    assert len(transcript.words) == 6


def test_without_text_more_sound_gives_more_words(answer: Answer) -> None:
    engine = FakeRecogniser()

    short, long = engine.run(answer(tone(seconds=1))), engine.run(answer(tone(seconds=4)))

    assert isinstance(engine, Engine)
    assert len(long.words) > len(short.words) > 0


def test_silence_gives_no_words_even_with_text(answer: Answer) -> None:
    transcript = FakeRecogniser().run(answer(silence(seconds=2), text="我说过了"))

    assert (transcript.text, transcript.reason) == ("", Reason.NO_SPEECH)


def test_hiss_below_the_floor_is_silence(answer: Answer) -> None:
    assert FakeRecogniser().run(answer(noise(seconds=1, level=0.0005))).reason == Reason.NO_SPEECH
