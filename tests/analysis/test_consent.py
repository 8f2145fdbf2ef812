"""Declined face and voice signals: the engines are not run, and the report says so."""

from __future__ import annotations

import pytest

from analysis.models import AnalysisJob
from interviews.models import Interview
from interviews.services import end_interview, start_interview
from reports.models import Report
from tests.factories import make_interview, make_position
from tests.interviews.conftest import recording, upload  # noqa: F401  (fixtures)
from tests.interviews.services.test_consent import decide

SIGNALS = {"prosody", "face", "gaze", "expression", "posture"}


@pytest.fixture
def answered(people, api, upload, after_commit):  # noqa: F811
    def hold(**given):
        interview = make_interview(people.candidate, make_position(people.owner, questions=1), mode="video")
        decide(interview, **given)
        client = api(people.candidate)
        question = start_interview(interview)[1]
        sent = upload(client, interview_id=interview.public_id)["file_url"]
        body = {"question_id": question.question_id, "audio_url": sent, "video_url": sent, "duration": 3}
        assert client.post(f"/interviews/{interview.public_id}/answers", body).code == 0
        with after_commit():
            end_interview(interview)
        return Interview.objects.get(pk=interview.pk)

    return hold


def test_declined_signals_are_not_computed_and_the_report_says_so(answered, people, api):
    interview = answered(signals=False)
    job = AnalysisJob.objects.get(interview=interview)
    assert not SIGNALS & set(job.runs.values_list("kind", flat=True))
    assert "asr" in set(job.runs.values_list("kind", flat=True))
    assert {kind: job.missing[kind] for kind in SIGNALS} == dict.fromkeys(SIGNALS, "not_consented")
    document = Report.objects.get(interview=interview).document
    assert {"withheld_video", "withheld_audio"} <= {notice["key"] for notice in document["notices"]}
    shown = api(people.owner, language="en").get(f"/reports/{interview.public_id}").data
    assert any("did not consent" in (entry["reason_label"] or "") for entry in shown["not_measured"])


def test_given_signals_are_computed(answered):
    job = AnalysisJob.objects.get(interview=answered())
    assert "prosody" in set(job.runs.values_list("kind", flat=True))
    assert "not_consented" not in job.missing.values()


def test_analysis_on_request_computes_no_declined_signals_either(answered, people, api):
    interview = answered(signals=False)
    media = interview.media.get()
    for kind, field in (("speech", "audio_url"), ("video", "video_url")):
        body = {"interview_id": interview.public_id, field: media.key}
        api(people.owner).post(f"/analysis/{kind}", body)
    for job in AnalysisJob.objects.filter(interview=interview):
        assert not SIGNALS & set(job.runs.values_list("kind", flat=True))
