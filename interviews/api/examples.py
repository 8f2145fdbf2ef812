"""Answers as they look, for the schema: the specification's own examples with ids of ours."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

_INTERVIEW = "int_01k0c8x1f8e7tb6h3v9r2m4n5p"
_POSITION = "pos_01k0c8x1f8e7tb6h3v9r2m4n5s"
_CANDIDATE = "u_01k0c8x1f8e7tb6h3v9r2m4n5r"
_FIRST, _SECOND = "q_01k0c8x1f8e7tb6h3v9r2m4n5t", "q_01k0c8x1f8e7tb6h3v9r2m4n5w"
_ANSWER = "ans_01k0c8x1f8e7tb6h3v9r2m4n5v"
_UPLOAD = "up_01k0c8x1f8e7tb6h3v9r2m4n5v"
_SITE = "https://interviews.example.com"

_QUESTION = {"question_id": _FIRST, "order": 1, "content": "请先做一个简单的自我介绍"}
_AS_USUAL = {"extra_time": 1.0, "captions": False, "no_countdown": False}
_HELD: dict[str, Any] = {
    "interview_id": _INTERVIEW,
    "position_id": _POSITION,
    "position_title": "算法工程师",
    "candidate_id": _CANDIDATE,
    "candidate_name": "张三",
    "candidate_email": "user@example.com",
    "origin": "own",
    "external_id": "",
    "status": "completed",
    "end_reason": "finished",
    "interviewer_style": "friendly",
    "mode": "video",
    "language": "zh",
    "timezone": "Asia/Shanghai",
    "created_at": "2025-12-16T10:00:00.000Z",
    "link_expires_at": "2025-12-23T10:00:00.000Z",
    "started_at": "2025-12-16T10:05:00.000Z",
    "ended_at": "2025-12-16T10:35:00.000Z",
}


def _answer(name: str, value: dict[str, Any]) -> list[OpenApiExample]:
    return [OpenApiExample(name, response_only=True, value=value)]


CREATED = _answer(
    "Made by a candidate",
    {
        "interview_id": _INTERVIEW,
        "position_id": _POSITION,
        "candidate_id": _CANDIDATE,
        "status": "created",
        "interviewer_style": "friendly",
        "mode": "video",
        "language": "zh",
        "room_token": "eyJpbnRlcnZpZXciOiJpbnRf...",
        "accommodations": _AS_USUAL,
        "questions": [_QUESTION],
        "link_expires_at": "2025-12-23T10:00:00.000Z",
        "created_at": "2025-12-16T10:00:00.000Z",
    },
)
LISTED = _answer("Held", _HELD)
READ = _answer(
    "Held",
    {
        **_HELD,
        "deadline_at": "2025-12-16T10:35:00.000Z",
        "duration_minutes": 30,
        "accommodations": _AS_USUAL,
        "total_duration": 1800,
        "questions": [_QUESTION],
        "current_question": None,
        "questions_answered": 5,
        "follow_ups_answered": 2,
    },
)
STARTED = _answer(
    "The first question",
    {
        "interview_id": _INTERVIEW,
        "status": "in_progress",
        "current_question": {
            **_QUESTION,
            "type": "basic",
            "time_limit": 120,
            "is_follow_up": False,
            "parent_question_id": None,
            "started_at": "2025-12-16T10:05:00.000Z",
            "deadline_at": "2025-12-16T10:07:00.000Z",
        },
        "started_at": "2025-12-16T10:05:00.000Z",
        "deadline_at": "2025-12-16T10:35:00.000Z",
    },
)
SUBMITTED = _answer(
    "The next question",
    {
        "answer_id": _ANSWER,
        "question_id": _FIRST,
        "status": "submitted",
        "is_late": False,
        "next_question": {
            "question_id": _SECOND,
            "order": 2,
            "content": "能详细介绍一下你做过的最有挑战性的项目吗？",
            "is_follow_up": False,
            "time_limit": 180,
            "parent_question_id": None,
        },
    },
)
ANSWERED = _answer(
    "One answer",
    {
        "total": 1,
        "items": [
            {
                "answer_id": _ANSWER,
                "question_id": _FIRST,
                "parent_question_id": None,
                "is_follow_up": False,
                "question": "请先做一个简单的自我介绍",
                "status": "analyzed",
                "failure": "",
                "duration": 95,
                "is_late": False,
                "take": 1,
                "transcript": "您好，我叫张三，做了三年算法研发。",
                "transcript_source": "asr",
                "transcript_reason": None,
                "submitted_at": "2025-12-16T10:06:40.000Z",
            }
        ],
    },
)
FOLLOWED_UP = _answer(
    "Ready",
    {
        "status": "ready",
        "reason": None,
        "follow_up_question": {
            "question_id": f"{_FIRST}_f1",
            "content": "你提到了使用PyTorch，能具体说说你是如何优化模型训练效率的吗？",
            "is_follow_up": True,
            "parent_question_id": _FIRST,
            "time_limit": 90,
        },
    },
)
ENDED = _answer(
    "Ended",
    {
        "interview_id": _INTERVIEW,
        "status": "completed",
        "end_reason": "finished",
        "total_duration": 1800,
        "questions_answered": 5,
        "follow_ups_answered": 2,
        "report_status": "generating",
        "ended_at": "2025-12-16T10:35:00.000Z",
    },
)
PRESIGNED = _answer(
    "For a recording",
    {
        "upload_id": _UPLOAD,
        "upload_url": f"{_SITE}/v1/uploads/{_UPLOAD}?token=eyJpZCI6InVwXz...",
        "file_key": f"interviews/{_INTERVIEW}/{_UPLOAD}.wav",
        "file_url": f"{_SITE}/v1/uploads/{_UPLOAD}",
        "method": "PUT",
        "headers": {"Content-Type": "audio/wav"},
        "max_bytes": 2147483648,
        "expires_in": 3600,
    },
)
