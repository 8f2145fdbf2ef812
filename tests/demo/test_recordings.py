"""The manifest, the recordings and the question bank belong together."""

from __future__ import annotations

import av
import pytest

from demo.manifest import RECORDINGS, Manifest, Recording, load_manifest
from questionbank.seeds import load_seed

MANIFEST = load_manifest()


@pytest.fixture(params=MANIFEST.recordings, ids=lambda recording: recording.file)
def recording(request: pytest.FixtureRequest) -> Recording:
    return request.param


def test_manifest_has_one_recording_of_every_quality():
    assert sorted(r.quality for r in MANIFEST.recordings if r.question) == ["off_topic", "strong", "weak"]


def test_strong_answer_has_a_reply_to_its_follow_up():
    reply = MANIFEST.follow_up_to("strong.ogg")
    assert reply is not None
    assert reply.question is None


def test_questions_are_in_the_seed():
    seed = load_seed(MANIFEST.seed)
    assert [seed.question(key).key for key in MANIFEST.questions] == list(MANIFEST.questions)


def test_every_file_is_named_once_and_none_is_left_over():
    named = sorted(r.file for r in MANIFEST.recordings)
    assert named == sorted(path.name for path in RECORDINGS.glob("*.ogg"))


def test_recording_is_a_small_mono_opus_file_of_the_right_length(recording: Recording):
    assert recording.path.stat().st_size < 80_000
    with av.open(str(recording.path)) as file:
        stream = file.streams.audio[0]
        assert (stream.codec_context.name, stream.layout.name) == ("opus", "mono")
        assert 40 <= (file.duration or 0) / av.time_base <= 62


def test_recording_fits_into_its_time_limit(recording: Recording):
    key = recording.question or MANIFEST.recordings[1].question
    with av.open(str(recording.path)) as file:
        assert (file.duration or 0) / av.time_base < load_seed(MANIFEST.seed).question(str(key)).time_limit


def test_spoken_text_has_no_marks(recording: Recording):
    assert "<" not in recording.spoken
    assert "  " not in recording.spoken


def test_unknown_question_has_no_answer():
    with pytest.raises(KeyError):
        Manifest("system_en", "serious", ()).answer_to("process_thread")
