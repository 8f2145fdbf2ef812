"""Answers that sound like somebody else: a signal where it may be measured, and nothing of the voices is left."""

from __future__ import annotations

import pytest

from analysis import services
from analysis.engines.base import EngineError
from analysis.engines.diarization.fake import FakeDiarizer
from analysis.engines.diarization.sameness import THRESHOLD
from analysis.models import AnalysisJob, VoicePrint
from common.jobs import JobState
from interviews.models import Interview
from interviews.services import end_interview, record_changed_voice, start_interview
from interviews.services.erasure import erase_interview
from reports.models import Report
from tests.factories import make_interview, make_position
from tests.interviews.conftest import recording, upload  # noqa: F401  (fixtures)
from tests.interviews.services.test_consent import decide
from tests.media import silence, tone, write_media

LOW, HIGH = tone(seconds=2, hz=200), tone(seconds=2, hz=900)


@pytest.fixture
def held(people, api, upload, after_commit, tmp_path):  # noqa: F811
    """``held([sound, …])`` answers a question with each, in an audio interview; the interview, not yet ended."""

    def hold(sounds, *, consents=None, **settings):
        position = make_position(people.owner, questions=len(sounds), **settings)
        interview = make_interview(people.candidate, position, mode="audio")
        if consents is not None:
            decide(interview, **consents)
        client = api(people.candidate)
        start_interview(interview)
        for number, sound in enumerate(sounds):
            content = write_media(tmp_path / f"{number}.m4a", sound=sound).read_bytes()
            sent = upload(
                client, content=content, file_type="audio", file_name=f"{number}.m4a", content_type="audio/mp4"
            )
            question = interview.questions.get(parent=None, order=number + 1)
            body = {"question_id": question.question_id, "audio_url": sent["file_url"], "duration": 2}
            assert client.post(f"/interviews/{interview.public_id}/answers", body).code == 0
        return Interview.objects.get(pk=interview.pk)

    return hold


def test_an_answer_in_another_voice_is_a_signal_with_what_it_rests_on(held):
    interview = held([LOW, LOW, HIGH, LOW])
    signal = interview.integrity_signals.get()
    third = interview.answers.get(question__order=3)
    assert (signal.kind, signal.question) == ("voice_changed", third.question)
    assert signal.context["answer_id"] == third.public_id
    assert signal.context["similarity"] < signal.context["threshold"] == THRESHOLD
    assert signal.context["earlier_answers"] == 2


def test_one_voice_is_no_signal(held):
    interview = held([LOW, LOW, LOW])
    assert not interview.integrity_signals.exists()
    compared = VoicePrint.objects.filter(answer__interview=interview).order_by("answer__submitted_at")
    assert [found.similarity is None for found in compared] == [True, False, False]


def test_silence_states_nothing_and_is_nothing_to_compare_with(held):
    assert not held([silence(seconds=2), LOW]).integrity_signals.exists()
    assert held([LOW, silence(seconds=2), HIGH]).integrity_signals.get().context["earlier_answers"] == 1


@pytest.mark.parametrize("settings", [{"consents": {"signals": False}}, {"modalities": ["face"]}])
def test_voices_are_not_compared_where_they_must_not_be_measured(held, monkeypatch, settings):
    heard = []
    monkeypatch.setattr(FakeDiarizer, "voice", lambda _self, track: heard.append(track))
    interview = held([LOW, HIGH], **settings)
    assert (heard, VoicePrint.objects.count()) == ([], 0)
    answer = interview.answers.first()
    assert record_changed_voice(answer, similarity=0.1, threshold=THRESHOLD, earlier_answers=1) is None
    assert not interview.integrity_signals.exists()


def test_an_answer_waits_for_those_before_it(held):
    interview = held([LOW, LOW, HIGH])
    interview.integrity_signals.all().delete()
    VoicePrint.objects.update(compared_at=None, similarity=None)
    first = AnalysisJob.objects.filter(answer__question__order=1)
    first.update(state=JobState.RUNNING)
    services.compare_voices(interview.pk)
    assert not interview.integrity_signals.exists()
    first.update(state=JobState.DONE)
    for _again in range(2):
        services.compare_voices(interview.pk)
    assert interview.integrity_signals.count() == 1


def test_nothing_of_the_voices_outlives_the_analysis(held, after_commit):
    interview = held([LOW, HIGH])
    assert VoicePrint.objects.count() == 2
    with after_commit():
        end_interview(interview)
    assert VoicePrint.objects.count() == 0
    assert interview.integrity_signals.count() == 1
    erase_interview(Interview.objects.get(pk=interview.pk))
    assert not interview.integrity_signals.exists()


def test_prints_go_with_the_interview(held):
    interview = held([LOW, LOW])
    with_prints = VoicePrint.objects.count()
    erase_interview(interview)
    assert (with_prints, VoicePrint.objects.count()) == (2, 0)


def test_a_changed_voice_costs_no_score(held, after_commit):
    scores = []
    for sounds in ([LOW, LOW], [LOW, HIGH]):
        interview = held(sounds)
        with after_commit():
            end_interview(interview)
        answers = Report.objects.get(interview=interview).document
        scores.append([ability["key"] for ability in answers["abilities"]])
        assert "voice_changed" not in str(answers)
    assert scores[0] == scores[1]


def test_a_model_that_fails_leaves_the_answer_alone(held, monkeypatch):
    def fail(_self, _track):
        raise EngineError("no ear today")

    monkeypatch.setattr(FakeDiarizer, "voice", fail)
    interview = held([LOW, HIGH])
    assert set(interview.answers.values_list("status", flat=True)) == {"analyzed"}
    assert not interview.integrity_signals.exists()
