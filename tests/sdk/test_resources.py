"""Each method asks the right question of the right address and understands the answer."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from interview_ai import sdk
from tests.sdk.api import FakeApi, ok

CALLS: list[tuple[str, dict[str, Any], str, str, dict[str, Any] | None]] = [
    ("users.me", {}, "GET", "/users/me", None),
    ("users.update_me", {"phone": "1"}, "PATCH", "/users/me", {"phone": "1"}),
    (
        "users.change_password",
        {"old_password": "a", "new_password": "b"},
        "POST",
        "/users/password/change",
        {"old_password": "a", "new_password": "b"},
    ),
    ("users.reset_password", {"email": "a@b.c"}, "POST", "/users/password/reset", {"email": "a@b.c"}),
    (
        "users.confirm_password_reset",
        {"uid": "u", "token": "t", "new_password": "b"},
        "POST",
        "/users/password/reset/confirm",
        {"uid": "u", "token": "t", "new_password": "b"},
    ),
    ("positions.get", {"position_id": "pos_1"}, "GET", "/positions/pos_1", None),
    (
        "positions.update",
        {"position_id": "pos_1", "status": "inactive"},
        "PATCH",
        "/positions/pos_1",
        {"status": "inactive"},
    ),
    ("positions.delete", {"position_id": "pos_1"}, "DELETE", "/positions/pos_1", None),
    (
        "questions.create",
        {"position_id": "pos_1", "content": "c", "type": "basic", "difficulty": "easy", "scoring_points": ["p"]},
        "POST",
        "/questions",
        {"position_id": "pos_1", "content": "c", "type": "basic", "difficulty": "easy", "scoring_points": ["p"]},
    ),
    ("questions.get", {"question_id": "q_1"}, "GET", "/questions/q_1", None),
    ("questions.update", {"question_id": "q_1", "content": "d"}, "PATCH", "/questions/q_1", {"content": "d"}),
    ("questions.delete", {"question_id": "q_1"}, "DELETE", "/questions/q_1", None),
    (
        "interviews.create",
        {"position_id": "pos_1", "candidate_email": "a@b.c"},
        "POST",
        "/interviews",
        {"position_id": "pos_1", "candidate_email": "a@b.c"},
    ),
    ("interviews.get", {"interview_id": "int_1"}, "GET", "/interviews/int_1", None),
    (
        "interviews.correct_sentence",
        {"interview_id": "int_1", "number": 7, "text": "t"},
        "PATCH",
        "/interviews/int_1/transcript/sentences/7",
        {"text": "t"},
    ),
    ("interviews.start", {"interview_id": "int_1"}, "POST", "/interviews/int_1/start", {}),
    ("interviews.end", {"interview_id": "int_1"}, "POST", "/interviews/int_1/end", {}),
    ("interviews.cancel", {"interview_id": "int_1"}, "POST", "/interviews/int_1/cancel", {}),
    (
        "analysis.speech",
        {"interview_id": "int_1", "audio_url": "k", "analysis_type": ["asr"]},
        "POST",
        "/analysis/speech",
        {"interview_id": "int_1", "audio_url": "k", "analysis_type": ["asr"]},
    ),
    (
        "analysis.video",
        {"interview_id": "int_1", "video_url": "k", "analysis_type": ["posture"]},
        "POST",
        "/analysis/video",
        {"interview_id": "int_1", "video_url": "k", "analysis_type": ["posture"]},
    ),
    ("analysis.get", {"analysis_id": "anl_1"}, "GET", "/analysis/anl_1", None),
]


@pytest.mark.parametrize(("name", "arguments", "method", "path", "body"), CALLS, ids=[call[0] for call in CALLS])
def test_call_goes_to_its_address(
    api: FakeApi, name: str, arguments: dict[str, Any], method: str, path: str, body: dict[str, Any] | None
):
    api.on(method, path, ok({}))
    resource, verb = name.split(".")
    getattr(getattr(api.client(), resource), verb)(**arguments)
    assert (api.requests[0].method, api.requests[0].url.path) == (method, f"/v1{path}")
    assert (api.body() if api.requests[0].content else None) == body


def test_list_sends_its_filters(api: FakeApi):
    api.on("GET", "/interviews", ok({"total": 0, "page": 2, "page_size": 5, "items": []}))
    page = api.client().interviews.list(status="completed", start_date=date(2026, 1, 2), page=2, page_size=5)
    assert dict(api.requests[0].url.params) == {
        "status": "completed",
        "start_date": "2026-01-02",
        "page": "2",
        "page_size": "5",
    }
    assert (page.total, list(page), page.has_next) == (0, [], False)


def serve_pages(total: int, key: str) -> Any:
    def answer(request: httpx.Request) -> httpx.Response:
        page, size = int(request.url.params["page"]), int(request.url.params["page_size"])
        items = [{key: f"id{number}"} for number in range((page - 1) * size, min(page * size, total))]
        return ok({"total": total, "page": page, "page_size": size, "items": items})

    return answer


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (4, 2), (5, 3)])
@pytest.mark.parametrize(
    ("resource", "key"),
    [
        ("positions", "position_id"),
        ("questions", "question_id"),
        ("interviews", "interview_id"),
        ("reports", "report_id"),
    ],
)
def test_iterator_walks_all_pages(api: FakeApi, resource: str, key: str, total: int, pages: int):
    api.on("GET", f"/{resource}", serve_pages(total, key))
    found = [item.id for item in getattr(api.client(), resource).iter(page_size=2)]
    assert found == [f"id{number}" for number in range(total)]
    assert len(api.requests) == pages


def test_iterator_asks_for_no_page_before_it_is_needed(api: FakeApi):
    api.on("GET", "/interviews", serve_pages(9, "interview_id"))
    everything = api.client().interviews.iter(page_size=2)
    assert not api.requests
    next(everything)
    assert len(api.requests) == 1


def test_async_iterator_walks_all_pages(api: FakeApi):
    api.on("GET", "/interviews", serve_pages(5, "interview_id"))

    async def run() -> list[str]:
        async with api.async_client() as client:
            return [item.id async for item in client.interviews.iter(page_size=2)]

    assert asyncio.run(run()) == [f"id{number}" for number in range(5)]


def test_answers_come_as_a_list_or_a_page(api: FakeApi):
    items = [{"answer_id": "ans_1", "transcript": "", "transcript_reason": "no_speech"}]
    api.on("GET", "/interviews/int_1/answers", ok(items), ok({"total": 1, "items": items}))
    for _ in range(2):
        (answer,) = api.client().interviews.answers("int_1")
        assert (answer.id, answer.transcript, answer.transcript_reason) == ("ans_1", "", "no_speech")


def test_transcript_is_read_by_pages_or_as_a_file(api: FakeApi):
    words = [{"text": "你好。", "start_ms": 0, "end_ms": 500}]
    sentences = [{"number": 0, "text": "你好。", "words": words}, {"number": 1, "text": "请说。", "words": []}]
    paragraph = {"number": 0, "speaker": {"role": "interviewer", "name": "王总"}, "sentences": sentences}
    page = {"interview_id": "int_1", "state": "ready", "total": 1, "page": 2, "items": [paragraph]}
    file = httpx.Response(200, content=b"WEBVTT\n", headers={"Content-Type": "text/vtt"})
    api.on("GET", "/interviews/int_1/transcript", ok(page), file)
    transcript = api.client().interviews.transcript("int_1", version="tidied", page=2)
    (shown,) = transcript
    assert transcript.is_ready
    assert (shown.speaker.name, shown.text, shown.sentences[0].words[0]["end_ms"]) == ("王总", "你好。请说。", 500)
    assert api.client().interviews.transcript("int_1", format="vtt") == b"WEBVTT\n"
    asked = [dict(request.url.params) for request in api.requests]
    assert asked[0] == {"format": "json", "version": "tidied", "page": "2", "page_size": "20"}
    assert asked[1] == {"format": "vtt", "version": "original"}


def follow_up(status: str, question: dict[str, Any] | None = None) -> httpx.Response:
    return ok({"status": status, "follow_up_question": question})


def test_follow_up_is_waited_for(api: FakeApi):
    question = {"question_id": "q_1_f1", "is_follow_up": True, "parent_question_id": "q_1"}
    api.on("GET", "/interviews/int_1/follow-up", follow_up("pending"), follow_up("ready", question))
    found = api.client().interviews.follow_up("int_1", "ans_1", poll_interval=0)
    assert found.question is not None
    assert found.question.id == "q_1_f1"
    assert dict(api.requests[0].url.params) == {"answer_id": "ans_1"}


def test_follow_up_may_be_none(api: FakeApi):
    api.on("GET", "/interviews/int_1/follow-up", follow_up("none"))
    found = api.client().interviews.follow_up("int_1", "ans_1")
    assert (found.status, found.question) == ("none", None)


@pytest.mark.parametrize("options", [{"wait": False}, {"timeout": 0}])
def test_follow_up_still_pending_is_returned(api: FakeApi, options: dict[str, Any]):
    api.on("GET", "/interviews/int_1/follow-up", follow_up("pending"))
    assert api.client().interviews.follow_up("int_1", "ans_1", **options).status == "pending"
    assert len(api.requests) == 1


def generating(progress: float) -> httpx.Response:
    return ok({"interview_id": "int_1", "report_status": "generating", "progress": progress}, status=202)


def test_report_is_waited_for_with_progress(api: FakeApi):
    heard: list[float] = []
    api.on("GET", "/reports/int_1", generating(0.1), generating(0.6), ok({"report_id": "rpt_1", "overall_score": 71}))
    report = api.client().reports.get("int_1", on_progress=heard.append, poll_interval=0)
    assert (report.id, report.overall_score, report.is_ready) == ("rpt_1", 71, True)
    assert heard == [0.1, 0.6, 1.0]


def test_report_not_waited_for_says_so(api: FakeApi):
    api.on("GET", "/reports/int_1", generating(0.1))
    report = api.client().reports.get("int_1", wait=False)
    assert (report.is_ready, report.progress) == (False, 0.1)


def test_report_too_late_raises(api: FakeApi):
    api.on("GET", "/reports/int_1", generating(0.1))
    with pytest.raises(sdk.TimeoutExceeded, match="int_1"):
        api.client().reports.get("int_1", timeout=0)


def test_report_failed_raises_with_its_reason(api: FakeApi):
    api.on("GET", "/reports/int_1", ok({"report_status": "failed", "reason": "no answer could be read"}))
    with pytest.raises(sdk.ReportFailed, match="no answer could be read") as caught:
        api.client().reports.get("int_1")
    assert caught.value.report.report_status == "failed"


def test_export_writes_the_file(api: FakeApi, tmp_path: Path):
    pdf = httpx.Response(200, content=b"%PDF-1.7", headers={"Content-Type": "application/pdf"})
    api.on("GET", "/reports/int_1/export", pdf)
    target = api.client().reports.export("int_1", format="pdf", path=tmp_path / "r.pdf")
    assert target.read_bytes() == b"%PDF-1.7"
    assert dict(api.requests[0].url.params) == {"format": "pdf"}


def test_export_refused_writes_nothing(api: FakeApi, tmp_path: Path):
    api.on("GET", "/reports/int_1/export", httpx.Response(409, json={"code": 40901, "message": "not yet"}))
    with pytest.raises(sdk.Conflict):
        api.client().reports.export("int_1", format="pdf", path=tmp_path / "r.pdf")
    assert not list(tmp_path.iterdir())


def test_analysis_is_waited_for(api: FakeApi):
    api.on(
        "GET",
        "/analysis/anl_1",
        ok({"analysis_id": "anl_1", "status": "running", "progress": 0.2}),
        ok({"analysis_id": "anl_1", "status": "done", "progress": 1, "result": {"asr": {}}}),
    )
    heard: list[float] = []
    found = api.client().analysis.wait("anl_1", on_progress=heard.append, poll_interval=0)
    assert (found.status, found.result, heard) == ("done", {"asr": {}}, [0.2, 1.0])
