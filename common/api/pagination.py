"""Lists: ``{total, page, page_size, items}``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from common.errors import InvalidInput

DEFAULT_PAGE_SIZE = 20
LARGEST_PAGE_SIZE = 100
_FAR_DOWN = 500


class Pages(BasePagination):
    """``page`` from 1, ``page_size`` 1 to 100; a page beyond the end is empty."""

    def paginate_queryset(
        self, queryset: QuerySet | Any, request: Any, view: Any = None, read: Callable[[Any], Any] | None = None
    ) -> list[Any]:
        """The rows of one page. ``read`` says what of them is read: counting all of them needs none of it."""
        self.page = _whole(request, "page", default=1, largest=None)
        self.page_size = _whole(request, "page_size", default=DEFAULT_PAGE_SIZE, largest=LARGEST_PAGE_SIZE)
        self.total = queryset.count()
        start = (self.page - 1) * self.page_size
        return _rows(queryset, start, start + self.page_size, read=read) if start < self.total else []

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"total": self.total, "page": self.page, "page_size": self.page_size, "items": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        whole = {"type": "integer"}
        return {
            "type": "object",
            "required": ["total", "page", "page_size", "items"],
            "properties": {
                "total": {**whole, "example": 100},
                "page": {**whole, "example": 1},
                "page_size": {**whole, "example": DEFAULT_PAGE_SIZE},
                "items": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            _parameter("page", {"type": "integer", "minimum": 1, "default": 1}),
            _parameter(
                "page_size",
                {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE_SIZE, "default": DEFAULT_PAGE_SIZE},
            ),
        ]


def _rows(queryset: QuerySet, start: int, end: int, *, read: Callable[[Any], Any] | None) -> list[Any]:
    """One page. Far down its keys are found first, so that keys are sorted and not whole rows."""
    whole = read(queryset) if read else queryset
    if start < _FAR_DOWN:
        return list(whole[start:end])
    keys = list(queryset.values_list("pk", flat=True)[start:end])
    rows = {row.pk: row for row in whole.filter(pk__in=keys)}
    return [rows[key] for key in keys if key in rows]


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _whole(request: Any, name: str, *, default: int, largest: int | None) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0
    if number < 1 or (largest is not None and number > largest):
        limit = (
            _("a whole number from 1 to %(largest)s") % {"largest": largest} if largest else _("a whole number from 1")
        )
        raise InvalidInput.on(name, _("%(name)s must be %(limit)s.") % {"name": name, "limit": limit})
    return number
