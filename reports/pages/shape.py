"""A presented report, arranged for the page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from reports.builders.present import PARTS
from reports.builders.wording import Language, has_wording, say

EVIDENCE_SHOWN = 2  # of an indicator, before one asks for the rest
_LIMITS = frozenset({"withheld_video", "withheld_audio", "transcript_only", "text_mode"})


def shown_report(report: Mapping[str, Any], *, language: Language, playable: Collection[str] = ()) -> dict[str, Any]:
    """The report as the page lays it out: questions with their follow-ups, indicators sorted into measured and not,
    and every piece of evidence with the place it is played from. What a reader may not know yet is not in it.
    ``playable`` are the public ids of answers with a recording."""
    places = _places(report["questions"], playable)
    orders = {question_id: place["order"] for question_id, place in places.items()}
    details = report.get("dimension_details") or {}
    return {
        **report,
        "abilities": [_ability(key, found, places) for key, found in (report.get("ability_evidence") or {}).items()],
        "dimensions": [_dimension(key, details[key]) for key in PARTS if key in details],
        "plays": bool(playable),
        "moments": _placed(report.get("highlights") or [], places),
        "asked": _asked(report["questions"], playable),
        "limits": [notice for notice in report.get("notices") or [] if notice["key"] in _LIMITS],
        "gaps": _gaps(report.get("not_measured") or [], orders),
        "uses": [{**use, "label": _kind(use["kind"], language)} for use in report.get("engines") or []],
    }


_NOWHERE: Mapping[str, Any] = {"number": None, "order": None, "is_follow_up": False, "is_playable": False}


def _places(questions: Sequence[Mapping[str, Any]], playable: Collection[str]) -> dict[str, dict[str, Any]]:
    """Where each question stands: its number in the document (from 0) and the one that readers count by. A place in a
    typed answer has no time."""
    return {
        question["question_id"]: {
            "number": number,
            "order": question["order"],
            "is_follow_up": bool(question["is_follow_up"]),
            "is_playable": question["answer_id"] in playable,
            **({"start_ms": None} if question.get("transcript_source") == "typed" else {}),
        }
        for number, question in enumerate(questions)
    }


def _placed(found: Sequence[Mapping[str, Any]], places: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**one, **places.get(one["question_id"], _NOWHERE)} for one in found]


def _asked(questions: Sequence[Mapping[str, Any]], playable: Collection[str]) -> list[dict[str, Any]]:
    """Main questions in their order, each with its follow-ups; a follow-up whose question is not there by itself."""
    numbered = [
        {**question, "number": number, "is_playable": question["answer_id"] in playable, "follow_ups": []}
        for number, question in enumerate(questions)
    ]
    by_id = {question["question_id"]: question for question in numbered}
    mains: list[dict[str, Any]] = []
    for question in numbered:
        parent = by_id.get(question["parent_question_id"] or "")
        (mains if parent is None or parent is question else parent["follow_ups"]).append(question)
    return mains


def _ability(key: str, ability: Mapping[str, Any], places: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    indicators = [_indicator(indicator, places) for indicator in ability["indicators"]]
    return {
        **ability,
        "key": key,
        "measured": [indicator for indicator in indicators if indicator["value"] is not None],
        "missing": [indicator for indicator in indicators if indicator["value"] is None],
    }


def _indicator(indicator: Mapping[str, Any], places: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    evidence = _placed(indicator["evidence"], places)
    return {**indicator, "evidence": evidence[:EVIDENCE_SHOWN], "more": evidence[EVIDENCE_SHOWN:]}


def _dimension(key: str, details: Mapping[str, Any]) -> dict[str, Any]:
    words = [details[part] for part in PARTS[key] if details[part]]
    return {"key": key, "score": details["score"], "words": words, "reason_label": details["reason_label"]}


def _gaps(entries: list[Mapping[str, Any]], orders: Mapping[str, int]) -> list[dict[str, Any]]:
    """Why something was not measured, each reason with what it kept from being measured and the questions of that."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for entry in entries:
        of_reason = found.setdefault(entry["reason_label"] or "", {})
        gap = of_reason.setdefault(entry["label"], {"label": entry["label"], "questions": []})
        for question_id in entry.get("question_ids") or []:
            order = orders.get(question_id)
            if order is not None and order not in gap["questions"]:
                gap["questions"].append(order)
    return [{"reason": reason, "missed": list(missed.values())} for reason, missed in found.items()]


def _kind(kind: str, language: Language) -> str:
    return say(f"kind.{kind}", language=language) if has_wording(f"kind.{kind}") else kind
