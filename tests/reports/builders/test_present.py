"""The stored document and the report read from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from analysis.contracts import ABILITIES, AnswerResults, EngineUse, Reason
from reports.builders.facts import QuestionFacts
from reports.builders.present import present
from tests.reports.samples import (
    document_of,
    facts_for,
    follow_up,
    off_topic_answer,
    sample_answers,
    sample_document,
    sample_report,
    silent_answer,
    strong_answer,
    typed_answer,
    unanswered,
    weak_answer,
    without_video,
)

INTERVIEWS: dict[str, list[AnswerResults]] = {
    "one": [strong_answer()],
    "sample": sample_answers(),
    "forty": [
        (strong_answer, weak_answer, off_topic_answer, silent_answer)[n % 4](question_id=f"q_{n}", order=n)
        for n in range(1, 41)
    ],
    "silent": [silent_answer(question_id=f"q_{n}", order=n) for n in (1, 2, 3)],
    "typed": [typed_answer(question_id="q_1"), typed_answer(question_id="q_2", order=2, quality="weak")],
    "no_video": [without_video(answer) for answer in sample_answers()],
    "gap": [strong_answer(question_id="q_1"), unanswered(question_id="q_2", order=2)],
    "none": [],
}
SPECIFIED = {
    "report_id": str,
    "interview_id": str,
    "candidate": dict,
    "position": dict,
    "overall_score": (int, type(None)),
    "recommendation": str,
    "ability_scores": dict,
    "dimension_details": dict,
    "highlights": list,
    "improvements": list,
    "generated_at": str,
}
ADDED = [
    "ability_evidence",
    "insufficient_evidence",
    "engines",
    "rubric_version",
    "language",
    "interviewer_style",
    "mode",
    "started_at",
    "ended_at",
    "end_reason",
    "total_duration",
    "coverage",
    "questions",
    "not_measured",
    "notices",
    "ai_generated",
]


@pytest.fixture(name="report", params=[(name, language) for name in INTERVIEWS for language in ("zh", "en")], ids=str)
def report_fixture(request: pytest.FixtureRequest) -> dict[str, Any]:
    name, language = request.param
    return present(document_of(INTERVIEWS[name]), language=language)


def test_report_has_the_shape_of_the_specification(report: dict[str, Any]) -> None:
    for key, kind in SPECIFIED.items():
        assert isinstance(report[key], kind), key
    assert set(ADDED) <= report.keys()
    assert set(report["candidate"]) == {"user_id", "username"}
    assert set(report["position"]) == {"position_id", "title"}
    assert list(report["ability_scores"]) == list(ABILITIES) == list(report["ability_evidence"])
    assert set(report["dimension_details"]) == {"speech", "video", "content"}
    assert set(report["dimension_details"]["video"]) >= {"score", "expression", "eye_contact", "posture"}
    assert report["ai_generated"] is True


def test_report_is_json(report: dict[str, Any]) -> None:
    assert json.loads(json.dumps(report, allow_nan=False)) == report


def test_scores_are_whole_numbers_or_missing_with_words_for_why(report: dict[str, Any]) -> None:
    for key, detail in report["ability_evidence"].items():
        assert detail["score"] == report["ability_scores"][key]
        assert (detail["score"] is None) == bool(detail["reason_label"]) == (key in report["insufficient_evidence"])
        for indicator in detail["indicators"]:
            assert (indicator["score"] is None) == (indicator["value"] is None) == bool(indicator["reason_label"])
            assert indicator["score"] is None or isinstance(indicator["score"], int)
            assert indicator["label"]
            assert indicator["norm"]
            assert indicator["norm_source"]
            assert indicator["unit"]


def test_highlights_and_suggestions_have_words(report: dict[str, Any]) -> None:
    for moment in report["highlights"]:
        assert re.fullmatch(r"\d\d:\d\d:\d\d", moment["timestamp"])
        assert moment["type"] in ("positive", "negative")
        assert moment["description"]
    indicators = {row["key"] for detail in report["ability_evidence"].values() for row in detail["indicators"]}
    for entry in report["improvements"]:
        assert entry["dimension"] in indicators | set(ABILITIES)
        assert entry["suggestion"].endswith(("。", "."))


def test_no_words_of_one_language_stand_in_the_other() -> None:
    english = present(
        document_of(sample_answers("en"), candidate_name="Ann", position_title="Engineer", organization_name="Example"),
        language="en",
    )
    for question in english["questions"]:
        question["content"] = ""
    assert not re.search("[\u4e00-\u9fff]", json.dumps(english, ensure_ascii=False))


def test_same_document_reads_in_either_language() -> None:
    document = json.loads(json.dumps(sample_document()))
    zh, en = present(document, language="zh"), present(document, language="en")
    assert zh["ability_scores"] == en["ability_scores"]
    assert zh["highlights"][0]["description"] != en["highlights"][0]["description"]
    assert zh["dimension_details"]["speech"]["speech_rate"] == "适中"
    assert en["dimension_details"]["speech"]["speech_rate"] == "moderate"


def test_stored_document_holds_no_sentences() -> None:
    document = sample_document()
    texts = list(_texts({key: value for key, value in document.items() if key != "questions"}))
    spoken = {place["quote"] for place in document["highlights"]}
    for ability in document["abilities"]:
        spoken |= {place["quote"] for indicator in ability["indicators"] for place in indicator["evidence"]}
    known = {"张三", "算法工程师", "示例科技"}
    assert [text for text in texts if re.search("[\u4e00-\u9fff]", text) and text not in spoken | known] == []


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def test_times_are_iso_8601_with_milliseconds_and_z(report: dict[str, Any]) -> None:
    for key in ("generated_at", "started_at", "ended_at"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", report[key])


def test_marking_scheme_is_in_no_report() -> None:
    assert "point 1" not in json.dumps(sample_report("zh"))
    assert "statement" not in json.dumps(sample_report("zh"))


def test_silent_interview_says_so_and_scores_nothing() -> None:
    report = present(document_of(INTERVIEWS["silent"]), language="zh")
    assert report["overall_score"] is None
    assert report["recommendation"] == "insufficient_evidence"
    assert set(report["ability_scores"].values()) == {None}
    assert report["improvements"] == []
    assert any(notice["key"] == "silent" and "3" in notice["text"] for notice in report["notices"])
    question = report["questions"][0]
    assert (question["transcript"], question["transcript_reason"]) == ("", "no_speech")
    assert question["transcript_reason_label"] == "没有听到候选人说话"


def test_interview_without_video_has_null_words_and_a_reason() -> None:
    report = present(document_of(INTERVIEWS["no_video"]), language="zh")
    video = report["dimension_details"]["video"]
    assert (video["score"], video["expression"], video["eye_contact"]) == (None, None, None)
    assert video["reason_label"] == "录制内容中没有画面"
    assert {"kind", "indicator", "label", "reason", "reason_label"} <= report["not_measured"][0].keys()
    assert {"gaze", "posture", "expression"} <= {entry["kind"] for entry in report["not_measured"]}


def test_typed_interview_names_its_source() -> None:
    report = present(document_of(INTERVIEWS["typed"], mode="text"), language="en")
    assert {question["transcript_source"] for question in report["questions"]} == {"typed"}
    assert report["dimension_details"]["speech"]["score"] is None


def test_question_without_an_answer_stands_in_the_report() -> None:
    first = strong_answer(question_id="q_1")
    gap = QuestionFacts(question_id="q_2", order=2, content="为什么？", type="basic", difficulty="easy")
    questions = (*facts_for([first]).questions, gap)
    report = present(document_of([first], questions=questions), language="zh")
    assert [question["answer_id"] for question in report["questions"]] == ["ans_q_1", None]
    assert report["questions"][1]["score"] is None


def test_follow_up_stands_under_its_question() -> None:
    rows = sample_report("zh")["questions"]
    assert [(row["question_id"], row["parent_question_id"], row["is_follow_up"]) for row in rows[:2]] == [
        ("q_1", None, False),
        ("q_1_f1", "q_1", True),
    ]


def test_questions_carry_transcript_and_thinned_timelines() -> None:
    row = sample_report("zh")["questions"][0]
    assert row["transcript"].startswith("首先")
    assert row["sentences"][0]["start_ms"] == 1_000
    assert {"voice", "gaze", "expression", "posture", "pauses"} <= row["timeline"].keys()
    assert all(len(track) <= 120 for track in row["timeline"].values())


def test_engines_are_listed_once_with_their_versions() -> None:
    report = sample_report("zh")
    kinds = [engine["kind"] for engine in report["engines"]]
    assert len(kinds) == len(set(kinds))
    assert {"asr", "prosody", "content"} <= set(kinds)
    assert all(engine["version"] and engine["answers"] == 5 for engine in report["engines"])


def test_engine_that_failed_is_not_listed_as_used() -> None:
    answer = strong_answer()
    failed = EngineUse("prosody", "parselmouth", "0.4.7", error="no samples")
    answer = AnswerResults(**{**_fields(answer), "engines": (failed,)})
    assert present(document_of([answer]), language="zh")["engines"] == []


def _fields(answer: AnswerResults) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in AnswerResults.__dataclass_fields__}


def test_ratios_read_as_percent() -> None:
    rows = sample_report("zh")["ability_evidence"]["communication_potential"]["indicators"]
    eye_contact = next(row for row in rows if row["key"] == "eye_contact")
    assert (eye_contact["unit"], eye_contact["norm"]) == ("%", "不低于 40%")
    assert 1 < eye_contact["value"] <= 100


def test_suggestion_states_the_measured_value() -> None:
    report = present(document_of([weak_answer()]), language="zh")
    fillers = next(entry for entry in report["improvements"] if entry["dimension"] == "fillers")
    assert "19 次/分钟" in fillers["suggestion"]


FORBIDDEN = {"overall_score", "recommendation", "ability_scores", "dimension_details", "ability_evidence", "questions"}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(INTERVIEWS))
def test_feedback_holds_no_scores_anywhere(name: str, language: Any) -> None:
    feedback = present(document_of(INTERVIEWS[name]), language=language, can_see_scores=False)
    assert not FORBIDDEN & feedback.keys()
    assert not {key for key in _keys(feedback) if "score" in key or key in ("value", "weight", "coverage")}
    assert all(moment["type"] == "positive" for moment in feedback["highlights"])
    assert not any(re.search(r"\d", entry["suggestion"]) for entry in feedback["improvements"])
    assert {"ai_generated", "person_decides"} <= {notice["key"] for notice in feedback["notices"]}


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for item in value.values():
            yield from _keys(item)
    elif isinstance(value, list):
        for item in value:
            yield from _keys(item)


def test_reason_unknown_to_the_wording_is_still_shown() -> None:
    document = document_of([strong_answer()])
    document["abilities"][3]["reason"] = "solar_eclipse"
    shown = present(document, language="zh")["ability_evidence"]["stress_resistance"]["reason_label"]
    assert shown == "solar eclipse"


def test_answers_may_come_in_any_order() -> None:
    answers = sample_answers()
    facts = facts_for(answers)
    backwards = document_of(list(reversed(answers)), questions=facts.questions)
    assert backwards == document_of(answers)


def test_follow_up_without_a_parent_in_the_answers_is_kept() -> None:
    orphan = follow_up(strong_answer(), to=strong_answer())
    assert present(document_of([orphan]), language="zh")["questions"][0]["is_follow_up"] is True
    assert Reason.NO_FOLLOW_UP not in str(document_of([orphan])["abilities"][3]["indicators"][0]["reason"])
