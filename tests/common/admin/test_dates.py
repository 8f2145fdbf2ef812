"""The dates above a list are those that Django finds by reading every row."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.admin.templatetags.admin_list import date_hierarchy
from django.utils import timezone

from common.admin import dates
from positions.models import Position
from tests.common.admin.test_base import pages_of, staff  # noqa: F401  (a fixture)
from tests.factories import make_position
from tests.pages import browser, queries_of

SPREAD = (
    "2023-12-31T15:59:59", "2023-12-31T16:00:00",  # the last second of a year in China, and the first of the next
    "2026-02-28T16:00:00", "2026-02-28T15:59:59", "2026-12-31T15:00:00", "2026-02-01T00:00:00",
)  # fmt: skip
ONE_YEAR = ("2026-02-28T16:00:00", "2026-12-31T15:00:00")
ONE_MONTH = ("2026-03-01T02:00:00", "2026-03-29T02:00:00", "2026-03-30T15:59:59")

ASKED = (
    "",
    "?created_at__year=2026",
    "?created_at__year=2026&created_at__month=3",
    "?created_at__year=2026&created_at__month=3&created_at__day=1",
    "?created_at__year=1999",
    "?q=nothing of that name",
)


@pytest.fixture
def many(monkeypatch):
    """Every list is long."""
    monkeypatch.setattr(dates, "_FEW_ROWS", -1)


def at(owner, moments):
    for moment in moments:
        position = make_position(owner)
        made_at = dt.datetime.fromisoformat(f"{moment}+00:00")
        Position.objects.filter(pk=position.pk).update(created_at=made_at)


def list_of(people, asked=""):
    return browser(people.owner).get(pages_of(Position) + asked).context["cl"]


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
@pytest.mark.parametrize("moments", [SPREAD, ONE_YEAR, ONE_MONTH, ONE_MONTH[:1], ()])
def test_dates_are_those_django_finds(staff, many, zone, moments):  # noqa: F811
    at(staff.owner, moments)
    at(staff.stranger, ["2020-01-01T00:00:00", "2026-05-05T00:00:00"])
    with timezone.override(zone):
        for asked in ASKED:
            rows = list_of(staff, asked)
            assert dates.dates_of(rows) == date_hierarchy(rows), asked


def test_dates_of_many_years_are_read_from_the_rows(staff, many):  # noqa: F811
    at(staff.owner, ["1925-01-01T00:00:00", "2026-05-05T00:00:00"])
    rows = list_of(staff)
    assert [choice["title"] for choice in dates.dates_of(rows)["choices"]] == ["1925", "2026"]


def test_dates_take_two_queries_at_most_however_many_rows_and_years(staff, many):  # noqa: F811
    at(staff.owner, SPREAD)
    few = list_of(staff)
    assert queries_of(lambda: dates.dates_of(few)) == 2 == queries_of(lambda: date_hierarchy(few))
    at(staff.owner, [*SPREAD, *ONE_YEAR, *ONE_MONTH])
    more = list_of(staff)
    assert queries_of(lambda: dates.dates_of(more)) == 2
