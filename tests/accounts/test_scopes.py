"""What API applications may do at this interface: their scopes, and never more than who made them."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.enums import MemberRole, Scope
from accounts.models import ApiApplication, Membership
from accounts.services import create_api_application, issue_tenant_token, revoke_api_application, switch_off_member
from interviews.models import Invitation
from positions.models import Position
from tests.client import ApiClient
from tests.factories import make_interview, make_position

POSITION = {
    "title": "算法工程师",
    "category": "ai",
    "description": "负责公司AI算法研发工作",
    "requirements": ["熟练使用Python"],
    "question_count": 1,
}


def bearing(token):
    client = ApiClient()
    client.headers["authorization"] = f"Bearer {token}"
    return client


@pytest.fixture
def application(people):
    """``application("positions:read")`` is a client with the access token of one with these scopes."""

    def make(*scopes):
        return bearing(create_api_application(actor=people.owner, name="ATS", scopes=scopes)[1].access_token)

    return make


@pytest.fixture
def position(people):
    return make_position(people.owner)


@pytest.fixture
def interview(people, position):
    return make_interview(people.candidate, position)


DOORS = [
    ("get", "/positions", Scope.POSITIONS_READ),
    ("get", "/positions/{position}", Scope.POSITIONS_READ),
    ("post", "/positions", Scope.POSITIONS_WRITE),
    ("patch", "/positions/{position}", Scope.POSITIONS_WRITE),
    ("delete", "/positions/{position}", Scope.POSITIONS_WRITE),
    ("get", "/questions", Scope.POSITIONS_READ),
    ("post", "/questions", Scope.POSITIONS_WRITE),
    ("get", "/interviews", Scope.INTERVIEWS_READ),
    ("get", "/interviews/{interview}", Scope.INTERVIEWS_READ),
    ("get", "/interviews/{interview}/answers", Scope.INTERVIEWS_READ),
    ("post", "/interviews", Scope.INTERVIEWS_WRITE),
    ("post", "/interviews/{interview}/end", Scope.INTERVIEWS_WRITE),
    ("post", "/interviews/{interview}/cancel", Scope.INTERVIEWS_WRITE),
    ("get", "/interviews/{interview}/transcript", Scope.TRANSCRIPTS_READ),
    ("get", "/invitations", Scope.INTERVIEWS_READ),
    ("post", "/invitations", Scope.INTERVIEWS_WRITE),
    ("get", "/imports", Scope.INTERVIEWS_READ),
    ("post", "/interviews/import", Scope.INTERVIEWS_WRITE),
    ("post", "/uploads/presign", Scope.INTERVIEWS_WRITE),
    ("post", "/analysis/speech", Scope.INTERVIEWS_WRITE),
    ("get", "/reports", Scope.REPORTS_READ),
    ("get", "/reports/{interview}", Scope.REPORTS_READ),
    ("get", "/reports/{interview}/export", Scope.REPORTS_READ),
    ("get", "/reports/{interview}/reviews", Scope.REPORTS_READ),
    ("get", "/reports/{interview}/decisions", Scope.REPORTS_READ),
    ("get", "/reports/{interview}/comments", Scope.REPORTS_READ),
]
PEOPLE_ONLY = [
    ("get", "/users/me"),
    ("post", "/users/logout"),
    ("post", "/users/password/change"),
    ("get", "/api-applications"),
    ("post", "/api-applications"),
    ("get", "/remote-accounts"),
    ("post", "/remote-accounts"),
    ("post", "/reports/{interview}/reviews"),
    ("post", "/reports/{interview}/decisions"),
    ("post", "/reports/{interview}/comments"),
    ("patch", "/interviews/{interview}/transcript/sentences/0"),
]


def filled(path, position, interview):
    return path.format(position=position.public_id, interview=interview.public_id)


@pytest.mark.parametrize(("method", "path", "scope"), DOORS)
def test_application_with_too_few_scopes_is_refused_at_every_door(
    application, position, interview, method, path, scope
):
    enough = {scope, Scope(scope.replace(":read", ":write"))} if f"{scope[:-5]}:write" in Scope.values else {scope}
    others = [one.value for one in Scope if one not in enough]
    answer = getattr(application(*others), method)(filled(path, position, interview))
    assert (answer.status, answer.code, answer.data) == (403, 40301, None)
    assert scope.value in answer.message


@pytest.mark.parametrize(("method", "path", "scope"), DOORS)
def test_application_with_the_scope_comes_in(application, position, interview, method, path, scope):
    answer = getattr(application(scope), method)(filled(path, position, interview))
    assert answer.status not in (401, 403), answer.body


@pytest.mark.parametrize(("method", "path"), PEOPLE_ONLY)
def test_application_with_every_scope_is_refused_where_people_act(application, position, interview, method, path):
    answer = getattr(application(*Scope.values), method)(filled(path, position, interview))
    assert (answer.status, answer.code) == (403, 40301)


def test_application_with_every_scope_does_what_its_owner_does(people, application):
    client = application(Scope.POSITIONS_WRITE, Scope.INTERVIEWS_WRITE)
    made = client.post("/positions", POSITION)
    assert made.status == 201
    row = Position.objects.get(public_id=made.data["position_id"])
    assert row.organization == people.owner.memberships.get().organization
    question = {"position_id": row.public_id, "content": "为什么？", "type": "basic", "difficulty": "easy"}
    assert client.post("/questions", {**question, "reference_answer": "因为", "scoring_points": ["因为"]}).status == 201
    invited = client.post("/invitations", {"position_id": row.public_id, "email": "guest@mail.example"})
    assert invited.status == 201
    assert Invitation.objects.get().created_by == people.owner
    assert client.get("/positions").data["total"] == 1  # who writes also reads


def test_application_knows_nothing_of_another_company(people, application):
    foreign = make_interview(people.other_candidate, make_position(people.stranger))
    client = application(*Scope.values)
    for path in ("/interviews/{}", "/reports/{}", "/interviews/{}/transcript"):
        assert client.get(path.format(foreign.public_id)).code == 40401
    assert client.get("/positions").data["total"] == 0


def test_application_is_held_to_its_organization_though_its_maker_has_two(people, application):
    client = application(*Scope.values)
    rival = people.stranger.memberships.get().organization
    Membership.objects.create(user=people.owner, organization=rival, role=MemberRole.OWNER)
    theirs = make_position(people.stranger)
    assert client.get(f"/positions/{theirs.public_id}").code == 40401
    assert client.patch(f"/positions/{theirs.public_id}", {"title": "x"}).code == 40401
    assert ApiClient(people.owner).get(f"/positions/{theirs.public_id}").status == 200


def test_application_of_a_superuser_sees_its_organization_alone(people, application):
    people.owner.is_superuser = True
    people.owner.save()
    theirs = make_position(people.stranger)
    assert application(*Scope.values).get(f"/positions/{theirs.public_id}").code == 40401


def test_application_ends_with_the_rights_of_who_made_it(people, application):
    client = application(*Scope.values)
    assert client.get("/positions").status == 200
    mine = people.owner.memberships.get()
    people.mate.memberships.update(role=MemberRole.OWNER)
    switch_off_member(mine, actor=people.mate)
    refused = client.get("/positions")
    assert (refused.status, refused.code) == (401, 40101)
    mine.refresh_from_db()
    Membership.objects.filter(pk=mine.pk).update(is_active=True, role=MemberRole.RECRUITER)
    assert client.get("/positions").code == 40101


def test_tenant_token_opens_this_interface_too_until_revoked(people):
    made, keys = create_api_application(actor=people.owner, name="ATS", scopes=[Scope.POSITIONS_READ])
    client = bearing(issue_tenant_token(app_id=keys.app_id, app_secret=keys.app_secret)[0])
    assert client.get("/positions").status == 200
    revoke_api_application(made, actor=people.owner)
    assert client.get("/positions").code == 40101
    assert bearing(keys.access_token).get("/positions").code == 40101


@pytest.mark.parametrize("token", ["nonsense", "t-nonsense:x:y", "a.b.c", "é"])
def test_token_of_nobody_is_refused(people, token):
    assert bearing(token.encode().decode("latin-1")).get("/positions").code == 40101


def test_keys_are_counted_apart_from_those_of_who_made_it(people, application):
    body = {**POSITION, "title": "one"}
    mine = ApiClient(people.owner).post("/positions", body, Idempotency_Key="same")
    theirs = application(Scope.POSITIONS_WRITE).post("/positions", {**body, "title": "two"}, Idempotency_Key="same")
    assert (mine.status, theirs.status) == (201, 201)
    assert theirs.headers["RateLimit-Remaining"] == "599"


def test_application_made_without_scopes_reads_transcripts_alone(people):
    made, keys = create_api_application(actor=people.owner, name="old")
    assert made.scopes == ["transcripts:read"]
    assert bearing(keys.access_token).get("/interviews").code == 40301


def test_feishu_shaped_door_needs_the_scope(people, interview):
    keys = create_api_application(actor=people.owner, name="x", scopes=[Scope.REPORTS_READ])[1]
    token = issue_tenant_token(app_id=keys.app_id, app_secret=keys.app_secret)[0]
    path = f"/open-apis/hire/v1/minutes?interview_id={interview.public_id}"
    response = Client().get(path, headers={"authorization": f"Bearer {token}"})
    assert response.status_code == 400
    body = response.json()
    assert set(body) == {"code", "msg"}
    assert body["code"] == 99991672
    assert "transcripts:read" in body["msg"]


@pytest.mark.parametrize("route", ["details", "paragraphs", "search"])
def test_tencent_shaped_door_needs_the_scope(people, interview, route):
    keys = create_api_application(actor=people.owner, name="x", scopes=[Scope.REPORTS_READ])[1]
    path = f"/v1/records/transcripts/{route}?record_file_id={interview.public_id}&text=x"
    response = Client().get(path, headers={"AccessToken": keys.access_token, "OpenId": keys.open_id})
    assert response.status_code == 500
    body = response.json()
    assert set(body) == {"error_info"}
    assert body["error_info"]["error_code"] == 403
    assert "transcripts:read" in body["error_info"]["message"]


def test_scopes_are_chosen_over_the_interface_and_changed(api, people):
    owner = api(people.owner)
    made = owner.post("/api-applications", {"name": "ATS", "scopes": ["reports:read", "positions:read"]})
    assert made.data["scopes"] == ["positions:read", "reports:read"]
    path = f"/api-applications/{made.data['app_id']}"
    client = bearing(made.data["access_token"])
    assert client.get("/interviews").code == 40301
    assert owner.patch(path, {"scopes": ["interviews:read"]}).data["scopes"] == ["interviews:read"]
    assert client.get("/interviews").status == 200
    assert client.get("/positions").code == 40301
    assert api(people.mate).patch(path, {"scopes": ["reports:read"]}).code == 40301
    assert api(people.stranger).patch(path, {"scopes": ["reports:read"]}).code == 40401
    owner.delete(path)
    assert owner.patch(path, {"scopes": ["reports:read"]}).code == 40301


@pytest.mark.parametrize("scopes", [[], ["everything"], "reports:read", [5], None])
def test_scopes_that_are_none_are_refused(api, people, scopes):
    answer = api(people.owner).post("/api-applications", {"name": "ATS", "scopes": scopes})
    assert answer.code == 40001
    assert "scopes" in answer.errors
    assert not ApiApplication.objects.exists()


def test_command_makes_an_application_with_scopes(people):
    out = io.StringIO()
    options = {"owner": people.owner.email, "name": "ATS", "json": True, "stdout": out}
    call_command("create_api_application", **options, scopes=["webhooks:manage", "reports:read"])
    assert ApiApplication.objects.get().scopes == ["reports:read", "webhooks:manage"]
    assert "access_token" in json.loads(out.getvalue())
    with pytest.raises(CommandError):
        call_command("create_api_application", "--owner", people.owner.email, "--name", "x", "--scope", "everything")


def test_schema_names_the_scope_of_every_door(api):
    operations = json.loads(Client().get("/v1/schema").content)["paths"]
    assert operations["/v1/positions"]["get"]["x-scope"] == "positions:read"
    assert operations["/v1/positions"]["post"]["x-scope"] == "positions:write"
    assert "reports:read" in operations["/v1/reports"]["get"]["description"]
    assert "x-scope" not in operations["/v1/users/me"]["get"]
