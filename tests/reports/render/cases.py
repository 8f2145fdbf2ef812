"""Reports for the renderings: the sample of the builders, and what could go wrong with it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from reports.builders.wording import Language
from tests.reports.samples import follow_up, sample_answers, sample_report, strong_answer, weak_answer

MARKUP = "<b>&\"'</b> <font color=red>x</font> &amp; {braces} %s"
EMOJI = "笑了😀👩‍💻🇨🇳 and 𠮷野家 龘"
RIGHT_TO_LEFT = "محمد علي (2026) שלום עולם 12.5"
FORMULA = '=HYPERLINK("http://example.com/?x="&A1,"click")'
LONG_WORD = "https://example.com/" + "path/" * 120
CONTROL = "bell\x07 null\x00 lone\ud800 override\u202egnp.exe"
LONG_NAME = "长名字候选人" * 20
NASTY = (MARKUP, EMOJI, RIGHT_TO_LEFT, FORMULA, LONG_WORD, CONTROL, LONG_NAME)
_KEPT = {"type", "language", "mode", "interviewer_style", "timezone", "timestamp", "recommendation"}


def with_text(report: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The report with ``text`` in place of every word that a person or an engine could have written."""

    def replaced(value: Any, key: str) -> Any:
        if isinstance(value, Mapping):
            return {name: replaced(item, str(name)) for name, item in value.items()}
        if isinstance(value, list):
            return [replaced(item, key) for item in value]
        is_kept = key in _KEPT or key.endswith(("_id", "_ids", "_at", "_ms"))
        return text if isinstance(value, str) and not is_kept else value

    return dict(replaced(report, ""))


def without_numbers(report: Mapping[str, Any]) -> dict[str, Any]:
    """The report with every number null."""

    def blanked(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {name: blanked(item) for name, item in value.items()}
        if isinstance(value, list):
            return [blanked(item) for item in value]
        return None if isinstance(value, (int, float)) and not isinstance(value, bool) else value

    return dict(blanked(report))


def unscored(language: Language) -> dict[str, Any]:
    """An ability without a score, and too little evidence for the whole."""
    report = copy.deepcopy(sample_report(language))
    key = "stress_resistance"
    report |= {"overall_score": None, "recommendation": "insufficient_evidence", "insufficient_evidence": [key]}
    report.pop("recommendation_label", None)
    report["ability_scores"][key] = None
    report["ability_evidence"][key] |= {"score": None, "coverage": 0.0, "reason": "no_face", "reason_label": "看不到脸"}
    for indicator in report["ability_evidence"][key]["indicators"]:
        indicator |= {"value": None, "score": None, "reason": "no_face", "reason_label": "看不到脸", "evidence": []}
    report["dimension_details"]["video"] |= {"score": None, "expression": None, "eye_contact": None, "posture": None}
    report["not_measured"] = [
        {"label": "视线分析", "reason": "no_face", "reason_label": "看不到脸", "question_ids": ["q_2"]}
    ]
    return report


def many_answers(language: Language, count: int = 40) -> dict[str, Any]:
    answers = []
    for number in range(1, count // 2 + 1):
        main = (strong_answer, weak_answer)[number % 2](language=language, question_id=f"q_{number}", order=number)
        answers += [main, follow_up(strong_answer(language=language), to=main)]
    return sample_report(language, answers=answers)


def from_specification() -> dict[str, Any]:
    """Only what section 7.1 of the interface shows, with its numbers."""
    return {
        "report_id": "rpt_901234",
        "interview_id": "int_345678",
        "candidate": {"user_id": "u_123456", "username": "张三"},
        "position": {"position_id": "pos_789012", "title": "算法工程师"},
        "overall_score": 85,
        "recommendation": "recommend",
        "ability_scores": {"professional_knowledge": 88, "logical_thinking": 82, "stress_resistance": 80},
        "dimension_details": {"speech": {"score": 85, "speech_rate": "适中"}},
        "highlights": [{"timestamp": "00:05:30", "type": "positive", "description": "原理解释清晰"}],
        "improvements": [{"dimension": "answer_structure", "suggestion": "采用 STAR 法则"}],
        "generated_at": "2025-12-16T10:40:00.000Z",
    }


CASES: Mapping[str, Callable[[Language], dict[str, Any]]] = {
    "sample": sample_report,
    "feedback": lambda language: sample_report(language, can_see_scores=False),
    "one_answer": lambda language: sample_report(language, answers=sample_answers(language)[:1]),
    "no_answers": lambda language: sample_report(language, answers=[]),
    "forty_answers": many_answers,
    "unscored": unscored,
    "all_null": lambda language: without_numbers(sample_report(language)),
    "specification": lambda _language: from_specification(),
    "empty": lambda _language: {},
}
