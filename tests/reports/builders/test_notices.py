"""Notices: what always holds, and what went differently this time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from analysis.contracts import AnswerResults, Reason, Span
from reports.builders.facts import QuestionFacts
from reports.builders.notices import find_notices
from tests.reports.samples import (
    facts_for,
    sample_answers,
    score_of,
    silent_answer,
    strong_answer,
    typed_answer,
    with_content,
    without_kind,
    without_video,
)

STANDING = ["ai_generated", "person_decides", "judges_disagree"]


def notices(*answers: AnswerResults, **changes: Any) -> dict[str, dict[str, Any]]:
    found = find_notices(interview=facts_for(answers, **changes), answers=answers, score=score_of(answers))
    return {notice["key"]: notice["params"] for notice in found}


@pytest.mark.parametrize("answers", [[], [strong_answer()], [silent_answer()], sample_answers()])
def test_standing_notices_come_first_with_every_report(answers: list[AnswerResults]) -> None:
    assert list(notices(*answers))[:3] == STANDING


def test_weak_evidence_is_named_where_it_was_used() -> None:
    assert {"weak_emotion", "weak_expression"} <= notices(strong_answer()).keys()
    assert not {"weak_emotion", "weak_expression"} & notices(typed_answer()).keys()


def test_fallbacks_are_visible() -> None:
    answer = with_content(strong_answer(), fallback_reason="timeout")
    found = notices(answer)
    assert found["llm_fallback"] == {"count": 1}
    assert "expression_fallback" in found
    deepface = replace(answer.results["expression"], method="deepface")
    changed = replace(answer, results={**answer.results, "expression": deepface})
    assert "expression_fallback" not in notices(changed)


def test_client_transcript_is_named_but_typed_text_is_not() -> None:
    spoken = strong_answer()
    given = replace(spoken, results={**spoken.results, "asr": replace(spoken.results["asr"], source="client")})
    assert notices(given)["client_transcript"] == {"count": 1}
    assert "client_transcript" not in notices(typed_answer(), mode="text")
    assert "text_mode" in notices(typed_answer(), mode="text")


def test_unanswered_and_silent_questions_are_counted() -> None:
    answers = [strong_answer(question_id="q_1"), silent_answer(question_id="q_2", order=2)]
    gap = QuestionFacts(question_id="q_3", order=3, content="?", type="basic", difficulty="easy")
    found = notices(*answers, questions=(*facts_for(answers).questions, gap))
    assert found["unanswered"] == {"count": 1, "total": 3}
    assert found["silent"] == {"count": 1}


def test_late_and_truncated_answers_are_counted() -> None:
    facts = facts_for([strong_answer()])
    questions = (replace(facts.questions[0], is_late=True, is_truncated=True),)
    found = notices(strong_answer(), questions=questions)
    assert found["late"] == {"count": 1}
    assert found["truncated"] == {"count": 1}


def test_failed_engines_are_listed_and_other_reasons_are_not() -> None:
    failed = without_kind(strong_answer(), "prosody")
    assert notices(failed)["engine_failed"] == {"kinds": ["prosody"]}
    assert "engine_failed" not in notices(without_video(strong_answer(), reason=Reason.NOT_CONSENTED))


def test_several_faces_time_limit_consent_and_cap_are_named() -> None:
    answer = strong_answer()
    face = replace(answer.results["face"], several=(Span(0, 3_000),))
    crowded = replace(answer, results={**answer.results, "face": face})
    found = notices(crowded, end_reason="time_limit", withheld=frozenset({"video", "audio"}), follow_ups_capped=True)
    assert {"several_faces", "time_limit", "withheld_video", "withheld_audio", "follow_ups_capped"} <= found.keys()


def test_missing_abilities_are_listed() -> None:
    found = notices(strong_answer())
    assert found["abilities_missing"] == {"abilities": ["stress_resistance"]}
    assert "no_overall" not in found
    assert "no_overall" in notices(silent_answer())
