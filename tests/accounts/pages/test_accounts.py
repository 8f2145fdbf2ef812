"""Signing up, in and out, and passwords, as a browser does it."""

from __future__ import annotations

import re

import pytest
from django.core import mail

from accounts.models import Membership, User
from tests.pages import browser, post, text_of
from tests.people import PASSWORD

CANDIDATE = {"role": "candidate", "username": "张三", "email": "new@mail.example", "password": PASSWORD}
COMPANY = {**CANDIDATE, "role": "enterprise", "organization_name": "新公司"}


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_sign_up_of_a_candidate_leads_to_the_own_interviews(db):
    client = browser()
    response = post(client, "/sign-up", CANDIDATE)
    assert (response.status_code, response.url) == (302, "/my/interviews")
    assert is_signed_in(client)
    text_of(client, "/my/interviews")


def test_sign_up_of_a_company_founds_it_and_leads_to_the_console(db):
    client = browser()
    assert post(client, "/sign-up", COMPANY).url == "/console/"
    assert Membership.objects.get().organization.name == "新公司"
    text_of(client, "/console/")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"password": "short"}, "password"),
        ({"email": "nonsense"}, "email"),
        ({"username": ""}, "username"),
        ({"role": "admin"}, "role"),
        ({"role": "enterprise"}, "organization_name"),
    ],
)
def test_sign_up_with_bad_input_says_what_is_wrong(db, changes, field):
    response = post(browser(), "/sign-up", {**CANDIDATE, **changes})
    assert response.status_code == 400
    assert response.context["form"].errors[field]
    assert not User.objects.exists()


def test_sign_up_with_a_taken_address_is_refused(people):
    response = post(browser(), "/sign-up", {**CANDIDATE, "email": "OWNER@company.example"})
    assert response.status_code == 400
    assert response.context["form"].errors["email"]


def test_sign_up_with_markup_in_a_name_shows_it_as_text(db):
    client = browser()
    post(client, "/sign-up", {**COMPANY, "username": "<script>alert(1)</script>"})
    page = text_of(client, "/console/")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_sign_up_with_confirmation_makes_the_account_by_the_mailed_link(db, settings):
    settings.EMAIL_CONFIRMATION = True
    client = browser()
    given = {key: value for key, value in COMPANY.items() if key != "password"}
    assert post(client, "/sign-up", given).status_code == 200
    assert not User.objects.exists()
    path = re.search(r"http://testserver(/sign-up/\S+)", mail.outbox[0].body)[1]
    assert post(client, path, {"new_password": "123"}).status_code == 400
    assert post(client, path, {"new_password": PASSWORD}).status_code == 302
    assert Membership.objects.get().organization.name == "新公司"
    assert post(browser(), path, {"new_password": PASSWORD}).status_code == 400  # the account exists now


def test_sign_up_link_that_was_changed_is_refused(db):
    refused = browser().get("/sign-up/eyJlbWFpbCI6ImEifQ:1abc:forged")
    assert refused.status_code == 400
    assert 'href="/sign-up"' in refused.content.decode()


@pytest.mark.parametrize(("who", "home"), [("owner", "/console/"), ("candidate", "/my/interviews")])
def test_login_leads_each_to_the_own_page(people, who, home):
    client = browser()
    response = post(client, "/login", {"email": getattr(people, who).email, "password": PASSWORD})
    assert (response.status_code, response.url) == (302, home)
    assert client.get("/").url == home


def test_login_with_a_wrong_password_says_so_and_no_more(people):
    known = post(browser(), "/login", {"email": people.owner.email, "password": "wrong-one"})
    unknown = post(browser(), "/login", {"email": "nobody@mail.example", "password": "wrong-one"})
    assert known.status_code == unknown.status_code == 400
    assert known.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_login_after_too_many_failures_is_locked(people, settings):
    client, given = browser(), {"email": people.owner.email, "password": "wrong-one"}
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        post(client, "/login", given)
    response = post(client, "/login", {**given, "password": PASSWORD})
    assert response.status_code == 429
    assert "15" in str(response.context["form"].non_field_errors())
    assert int(response["Retry-After"]) == 900
    assert not is_signed_in(client)


def test_login_failures_count_for_browser_admin_and_program_together(api, people, settings):
    User.objects.filter(pk=people.owner.pk).update(is_staff=True)
    wrong = {"email": people.owner.email, "password": "wrong-one"}
    for attempt in range(settings.AXES_FAILURE_LIMIT):
        api().post("/users/login", wrong) if attempt % 2 else post(browser(), "/login", {**wrong, "next": "/admin/"})
    right = {**wrong, "password": PASSWORD}
    client = browser()
    assert post(client, "/admin/login/", {"username": people.owner.email, "password": PASSWORD}).status_code == 302
    assert client.get("/admin/").status_code == 302
    assert post(client, "/login", {**right, "next": "/admin/"}).status_code == 429
    assert api().post("/users/login", right).code == 42901


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("/console/reports/", "/console/reports/"),
        ("https://evil.example/", "/console/"),
        ("//evil.example/", "/console/"),
        ("javascript:alert(1)", "/console/"),
        ("", "/console/"),
    ],
)
def test_login_goes_on_to_our_own_pages_alone(people, asked, target):
    given = {"email": people.owner.email, "password": PASSWORD, "next": asked}
    assert post(browser(), "/login", given).url == target


def test_login_page_for_somebody_signed_in_goes_on(people):
    assert browser(people.owner).get("/login?next=//evil.example").url == "/console/"


def test_login_without_its_token_is_refused_with_a_page(people):
    response = browser(strict=True).post("/login", {"email": people.owner.email, "password": PASSWORD})
    assert response.status_code == 403
    assert "表单" in response.content.decode()


def test_logout_needs_a_post_and_ends_the_session(people):
    client = browser(people.owner)
    assert client.get("/logout").status_code == 405
    assert post(client, "/logout").url == "/login"
    assert client.get("/console/").url == "/login?next=%2Fconsole%2F"


def test_inactive_account_is_signed_out_at_once(people):
    client = browser(people.owner)
    User.objects.filter(pk=people.owner.pk).update(is_active=False)
    assert client.get("/console/").status_code == 302


def test_password_change_keeps_this_session_and_ends_others(people):
    here, elsewhere = browser(people.owner), browser(people.owner)
    given = {"old_password": PASSWORD, "new_password": "another-secret"}
    assert post(here, "/password", {**given, "old_password": "wrong-one"}).status_code == 400
    assert post(here, "/password", given).status_code == 302
    text_of(here, "/console/")
    assert elsewhere.get("/console/").status_code == 302


def test_password_reset_by_the_mailed_link_works_once(people):
    client = browser()
    assert post(client, "/password-reset", {"email": people.owner.email}).status_code == 200
    path = re.search(r"http://testserver(/password-reset/\S+)", mail.outbox[0].body)[1]
    text_of(client, path)
    assert post(client, path, {"new_password": "brand-new-one"}).url == "/login"
    assert post(client, path, {"new_password": "brand-new-two"}).status_code == 400
    used = client.get(path)
    assert (used.status_code, "form" in (used.context or {})) == (400, False)
    assert 'href="/password-reset"' in used.content.decode()
    assert post(client, "/login", {"email": people.owner.email, "password": "brand-new-one"}).status_code == 302


def test_password_reset_by_mail_lifts_a_lock(people, settings):
    client, wrong = browser(), {"email": people.owner.email, "password": "wrong-one"}
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        post(client, "/login", wrong)
    post(client, "/password-reset", {"email": people.owner.email})
    path = re.search(r"http://testserver(/password-reset/\S+)", mail.outbox[0].body)[1]
    assert post(client, "/login", {**wrong, "password": PASSWORD}).status_code == 429
    post(client, path, {"new_password": "brand-new-one"})
    assert post(client, "/login", {**wrong, "password": "brand-new-one"}).status_code == 302


def test_password_reset_for_nobody_looks_the_same(people):
    known = post(browser(), "/password-reset", {"email": people.owner.email})
    unknown = post(browser(), "/password-reset", {"email": "x" * 5 + "@company.example"})
    assert known.status_code == unknown.status_code == 200
    assert len(mail.outbox) == 1


def test_language_switch_is_kept_in_a_cookie(db):
    client = browser()
    assert "登录" in text_of(client, "/login")
    response = post(client, "/language", {"language": "en", "next": "/login"})
    assert (response.status_code, response.url) == (302, "/login")
    assert "Sign in" in text_of(client, "/login")


def test_theme_cookie_is_honoured_and_nonsense_is_not(db):
    client = browser()
    client.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in text_of(client, "/login")
    client.cookies["theme"] = '"><script>'
    assert ' data-theme="' not in text_of(client, "/login")
