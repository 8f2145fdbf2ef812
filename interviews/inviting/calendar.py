"""The calendar file of an invitation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from common.clock import UTC

_WHOLE_WINDOW = dt.timedelta(hours=12)  # a longer window would block the candidate's whole day


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """What stands in the calendar. ``uid`` and ``sequence`` let a later file replace an earlier one."""

    uid: str
    sequence: int
    title: str
    description: str
    link: str
    opens_at: dt.datetime | None
    deadline_at: dt.datetime
    minutes: int
    made_at: dt.datetime


def calendar_file(what: Appointment) -> bytes:
    """An iCalendar file (RFC 5545, METHOD:PUBLISH): the window where it is short, else the last chance before the
    deadline; with alarms a day and an hour before."""
    import icalendar

    start, end = _times(what)
    event = icalendar.Event()
    event.add("uid", what.uid)
    event.add("sequence", what.sequence)
    event.add("dtstamp", what.made_at.astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", what.title)
    event.add("description", what.description)
    event.add("url", what.link)
    event.add("location", what.link)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    for before in (dt.timedelta(days=1), dt.timedelta(hours=1)):
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", what.title)
        alarm.add("trigger", -before)
        event.add_component(alarm)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Interview AI//Invitations//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return calendar.to_ical()


def _times(what: Appointment) -> tuple[dt.datetime, dt.datetime]:
    end = what.deadline_at.astimezone(UTC).replace(microsecond=0)
    opens_at = what.opens_at.astimezone(UTC).replace(microsecond=0) if what.opens_at else None
    if opens_at and end - opens_at <= _WHOLE_WINDOW:
        return opens_at, end
    start = end - dt.timedelta(minutes=what.minutes)
    return max(start, opens_at) if opens_at else start, end
