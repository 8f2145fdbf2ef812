"""What an interview is called in a company's own system: taken, told, looked up."""

from __future__ import annotations

import pytest

from interviews.models import Interview
from tests.factories import make_interview, make_position

OURS = "申请/4711"


@pytest.fixture
def position(people):
    return make_position(people.owner)


def interview_body(position, **changes):
    return {
        "position_id": position.public_id,
        "candidate_email": "li@mail.example",
        "external_id": OURS,
        **changes,
    }


def invitation_body(position, **changes):
    return {"position_id": position.public_id, "email": "li@mail.example", "external_id": OURS, **changes}


def test_interview_made_with_an_id_tells_it_everywhere(people, position, api):
    owner = api(people.owner)
    made = owner.post("/interviews", interview_body(position))
    assert (made.status, made.data["external_id"]) == (201, OURS)
    assert owner.get(f"/interviews/{made.data['interview_id']}").data["external_id"] == OURS
    assert [row["external_id"] for row in owner.get("/interviews").data["items"]] == [OURS]


def test_invitation_made_with_an_id_gives_it_to_the_interview(people, position, api):
    owner = api(people.owner)
    made = owner.post("/invitations", invitation_body(position))
    assert (made.status, made.data["external_id"]) == (201, OURS)
    assert owner.get(f"/invitations/{made.data['invitation_id']}").data["external_id"] == OURS
    assert owner.get(f"/interviews/{made.data['interview_id']}").data["external_id"] == OURS


def test_interviews_and_invitations_are_found_by_it(people, position, api):
    owner = api(people.owner)
    wanted = owner.post("/invitations", invitation_body(position)).data
    owner.post("/invitations", invitation_body(position, email="wang@mail.example", external_id="4712"))
    for path in ("/interviews", "/invitations"):
        found = owner.get(path, external_id=OURS).data
        assert [row["interview_id"] for row in found["items"]] == [wanted["interview_id"]]
        assert owner.get(path, external_id="471").data["total"] == 0
        assert api(people.stranger).get(path, external_id=OURS).data["total"] == 0


def test_several_interviews_may_share_one(people, position, api):
    owner = api(people.owner)
    first = owner.post("/interviews", interview_body(position)).data["interview_id"]
    assert owner.post("/interviews", interview_body(make_position(people.owner))).status == 201
    assert owner.post(f"/interviews/{first}/cancel").status == 200
    assert owner.get("/interviews", external_id=OURS).data["total"] == 2


@pytest.mark.parametrize("value", ["x" * 201, "a\nb", "a\x00b", "a\u202eb", "a\ud800", 4711, None, ["a"]])
@pytest.mark.parametrize(("path", "body_of"), [("/interviews", interview_body), ("/invitations", invitation_body)])
def test_id_that_is_no_line_of_text_is_refused(people, position, api, path, body_of, value):
    answer = api(people.owner).post(path, body_of(position, external_id=value))
    assert (answer.code, list(answer.errors)) == (40001, ["external_id"])
    assert not Interview.objects.exists()


def test_overlong_filter_is_refused(people, api):
    assert api(people.owner).get("/interviews", external_id="x" * 201).code == 40001
    assert api(people.owner).get("/invitations", external_id="x" * 201).code == 40001


def test_candidate_neither_names_nor_sees_one(people, position, api):
    candidate = api(people.candidate)
    answer = candidate.post("/interviews", {"position_id": position.public_id, "external_id": OURS})
    assert answer.code == 40301
    interview = make_interview(people.candidate, position)
    Interview.objects.filter(pk=interview.pk).update(external_id=OURS)
    assert candidate.get(f"/interviews/{interview.public_id}").data["external_id"] == ""
    assert OURS not in str(candidate.get("/interviews").body)
    assert "external_id" not in candidate.post("/interviews", {"position_id": position.public_id}).data
