"""The specification's own example, run as it is printed there (only the address leads to a stand-in)."""

from __future__ import annotations

import httpx
import pytest

from tests.sdk.api import FakeApi, ok

EXAMPLE = """
from interview_ai import InterviewClient

# 初始化客户端
client = InterviewClient(
    base_url="https://api.interview-ai.com/v1",
    access_token="your_access_token"
)

# 创建面试会话
interview = client.interviews.create(
    position_id="pos_789012",
    interviewer_style="friendly"
)

# 开始面试
client.interviews.start(interview.id)

# 提交回答
client.interviews.submit_answer(
    interview_id=interview.id,
    question_id="q_001",
    audio_url="https://storage.example.com/audio.wav",
    video_url="https://storage.example.com/video.mp4",
    duration=120
)

# 结束面试并获取报告
client.interviews.end(interview.id)
report = client.reports.get(interview.id)
print(f"综合评分：{report.overall_score}")
"""


def test_example_runs_as_written(api: FakeApi, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    api.on("POST", "/interviews", ok({"interview_id": "int_1", "status": "created"}, status=201))
    api.on("POST", "/interviews/int_1/start", ok({"interview_id": "int_1", "status": "in_progress"}))
    api.on("POST", "/interviews/int_1/answers", ok({"answer_id": "ans_1", "status": "submitted"}, status=201))
    api.on("POST", "/interviews/int_1/end", ok({"interview_id": "int_1", "report_status": "generating"}))
    api.on("GET", "/reports/int_1", ok({"report_id": "rpt_1", "overall_score": 85, "report_status": "ready"}))
    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", lambda _, request: api.handle(request))

    exec(EXAMPLE, {})

    assert capsys.readouterr().out == "综合评分：85\n"
    assert {request.headers["authorization"] for request in api.requests} == {"Bearer your_access_token"}
    assert api.requests[0].url == "https://api.interview-ai.com/v1/interviews"
    assert api.body(2) == {
        "question_id": "q_001",
        "audio_url": "https://storage.example.com/audio.wav",
        "video_url": "https://storage.example.com/video.mp4",
        "duration": 120,
    }
