"""What a reader must know beside the scores: limits that always hold, and what went differently this time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.contracts import AnswerResults, Content, Expression, Face, InterviewScore, Prosody, Reason, Transcript
from reports.builders.facts import InterviewFacts

GEOMETRY = "face_mesh_geometry"


def find_notices(
    *, interview: InterviewFacts, answers: Sequence[AnswerResults], score: InterviewScore
) -> list[dict[str, Any]]:
    """Return the notices as stored: a key and its parameters, the standing ones first."""
    counts = {**_interview_counts(interview), **_answer_counts(answers)}
    counts["unanswered"] = interview.unanswered
    stored = [_notice(key) for key in ("ai_generated", "person_decides", "judges_disagree")]
    stored += [_notice(key) for key in _flags(interview, answers, score)]
    for key, count in counts.items():
        if count and key == "unanswered":
            stored.append(_notice(key, count=count, total=len(interview.main_questions)))
        elif count:
            stored.append(_notice(key, count=count))
    if score.has_own_weights:
        stored.append(_notice("own_weights", **{ability.key: 100 * ability.weight for ability in score.abilities}))
    return stored + _lists(answers, score)


def is_silent(answer: AnswerResults) -> bool:
    """Whether the recording was heard and held no words."""
    transcript = answer.results.get("asr")
    return isinstance(transcript, Transcript) and not transcript.text.strip()


def _notice(key: str, **params: Any) -> dict[str, Any]:
    return {"key": key, "params": params}


def _flags(interview: InterviewFacts, answers: Sequence[AnswerResults], score: InterviewScore) -> list[str]:
    expressions = [answer.results.get("expression") for answer in answers]
    seen = [found for found in expressions if isinstance(found, Expression) and found.animation is not None]
    voices = [answer.results.get("prosody") for answer in answers]
    flags = {
        "weak_emotion": any(isinstance(voice, Prosody) and voice.emotion for voice in voices),
        "weak_expression": bool(seen),
        "expression_fallback": any(found.method == GEOMETRY for found in seen),
        "text_mode": interview.mode == "text" and interview.origin == "own",
        f"imported_{interview.origin}": interview.origin != "own",
        "transcript_only": interview.mode == "text" and interview.origin != "own",
        "withheld_video": "video" in interview.withheld,
        "withheld_audio": "audio" in interview.withheld,
        "switched_off_video": _is_switched_off("face", answers),
        "switched_off_audio": _is_switched_off("prosody", answers),
        "time_limit": interview.end_reason == "time_limit",
        "follow_ups_capped": interview.follow_ups_capped,
        "no_overall": score.overall_score is None,
    }
    return [key for key, holds in flags.items() if holds]


def _interview_counts(interview: InterviewFacts) -> dict[str, int]:
    return {
        "late": sum(question.is_late for question in interview.questions),
        "truncated": sum(question.is_truncated for question in interview.questions),
    }


def _answer_counts(answers: Sequence[AnswerResults]) -> dict[str, int]:
    return {
        "silent": sum(is_silent(answer) for answer in answers),
        "client_transcript": sum(_has_unchecked_transcript(answer) for answer in answers),
        "llm_fallback": sum(_fell_back(answer) for answer in answers),
        "several_faces": sum(_shows_several_faces(answer) for answer in answers),
    }


def _has_unchecked_transcript(answer: AnswerResults) -> bool:
    """Whether a client's words stand for speech; typed answers are nobody's transcript."""
    transcript = answer.results.get("asr")
    is_typed = answer.missing.get("prosody") == Reason.TEXT_ONLY
    return isinstance(transcript, Transcript) and transcript.source == "client" and not is_typed


def _fell_back(answer: AnswerResults) -> bool:
    content = answer.results.get("content")
    return isinstance(content, Content) and content.fallback_reason is not None


def _shows_several_faces(answer: AnswerResults) -> bool:
    face = answer.results.get("face")
    return isinstance(face, Face) and bool(face.several)


def _is_switched_off(kind: str, answers: Sequence[AnswerResults]) -> bool:
    return any(str(answer.missing.get(kind)) == Reason.SWITCHED_OFF for answer in answers)


def _lists(answers: Sequence[AnswerResults], score: InterviewScore) -> list[dict[str, Any]]:
    """Return the notices that list keys; the presenter turns the keys into words."""
    failed = sorted({kind for answer in answers for kind, reason in answer.missing.items() if _is_failure(reason)})
    unscored = [ability.key for ability in score.abilities if ability.score is None]
    notices = [_notice("engine_failed", kinds=failed)] if failed else []
    return [*notices, _notice("abilities_missing", abilities=unscored)] if unscored else notices


def _is_failure(reason: str) -> bool:
    return str(reason) == Reason.ENGINE_FAILED
