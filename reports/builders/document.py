"""The stored report: language-neutral, JSON-ready, keys and parameters instead of sentences.

`present` turns it into the report of the interface in Chinese or English. Nothing here depends on when or for
whom it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from analysis.contracts import AbilityScore, AnswerResults, EngineUse, Indicator, InterviewScore, Transcript
from reports.builders.facts import InterviewFacts, QuestionFacts, iso_time
from reports.builders.highlights import find_highlights
from reports.builders.improvements import find_improvements
from reports.builders.notices import find_notices
from reports.builders.tracks import timeline_of

SCHEMA = 1  # of the stored document; raised when its shape changes
_TYPED_REASON = "text_only"


def build_document(
    *, interview: InterviewFacts, answers: Sequence[AnswerResults], score: InterviewScore
) -> dict[str, Any]:
    """Return the report as stored. ``answers`` may come in any order and may lack some questions."""
    given = [answer for answer in answers if answer.answer_id]
    ordered = sorted(given, key=lambda answer: (answer.offset_ms, answer.order, answer.question_id))
    return {
        "schema": SCHEMA,
        **_identity(interview),
        "rubric_version": score.rubric_version,
        "weights_of": "position" if score.has_own_weights else "rubric",
        "overall_score": score.overall_score,
        "recommendation": score.recommendation,
        "coverage": round(score.covered_weight, 4),
        "abilities": [_ability(ability) for ability in score.abilities],
        "dimensions": {
            found.key: {"score": found.score, "labels": dict(found.labels), "reason": found.reason}
            for found in score.dimensions
        },
        "highlights": find_highlights(ordered, scores=score.answers),
        "improvements": find_improvements(score),
        "questions": _questions(interview, ordered, score),
        "engines": _engines(ordered),
        "not_measured": _not_measured(ordered, score),
        "notices": find_notices(interview=interview, answers=ordered, score=score),
    }


def _identity(interview: InterviewFacts) -> dict[str, Any]:
    return {
        "report_id": interview.report_id,
        "interview_id": interview.interview_id,
        "candidate": {"user_id": interview.candidate_id, "username": interview.candidate_name},
        "position": {"position_id": interview.position_id, "title": interview.position_title},
        "organization": {"name": interview.organization_name},
        "interviewer_style": interview.interviewer_style,
        "mode": interview.mode,
        "origin": interview.origin,
        "interview_language": interview.language,
        "timezone": interview.timezone,
        "started_at": iso_time(interview.started_at),
        "ended_at": iso_time(interview.ended_at),
        "end_reason": interview.end_reason,
        "total_duration": interview.total_seconds,
        "generated_at": iso_time(interview.generated_at),
    }


def _ability(ability: AbilityScore) -> dict[str, Any]:
    return {
        "key": ability.key,
        "score": ability.score,
        "weight": ability.weight,
        "coverage": ability.coverage,
        "reason": ability.reason,
        "indicators": [_indicator(indicator) for indicator in ability.indicators],
    }


def _indicator(indicator: Indicator) -> dict[str, Any]:
    return {**asdict(indicator), "evidence": [asdict(place) for place in indicator.evidence]}


def _questions(
    interview: InterviewFacts, answers: Sequence[AnswerResults], score: InterviewScore
) -> list[dict[str, Any]]:
    by_question = {answer.question_id: answer for answer in answers}
    scores = {found.answer_id: found.score for found in score.answers}
    asked = interview.questions or tuple(_facts_of(answer) for answer in answers)
    return [_question(facts, by_question.get(facts.question_id), scores) for facts in asked]


def _facts_of(answer: AnswerResults) -> QuestionFacts:
    return QuestionFacts(
        question_id=answer.question_id,
        order=answer.order,
        content=answer.question_content,
        type=answer.question_type,
        difficulty=answer.difficulty,
        parent_question_id=answer.parent_question_id,
        answer_id=answer.answer_id,
    )


def _question(facts: QuestionFacts, answer: AnswerResults | None, scores: Mapping[str, int | None]) -> dict[str, Any]:
    stored: dict[str, Any] = {
        "question_id": facts.question_id,
        "order": facts.order,
        "parent_question_id": facts.parent_question_id,
        "is_follow_up": facts.is_follow_up,
        "content": facts.content,
        "type": facts.type,
        "difficulty": facts.difficulty,
        "answer_id": facts.answer_id,
    }
    if answer is None:
        return {**stored, **_NOT_ANSWERED}
    return {
        **stored,
        "answer_id": answer.answer_id,
        "duration": round(answer.duration_ms / 1000),
        "score": scores.get(answer.answer_id),
        **_transcript(answer),
        "offset_ms": answer.offset_ms,
        "media_offset_ms": answer.media_offset_ms,
        "media_hash": next((use.media_hash for use in answer.engines if use.media_hash), None),
        "timeline": timeline_of(answer),
    }


_NOT_ANSWERED: Mapping[str, Any] = {
    "duration": None,
    "score": None,
    "transcript": "",
    "transcript_source": None,
    "transcript_reason": None,
    "sentences": [],
    "offset_ms": None,
    "media_offset_ms": None,
    "media_hash": None,
    "timeline": {},
}


def _transcript(answer: AnswerResults) -> dict[str, Any]:
    transcript = answer.results.get("asr")
    if not isinstance(transcript, Transcript):
        reason = str(answer.missing.get("asr", "no_transcript"))
        return {"transcript": "", "transcript_source": None, "transcript_reason": reason, "sentences": []}
    is_typed = transcript.source == "client" and str(answer.missing.get("prosody")) == _TYPED_REASON
    return {
        "transcript": transcript.text,
        "transcript_source": "typed" if is_typed else transcript.source,
        "transcript_reason": str(transcript.reason) if transcript.reason else None,
        "sentences": [asdict(sentence) for sentence in transcript.sentences],
    }


def _engines(answers: Iterable[AnswerResults]) -> list[dict[str, Any]]:
    """Return each engine once, with how many answers it served and how long it took for them; one that failed
    throughout is left out."""
    found: dict[str, dict[str, Any]] = {}
    for use in (use for answer in answers for use in answer.engines if use.error is None):
        entry = found.setdefault(_fingerprint(use), {**_engine(use), "answers": 0, "elapsed_ms": 0})
        entry["answers"] += 1
        entry["elapsed_ms"] += use.elapsed_ms or 0
    return sorted(found.values(), key=lambda entry: (entry["kind"], entry["name"], entry["version"]))


def _fingerprint(use: EngineUse) -> str:
    return repr((use.kind, use.name, use.version, sorted(use.parameters.items(), key=lambda pair: pair[0])))


def _engine(use: EngineUse) -> dict[str, Any]:
    return {"kind": use.kind, "name": use.name, "version": use.version, "parameters": dict(use.parameters)}


def _not_measured(answers: Sequence[AnswerResults], score: InterviewScore) -> list[dict[str, Any]]:
    """Return what has no value: kinds of analysis by answer first, then indicators, each once."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for answer in answers:
        for kind, reason in answer.missing.items():
            kinds.setdefault((kind, str(reason)), []).append(answer.question_id)
    stored: list[dict[str, Any]] = [
        {"kind": kind, "indicator": None, "reason": reason, "question_ids": questions}
        for (kind, reason), questions in kinds.items()
    ]
    indicators = {
        found.key: found.reason for ability in score.abilities for found in ability.indicators if found.reason
    }
    measured = {found.key for ability in score.abilities for found in ability.indicators if not found.reason}
    stored += [
        {"kind": None, "indicator": key, "reason": reason, "question_ids": []}
        for key, reason in indicators.items()
        if key not in measured
    ]
    return stored
