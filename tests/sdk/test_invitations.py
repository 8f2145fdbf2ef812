"""Invitations, through the client library."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from interview_ai import sdk
from tests.sdk.api import FakeApi, ok, refused

ROW = {"invitation_id": "inv_1", "interview_id": "int_1", "status": "sent", "deadline_at": "2027-01-15T10:00:00.000Z"}


def test_create_sends_what_is_given(api: FakeApi):
    api.on("POST", "/invitations", ok(ROW, status=201))
    with api.client() as client:
        made = client.invitations.create(
            position_id="pos_1", email="li@mail.example", deadline_at="2027-01-15T18:00:00+08:00", mode="text"
        )
    assert (made.id, made.interview_id, made.deadline_at) == ("inv_1", "int_1", datetime(2027, 1, 15, 10, tzinfo=UTC))
    assert api.body() == {
        "position_id": "pos_1",
        "email": "li@mail.example",
        "deadline_at": "2027-01-15T18:00:00+08:00",
        "mode": "text",
    }


def test_address_invited_already_is_a_conflict(api: FakeApi):
    api.on("POST", "/invitations", refused(409, 40901))
    with api.client() as client, pytest.raises(sdk.Conflict):
        client.invitations.create(position_id="pos_1", email="li@mail.example")


def test_invitations_are_listed_and_revoked(api: FakeApi):
    api.on("GET", "/invitations", ok({"total": 1, "page": 1, "page_size": 20, "items": [ROW]}))
    api.on("POST", "/invitations/inv_1/revoke", ok({**ROW, "status": "revoked"}))
    with api.client() as client:
        assert [found.id for found in client.invitations.iter(status="sent")] == ["inv_1"]
        assert client.invitations.revoke("inv_1").status == "revoked"
    assert api.requests[0].url.params["status"] == "sent"


def test_id_of_ones_own_goes_out_comes_back_and_narrows(api: FakeApi):
    api.on("POST", "/invitations", ok({**ROW, "external_id": "4711"}, status=201))
    api.on("GET", "/invitations", ok({"total": 1, "page": 1, "page_size": 20, "items": [ROW]}))
    api.on("POST", "/interviews", ok({"interview_id": "int_1", "external_id": "4711"}, status=201))
    api.on("GET", "/interviews", ok({"total": 0, "page": 1, "page_size": 20, "items": []}))
    with api.client() as client:
        invited = client.invitations.create(position_id="pos_1", email="li@mail.example", external_id="4711")
        assert (api.body()["external_id"], invited.external_id) == ("4711", "4711")
        made = client.interviews.create(position_id="pos_1", candidate_email="li@mail.example", external_id="4711")
        assert (api.body()["external_id"], made.external_id) == ("4711", "4711")
        client.invitations.list(external_id="4711")
        client.interviews.list(external_id="4711")
    assert [request.url.params["external_id"] for request in api.requests[-2:]] == ["4711", "4711"]
