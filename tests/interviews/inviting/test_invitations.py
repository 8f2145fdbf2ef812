"""Making an invitation, and everything that may happen to it."""

from __future__ import annotations

import datetime as dt
import smtplib

import pytest
from django.core import mail

from common import clock
from common.errors import InvalidInput
from interviews.candidacy.accommodations import Accommodations
from interviews.errors import (
    AlreadyInvited,
    AlreadyStarted,
    BankIsEmpty,
    InvitationClosed,
    NotOpenYet,
    PositionInactive,
    RemindedAlready,
    SentOften,
)
from interviews.models import Interview, Invitation, Mail
from interviews.services import close_overdue, end_interview, start_interview
from interviews.services.erasure import withdraw_consent
from interviews.services.invitations import (
    InvitationDraft,
    extend_deadline,
    invite_one,
    note_opened,
    note_reviewed,
    remind_candidate,
    resend_invitation,
    revoke_invitation,
)
from interviews.services.mails import remind_candidates, send_mail, set_wish, sweep_mails, tell_members_of_report
from interviews.services.openings import accept_invitation
from positions.enums import PositionStatus
from tests.factories import make_position

DAY = dt.timedelta(days=1)


def status_of(invitation: Invitation) -> str:
    return Invitation.objects.with_status().get(pk=invitation.pk).status


def in_days(number: float) -> dt.datetime:
    return clock.now() + number * DAY


def broken(error: Exception):
    def send(*_args, **_options):
        raise error

    return send


def test_invitation_freezes_questions_and_mails_the_link(invite, position):
    made = invite(accommodations=Accommodations(extra_time=1.5), deadline_at=in_days(3))
    assert made.status == "sent"
    assert made.interview.questions.count() == 3
    assert (made.interview.candidate_name, float(made.interview.extra_time_factor)) == ("张三", 1.5)
    sent = mail.outbox[-1]
    assert sent.to == ["zhang@mail.example"]
    assert position.title in sent.subject
    assert "https://interviews.example/i/" in sent.body


def test_address_invited_twice_is_refused_until_the_first_is_over(invite, people, position):
    first = invite()
    with pytest.raises(AlreadyInvited):
        invite("ZHANG@mail.example")
    revoke_invitation(first)
    assert status_of(invite()) == "sent"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"email": "a@b.example\nBcc: x@y.example"}, "email"),
        ({"email": "x" * 250 + "@b.example"}, "email"),
        ({"deadline_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "deadline_at"),
        ({"deadline_at": dt.datetime(2999, 1, 1, tzinfo=dt.UTC)}, "deadline_at"),
        ({"timezone": "Mars/Base"}, "timezone"),
        ({"remind_hours": 0}, "remind_hours"),
    ],
)
def test_invitation_with_bad_input_is_refused_at_its_field(invite, fields, field):
    with pytest.raises(InvalidInput) as caught:
        invite(**fields)
    assert list(caught.value.errors) == [field]
    assert not Interview.objects.exists()
    assert not mail.outbox


def test_deadline_before_the_opening_is_refused(invite):
    with pytest.raises(InvalidInput):
        invite(opens_at=in_days(3), deadline_at=in_days(2))


def test_empty_bank_and_closed_position_are_told_at_inviting(people):
    with pytest.raises(BankIsEmpty):
        invite_one(
            position=make_position(people.owner, questions=0),
            actor=people.owner,
            draft=InvitationDraft(email="a@b.example"),
        )
    closed = make_position(people.owner)
    closed.status = PositionStatus.INACTIVE
    closed.save()
    with pytest.raises(PositionInactive):
        invite_one(position=closed, actor=people.owner, draft=InvitationDraft(email="a@b.example"))
    assert not Invitation.objects.exists()


def test_status_follows_the_interview(invite, people, after_commit):
    made = invite("candidate@mail.example")
    note_opened(made.interview)
    assert status_of(made) == "opened"
    interview = accept_invitation(made.interview, user=people.candidate)
    start_interview(interview)
    assert status_of(made) == "started"
    with after_commit():
        end_interview(interview)
    assert status_of(made) == "finished"
    note_reviewed(interview)
    assert status_of(made) == "reviewed"


def test_finished_candidate_is_thanked_once(invite, people, after_commit):
    made = invite("candidate@mail.example", language="en")
    interview = accept_invitation(made.interview, user=people.candidate)
    start_interview(interview)
    with after_commit():
        end_interview(interview)
    with after_commit():
        end_interview(interview)
    thanks = [one for one in mail.outbox if one.subject.startswith("Thank you")]
    assert len(thanks) == 1
    assert f"/interviews/{interview.public_id}/done" in thanks[0].body


def test_withdrawn_candidate_is_not_thanked_and_the_invitation_is_erased(invite, people, after_commit):
    made = invite("candidate@mail.example")
    interview = accept_invitation(made.interview, user=people.candidate)
    start_interview(interview)
    with after_commit():
        withdraw_consent(interview, actor=people.candidate, language="zh")
    assert len(mail.outbox) == 1
    assert not Invitation.objects.exists()
    assert not Mail.objects.exists()


def test_interview_is_closed_before_its_window(invite, people):
    made = invite("candidate@mail.example", opens_at=in_days(1), deadline_at=in_days(2))
    interview = accept_invitation(made.interview, user=people.candidate)
    with pytest.raises(NotOpenYet) as caught:
        start_interview(interview)
    assert "UTC+08:00" in caught.value.message
    Invitation.objects.update(opens_at=in_days(-0.1))
    assert start_interview(Interview.objects.get())[0].status == "in_progress"


def test_deadline_in_a_list_of_the_past_counts_at_once(invite):
    made = invite()
    Interview.objects.update(link_expires_at=in_days(-1))
    assert status_of(made) == "expired"
    close_overdue()
    assert status_of(made) == "expired"


def test_extended_invitation_waits_again(invite, after_commit):
    made = invite()
    Interview.objects.update(link_expires_at=in_days(-1))
    close_overdue()
    with after_commit():
        extend_deadline(made, deadline_at=in_days(5))
    made.refresh_from_db()
    assert status_of(made) == "sent"
    assert made.calendar_sequence == 1
    assert Interview.objects.get().ended_at is None
    assert len(mail.outbox) == 2
    assert "SEQUENCE:1" in mail.outbox[-1].attachments[0].content


def test_extending_into_the_past_or_after_the_start_is_refused(invite, people):
    made = invite("candidate@mail.example")
    with pytest.raises(InvalidInput):
        extend_deadline(made, deadline_at=in_days(-1))
    start_interview(accept_invitation(made.interview, user=people.candidate))
    with pytest.raises(InvitationClosed):
        extend_deadline(made, deadline_at=in_days(5))
    with pytest.raises(AlreadyStarted):
        revoke_invitation(made)


def test_revoked_invitation_stays_revoked(invite):
    made = invite()
    revoke_invitation(made)
    assert status_of(made) == "revoked"
    assert revoke_invitation(Invitation.objects.get()).revoked_at is not None
    for call in (resend_invitation, remind_candidate):
        with pytest.raises(InvitationClosed):
            call(made)


def test_sent_again_is_another_mail(invite, after_commit):
    made = invite()
    with after_commit():
        resend_invitation(made)
    assert len(mail.outbox) == 2


def test_sending_again_is_bounded(invite, after_commit):
    made = invite()
    with after_commit():
        resend_invitation(made)
        resend_invitation(made)
    with pytest.raises(SentOften):
        resend_invitation(made)
    assert len(mail.outbox) == 3
    Mail.objects.update(created_at=in_days(-0.1))
    with after_commit():
        resend_invitation(made)
    assert len(mail.outbox) == 4


def test_reminder_by_hand_is_bounded(invite, after_commit):
    made = invite()
    with after_commit():
        remind_candidate(made)
    with pytest.raises(RemindedAlready):
        remind_candidate(made)
    assert "提醒" in mail.outbox[-1].subject
    assert Invitation.objects.get().reminded_at is not None


def test_clock_reminds_once_for_each_deadline(invite, after_commit):
    made = invite(deadline_at=in_days(3), remind_hours=24)
    other = invite("other@mail.example", deadline_at=in_days(0.5), remind_hours=24)  # invited after the moment
    assert remind_candidates() == 0
    Interview.objects.filter(pk=made.interview.pk).update(link_expires_at=in_days(0.9))
    Invitation.objects.filter(pk=made.pk).update(sent_at=in_days(-1))
    with after_commit():
        assert remind_candidates() == 1
    assert remind_candidates() == 0
    assert not other.mails.filter(kind="reminder").exists()
    assert len([one for one in mail.outbox if "提醒" in one.subject]) == 1


def test_mail_server_away_is_shown_and_tried_again(invite, monkeypatch, after_commit):
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", broken(ConnectionRefusedError()))
    made = invite()
    assert (made.status, made.mail_error) == ("failed", "unreachable")
    row = Mail.objects.get()
    assert row.state == "queued"
    assert row.not_before > clock.now()
    monkeypatch.undo()
    Mail.objects.update(not_before=clock.now())
    with after_commit():
        assert sweep_mails() == 1
    assert status_of(made) == "sent"
    assert Invitation.objects.get().mail_error == ""


def test_mail_server_away_for_a_day_is_given_up(invite, monkeypatch):
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", broken(smtplib.SMTPServerDisconnected()))
    invite()
    Mail.objects.update(attempts=10)
    send_mail(Mail.objects.get().pk)
    assert (Mail.objects.get().state, Mail.objects.get().error_code) == ("failed", "gave_up")
    assert Invitation.objects.get().mail_error == "gave_up"


@pytest.mark.parametrize(("code", "state"), [(550, "failed"), (451, "queued")])
def test_refused_address_is_final_only_with_a_final_answer(invite, monkeypatch, code, state):
    error = smtplib.SMTPRecipientsRefused({"zhang@mail.example": (code, b"no")})
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", broken(error))
    assert invite().status == "failed"
    assert Mail.objects.get().state == state


def test_mail_of_a_revoked_invitation_is_not_sent(people, position, after_commit):
    made = invite_one(position=position, actor=people.owner, draft=InvitationDraft(email="a@b.example"))
    revoke_invitation(made)
    send_mail(Mail.objects.get().pk)
    assert not mail.outbox
    assert Mail.objects.get().error_code == "not_needed"


def test_report_is_told_to_those_who_want_it_once(invite, people, after_commit):
    made = invite()
    organization = people.owner.memberships.get().organization_id
    set_wish(user=people.mate, organization_id=organization, reports="all", language="en", base_url="https://x.example")
    with after_commit():
        assert tell_members_of_report(made.interview, report_key="1", is_ready=True) == 2
        assert tell_members_of_report(made.interview, report_key="1", is_ready=True) == 0
    told = {one.to[0]: one for one in mail.outbox[1:]}
    assert set(told) == {people.owner.email, people.mate.email}
    assert f"https://x.example/console/reports/{made.interview.public_id}\n" in told[people.mate.email].body
    set_wish(user=people.owner, organization_id=organization, reports="none", language="zh", base_url="")
    with after_commit():
        assert tell_members_of_report(made.interview, report_key="2", is_ready=False) == 1
    assert mail.outbox[-1].subject.startswith("Interview report failed")


def test_stranger_is_told_of_no_report(invite, people, after_commit):
    made = invite()
    theirs = people.stranger.memberships.get().organization_id
    set_wish(user=people.stranger, organization_id=theirs, reports="all", language="en", base_url="")
    with after_commit():
        tell_members_of_report(made.interview, report_key="1", is_ready=True)
    assert people.stranger.email not in {one.to[0] for one in mail.outbox}
