"""Invitations over the API, with the four people."""

from __future__ import annotations

import pytest
from django.core import mail

from accounts.enums import MemberRole
from interviews.models import Interview
from tests.factories import make_position


def body_of(position, **changes):
    return {"position_id": position.public_id, "email": "Li@mail.example", "name": "李明", **changes}


def test_invitation_is_made_mailed_and_read(people, position, api):
    made = api(people.owner).post("/invitations", body_of(position, deadline_at="2099-01-01T00:00:00Z"))
    assert made.code == 40001
    made = api(people.owner).post("/invitations", body_of(position, language="en", accommodations={"extra_time": 1.5}))
    assert (made.status, made.data["status"], made.data["email"]) == (201, "created", "li@mail.example")
    assert "/i/" in made.data["invitation_url"]
    assert len(mail.outbox) == 1
    found = api(people.mate).get(f"/invitations/{made.data['invitation_id']}")
    assert found.data["status"] == "sent"
    assert found.data["accommodations"]["extra_time"] == 1.5


def test_link_may_be_brought_by_oneself(people, position, api):
    made = api(people.owner).post("/invitations", body_of(position, send_mail=False))
    assert made.data["status"] == "created"
    assert not mail.outbox


def test_second_invitation_and_empty_bank_are_conflicts(people, position, api):
    api(people.owner).post("/invitations", body_of(position))
    assert api(people.owner).post("/invitations", body_of(position)).code == 40901
    empty = make_position(people.owner, questions=0)
    assert api(people.owner).post("/invitations", body_of(empty)).code == 40901


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "nobody"},
        {"email": 7},
        {"remind_hours": 0},
        {"remind_hours": "24"},
        {"language": "fr"},
        {"deadline_at": "2020-01-01T00:00:00Z"},
        {"deadline_at": "tomorrow"},
        {"timezone": "Mars/Base"},
        {"accommodations": {"extra_time": 9}},
    ],
)
def test_bad_input_is_refused(people, position, api, changes):
    assert api(people.owner).post("/invitations", body_of(position, **changes)).code == 40001
    assert not Interview.objects.exists()


def test_who_may_invite_read_and_revoke(people, position, api):
    made = api(people.owner).post("/invitations", body_of(position)).data["invitation_id"]
    assert api().post("/invitations", body_of(position)).code == 40101
    assert api(people.candidate).get("/invitations").code == 40301
    assert api(people.stranger).post("/invitations", body_of(position)).code == 40401
    assert api(people.stranger).get(f"/invitations/{made}").code == 40401
    assert api(people.stranger).post(f"/invitations/{made}/revoke").code == 40401
    assert api(people.stranger).get("/invitations").data["total"] == 0
    people.mate.memberships.update(role=MemberRole.VIEWER)
    assert api(people.mate).post("/invitations", body_of(position, email="x@y.example")).code == 40301
    assert api(people.mate).post(f"/invitations/{made}/revoke").code == 40301
    assert api(people.mate).get("/invitations", status="sent").data["total"] == 1
    assert api(people.owner).post(f"/invitations/{made}/revoke").data["status"] == "revoked"
    assert api(people.owner).get("/invitations", status="revoked").data["total"] == 1
