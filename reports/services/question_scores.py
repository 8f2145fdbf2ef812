"""What reports tell the question bank: how answers to its questions scored."""

from __future__ import annotations

from questionbank.services import keep_scores
from reports.models import Report


def tell_the_bank(report: Report) -> None:
    """The scores of the report's main questions, instead of those it told before. Belongs into the transaction that
    makes the report's version: the bank never knows another one than readers do."""
    asked = (report.document or {}).get("questions", [])
    main = {entry["question_id"]: entry["score"] for entry in asked if not entry["is_follow_up"]}
    keep_scores(source=report.interview.public_id, scores=main)
