"""Lists on pages: one page of rows, in an order named in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

ROWS = 50


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of a list. ``number`` is from 1; a number that is none, or beyond the end, is the nearest there is."""

    items: Sequence[Any]
    number: int
    total: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.total)

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def rows_of(found: QuerySet, request: HttpRequest, *, size: int = ROWS) -> Rows:
    """The page that ``?page=`` asks for."""
    total = found.count()
    number = min(_whole(request.GET.get("page", "")), max(1, -(-total // size)))
    items = sliced(found, first=(number - 1) * size, size=size)
    return Rows(items=items, number=number, total=total, size=size)


def sliced(found: QuerySet, *, first: int = 0, size: int) -> list[Any]:
    """``size`` rows of an ordered ``found`` from ``first`` on; the keys first, so that keys are sorted and not rows."""
    keys = list(found.values_list("pk", flat=True)[first : first + size])
    by_key = {row.pk: row for row in found.filter(pk__in=keys)} if keys else {}
    return [by_key[key] for key in keys if key in by_key]


def ordered(found: QuerySet, request: HttpRequest, *, columns: Mapping[str, str], default: str) -> tuple[QuerySet, str]:
    """``found`` in the order of ``?sort=`` (a key of ``columns``, ``-`` for descending), and the order taken."""
    asked = request.GET.get("sort", default)
    if asked.removeprefix("-") not in columns:
        asked = default
    sign = "-" if asked.startswith("-") else ""
    return found.order_by(sign + columns[asked.removeprefix("-")], f"{sign}pk"), asked


def _whole(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1
