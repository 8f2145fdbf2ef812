"""Accommodations granted in the admin: before the start, by staff of the same company."""

from __future__ import annotations

import pytest

from accounts.models import User
from interviews.models import Interview
from interviews.services import start_interview
from tests.factories import make_interview, make_position
from tests.pages import browser, post


@pytest.fixture
def staff(people):
    User.objects.filter(pk__in=[people.owner.pk, people.stranger.pk]).update(is_staff=True)
    return people


def form(**granted):
    inlines = {}
    for prefix in ("questions", "consents", "answers", "integrity_signals", "events", "analysis_jobs"):
        inlines |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    return {"extra_time_factor": "1", **granted, **inlines}


def test_staff_grant_accommodations_before_the_start_and_nothing_else(staff):
    interview = make_interview(staff.candidate, make_position(staff.owner), mode="text")
    path = f"/admin/interviews/interview/{interview.pk}/change/"
    client = browser(User.objects.get(pk=staff.owner.pk))
    sent = form(extra_time_factor="2.00", with_captions="on", status="completed", candidate_email="x@y.example")
    assert post(client, path, sent).status_code == 302
    found = Interview.objects.get(pk=interview.pk)
    assert found.accommodations.extra_time == 2
    assert found.accommodations.captions
    assert found.status == "created"
    assert found.candidate_email == staff.candidate.email
    assert post(client, path, form(extra_time_factor="9")).status_code == 200
    stranger = browser(User.objects.get(pk=staff.stranger.pk))
    assert post(stranger, path, form(extra_time_factor="3")).status_code in (302, 403, 404)
    assert Interview.objects.get(pk=interview.pk).accommodations.extra_time == 2
    start_interview(found)
    assert post(client, path, form(extra_time_factor="3")).status_code == 403
    assert Interview.objects.get(pk=interview.pk).accommodations.extra_time == 2
