"""The diarizer of other tests."""

from __future__ import annotations

import numpy as np

from analysis.engines.diarization.base import Diarizer, Listening
from analysis.engines.diarization.fake import FakeDiarizer
from analysis.engines.media import AudioTrack
from analysis.engines.results import Reason
from tests.media import silence, tone


def test_pitch_tells_who_speaks(tmp_path):
    low, high = tone(seconds=1.0, hz=200), tone(seconds=1.0, hz=400)
    pause = silence(seconds=0.5)
    sound = np.concatenate([low, pause, high, pause, low])
    found = FakeDiarizer().run(Listening(AudioTrack.store(sound, path=tmp_path / "a.raw"), speaker_count=2))
    assert [one.speaker for one in found.segments] == [0, 1, 0]
    assert (found.speaker_count, found.counted) == (2, "given")
    assert isinstance(FakeDiarizer(), Diarizer)


def test_silence_has_nobody(tmp_path):
    found = FakeDiarizer().run(Listening(AudioTrack.store(silence(seconds=2), path=tmp_path / "a.raw")))
    assert (found.segments, found.reason) == ((), Reason.NO_SPEECH)
