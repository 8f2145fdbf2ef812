"""Which facts of interviews, invitations and reports are told, and with what."""

from __future__ import annotations

import json

import pytest

from accounts.enums import WebhookEvent
from accounts.models import WebhookDelivery
from accounts.services import webhooks
from analysis.engines.base import EngineError
from interviews import services
from interviews.models import Answer, Interview
from interviews.services import invitations
from reports.enums import ReportStatus
from reports.models import Report
from reports.services.webhooks import announce_report
from tests.factories import make_interview, make_position
from tests.interviews.test_lifecycle_api import text_answer

_OF_INTERVIEW = {"interview_id", "external_id", "position_id", "status", "end_reason"}


@pytest.fixture
def position(people):
    return make_position(people.owner)


@pytest.fixture
def interview(people, made, position, after_commit):
    with after_commit():
        return make_interview(people.candidate, position)


def told(listener):
    return [json.loads(body) for _headers, body in listener.got]


def test_life_of_an_interview_is_told_in_ids_and_states(people, interview, listener, after_commit):
    with after_commit():
        services.start_interview(interview)
    with after_commit():
        services.end_interview(interview)
    events = [event for event in told(listener) if event["type"].startswith("interview.")]
    assert [event["type"] for event in events] == ["interview.created", "interview.started", "interview.completed"]
    assert [event["data"]["status"] for event in events] == ["created", "in_progress", "completed"]
    assert all(set(event["data"]) == _OF_INTERVIEW for event in events)
    assert {event["data"]["interview_id"] for event in events} == {interview.public_id}
    sent = json.dumps(told(listener), ensure_ascii=False)
    assert people.candidate.username not in sent
    assert people.candidate.email not in sent


def test_cancelled_interview_is_told_with_its_id_elsewhere(interview, listener, after_commit):
    Interview.objects.filter(pk=interview.pk).update(external_id="ats-7")
    with after_commit():
        services.cancel_interview(interview)
    event = told(listener)[-1]
    assert (event["type"], event["data"]["external_id"]) == ("interview.cancelled", "ats-7")


def test_invitation_is_told_when_sent_opened_and_revoked(people, made, position, listener, after_commit):
    draft = invitations.InvitationDraft(email="guest@mail.example", name="客人")
    with after_commit():
        invitation = invitations.invite_one(position=position, actor=people.owner, draft=draft)
    for _again in range(2):
        with after_commit():
            invitations.note_opened(invitation.interview)
    with after_commit():
        invitations.revoke_invitation(invitation)
    events = [event for event in told(listener) if event["type"].startswith("invitation.")]
    assert [event["type"] for event in events] == ["invitation.sent", "invitation.opened", "invitation.revoked"]
    assert {event["data"]["invitation_id"] for event in events} == {invitation.public_id}
    assert "guest@mail.example" not in json.dumps(told(listener))


@pytest.mark.parametrize(("state", "name"), [("done", "report.ready"), ("failed", "report.failed")])
def test_report_is_told_once_without_a_score(interview, listener, after_commit, state, name):
    filled = {"document": {}, "generated_at": interview.created_at} if state == "done" else {}
    report = Report.objects.create(
        interview=interview, organization=interview.organization, state=state, overall_score=77, **filled
    )
    for _again in range(2):
        with after_commit():
            announce_report(report.pk, WebhookEvent(name))
    (event,) = [event for event in told(listener) if event["type"] == name]
    assert event["data"]["report_id"] == report.public_id
    assert event["data"]["report_status"] == (ReportStatus.READY if state == "done" else ReportStatus.FAILED)
    assert "77" not in json.dumps(event["data"]).replace(report.public_id, "").replace(interview.public_id, "").replace(
        interview.position.public_id, ""
    )
    assert WebhookDelivery.objects.filter(event=name).count() == 1


def test_interview_called_something_by_its_company_is_told_by_that(people, made, position, listener, after_commit):
    draft = invitations.InvitationDraft(email="guest@mail.example", external_id="application-4711")
    with after_commit():
        invitations.invite_one(position=position, actor=people.owner, draft=draft)
    events = told(listener)
    assert [event["type"] for event in events] == ["interview.created", "invitation.sent"]
    assert {event["data"]["external_id"] for event in events} == {"application-4711"}


def submit(people, api, position, *, text):
    """An answer to the first question of a new text interview, analysed by the quick engines; its ids."""
    interview = make_interview(people.candidate, position, mode="text")
    client, path = api(people.candidate), f"/interviews/{interview.public_id}"
    question_id = client.post(f"{path}/start").data["current_question"]["question_id"]
    sent = client.post(f"{path}/answers", text_answer(question_id, text))
    return sent.data["answer_id"], question_id, interview


def test_analysed_answer_is_told_in_ids_and_states(people, api, made, position, listener):
    answer_id, question_id, interview = submit(people, api, position, text="因为数据不均，我用了正则化和早停。")
    (event,) = [event for event in told(listener) if event["type"] == "answer.analyzed"]
    assert set(event["data"]) == {"answer_id", "question_id", "answer_status"} | _OF_INTERVIEW
    assert (event["data"]["answer_id"], event["data"]["question_id"]) == (answer_id, question_id)
    assert (event["data"]["interview_id"], event["data"]["status"]) == (interview.public_id, "in_progress")
    assert event["data"]["answer_status"] == Answer.objects.get(public_id=answer_id).status == "analyzed"
    assert "正则化" not in json.dumps(told(listener), ensure_ascii=False)


def test_answer_whose_analysis_failed_is_told_as_failed(people, api, made, position, listener, monkeypatch):
    def broken(*_args, **_kwargs):
        raise EngineError("no such sound")

    monkeypatch.setattr("analysis.services.running.engine_set", broken)
    answer_id, _question_id, _interview = submit(people, api, position, text="我用了早停。")
    (event,) = [event for event in told(listener) if event["type"] == "answer.analyzed"]
    assert (event["data"]["answer_id"], event["data"]["answer_status"]) == (answer_id, "failed")


def test_answer_is_not_told_to_who_did_not_ask(people, api, organization, position, listener):
    webhooks.add_webhook(
        organization=organization, actor=people.owner, url=listener.url, events=[WebhookEvent.INTERVIEW_STARTED]
    )
    submit(people, api, position, text="我用了早停。")
    assert [event["type"] for event in told(listener)] == ["interview.started"]
