"""The time, and how it is written for outsiders."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone

UTC = dt.UTC


def now() -> dt.datetime:
    return timezone.now()


def iso(moment: dt.datetime | None) -> str | None:
    """ISO 8601 in UTC with milliseconds and Z, as the specification writes times."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day_start(day: dt.date, zone: str) -> dt.datetime:
    """Midnight at the start of ``day`` in the named zone."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=ZoneInfo(zone))


def written(moment: dt.datetime, zone: str) -> str:
    """Date, time, the zone's name and its distance from UTC, which nobody then has to look up."""
    there = moment.astimezone(ZoneInfo(zone))
    distance = there.strftime("%z")
    return f"{there:%Y-%m-%d %H:%M} ({zone}, UTC{distance[:3]}:{distance[3:]})"
