"""The question bank of one's own positions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from interview_ai.sdk.models import Page, Question
from interview_ai.sdk.resource import Mode, Pages, Resource, endpoint, listing
from interview_ai.sdk.transport import Call, at


class Questions(Resource[Mode]):
    @endpoint
    def create(
        self,
        *,
        position_id: str,
        content: str,
        type: str,
        difficulty: str,
        time_limit: int | None = None,
        follow_up_enabled: bool | None = None,
        reference_answer: str | None = None,
        scoring_points: Sequence[str] | None = None,
    ) -> Call[Question]:
        """Add a question. ``type`` is basic, technical or behavioral, ``difficulty`` easy, medium or hard.

        ``time_limit`` is in seconds. The reference answer and the scoring points are what answers are held against.
        """
        body = {
            "position_id": position_id,
            "content": content,
            "type": type,
            "difficulty": difficulty,
            "time_limit": time_limit,
            "follow_up_enabled": follow_up_enabled,
            "reference_answer": reference_answer,
            "scoring_points": None if scoring_points is None else tuple(scoring_points),
        }
        return Call("POST", "/questions", Question.from_json, body=body)

    @endpoint
    def get(self, question_id: str) -> Call[Question]:
        return Call("GET", at("/questions/{}", question_id), Question.from_json)

    @endpoint
    def update(self, /, question_id: str, **changes: Any) -> Call[Question]:
        """Change the named fields, those of `create`; interviews already made keep the old text."""
        return Call("PATCH", at("/questions/{}", question_id), Question.from_json, body=changes)

    @endpoint
    def delete(self, question_id: str) -> Call[None]:
        return Call("DELETE", at("/questions/{}", question_id), lambda _: None)

    @endpoint
    def list(
        self,
        *,
        position_id: str | None = None,
        type: str | None = None,
        difficulty: str | None = None,
        page: int = 1,
        page_size: int = 20,
    ) -> Call[Page[Question]]:
        """One page of questions."""
        return _page({"position_id": position_id, "type": type, "difficulty": difficulty}, page, page_size)

    @listing
    def iter(
        self,
        *,
        position_id: str | None = None,
        type: str | None = None,
        difficulty: str | None = None,
        page_size: int = 100,
    ) -> Pages[Question]:
        """Every question that matches, fetched page by page."""
        filters = {"position_id": position_id, "type": type, "difficulty": difficulty}
        return lambda page: _page(filters, page, page_size)


def _page(filters: dict[str, Any], page: int, page_size: int) -> Call[Page[Question]]:
    query = {**filters, "page": page, "page_size": page_size}
    return Call("GET", "/questions", Page.of(Question.from_json), query=query)
