"""Imported interviews with a recording: each answer is looked at on its own part of it, and shown where it is."""

from __future__ import annotations

import datetime as dt
import io

import numpy as np
import pytest

from analysis.engines.results import Span
from analysis.models import AnalysisJob, EngineRun
from analysis.services.imported import clip_of, imported_words
from common import jobs
from common.jobs import JobState
from interviews.importing.models import ImportJob
from interviews.models import Answer
from interviews.services import imports, presign_upload
from interviews.services.media import keep_upload
from interviews.transcripts.turns import Turn, Voice, Word
from reports.models import Report
from tests.factories import make_position
from tests.media import plain_frames, silence, tone, write_media

ASKED = Voice("speaker-1", "interviewer", "李四", "Li Si")
ANSWERS = Voice("speaker-2", "candidate", "张三", "Zhang San")
STARTS_AT = dt.datetime(2026, 11, 2, 1, 30, tzinfo=dt.UTC)
# The candidate's answer begins at 4 s and pauses from 5.5 to 6 s.
TURNS = (
    Turn(
        ASKED,
        500,
        3_000,
        "什么是死锁？",
        (Word("什么", 500, 1_500), Word("是", 1_500, 2_000), Word("死锁？", 2_000, 3_000)),
    ),
    Turn(
        ANSWERS,
        4_000,
        8_000,
        "两个线程互相等待。谁也走不下去。",
        (
            Word("两个", 4_000, 4_500),
            Word("线程", 4_500, 5_000),
            Word("互相等待。", 5_000, 5_500),
            Word("谁也", 6_000, 7_000),
            Word("走不下去。", 7_000, 8_000),
        ),
    ),
)


@pytest.fixture
def media(people, tmp_path):
    sound = np.concatenate([silence(seconds=4), tone(seconds=4, hz=220), silence(seconds=2)])
    path = write_media(tmp_path / "talk.mp4", sound=sound, frames=plain_frames(count=100), fps=10)
    file = presign_upload(owner=people.owner, file_type="video", file_name="talk.mp4", content_type="video/mp4")
    return keep_upload(file, io.BytesIO(path.read_bytes()))


@pytest.fixture
def interview(people, media, after_commit):
    position = make_position(people.owner, questions=0)
    job = ImportJob.objects.create(
        organization=position.organization,
        position=position,
        created_by=people.owner,
        origin="recording",
        external_id=media.public_id,
        media=media,
    )
    with after_commit():
        made = imports.take_turns(jobs.claim(ImportJob, job.pk), TURNS, starts_at=STARTS_AT, language="zh", media=media)
    return made


def test_an_answer_is_its_part_of_the_recording(interview, media):
    answer = interview.answers.get()
    assert (answer.clip_start_ms, answer.clip_end_ms) == (4_000, 8_000)
    assert answer.audio == answer.video == media
    assert (interview.mode, interview.origin) == ("video", "recording")
    media.refresh_from_db()
    assert media.interview_id == interview.pk
    transcript = answer.transcript
    assert [(word["text"], word["start_ms"]) for word in transcript.words][:2] == [("两个", 0), ("线程", 500)]
    assert [(one["text"], one["start_ms"], one["end_ms"]) for one in transcript.sentences] == [
        ("两个线程互相等待。", 0, 1_500),
        ("谁也走不下去。", 2_000, 4_000),
    ]


def test_every_engine_looks_at_that_part_alone(interview):
    job = AnalysisJob.objects.get(answer__interview=interview)
    assert (job.state, job.error_code) == (JobState.DONE, "")
    assert job.duration_ms == pytest.approx(4_000, abs=100)
    runs = {run.kind: run for run in EngineRun.objects.filter(job=job)}
    assert set(runs) == {"asr", "prosody", "content", "face", "gaze", "posture", "expression"}
    assert (runs["asr"].engine, runs["asr"].result["source"]) == ("imported", "asr")
    assert runs["face"].result["frames"] == 8  # four seconds, two pictures a second
    assert runs["prosody"].result["duration_ms"] == pytest.approx(4_000, abs=100)
    assert runs["prosody"].media_hash == runs["face"].media_hash != ""


def test_speech_is_where_the_words_are(interview):
    answer = interview.answers.get()
    use, transcript = imported_words(answer)
    assert (use.kind, use.name, transcript.text) == ("asr", "imported", answer.client_transcript)
    assert transcript.speech == (Span(0, 1_500), Span(2_000, 4_000))
    assert clip_of(answer).length_ms == 4_000


def test_the_report_shows_where_the_answer_is(interview, api, people):
    report = api(people.owner).get(f"/reports/{interview.public_id}").data
    (question,) = report["questions"]
    assert (question["offset_ms"], question["media_offset_ms"]) == (4_000, 4_000)
    assert question["sentences"][1]["start_ms"] == 2_000
    for moment in report["highlights"]:
        seconds = sum(int(part) * 60**place for place, part in enumerate(reversed(moment["timestamp"].split(":"))))
        assert seconds == (4_000 + (moment["start_ms"] or 0)) // 1000
    keys = {notice["key"] for notice in report["notices"]}
    assert "imported_recording" in keys
    assert not {"transcript_only", "text_mode"} & keys


def test_evidence_lies_within_the_answer(interview, api, people):
    report = api(people.owner).get(f"/reports/{interview.public_id}").data
    places = [
        place
        for ability in report["ability_evidence"].values()
        for indicator in ability["indicators"]
        for place in indicator["evidence"]
        if place["end_ms"] is not None
    ]
    assert places
    assert all(0 <= place["start_ms"] <= place["end_ms"] <= 4_100 for place in places)


def test_speakers_put_right_are_looked_at_anew(interview, api, people):
    before = set(Answer.objects.values_list("public_id", flat=True))
    ImportJob.objects.update(state=JobState.DONE)
    answer = api(people.owner).post(f"/interviews/{interview.public_id}/speakers")
    assert answer.status == 202
    job = ImportJob.objects.get()
    assert job.state == JobState.DONE, (job.error_code, job.error_detail)
    assert not before & set(Answer.objects.values_list("public_id", flat=True))
    assert Report.objects.get(interview=interview).state == JobState.DONE
