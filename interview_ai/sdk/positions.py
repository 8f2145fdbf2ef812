"""Positions candidates apply for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from interview_ai.sdk.models import Page, Position
from interview_ai.sdk.resource import Mode, Pages, Resource, endpoint, listing
from interview_ai.sdk.transport import Call, at


class Positions(Resource[Mode]):
    @endpoint
    def create(
        self,
        /,
        *,
        title: str,
        category: str,
        description: str,
        requirements: Sequence[str],
        interview_duration: int | None = None,
        question_count: int | None = None,
        language: str | None = None,
        **settings: Any,
    ) -> Call[Position]:
        """Make a position. ``category`` is ai, bigdata, iot or system; ``interview_duration`` is in minutes.

        ``settings`` are the server's further fields, such as ``timezone`` or ``candidate_report``.
        """
        body = {
            "title": title,
            "category": category,
            "description": description,
            "requirements": tuple(requirements),
            "interview_duration": interview_duration,
            "question_count": question_count,
            "language": language,
            **settings,
        }
        return Call("POST", "/positions", Position.from_json, body=body)

    @endpoint
    def get(self, position_id: str) -> Call[Position]:
        return Call("GET", at("/positions/{}", position_id), Position.from_json)

    @endpoint
    def update(self, /, position_id: str, **changes: Any) -> Call[Position]:
        """Change the named fields, those of `create` and ``status``; keep the rest."""
        return Call("PATCH", at("/positions/{}", position_id), Position.from_json, body=changes)

    @endpoint
    def delete(self, position_id: str) -> Call[None]:
        return Call("DELETE", at("/positions/{}", position_id), lambda _: None)

    @endpoint
    def list(
        self, *, category: str | None = None, status: str | None = None, page: int = 1, page_size: int = 20
    ) -> Call[Page[Position]]:
        """One page of positions."""
        return _page({"category": category, "status": status}, page, page_size)

    @listing
    def iter(self, *, category: str | None = None, status: str | None = None, page_size: int = 100) -> Pages[Position]:
        """Every position that matches, fetched page by page."""
        return lambda page: _page({"category": category, "status": status}, page, page_size)


def _page(filters: dict[str, Any], page: int, page_size: int) -> Call[Page[Position]]:
    query = {**filters, "page": page, "page_size": page_size}
    return Call("GET", "/positions", Page.of(Position.from_json), query=query)
