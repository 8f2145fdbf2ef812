from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from interview_ai.sdk.models import Interview, Report

INTERVIEW = {
    "interview_id": "int_345678",
    "position_id": "pos_789012",
    "status": "created",
    "room_token": "rtc",
    "questions": [{"question_id": "q_001", "order": 1, "content": "请先做一个简单的自我介绍"}],
    "created_at": "2025-12-16T10:00:00.000Z",
}
REPORT = {
    "report_id": "rpt_1",
    "candidate": {"user_id": "u_1", "username": "张三"},
    "overall_score": 85.0,
    "ability_scores": {"professional_knowledge": 88, "stress_resistance": None},
    "ability_evidence": {
        "professional_knowledge": {
            "score": 88,
            "indicators": [
                {"key": "depth", "value": 1, "evidence": [{"question_id": "q_1", "start_ms": 5, "quote": "so"}]}
            ],
        }
    },
}


def test_model_reads_nested_objects_and_times():
    interview = Interview.from_json(INTERVIEW)
    assert interview.id == "int_345678"
    assert interview.questions[0].id == "q_001"
    assert interview.created_at == datetime(2025, 12, 16, 10, tzinfo=UTC)


def test_report_reads_scores_and_evidence():
    report = Report.from_json(REPORT)
    assert report.overall_score == 85
    assert report.ability_scores == {"professional_knowledge": 88, "stress_resistance": None}
    indicator = report.ability_evidence["professional_knowledge"].indicators[0]
    assert (indicator.value, indicator.evidence[0].quote) == (1.0, "so")


def test_unknown_keys_stay_in_raw():
    interview = Interview.from_json({**INTERVIEW, "mood": "new"})
    assert interview.raw["mood"] == "new"
    assert not hasattr(interview, "mood")


@pytest.mark.parametrize("data", [{}, None, [], "text"])
def test_missing_keys_become_defaults(data: object):
    interview = Interview.from_json(data)
    assert (interview.id, interview.status, interview.questions) == ("", None, ())


@pytest.mark.parametrize(
    "data", [{"questions": {"a": 1}}, {"questions": None}, {"created_at": "yesterday"}, {"status": 5}]
)
def test_value_of_another_shape_is_left_out(data: dict[str, object]):
    assert Interview.from_json(data) == Interview()


def test_model_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Interview.from_json(INTERVIEW).status = "completed"  # type: ignore[misc]


def test_secrets_are_not_printed():
    assert "rtc" not in repr(Interview.from_json(INTERVIEW))
