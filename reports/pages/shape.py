"""A presented report, arranged for the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.builders.present import PARTS
from reports.builders.wording import Language, has_wording, say


def shown_report(report: Mapping[str, Any], *, language: Language) -> dict[str, Any]:
    """The report with each ability's indicators sorted into measured and not, and quotes that say whose words."""
    orders = {question["question_id"]: question["order"] for question in report["questions"]}
    return {
        **report,
        "abilities": [_ability(ability, orders) for ability in report["ability_evidence"].values()],
        "dimensions": [_dimension(key, report["dimension_details"][key]) for key in PARTS],
        "moments": [{**moment, "order": orders.get(moment["question_id"])} for moment in report["highlights"]],
        "gaps": _gaps(report["not_measured"], orders),
        "uses": [{**use, "label": _kind(use["kind"], language)} for use in report["engines"]],
    }


def _ability(ability: Mapping[str, Any], orders: Mapping[str, int]) -> dict[str, Any]:
    measured = [indicator for indicator in ability["indicators"] if indicator["value"] is not None]
    missing = [indicator for indicator in ability["indicators"] if indicator["value"] is None]
    return {
        **ability,
        "measured": measured,
        "missing": missing,
        "quotes": _quotes(measured, orders),
    }


def _quotes(indicators: list[Mapping[str, Any]], orders: Mapping[str, int], most: int = 3) -> list[dict[str, Any]]:
    """The first few different quotes that scores rest on."""
    found: dict[str, dict[str, Any]] = {}
    for indicator in indicators:
        for span in indicator["evidence"]:
            if span.get("quote") and span["quote"] not in found:
                found[span["quote"]] = {**span, "label": indicator["label"], "order": orders.get(span["question_id"])}
    return list(found.values())[:most]


def _dimension(key: str, details: Mapping[str, Any]) -> dict[str, Any]:
    words = [details[part] for part in PARTS[key] if details[part]]
    return {"key": key, "score": details["score"], "words": words, "reason_label": details["reason_label"]}


def _gaps(entries: list[Mapping[str, Any]], orders: Mapping[str, int]) -> list[dict[str, Any]]:
    """What was not measured and why, each named once with the questions it is about."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for entry in entries:
        key = (entry["label"], entry["reason_label"] or "")
        gap = found.setdefault(key, {"label": key[0], "reason": key[1], "questions": []})
        order = orders.get(entry.get("question_id") or "")
        if order is not None and order not in gap["questions"]:
            gap["questions"].append(order)
    return list(found.values())


def _kind(kind: str, language: Language) -> str:
    return say(f"kind.{kind}", language=language) if has_wording(f"kind.{kind}") else kind
