"""API applications: who keeps them, what they open, and that their secrets are shown once."""

from __future__ import annotations

import datetime as dt
import io
import json
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import MemberRole
from accounts.errors import ApplicationRevoked, ApplicationSecretRefused, ApplicationTokenRefused
from accounts.models import ApiApplication, User
from accounts.services import (
    application_of_access_token,
    application_of_tenant_token,
    create_api_application,
    issue_tenant_token,
    revoke_api_application,
)
from common import clock

KEYS = {"app_id", "app_secret", "sdk_id", "secret_id", "secret_key", "open_id", "access_token"}
SECRETS = {"app_secret", "secret_key", "access_token"}


@pytest.fixture
def made(people):
    return create_api_application(actor=people.owner, name="招聘系统")


def test_creation_shows_the_secrets_once(api, people):
    answer = api(people.owner).post("/api-applications", {"name": "招聘系统"})
    assert answer.status == 201
    assert set(answer.data) >= KEYS | {"name", "created_at"}
    row = api(people.owner).get("/api-applications").data["items"][0]
    assert row["app_id"] == answer.data["app_id"]
    assert (row["name"], row["revoked_at"], row["last_used_at"]) == ("招聘系统", None, None)
    assert set(row).isdisjoint(SECRETS)


def test_secrets_are_not_stored_as_they_are(made):
    application, keys = made
    stored = " ".join(str(value) for value in ApiApplication.objects.filter(pk=application.pk).values_list()[0])
    assert [name for name in SECRETS if getattr(keys, name) in stored] == []


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": "x" * 101}, {"name": 5}, {"name": "a\x00b"}])
def test_creation_refuses_a_wrong_name(api, people, body):
    assert api(people.owner).post("/api-applications", body).code == 40001
    assert not ApiApplication.objects.exists()


@pytest.mark.parametrize("role", [role for role in MemberRole if role != MemberRole.OWNER])
def test_members_who_are_no_owners_may_not_keep_applications(api, people, made, role):
    people.mate.memberships.update(role=role)
    mate = api(people.mate)
    assert mate.get("/api-applications").code == 40301
    assert mate.post("/api-applications", {"name": "x"}).code == 40301
    assert mate.delete(f"/api-applications/{made[0].public_id}").code == 40301
    assert ApiApplication.objects.filter(revoked_at=None).count() == 1


def test_candidates_and_strangers_know_nothing_of_an_application(api, people, made):
    path = f"/api-applications/{made[0].public_id}"
    assert api(people.candidate).get("/api-applications").code == 40301
    assert api(people.candidate).delete(path).code == 40401
    assert api(people.stranger).get("/api-applications").data["items"] == []
    assert api(people.stranger).delete(path).code == 40401
    assert api().delete(path).code == 40101
    assert api(people.owner).delete("/api-applications/app_01k0c8x1f8e7tb6h3v9r2m4n5r").code == 40401


def test_revoking_twice_keeps_the_first_time(api, people, made):
    path = f"/api-applications/{made[0].public_id}"
    first = api(people.owner).delete(path)
    again = api(people.owner).delete(path)
    assert first.status == again.status == 200
    assert first.data["revoked_at"] == again.data["revoked_at"] is not None
    assert [row["app_id"] for row in api(people.owner).get("/api-applications").data["items"]] == [made[0].public_id]


def test_list_takes_the_same_queries_for_one_and_for_three(api, people, made):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            api(people.owner).get("/api-applications")
        return len(seen)

    one = queries()
    for name in ("a", "b"):
        create_api_application(actor=people.owner, name=name)
    assert queries() == one


def test_tenant_token_opens_until_its_application_is_revoked(people, made):
    application, keys = made
    token, seconds = issue_tenant_token(app_id=keys.app_id, app_secret=keys.app_secret)
    assert seconds == 7200
    assert application_of_tenant_token(token) == application
    revoke_api_application(application, actor=people.owner)
    with pytest.raises(ApplicationTokenRefused):
        application_of_tenant_token(token)
    with pytest.raises(ApplicationSecretRefused):
        issue_tenant_token(app_id=keys.app_id, app_secret=keys.app_secret)


@pytest.mark.parametrize("change", [{"app_id": "app_unknown"}, {"app_secret": "wrong"}])
def test_tenant_token_needs_the_right_id_and_secret(made, change):
    _application, keys = made
    with pytest.raises(ApplicationSecretRefused):
        issue_tenant_token(**{"app_id": keys.app_id, "app_secret": keys.app_secret, **change})


@pytest.mark.parametrize("spoil", [lambda token: token[:-1], lambda token: "", lambda token: f"{token}é", str.upper])
def test_tenant_token_that_was_changed_is_refused(made, spoil):
    _application, keys = made
    token, _seconds = issue_tenant_token(app_id=keys.app_id, app_secret=keys.app_secret)
    with pytest.raises(ApplicationTokenRefused):
        application_of_tenant_token(spoil(token))


def test_tenant_token_ends_after_two_hours(made, monkeypatch):
    _application, keys = made
    token, seconds = issue_tenant_token(app_id=keys.app_id, app_secret=keys.app_secret)
    later = time.time() + seconds + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    with pytest.raises(ApplicationTokenRefused):
        application_of_tenant_token(token)


def test_access_token_goes_with_its_open_id(people, made):
    application, keys = made
    other = create_api_application(actor=people.owner, name="other")[1]
    assert application_of_access_token(access_token=keys.access_token, open_id=keys.open_id) == application
    for open_id in (other.open_id, "", "é"):
        with pytest.raises(ApplicationTokenRefused):
            application_of_access_token(access_token=keys.access_token, open_id=open_id)
    revoke_api_application(application, actor=people.owner)
    with pytest.raises(ApplicationRevoked):
        application_of_access_token(access_token=keys.access_token, open_id=keys.open_id)


def test_use_is_noted_once_a_minute(made, monkeypatch):
    application, keys = made

    def used_at(moment):
        monkeypatch.setattr("accounts.services.api_applications.clock.now", lambda: moment)
        with CaptureQueriesContext(connection) as queries:
            application_of_access_token(access_token=keys.access_token, open_id=keys.open_id)
        application.refresh_from_db()
        return application.last_used_at, sum(query["sql"].startswith("UPDATE") for query in queries)

    now = clock.now()
    assert used_at(now) == (now, 1)
    assert used_at(now + dt.timedelta(seconds=59)) == (now, 0)
    assert used_at(now + dt.timedelta(seconds=61)) == (now + dt.timedelta(seconds=61), 1)


def command(*arguments):
    out = io.StringIO()
    call_command("create_api_application", *arguments, stdout=out)
    return out.getvalue()


def test_command_prints_the_keys_as_json(people):
    keys = json.loads(command("--owner", "OWNER@company.example", "--name", " 招聘系统 ", "--json"))
    assert set(keys) == KEYS
    application = application_of_tenant_token(
        issue_tenant_token(app_id=keys["app_id"], app_secret=keys["app_secret"])[0]
    )
    assert (application.name, application.created_by) == ("招聘系统", people.owner)


def test_command_prints_the_keys_for_people(people):
    printed = command("--owner", people.owner.email, "--name", "x")
    assert [name for name in KEYS if name not in printed] == []


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("nobody@mail.example", "x"),
        ("candidate@mail.example", "x"),
        ("mate@company.example", "x"),
        ("owner@company.example", "  "),
        ("owner@company.example", "x" * 101),
    ],
)
def test_command_refuses(people, email, name):
    with pytest.raises(CommandError):
        command("--owner", email, "--name", name)
    assert not ApiApplication.objects.exists()


def test_deactivated_owner_makes_no_application(people):
    User.objects.filter(pk=people.owner.pk).update(is_active=False)
    with pytest.raises(CommandError):
        command("--owner", people.owner.email, "--name", "x")


def lose(how, people):
    """Ways in which the maker of an application owns the organization no more."""
    membership = people.owner.memberships.get()
    if how == "account":
        User.objects.filter(pk=people.owner.pk).update(is_active=False)
    elif how == "access":
        membership.is_active = False
        membership.save()
    elif how == "role":
        membership.role = MemberRole.RECRUITER
        membership.save()
    else:
        ApiApplication.objects.update(created_by=None)


@pytest.mark.parametrize("how", ["account", "access", "role", "erased"])
def test_application_whose_maker_owns_no_more_is_refused_at_every_door(people, made, how):
    _application, keys = made
    token, _seconds = issue_tenant_token(app_id=keys.app_id, app_secret=keys.app_secret)
    lose(how, people)
    assert is_known_at(keys, token) == {"rest": 401, "feishu": 400, "feishu token": 400, "tencent": 401}


def test_application_is_let_in_again_with_its_maker(people, made):
    _application, keys = made
    token, _seconds = issue_tenant_token(app_id=keys.app_id, app_secret=keys.app_secret)
    lose("access", people)
    people.owner.memberships.update(is_active=True)
    known = is_known_at(keys, token)
    assert (known["rest"], known["feishu token"]) == (404, 200)
    assert known["tencent"] != 401


def is_known_at(keys, token):
    """What each door answers, whatever it would give."""
    bearer = {"authorization": f"Bearer {token}"}
    tencent = {"AccessToken": keys.access_token, "OpenId": keys.open_id}
    secret = json.dumps({"app_id": keys.app_id, "app_secret": keys.app_secret})
    issue = "/open-apis/auth/v3/tenant_access_token/internal"
    client = Client()
    answers = {
        "rest": client.get("/v1/interviews/int_01k0c8x1f8e7tb6h3v9r2m4n5r/transcript", headers=bearer),
        "feishu": client.get("/open-apis/hire/v1/minutes?interview_id=int_x", headers=bearer),
        "feishu token": client.post(issue, secret, content_type="application/json"),
        "tencent": client.get("/v1/records/transcripts/details?record_file_id=int_x", headers=tencent),
    }
    return {name: answer.status_code for name, answer in answers.items()}
