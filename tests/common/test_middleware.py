"""The admin in the reader's time zone: what it shows and how it filters by day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from positions.models import Position
from tests.factories import make_position
from tests.pages import browser, text_of

LIST = "/admin/positions/position/"
SECOND_OF_MARCH = "created_at__year=2026&created_at__month=3&created_at__day=2"


@pytest.fixture
def reader(people):
    """Who may enter the admin, where a position was made at eight in the evening in UTC: the next day in Shanghai."""
    people.owner.is_staff = True
    people.owner.save()
    evening = dt.datetime(2026, 3, 1, 20, 0, tzinfo=dt.UTC)
    Position.objects.filter(pk=make_position(people.owner).pk).update(created_at=evening)
    return browser(people.owner, language="en")


def test_list_of_the_admin_shows_and_filters_days_in_the_readers_zone(reader):
    reader.cookies["zone"] = "Asia/Shanghai"
    assert "2026-03-02 04:00" in text_of(reader, LIST)
    assert "2026-03-02 04:00" in text_of(reader, f"{LIST}?{SECOND_OF_MARCH}")
    reader.cookies["zone"] = "America/New_York"
    assert "2026-03-01 15:00" in text_of(reader, LIST)
    assert "2026-03-01" not in text_of(reader, f"{LIST}?{SECOND_OF_MARCH}")
    assert timezone.get_current_timezone_name() == "UTC"


@pytest.mark.parametrize("zone", ["", "Nowhere/Land", "../../etc/passwd"])
def test_zone_that_is_none_leaves_the_sites_own(reader, zone):
    reader.cookies["zone"] = zone
    assert "2026-03-01 20:00" in text_of(reader, LIST)
