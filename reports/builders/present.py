"""A stored report in one language, in the shape of the interface."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from reports.builders.wording import Language, has_wording, listed, say

# Units shown as a hundredfold: a ratio of 0.62 reads 62 %.
HUNDREDFOLD = frozenset({"ratio", "difference"})
SPEECH_PARTS = ("speech_rate", "fluency", "emotion")
VIDEO_PARTS = ("expression", "eye_contact", "posture")
CONTENT_PARTS = ("relevance", "logic_structure", "professional_depth")
PARTS: Mapping[str, tuple[str, ...]] = {"speech": SPEECH_PARTS, "video": VIDEO_PARTS, "content": CONTENT_PARTS}
# Lists of keys inside a notice, and where their words are.
_LISTS = {"kinds": "kind", "abilities": "ability"}
# What a candidate may know without scores.
_FEEDBACK_NOTICES = frozenset(
    {
        "ai_generated",
        "person_decides",
        "client_transcript",
        "truncated",
        "imported_feishu",
        "imported_tencent",
        "imported_transcript",
        "imported_recording",
        "transcript_only",
    }
)
_IDENTITY = (
    "report_id",
    "interview_id",
    "candidate",
    "position",
    "organization",
    "interviewer_style",
    "mode",
    "interview_language",
    "timezone",
    "started_at",
    "ended_at",
    "end_reason",
    "total_duration",
    "generated_at",
)


def present(document: Mapping[str, Any], *, language: Language, can_see_scores: bool = True) -> dict[str, Any]:
    """Return the report for a reader.

    Without ``can_see_scores`` it holds no score, label or measurement: strengths and suggestions only, and the
    keys that would carry scores are absent.
    """
    common = {**{key: document[key] for key in _IDENTITY}, "language": language, "ai_generated": True}
    common["origin"] = document.get("origin", "own")
    if can_see_scores:
        return {**common, **_scored(document, language)}
    return {**common, **_feedback(document, language)}


def _scored(document: Mapping[str, Any], language: Language) -> dict[str, Any]:
    abilities = document["abilities"]
    return {
        "overall_score": document["overall_score"],
        "recommendation": document["recommendation"],
        "recommendation_label": say(f"recommendation.{document['recommendation']}", language=language),
        "ability_scores": {ability["key"]: ability["score"] for ability in abilities},
        "dimension_details": {key: _dimension(key, document, language) for key in PARTS},
        "highlights": [_highlight(moment, language) for moment in document["highlights"]],
        "improvements": [_improvement(found, language, measured=True) for found in document["improvements"]],
        "ability_evidence": {ability["key"]: _ability(ability, language) for ability in abilities},
        "insufficient_evidence": [ability["key"] for ability in abilities if ability["score"] is None],
        "engines": document["engines"],
        "rubric_version": document["rubric_version"],
        "weights_of": document.get("weights_of", "rubric"),
        "coverage": document["coverage"],
        "questions": [_question(question, language) for question in document["questions"]],
        "not_measured": [_not_measured(entry, language) for entry in document["not_measured"]],
        "notices": [_notice(notice, language) for notice in document["notices"]],
    }


def _feedback(document: Mapping[str, Any], language: Language) -> dict[str, Any]:
    strengths = [moment for moment in document["highlights"] if moment["type"] == "positive"]
    notices = [notice for notice in document["notices"] if notice["key"] in _FEEDBACK_NOTICES]
    return {
        "highlights": [_highlight(moment, language) for moment in strengths],
        "improvements": [_improvement(found, language, measured=False) for found in document["improvements"]],
        "notices": [_notice(notice, language) for notice in notices],
    }


def _dimension(key: str, document: Mapping[str, Any], language: Language) -> dict[str, Any]:
    stored = document["dimensions"][key]
    words = {part: _label(stored["labels"].get(part), language) for part in PARTS[key]}
    reason = stored["reason"]
    return {"score": stored["score"], **words, "reason": reason, "reason_label": _reason(reason, language)}


def _label(label: str | None, language: Language) -> str | None:
    return None if label is None else say(f"label.{label}", language=language)


def _reason(reason: str | None, language: Language) -> str | None:
    """Return a reason in words; a reason from a newer version is shown as it is."""
    if reason is None:
        return None
    return say(f"reason.{reason}", language=language) if has_wording(f"reason.{reason}") else reason.replace("_", " ")


def _highlight(moment: Mapping[str, Any], language: Language) -> dict[str, Any]:
    params = {name: _number(value) for name, value in moment["params"].items()}
    return {
        "timestamp": moment["timestamp"],
        "type": moment["type"],
        "description": say(f"highlight.{moment['key']}", language=language, **params),
        "question_id": moment["question_id"],
        "start_ms": moment["start_ms"],
        "end_ms": moment["end_ms"],
        "quote": moment["quote"],
    }


def _improvement(found: Mapping[str, Any], language: Language, *, measured: bool) -> dict[str, Any]:
    advice = say(f"improve.{found['key']}.advice", language=language)
    if measured:
        value = _with_unit(found["value"], found["unit"], language)
        seen = say(f"improve.{found['key']}.seen", language=language, value=value)
        advice = f"{seen}。建议：{advice}" if language == "zh" else f"{seen}. Suggestion: {advice}"
    label = say(f"indicator.{found['dimension']}", language=language)
    return {"dimension": found["dimension"], "label": label, "suggestion": advice + ("。" if language == "zh" else ".")}


def _ability(ability: Mapping[str, Any], language: Language) -> dict[str, Any]:
    return {
        "label": say(f"ability.{ability['key']}", language=language),
        "score": ability["score"],
        "weight": ability["weight"],
        "coverage": ability["coverage"],
        "reason": ability["reason"],
        "reason_label": _reason(ability["reason"], language),
        "indicators": [_indicator(indicator, language) for indicator in ability["indicators"]],
    }


def _indicator(indicator: Mapping[str, Any], language: Language) -> dict[str, Any]:
    value, unit = indicator["value"], indicator["unit"]
    return {
        "key": indicator["key"],
        "label": say(f"indicator.{indicator['key']}", language=language),
        "value": None if value is None else _shown(value, unit),
        "unit": say(f"unit.{unit}", language=language),
        "norm": _norm(indicator, language),
        "norm_source": say(f"source.{indicator['norm_source']}", language=language),
        "score": None if indicator["score"] is None else _whole(indicator["score"]),
        "weight": indicator["weight"],
        "coverage": round(indicator["coverage"], 4),
        "reason": indicator["reason"],
        "reason_label": _reason(indicator["reason"], language),
        "evidence": indicator["evidence"],
    }


def _norm(indicator: Mapping[str, Any], language: Language) -> str:
    unit = indicator["unit"]
    low, high = (
        "" if bound is None else _number(_shown(bound, unit))
        for bound in (indicator["norm_low"], indicator["norm_high"])
    )
    words = say(f"norm.{indicator['norm']}", language=language, low=low, high=high, unit=_unit(unit, language))
    return words.replace(" %", "%")


def _question(question: Mapping[str, Any], language: Language) -> dict[str, Any]:
    return {**question, "transcript_reason_label": _reason(question["transcript_reason"], language)}


def _not_measured(entry: Mapping[str, Any], language: Language) -> dict[str, Any]:
    key = f"kind.{entry['kind']}" if entry["kind"] else f"indicator.{entry['indicator']}"
    label = say(key, language=language) if has_wording(key) else str(entry["kind"] or entry["indicator"])
    return {**entry, "label": label, "reason_label": _reason(entry["reason"], language)}


def _notice(notice: Mapping[str, Any], language: Language) -> dict[str, Any]:
    params = {name: _param(name, value, language) for name, value in notice["params"].items()}
    return {"key": notice["key"], "text": say(f"notice.{notice['key']}", language=language, **params)}


def _param(name: str, value: Any, language: Language) -> str:
    if name not in _LISTS:
        return _number(value)
    keys = (f"{_LISTS[name]}.{key}" for key in value)
    return listed([say(key, language=language) for key in keys if has_wording(key)], language=language)


def _shown(value: float, unit: str) -> float:
    return round(value * 100 if unit in HUNDREDFOLD else value, 4)


def _whole(score: float) -> int:
    return math.floor(score + 0.5)


def _unit(unit: str, language: Language) -> str:
    return say(f"unit.{unit}", language=language)


def _with_unit(value: float, unit: str, language: Language) -> str:
    sign = "+" if unit == "difference" and value > 0 else ""
    shown = f"{sign}{_number(_shown(value, unit))} {_unit(unit, language)}"
    return shown.replace(" %", "%")


def _number(value: float) -> str:
    """Return a number as a reader wants it: whole from ten on, else with one decimal, and small ones with three."""
    if isinstance(value, int) or abs(value) >= 10 or value == int(value):
        return str(round(value))
    return f"{value:.1f}" if abs(value) >= 0.1 else f"{value:.3f}"
