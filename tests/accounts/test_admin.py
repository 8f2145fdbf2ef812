"""Organizations, accounts, memberships and invitations in the admin: one's own company's alone, changed by services."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from accounts.models import ApiApplication, AuthenticatorApp, Membership, Organization, TeamInvitation, User
from accounts.services import create_api_application, invite_member
from tests.pages import browser, post, queries_of, text_of
from tests.people import PASSWORD, add_member

MODELS = (Organization, User, Membership, TeamInvitation)


@pytest.fixture
def staff(people):
    User.objects.filter(pk__in=[people.owner.pk, people.mate.pk, people.stranger.pk]).update(is_staff=True)
    invite_member(
        organization=people.owner.memberships.get().organization,
        actor=people.owner,
        email="secret@company.example",
        role="viewer",
        base_url="http://testserver",
    )
    return people


@pytest.fixture
def boss(db):
    return User.objects.create_superuser("boss@site.example", PASSWORD)


def page_of(model, kind="changelist", *args):
    return reverse(f"admin:accounts_{model._meta.model_name}_{kind}", args=args)


def row_of(model, people):
    """The one of the owner's company."""
    organization = people.owner.memberships.get().organization
    return {
        Organization: organization,
        User: people.mate,
        Membership: people.mate.memberships.get(),
        TeamInvitation: organization.team_invitations.get(),
    }[model]


@pytest.mark.parametrize("model", MODELS)
def test_stranger_sees_nothing_of_ours_by_list_search_address_or_history(staff, boss, model):
    row, words = row_of(model, staff), {Organization: "甲公司", TeamInvitation: "secret@"}.get(model, "mate@")
    stranger, owner = browser(staff.stranger), browser(staff.owner)
    change = page_of(model, "change", row.pk)
    for path in (page_of(model), f"{page_of(model)}?q={words}"):
        assert change in text_of(owner, path)
        assert change in text_of(browser(boss), path)
        assert change not in text_of(stranger, path)
    for kind in ("change", "history", "delete"):
        assert stranger.get(page_of(model, kind, row.pk)).status_code in (302, 403), kind
    assert owner.get(change).status_code == 200


@pytest.mark.parametrize("field", ["user", "organization"])
def test_stranger_completes_nothing_of_ours(staff, boss, field):
    path = f"{reverse('admin:autocomplete')}?app_label=accounts&model_name=membership&field_name={field}&term="
    word = {"user": "李同事", "organization": "甲公司"}[field]
    assert any(word in row["text"] for row in browser(boss).get(path).json()["results"])
    answer = browser(staff.stranger).get(path)
    assert answer.status_code == 403 or not any(word in row["text"] for row in answer.json()["results"])


def test_owner_switches_access_off_and_on_by_an_action(staff):
    mate, client = browser(staff.mate), browser(staff.owner)
    held = staff.mate.memberships.get()
    given = {"action": "switch_off", "_selected_action": [held.pk, staff.owner.memberships.get().pk]}
    page = client.post(page_of(Membership), given, follow=True).content.decode()
    held.refresh_from_db()
    assert (held.is_active, staff.owner.memberships.get().is_active) == (False, True)
    assert staff.owner.username in page  # the last owner is kept, and named
    assert mate.get("/console/").status_code == 302
    post(client, page_of(Membership), {"action": "switch_on", "_selected_action": [held.pk]})
    held.refresh_from_db()
    assert held.is_active


@pytest.mark.parametrize("who", ["mate", "stranger"])
def test_others_switch_nobody_off(staff, who):
    held = staff.owner.memberships.get()
    given = {"action": "switch_off", "_selected_action": [held.pk]}
    post(browser(getattr(staff, who)), page_of(Membership), given)
    held.refresh_from_db()
    assert held.is_active


def test_invitation_is_revoked_by_an_owners_action_alone(staff):
    invitation = TeamInvitation.objects.get()
    given = {"action": "revoke", "_selected_action": [invitation.pk]}
    assert page_of(TeamInvitation, "change", invitation.pk) not in text_of(browser(staff.mate), page_of(TeamInvitation))
    for person in (staff.mate, staff.stranger):
        post(browser(person), page_of(TeamInvitation), given)
        assert TeamInvitation.objects.open().exists()
    post(browser(staff.owner), page_of(TeamInvitation), given)
    assert not TeamInvitation.objects.open().exists()


def test_owner_changes_the_own_organization_and_no_other(staff):
    ours, theirs = row_of(Organization, staff), staff.stranger.memberships.get().organization
    given = {f"{prefix}-{name}": "0" for prefix in ("memberships",) for name in ("TOTAL_FORMS", "INITIAL_FORMS")} | {
        "name": "新名字"
    }
    assert post(browser(staff.owner), page_of(Organization, "change", ours.pk), given).status_code == 302
    ours.refresh_from_db()
    assert ours.name == "新名字"
    assert post(browser(staff.mate), page_of(Organization, "change", ours.pk), given).status_code == 403
    post(browser(staff.owner), page_of(Organization, "change", theirs.pk), given)
    theirs.refresh_from_db()
    assert theirs.name == "Rival Ltd"


def test_account_switched_off_by_a_superuser_is_signed_out(staff, boss):
    mate, user = browser(staff.mate), staff.mate
    given = {"username": user.username, "phone": "", "is_staff": "on"}
    assert post(browser(boss), page_of(User, "change", user.pk), given).status_code == 302
    assert mate.get("/console/").status_code == 302
    user.refresh_from_db()
    assert (user.is_active, user.session_version) == (False, 2)


def test_sign_out_everywhere_is_for_superusers(staff, boss):
    given = {"action": "sign_out_everywhere", "_selected_action": [staff.mate.pk]}
    mate = browser(staff.mate)
    post(browser(staff.owner), page_of(User), given)
    assert mate.get("/console/").status_code == 200
    post(browser(boss), page_of(User), given)
    assert mate.get("/console/").status_code == 302


def test_keys_of_second_factors_have_no_page():
    assert not admin.site.is_registered(AuthenticatorApp)
    assert not admin.site.is_registered(StaticDevice)


def test_refresh_tokens_have_no_page_even_for_a_superuser(boss):
    client = browser(boss)
    for model in (OutstandingToken, BlacklistedToken):
        assert not admin.site.is_registered(model)
        assert client.get(f"/admin/token_blacklist/{model._meta.model_name}/").status_code == 404
    assert client.get("/admin/token_blacklist/").status_code == 404


def test_lists_take_the_same_queries_for_more_rows(staff):
    client = browser(staff.owner)
    counts = {}
    for model in MODELS:
        text_of(client, page_of(model))
        counts[model] = queries_of(lambda model=model: text_of(client, page_of(model)))
    add_member(staff, "viewer")
    add_member(staff, "reviewer")
    for model in MODELS:
        assert queries_of(lambda model=model: text_of(client, page_of(model))) == counts[model], model


def test_application_whose_maker_left_is_told_from_a_working_one(staff):
    create_api_application(actor=staff.owner, name="招聘系统")
    path, client = page_of(ApiApplication), browser(staff.mate)
    User.objects.filter(pk=staff.mate.pk).update(is_staff=True)
    assert "有效" in text_of(client, path)
    User.objects.filter(pk=staff.owner.pk).update(is_active=False)
    assert "已停用：创建者已离开" in text_of(client, path)
