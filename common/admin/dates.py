"""The years, months and days above a list of the admin, found by looking for one row of each instead of reading all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.admin.templatetags.admin_list import date_hierarchy
from django.contrib.admin.utils import get_fields_from_path
from django.db.models import DateTimeField, Exists, QuerySet, Subquery
from django.utils import timezone

_FEW_ROWS = 500  # of so many, all are read faster than some are looked for
_MOST_PERIODS = 60
_MOST_DAYS = {"year": 366, "month": 31, "day": 1}


def dates_of(cl: Any) -> Any:
    """What Django's own tag gives the template."""
    field = get_fields_from_path(cl.model, cl.date_hierarchy)[-1]
    is_long = cl.result_count > _FEW_ROWS and isinstance(field, DateTimeField)
    rows: Any = _List(cl) if is_long else cl
    return date_hierarchy(rows)


class _List:
    """A list as Django's tag reads it, whose rows tell their dates fast."""

    def __init__(self, cl: Any) -> None:
        self._list = cl
        self.queryset = _Dates(cl.queryset, cl.date_hierarchy)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._list, name)


class _Dates:
    """The first and the last by an index, and of what lies between one row each."""

    def __init__(self, rows: QuerySet, field: str) -> None:
        self._rows = rows.order_by()
        self._field = field
        self._known: dict[str, Any] | None = None

    def aggregate(self, **_asked: Any) -> dict[str, Any]:
        if self._known is None:
            dated = self._rows.filter(**{f"{self._field}__isnull": False})
            ends = {"first": self._field, "last": f"-{self._field}"}
            found = {name: Subquery(dated.order_by(end).values(self._field)[:1]) for name, end in ends.items()}
            self._known = dict(zip(found, self._asked(list(found.values())), strict=True))
        return dict(self._known)

    def datetimes(self, field: str, kind: Any) -> list[dt.datetime]:
        ends = self.aggregate()
        if ends["first"] is None:
            return []
        periods = list(_periods(timezone.localtime(ends["first"]), timezone.localtime(ends["last"]), kind))
        if len(periods) > _MOST_PERIODS:
            return list(self._rows.datetimes(field, kind))
        between = periods[1:-1]  # of the first and the last there are rows
        known = dict(zip(between, self._asked([self._is_any(*period) for period in between]), strict=True))
        return [period[0] for period in periods if known.get(period, True)]

    def _is_any(self, start: dt.datetime, end: dt.datetime) -> Exists:
        return Exists(self._rows.filter(**{f"{self._field}__gte": start, f"{self._field}__lt": end}))

    def _asked(self, questions: list[Any]) -> tuple[Any, ...]:
        """The answers, by one query. It needs a row, whichever: no question is about that."""
        if not questions:
            return ()
        any_row = self._rows.model._base_manager.order_by()[:1]
        return next(iter(any_row.values_list(*questions)), (None,) * len(questions))


def _periods(first: dt.datetime, last: dt.datetime, kind: str) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Every year, month or day from that of ``first`` to that of ``last``, in the zone of now."""
    start = _start_of(first, kind)
    while start <= last:
        end = _next(start, kind)
        yield start, end
        start = end


def _start_of(moment: dt.datetime, kind: str) -> dt.datetime:
    month, day = 1 if kind == "year" else moment.month, moment.day if kind == "day" else 1
    return moment.replace(month=month, day=day, hour=0, minute=0, second=0, microsecond=0, fold=0)


def _next(start: dt.datetime, kind: str) -> dt.datetime:
    return _start_of(start + dt.timedelta(days=_MOST_DAYS[kind]), kind)
