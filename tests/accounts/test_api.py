"""Section 2: users."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from tests.people import PASSWORD

NEW = {
    "email": "user@example.com",
    "password": "password123",
    "username": "张三",
    "role": "candidate",
    "phone": "13800138000",
}


def test_register_answers_as_the_specification_says(api):
    answer = api().post("/users/register", NEW)
    assert (answer.status, answer.code, answer.message) == (201, 0, "success")
    assert answer.data["user_id"].startswith("u_")
    assert {key: answer.data[key] for key in ("email", "username", "role")} == {
        "email": "user@example.com",
        "username": "张三",
        "role": "candidate",
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", answer.data["created_at"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "not an address"),
        ("email", 5),
        ("password", "12345"),
        ("password", "x" * 21),
        ("password", 123456),
        ("username", ""),
        ("username", None),
        ("username", "\ud800"),
        ("username", "a\x00b"),
        ("role", "admin"),
        ("role", ["candidate"]),
        ("phone", 13800138000),
    ],
)
def test_register_refuses_a_wrong_field(api, field, value):
    answer = api().post("/users/register", {**NEW, field: value})
    assert (answer.status, answer.code) == (400, 40001)
    assert field in answer.errors
    assert not User.objects.filter(email=NEW["email"]).exists()


@pytest.mark.parametrize("length", [6, 20])
def test_register_takes_the_shortest_and_longest_password(api, length):
    assert api().post("/users/register", {**NEW, "password": "p" * length}).status == 201


def test_register_refuses_an_email_that_is_taken_in_any_case(api):
    api().post("/users/register", NEW)
    answer = api().post("/users/register", {**NEW, "email": "USER@Example.com"})
    assert (answer.status, answer.code) == (400, 40001)
    assert "email" in answer.errors


def test_register_makes_the_organization_of_an_enterprise(api):
    made = api().post("/users/register", {**NEW, "role": "enterprise", "organization_name": "甲公司"})
    user = User.objects.get(public_id=made.data["user_id"])
    assert [member.organization.name for member in user.memberships.all()] == ["甲公司"]


def test_login_gives_a_pair_that_works(api, people):
    answer = api().post("/users/login", {"email": "Candidate@Mail.example", "password": PASSWORD})
    assert (answer.status, answer.data["token_type"], answer.data["expires_in"]) == (200, "Bearer", 7200)
    assert answer.data["user"] == {"user_id": people.candidate.public_id, "username": "张三", "role": "candidate"}
    me = api().raw("get", "/v1/users/me", headers={"authorization": f"Bearer {answer.data['access_token']}"})
    assert me.json()["data"]["email"] == "candidate@mail.example"


def test_login_refuses_a_wrong_password_and_an_unknown_email_alike(api, people):
    wrong = api().post("/users/login", {"email": people.candidate.email, "password": "wrong-one"})
    unknown = api().post("/users/login", {"email": "nobody@mail.example", "password": "wrong-one"})
    assert (wrong.status, wrong.code, wrong.message) == (unknown.status, unknown.code, unknown.message)
    assert wrong.code == 40101


def test_login_locks_an_account_after_ten_failures(api, people):
    for _attempt in range(10):
        api().post("/users/login", {"email": people.candidate.email, "password": "wrong-one"})
    locked = api().post("/users/login", {"email": people.candidate.email, "password": PASSWORD})
    assert (locked.status, locked.code) == (429, 42901)
    assert int(locked.headers["Retry-After"]) > 0
    assert api().post("/users/login", {"email": people.owner.email, "password": PASSWORD}).status == 200


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer nonsense", "Bearer a.b.c", "Basic dXNlcjpwdw==", "Bearer " + "x" * 5000, "Bearer \u00e9"],
)
def test_me_refuses_a_malformed_token(api, people, header):
    response = api().raw("get", "/v1/users/me", headers={"authorization": header})
    assert (response.status_code, response.json()["code"]) == (401, 40101)


def test_me_refuses_an_expired_token(api, people):
    from accounts.tokens import new_pair, read_access

    token = read_access(new_pair(people.candidate)[0])
    token.set_exp(from_time=timezone.now() - timezone.timedelta(hours=5))
    response = api().raw("get", "/v1/users/me", headers={"authorization": f"Bearer {token}"})
    assert response.status_code == 401


def test_me_changes_what_may_be_changed(api, people):
    answer = api(people.candidate).patch("/users/me", {"username": "新名字", "phone": "", "role": "enterprise"})
    assert (answer.data["username"], answer.data["role"]) == ("新名字", "candidate")


def test_refresh_rotates_and_uses_up(api, people):
    first = api().post("/users/login", {"email": people.candidate.email, "password": PASSWORD}).data
    second = api().post("/users/refresh-token", {"refresh_token": first["refresh_token"]})
    assert second.status == 200
    again = api().post("/users/refresh-token", {"refresh_token": first["refresh_token"]})
    assert (again.status, again.code) == (401, 40101)
    assert api().post("/users/refresh-token", {"refresh_token": second.data["refresh_token"]}).status == 200


def test_refresh_refuses_a_token_of_a_deleted_account(api, people):
    pair = api().post("/users/login", {"email": people.candidate.email, "password": PASSWORD}).data
    people.candidate.delete()
    assert api().post("/users/refresh-token", {"refresh_token": pair["refresh_token"]}).code == 40101


def test_logout_ends_both_tokens(api, people):
    pair = api().post("/users/login", {"email": people.candidate.email, "password": PASSWORD}).data
    headers = {"authorization": f"Bearer {pair['access_token']}"}
    body = {"refresh_token": pair["refresh_token"]}
    done = api().raw("post", "/v1/users/logout", data=body, content_type="application/json", headers=headers)
    assert done.status_code == 200
    assert api().raw("get", "/v1/users/me", headers=headers).status_code == 401
    assert api().post("/users/refresh-token", body).status == 401


def test_password_change_ends_every_session(api, people):
    client = api(people.candidate)
    assert client.post("/users/password/change", {"old_password": "no", "new_password": "another1"}).code == 40001
    changed = client.post("/users/password/change", {"old_password": PASSWORD, "new_password": "another1"})
    assert changed.status == 200
    assert client.get("/users/me").status == 401
    assert api().post("/users/login", {"email": people.candidate.email, "password": "another1"}).status == 200


def test_password_reset_by_mail_works_once(api, people):
    assert api().post("/users/password/reset", {"email": "nobody@mail.example"}).status == 200
    assert not mail.outbox
    api().post("/users/password/reset", {"email": people.candidate.email})
    uid, token = re.search(r"/password-reset/([^/]+)/(\S+)", mail.outbox[0].body).groups()
    body = {"uid": uid, "token": token, "new_password": "another1"}
    assert api().post("/users/password/reset/confirm", {**body, "token": "forged"}).code == 40001
    assert api().post("/users/password/reset/confirm", body).status == 200
    assert api().post("/users/password/reset/confirm", body).code == 40001
    assert api().post("/users/login", {"email": people.candidate.email, "password": "another1"}).status == 200


@pytest.mark.parametrize("email", ["", "nobody", "a@", "a b@mail.example", 7, None, "x" * 250 + "@mail.example"])
def test_password_reset_of_what_is_no_address_is_refused(api, email):
    answer = api().post("/users/password/reset", {"email": email})
    assert (answer.status, answer.code, list(answer.errors)) == (400, 40001, ["email"])
    assert not mail.outbox


def test_password_reset_takes_an_address_in_any_case_and_tells_nothing(api, people):
    known = api().post("/users/password/reset", {"email": people.candidate.email.upper()})
    unknown = api().post("/users/password/reset", {"email": "nobody@mail.example"})
    assert (
        (known.status, known.message, known.data)
        == (unknown.status, unknown.message, unknown.data)
        == (200, known.message, None)
    )
    assert len(mail.outbox) == 1


def test_messages_follow_the_language_of_the_caller(api, people):
    wrong = {"email": people.candidate.email, "password": "wrong-one"}
    assert api(language="en").post("/users/login", wrong).message == "E-mail or password is wrong."
    assert api(language="zh-CN").post("/users/login", wrong).message == "邮箱或密码错误。"
    assert api(language="fr").post("/users/login", wrong).message == "邮箱或密码错误。"
