"""What happened is told though everything dies at the commit: the message is written with the fact."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import WebhookDelivery
from accounts.services import webhooks
from common import clock, jobs
from common.jobs import JobState
from interviews import services
from interviews.models import Interview
from interviews.services import erasure, invitations
from reports import services as report_services
from reports.models import Report
from tests.factories import make_interview, make_position
from tests.reports.made import make_report


class Died(Exception):
    """The process was killed."""


@pytest.fixture
def position(people, made):
    return make_position(people.owner)


def written():
    """The events of the rows, the oldest first. Nothing ran after the commit: tests do not, unless asked."""
    return list(WebhookDelivery.objects.order_by("pk").values_list("event", flat=True))


def later(monkeypatch):
    now = clock.now() + dt.timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: now)


def test_interview_is_told_though_nothing_ran_after_its_commits(people, position, listener, monkeypatch, after_commit):
    interview = make_interview(people.candidate, position)
    services.start_interview(interview)
    services.end_interview(interview)
    assert written() == ["interview.created", "interview.started", "interview.completed"]
    assert listener.got == []
    later(monkeypatch)
    with after_commit():
        assert webhooks.sweep_webhooks() == 3
    assert [json.loads(body)["type"] for _headers, body in listener.got] == written()
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {JobState.DONE}


def test_cancelled_revoked_and_erased_interviews_are_written_with_the_fact(people, position):
    draft = invitations.InvitationDraft(email="guest@mail.example", name="客人")
    invitation = invitations.invite_one(position=position, actor=people.owner, draft=draft)
    invitations.note_opened(invitation.interview)
    invitations.revoke_invitation(invitation)
    erasure.erase_interview(Interview.objects.get(pk=invitation.interview_id))
    assert written() == [
        "interview.created",
        "invitation.opened",
        "interview.cancelled",
        "invitation.revoked",
        "interview.erased",
    ]


@pytest.mark.parametrize("broken", [OperationalError("no broker"), ConnectionRefusedError()])
def test_broker_that_is_away_loses_no_message(people, position, listener, monkeypatch, after_commit, broken):
    def refuse(*_args, **_options):
        raise broken

    from accounts.tasks import send_webhook

    with monkeypatch.context() as away:
        away.setattr(send_webhook, "apply_async", refuse)
        with after_commit():
            make_interview(people.candidate, position)
    assert listener.got == []
    assert written() == ["interview.created"]
    later(monkeypatch)
    with after_commit():
        webhooks.sweep_webhooks()
    assert len(listener.got) == 1


def test_fact_that_is_rolled_back_is_not_told(people, position):
    interview = make_interview(people.candidate, position)
    with transaction.atomic():
        services.start_interview(interview)
        transaction.set_rollback(True)
    assert written() == ["interview.created"]


def test_announcement_that_breaks_takes_the_fact_back(people, position, monkeypatch):
    """Never one without the other."""
    interview = make_interview(people.candidate, position)

    def die(*_args, **_options):
        raise Died

    monkeypatch.setattr(webhooks, "_queue", die)
    with pytest.raises(Died):
        services.start_interview(interview)
    interview.refresh_from_db()
    assert interview.status == "created"


def test_decision_is_told_without_its_outcome(people, position):
    report = make_report(people.candidate, position)
    made = report_services.decide(report.interview, actor=people.owner, outcome="advance", reason="好", seen=0)
    delivery = WebhookDelivery.objects.get(event="review.decided")
    assert delivery.payload["data"]["decision_id"] == made.public_id
    assert "advance" not in json.dumps(delivery.payload)


def test_report_that_failed_for_good_is_written_with_its_state(people, position, monkeypatch):
    interview = make_interview(people.candidate, position)
    services.start_interview(interview)
    services.end_interview(interview)
    report = Report.objects.create(interview=interview, organization=interview.organization, attempts=99)
    monkeypatch.setattr("reports.services.making._build", lambda report: 1 / 0)
    report_services.build_report(report.pk)
    report.refresh_from_db()
    assert report.state == JobState.FAILED
    assert written()[-1] == "report.failed"
    assert jobs.requeue_stale(Report, "reports.build_report") == 0
