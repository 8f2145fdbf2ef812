"""The second factor: set-up, signing in by browser and program, recovery codes, throttling, demanding it of all."""

from __future__ import annotations

import re
import time
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import services
from accounts.errors import WrongCode
from accounts.models import AuthenticatorApp, Organization, User
from accounts.selectors import second_factor_of
from accounts.tokens import new_pair
from tests.pages import browser, post, text_of
from tests.people import PASSWORD

migration = import_module("accounts.migrations.0004_sealed_keys_of_second_factors")
SECURITY = "/console/settings/security"


def code_of(user, steps=0):
    """What the app shows now, or some steps of 30 seconds away."""
    device = AuthenticatorApp.objects.get(user=user)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"


def forget_waiting(user):
    """As if nobody had typed a wrong code, and none was used."""
    AuthenticatorApp.objects.filter(user=user).update(throttling_failure_count=0, last_t=-1)


@pytest.fixture
def protected(people):
    """The owner with a second factor, and the recovery codes."""
    services.begin_second_factor(people.owner)
    codes = services.confirm_second_factor(people.owner, code=code_of(people.owner))
    forget_waiting(people.owner)
    return User.objects.get(pk=people.owner.pk), codes


def log_in(api, user, **more):
    return api().post("/users/login", {"email": user.email, "password": PASSWORD, **more})


def password_given(user, there=""):
    """A browser that owes the code."""
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-CN")
    answer = post(client, "/login", {"email": user.email, "password": PASSWORD, "next": there})
    assert answer["Location"].startswith("/login/code")
    return client


def test_set_up_shows_a_picture_and_recovery_codes_once(people):
    client = browser(people.owner)
    page = text_of(client, SECURITY)
    assert "<svg" in page
    assert "style=" not in page.split("<svg")[1]
    key = re.search(r'id="app-key">([A-Z2-7 ]+)<', page).group(1)
    assert key in text_of(client, SECURITY)
    answer = post(client, SECURITY, {"code": code_of(people.owner)}).content.decode()
    codes = re.findall(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", answer)
    assert len(set(codes)) == 10
    later = text_of(client, SECURITY)
    assert not any(code in later for code in codes)
    assert key not in later
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert not kept & {code.replace("-", "") for code in codes}


def test_set_up_with_a_wrong_code_switches_nothing_on(people):
    client = browser(people.owner)
    text_of(client, SECURITY)
    assert post(client, SECURITY, {"code": "000000"}).status_code == 400
    assert not AuthenticatorApp.objects.filter(confirmed=True).exists()


def test_set_up_ends_other_sessions(api, people):
    other, program = browser(people.owner), api(people.owner)
    services.begin_second_factor(people.owner)
    client = browser(people.owner)
    post(client, SECURITY, {"code": code_of(people.owner)})
    assert client.get("/console/").status_code == 200
    assert other.get("/console/").status_code == 302
    assert program.get("/users/me").code == 40101


def test_browser_is_asked_for_the_code(protected):
    user, _codes = protected
    client = password_given(user, there="/console/interviews/")
    assert client.get("/console/").status_code == 302
    answer = post(client, "/login/code", {"code": code_of(user), "next": "/console/interviews/"})
    assert answer["Location"] == "/console/interviews/"
    assert client.get("/console/").status_code == 200


@pytest.mark.parametrize("code", ["", "12", "abcdef", "１２３４５６", "x" * 41, "-1", "<b>"])
def test_browser_with_a_bad_code_stays_out(protected, code):
    user, _codes = protected
    client = password_given(user)
    assert post(client, "/login/code", {"code": code}).status_code == 400
    assert client.get("/console/").status_code == 302


def test_code_without_the_password_leads_back_to_the_login(protected):
    user, _codes = protected
    client = browser()
    assert client.get("/login/code")["Location"] == "/login"
    assert post(client, "/login/code", {"code": code_of(user)})["Location"] == "/login"


def test_code_too_late_leads_back_to_the_login(protected, monkeypatch):
    user, _codes = protected
    client = password_given(user)
    session = client.session
    session["second_factor"] = {**session["second_factor"], "at": round(time.time()) - 301}
    session.save()
    assert post(client, "/login/code", {"code": code_of(user)})["Location"] == "/login"


def test_admin_is_entered_by_the_same_door(protected):
    user, _codes = protected
    User.objects.filter(pk=user.pk).update(is_staff=True)
    client = browser()
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/login?next=%2Fadmin%2F"
    direct = post(client, "/admin/login/", {"username": user.email, "password": PASSWORD})
    assert direct["Location"].startswith("/login?next=")
    assert client.get("/admin/").status_code == 302
    client = password_given(user, there="/admin/")
    assert client.get("/admin/").status_code == 302
    assert post(client, "/login/code", {"code": code_of(user), "next": "/admin/"})["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_admin_tells_who_is_no_staff(people):
    assert browser(people.owner).get("/admin/login/?next=/admin/").status_code == 403


def test_program_gives_the_code_with_the_password(api, protected):
    user, _codes = protected
    missing = log_in(api, user)
    assert (missing.status, missing.code, missing.data) == (401, 40101, None)
    assert list(missing.errors) == ["otp_code"]
    wrong = log_in(api, user, otp_code="000000")
    assert (wrong.code, list(wrong.errors)) == (40101, ["otp_code"])
    forget_waiting(user)
    assert log_in(api, user, otp_code=code_of(user)).data["access_token"]


def test_code_works_once(api, protected):
    user, _codes = protected
    code = code_of(user)
    assert log_in(api, user, otp_code=code).code == 0
    assert log_in(api, user, otp_code=code).code == 40101


def test_wrong_codes_make_one_wait(api, protected):
    user, _codes = protected
    assert log_in(api, user, otp_code="000000").code == 40101
    answer = log_in(api, user, otp_code=code_of(user))
    assert (answer.status, answer.code) == (429, 42901)
    assert int(answer.headers["Retry-After"]) >= 1
    client = password_given(user)
    assert post(client, "/login/code", {"code": code_of(user)}).status_code == 429


def test_right_code_with_a_wrong_password_is_refused(api, protected):
    user, _codes = protected
    answer = api().post("/users/login", {"email": user.email, "password": "wrong-one", "otp_code": code_of(user)})
    assert answer.code == 40101
    assert answer.errors is None
    assert log_in(api, user, otp_code=code_of(user)).code == 0


def test_recovery_code_works_once_however_it_is_written(api, protected):
    user, codes = protected
    assert log_in(api, user, otp_code=codes[0].upper().replace("-", " ")).code == 0
    assert log_in(api, user, otp_code=codes[0]).code == 40101


def test_new_recovery_codes_replace_those_from_before(api, protected):
    user, codes = protected
    page = post(browser(user), f"{SECURITY}/codes", {"code": code_of(user)}).content.decode()
    new = re.findall(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", page)
    assert log_in(api, user, otp_code=codes[1]).code == 40101
    user_codes = StaticToken.objects.filter(device__user=user)
    assert (len(set(new)), user_codes.count()) == (10, 10)


def test_switching_off_takes_a_code(protected):
    user, _codes = protected
    client = browser(user)
    assert post(client, f"{SECURITY}/off", {"code": "000000"}).status_code == 400
    assert AuthenticatorApp.objects.exists()
    forget_waiting(user)
    assert post(client, f"{SECURITY}/off", {"code": code_of(user)}).status_code == 302
    assert not AuthenticatorApp.objects.exists()
    assert client.get("/console/").status_code == 200


@pytest.mark.parametrize(("action", "other"), [("off", "codes"), ("codes", "off")])
def test_wrong_code_is_told_in_the_form_that_was_sent(protected, action, other):
    user, _codes = protected
    page = post(browser(user), f"{SECURITY}/{action}", {"code": "000000"}).content.decode()
    forms = {name: page.split(f'action="{SECURITY}/{name}"')[1].split("</form>")[0] for name in (action, other)}
    assert "errorlist" in forms[action]
    assert "errorlist" not in forms[other]
    waiting = post(browser(user), f"{SECURITY}/{action}", {"code": "000001"}).content.decode()
    forms = {name: waiting.split(f'action="{SECURITY}/{name}"')[1].split("</form>")[0] for name in (action, other)}
    assert "notice-bad" in forms[action]
    assert "notice-bad" not in forms[other]


def test_code_typed_full_width_counts(protected):
    user, _codes = protected
    wide = code_of(user).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    assert post(password_given(user), "/login/code", {"code": wide}).status_code == 302


def test_owner_takes_the_factor_of_a_member_away(api, protected, people):
    user, _codes = protected
    services.begin_second_factor(people.mate)
    services.confirm_second_factor(people.mate, code=code_of(people.mate))
    post(browser(user), f"/console/settings/team/{people.mate.public_id}/second-factor")
    assert log_in(api, people.mate).code == 0


def demand(organization):
    Organization.objects.filter(pk=organization.pk).update(requires_second_factor=True)


def test_members_without_one_are_led_to_its_set_up_where_it_is_demanded(api, protected, people):
    user, _codes = protected
    demand(user.memberships.get().organization)
    User.objects.filter(pk=people.mate.pk).update(is_staff=True)
    mate = browser(people.mate)
    for path in ("/console/", "/console/interviews/", "/admin/"):
        assert mate.get(path)["Location"] == SECURITY
    assert mate.get("/console/", HTTP_HX_REQUEST="true")["HX-Redirect"] == SECURITY
    assert log_in(api, people.mate).code == 40301
    assert text_of(mate, SECURITY)
    post(mate, SECURITY, {"code": code_of(people.mate)})
    assert mate.get("/console/").status_code == 200
    assert browser(user).get("/console/").status_code == 200
    assert browser(people.stranger).get("/console/").status_code == 200
    assert browser(people.candidate).get("/my/interviews").status_code == 200


def test_demanded_factor_is_not_switched_off(protected):
    user, _codes = protected
    demand(user.memberships.get().organization)
    assert post(browser(user), f"{SECURITY}/off", {"code": code_of(user)}).status_code == 403
    assert AuthenticatorApp.objects.exists()


def test_candidates_have_no_such_page(people):
    assert browser(people.candidate).get(SECURITY)["Location"] == "/my/interviews"


def test_tokens_from_before_go_on_where_nothing_changed(api, people):
    assert new_pair(people.mate)
    assert api(people.mate).get("/users/me").code == 0


def test_key_lies_sealed_in_the_database(protected):
    owner, _codes = protected
    device = AuthenticatorApp.objects.get(user=owner)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM otp_totp_totpdevice JOIN accounts_authenticatorapp ON id = totpdevice_ptr_id")
        stored = " ".join(str(value) for value in cursor.fetchone())
    assert TOTPDevice.objects.get().key == ""
    assert device.bin_key.hex() not in stored
    assert len(device.bin_key) == 20


def test_code_is_wrong_once_the_secret_key_is_another(protected, settings):
    owner, _codes = protected
    code = code_of(owner, steps=1)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [], "another" * 8
    with pytest.raises(WrongCode):
        services.check_second_factor(owner, code=code)


def test_key_opens_with_a_fallback_of_the_secret_key(protected, settings):
    owner, _codes = protected
    forget_waiting(owner)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 8
    services.check_second_factor(owner, code=code_of(owner))


def test_migration_seals_keys_in_plain_and_opens_them_again(people):
    plain = TOTPDevice.objects.create(user=people.owner, name="app", key="0123456789abcdef" * 2)
    migration.seal_keys(apps, None)
    migration.seal_keys(apps, None)  # nothing is left to do
    sealed = AuthenticatorApp.objects.get(user=people.owner)
    assert (sealed.pk, sealed.bin_key.hex(), sealed.key) == (plain.pk, "0123456789abcdef" * 2, "")
    assert second_factor_of(people.owner) == sealed
    migration.open_keys(apps, None)
    assert TOTPDevice.objects.get().key == "0123456789abcdef" * 2
