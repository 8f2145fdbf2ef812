"""Answers through the analysis with quick engines: what is stored, what fails, what is tried again."""

from __future__ import annotations

import pytest

from analysis import services
from analysis.engines.base import EngineError
from analysis.models import AnalysisJob, EngineRun
from analysis.services import running
from common import clock, fetch
from common.jobs import JobState
from tests.factories import make_interview, make_position
from tests.interviews.conftest import recording, upload  # noqa: F401
from tests.media import cut_short, plain_frames, tone, write_media


@pytest.fixture
def room(api, people):
    """A started video interview: client, path, first question id."""
    interview = make_interview(people.candidate, make_position(people.owner))
    client, path = api(people.candidate), f"/interviews/{interview.public_id}"
    client.post(f"{path}/start")
    return client, path, interview.questions.first().question_id


@pytest.fixture
def answer(room, upload):  # noqa: F811
    """``answer(content)`` uploads a video and submits it; the listed answer."""
    client, path, question_id = room

    def submit(content, **more):
        made = upload(client, content=content, file_type="video", file_name="answer.mp4", content_type="video/mp4")
        address = made["file_url"]
        body = {"question_id": question_id, "audio_url": address, "video_url": address, "duration": 2, **more}
        assert client.post(f"{path}/answers", body).status == 201
        return client.get(f"{path}/answers").data["items"][0]

    return submit


@pytest.fixture
def video(tmp_path):
    path = write_media(tmp_path / "answer.mp4", sound=tone(seconds=2), frames=plain_frames(count=20), fps=10)
    return path.read_bytes()


def test_every_engine_of_a_video_answer_leaves_its_result(answer, video):
    assert answer(video)["status"] == "analyzed"
    runs = EngineRun.objects.all()
    assert {run.kind for run in runs} == {"asr", "prosody", "content", "face", "gaze", "posture", "expression"}
    assert all(run.engine and run.version and run.result is not None for run in runs)
    assert len({run.media_hash for run in runs if run.kind != "content"}) == 1


def test_a_recording_without_sound_still_shows_the_face(answer, tmp_path):
    silent = write_media(tmp_path / "answer.mp4", frames=plain_frames(count=20), fps=10).read_bytes()
    item = answer(silent)
    assert (item["status"], item["transcript"]) == ("analyzed", "")
    job = AnalysisJob.objects.get()
    assert job.missing["asr"] == "no_audio"
    assert {run.kind for run in job.runs.all()} >= {"face", "posture"}


def test_a_recording_without_pictures_still_gives_words(answer, tmp_path):
    spoken = write_media(tmp_path / "answer.m4a", sound=tone(seconds=2)).read_bytes()
    assert answer(spoken)["status"] == "analyzed"
    job = AnalysisJob.objects.get()
    assert job.missing["face"] == "no_video"
    assert "asr" in {run.kind for run in job.runs.all()}


@pytest.mark.parametrize(("keep", "status"), [(0.0, "failed"), (0.02, "failed")])
def test_a_truncated_recording_is_an_error_of_its_answer(answer, tmp_path, keep, status):
    whole = write_media(tmp_path / "answer.mp4", sound=tone(seconds=2), frames=plain_frames(count=20), fps=10)
    item = answer(cut_short(whole, keep=keep).read_bytes())
    assert item["status"] == status
    assert item["failure"] in {"truncated", "empty_file", "not_media"}


def test_one_engine_failing_leaves_the_others(answer, video, monkeypatch):
    engine = next(engine for engine in services.engine_set().answer if engine.provides == "prosody")

    def fail(_answer):
        raise EngineError("no voice today")

    monkeypatch.setattr(engine, "run", fail, raising=False)
    item = answer(video)
    assert (item["status"], item["failure"]) == ("partial", "engine_failed")
    job = AnalysisJob.objects.get()
    assert (job.state, job.missing["prosody"], job.error_detail) == ("partial", "engine_failed", "no voice today")
    assert {run.kind for run in job.runs.all() if run.result} >= {"asr", "content", "face"}


def test_a_crash_is_tried_again_and_then_told(answer, video, monkeypatch, settings):
    def crash(*args, **options):
        raise RuntimeError("a bug")

    monkeypatch.setattr(running, "analyse", crash)
    assert answer(video)["status"] == "analyzing"
    job = AnalysisJob.objects.get()
    assert (job.state, job.attempts, job.error_code) == (JobState.QUEUED, 1, "internal_error")
    services.run_job(job.pk)
    services.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.answer.status, job.answer.failure) == ("failed", "failed", "internal_error")


def test_a_job_delivered_twice_runs_once(answer, video, monkeypatch):
    answer(video)
    calls = []
    monkeypatch.setattr(running, "analyse", lambda *args, **options: calls.append(args))
    services.run_job(AnalysisJob.objects.get().pk)
    assert calls == []


def test_a_remote_recording_that_leads_home_fails_with_the_reason(room, monkeypatch):
    def lead_home(url, target):
        raise fetch.FetchError("private_address", "The address leads to a host that is not public.")

    monkeypatch.setattr(fetch, "download", lead_home)
    client, path, question_id = room
    address = "https://looks-public.example/answer.mp4"
    body = {"question_id": question_id, "audio_url": address, "video_url": address, "duration": 2}
    assert client.post(f"{path}/answers", body).status == 201
    item = client.get(f"{path}/answers").data["items"][0]
    assert (item["status"], item["failure"]) == ("failed", "private_address")


@pytest.mark.parametrize(
    "content", [b"<html>sign in first</html>", b"%PDF-1.7 a letter", b"\x89PNG\r\n\x1a\n" + b"x" * 64]
)
def test_a_remote_file_that_is_no_recording_fails_with_the_reason(room, monkeypatch, content):
    monkeypatch.setattr(fetch, "download", lambda url, target: target.write_bytes(content))
    client, path, question_id = room
    address = "https://files.example/answer.mp4"
    body = {"question_id": question_id, "audio_url": address, "video_url": address, "duration": 2}
    assert client.post(f"{path}/answers", body).status == 201
    item = client.get(f"{path}/answers").data["items"][0]
    assert (item["status"], item["failure"]) == ("failed", "not_media")
    assert client.post(f"{path}/end").data["status"] == "completed"


@pytest.mark.parametrize("code", ["too_large", "too_slow"])
def test_a_remote_file_that_takes_too_much_fails_at_once_with_the_reason(room, monkeypatch, code):
    def give_up(url, target):
        raise fetch.FetchError(code, "The file is too much for us.")

    monkeypatch.setattr(fetch, "download", give_up)
    client, path, question_id = room
    body = {"question_id": question_id, "duration": 2}
    client.post(f"{path}/answers", {**body, "audio_url": "https://a.example/a", "video_url": "https://a.example/a"})
    item = client.get(f"{path}/answers").data["items"][0]
    assert (item["status"], item["failure"], AnalysisJob.objects.get().attempts) == ("failed", code, 1)


def test_a_remote_recording_is_fetched_and_analysed(room, video, monkeypatch):
    monkeypatch.setattr(fetch, "download", lambda url, target: target.write_bytes(video))
    client, path, question_id = room
    address = "https://files.example/answer.mp4"
    body = {"question_id": question_id, "audio_url": address, "video_url": address, "duration": 2}
    client.post(f"{path}/answers", body)
    assert client.get(f"{path}/answers").data["items"][0]["status"] == "analyzed"


def test_the_sweeper_finishes_what_a_dead_worker_left(answer, video, monkeypatch, settings, after_commit):
    monkeypatch.setattr("analysis.tasks.run_job.apply_async", lambda args: None)
    answer(video)
    monkeypatch.undo()
    job = AnalysisJob.objects.get()
    AnalysisJob.objects.update(
        state=JobState.RUNNING, attempts=1, lease_owner="gone", lease_expires_at=clock.now() - clock.dt.timedelta(1)
    )
    with after_commit():
        assert services.sweep_jobs() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)


@pytest.mark.parametrize(
    ("path", "field", "kinds", "results"),
    [
        ("/analysis/speech", "audio_url", ["asr", "emotion", "rhythm"], {"asr", "prosody"}),
        ("/analysis/video", "video_url", ["expression", "eye_tracking", "posture"], {"face", "gaze", "posture"}),
    ],
)
def test_analysis_requests_answer_and_finish(room, upload, video, path, field, kinds, results):  # noqa: F811
    client, interview_path, _question_id = room
    made = upload(client, content=video, file_type="video", file_name="a.mp4", content_type="video/mp4")
    body = {"interview_id": interview_path.rsplit("/", 1)[1], field: made["file_url"], "analysis_type": kinds}
    accepted = client.post(path, body)
    assert (accepted.status, accepted.data["status"]) == (202, "queued")
    found = client.get(f"/analysis/{accepted.data['analysis_id']}").data
    assert (found["status"], found["progress"], set(found["result"])) == ("done", 1.0, set(kinds))
    assert {kind for parts in found["result"].values() for kind in parts} >= results


def test_an_analysis_request_about_a_broken_recording_tells_its_error(room, upload, video):  # noqa: F811
    client, interview_path, _question_id = room
    made = upload(client, content=video[:200], file_type="video", file_name="a.mp4", content_type="video/mp4")
    body = {
        "interview_id": interview_path.rsplit("/", 1)[1],
        "video_url": made["file_url"],
        "analysis_type": ["posture"],
    }
    found = client.get(f"/analysis/{client.post('/analysis/video', body).data['analysis_id']}").data
    assert (found["status"], found["result"], found["error"]["code"]) == ("failed", None, "truncated")
    assert found["error"]["detail"]


def test_analysis_requests_refuse_what_is_wrong(room, upload, api, people):  # noqa: F811
    client, interview_path, _question_id = room
    interview_id = interview_path.rsplit("/", 1)[1]
    url = upload(client)["file_url"]
    good = {"interview_id": interview_id, "audio_url": url, "analysis_type": ["asr"]}
    for change in ({"analysis_type": []}, {"analysis_type": "asr"}, {"analysis_type": ["smell"]}, {"audio_url": 5}):
        assert client.post("/analysis/speech", {**good, **change}).code == 40001
    assert client.post("/analysis/speech", {**good, "interview_id": "int_x"}).code == 40401
    assert api(people.stranger).post("/analysis/speech", good).code == 40401
    made = client.post("/analysis/speech", good).data
    assert api(people.stranger).get(f"/analysis/{made['analysis_id']}").code == 40401
    assert api(people.mate).get(f"/analysis/{made['analysis_id']}").status == 200
