"""The team: inviting by link, joining, roles, and switching off, which ends every session at once."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail

from accounts.enums import MemberRole
from accounts.models import ApiApplication, Membership, TeamInvitation, User
from accounts.tokens import new_pair
from common import clock
from tests.pages import browser, post, queries_of, text_of
from tests.people import PASSWORD, add_member

TEAM = "/console/settings/team"


@pytest.fixture
def organization(people):
    return people.owner.memberships.get().organization


def invited(people, email="new@company.example", role="reviewer"):
    """(invitation, path of its link)"""
    page = post(browser(people.owner), TEAM, {"email": email, "role": role})
    assert page.status_code == 200, page.content.decode()
    link = re.search(r"http://testserver(/join/[\w-]{43})", page.content.decode()).group(1)
    return TeamInvitation.objects.latest("pk"), link


def after(invitation, **times):
    TeamInvitation.objects.filter(pk=invitation.pk).update(**times)


def test_invitation_is_mailed_and_its_link_shown_once_and_kept_hashed(people):
    _invitation, link = invited(people)
    assert link in mail.outbox[0].body
    assert mail.outbox[0].to == ["new@company.example"]
    secret = link.rsplit("/", 1)[1]
    assert secret not in text_of(browser(people.owner), TEAM)
    assert secret not in str(list(TeamInvitation.objects.values()))


def test_new_account_joins_with_the_invited_role_and_founds_nothing(people, organization):
    _invitation, link = invited(people)
    client = browser()
    assert 'name="password"' in text_of(client, link)
    answer = post(client, link, {"username": "新同事", "password": PASSWORD})
    assert answer.status_code == 302
    user = User.objects.get(email="new@company.example")
    held = user.memberships.get()
    assert (held.organization, held.role, user.is_enterprise) == (organization, "reviewer", True)
    assert client.get("/console/").status_code == 200


@pytest.mark.parametrize("given", [{}, {"username": "x"}, {"username": "x", "password": "short"}])
def test_new_account_with_bad_input_is_refused(people, given):
    _invitation, link = invited(people)
    assert post(browser(), link, given).status_code == 400
    assert not User.objects.filter(email="new@company.example").exists()


def test_existing_account_signs_in_and_joins(people, organization):
    _invitation, link = invited(people, email="Stranger@Rival.example", role="viewer")
    out = browser()
    page = text_of(out, link)
    assert "/login?email=stranger%40rival.example" in page
    assert post(out, link, {"username": "x", "password": PASSWORD}).status_code == 400
    assert post(browser(people.stranger), link).status_code == 302
    assert Membership.objects.get(user=people.stranger, organization=organization).role == "viewer"


def test_link_of_another_address_is_refused_and_leads_to_signing_out(people, organization):
    _invitation, link = invited(people)
    client = browser(people.stranger)
    assert people.stranger.email in text_of(client, link)
    assert post(client, link).status_code == 403
    assert not Membership.objects.filter(user=people.stranger, organization=organization).exists()
    assert post(client, f"{link}/sign-out")["Location"] == link
    assert 'name="password"' in text_of(client, link)


def test_link_for_the_address_of_a_candidate_is_refused(people):
    _invitation, link = invited(people, email=people.candidate.email)
    client = browser(people.candidate)
    assert client.get(link).status_code == 200
    assert post(client, link).status_code == 403
    assert not people.candidate.memberships.exists()


@pytest.mark.parametrize("why", ["accepted", "revoked", "expired"])
def test_link_that_is_over_says_why_and_lets_nobody_in(people, why):
    invitation, link = invited(people)
    now = clock.now()
    times = {"accepted": {"accepted_at": now}, "revoked": {"revoked_at": now}, "expired": {"expires_at": now}}
    after(invitation, **times[why])
    for client in (browser(), browser(people.stranger)):
        assert client.get(link).status_code == 410
    post(browser(), link, {"username": "x", "password": PASSWORD})
    assert not User.objects.filter(email="new@company.example").exists()


def test_link_works_once(people):
    _invitation, link = invited(people)
    assert post(browser(), link, {"username": "x", "password": PASSWORD}).status_code == 302
    assert browser().get(link).status_code == 410


def test_link_nobody_made_is_not_found(people):
    assert browser().get(f"/join/{'x' * 43}").status_code == 404


def test_sending_again_makes_the_first_link_worthless(people):
    invitation, first = invited(people)
    after(invitation, expires_at=clock.now() - dt.timedelta(days=1))
    page = post(browser(people.owner), f"{TEAM}/{invitation.public_id}/resend").content.decode()
    second = re.search(r"(/join/[\w-]{43})", page).group(1)
    assert browser().get(first).status_code == 404
    assert browser().get(second).status_code == 200
    assert len(mail.outbox) == 2


def test_inviting_again_replaces_the_open_invitation(people):
    _one, first = invited(people)
    _two, second = invited(people, role="owner")
    assert (browser().get(first).status_code, browser().get(second).status_code) == (410, 200)
    assert TeamInvitation.objects.open().count() == 1


@pytest.mark.parametrize("given", [{"email": "x", "role": "viewer"}, {"email": "a@b.example", "role": "king"}, {}])
def test_invitation_with_bad_input_is_refused(people, given):
    assert post(browser(people.owner), TEAM, given).status_code == 400
    assert not TeamInvitation.objects.exists()


def test_invitation_of_a_member_is_refused(people):
    answer = post(browser(people.owner), TEAM, {"email": people.mate.email, "role": "viewer"})
    assert answer.status_code == 400


def test_team_is_read_by_members_and_changed_by_owners_alone(people):
    invitation, _link = invited(people)
    mate = browser(people.mate)
    page = text_of(mate, TEAM)
    assert people.owner.email in page
    assert "new@company.example" not in page
    assert post(mate, TEAM, {"email": "a@b.example", "role": "owner"}).status_code == 403
    for action in ("resend", "revoke"):
        assert post(mate, f"{TEAM}/{invitation.public_id}/{action}").status_code == 403
        assert post(browser(people.stranger), f"{TEAM}/{invitation.public_id}/{action}").status_code == 404
    for action in ("role", "off", "on", "second-factor"):
        assert post(mate, f"{TEAM}/{people.owner.public_id}/{action}", {"role": "viewer"}).status_code == 403
        assert post(browser(people.stranger), f"{TEAM}/{people.mate.public_id}/{action}").status_code == 404
    assert browser(people.candidate).get(TEAM).status_code == 302
    assert people.owner.email not in text_of(browser(people.stranger), TEAM)
    assert TeamInvitation.objects.open().count() == 1


def test_role_changes_with_the_next_request(people):
    mate = browser(people.mate)
    assert mate.get("/console/imports/new").status_code == 200
    post(browser(people.owner), f"{TEAM}/{people.mate.public_id}/role", {"role": "viewer"})
    assert mate.get("/console/imports/new").status_code == 403


def test_last_owner_is_neither_demoted_nor_switched_off(people):
    client, path = browser(people.owner), f"{TEAM}/{people.owner.public_id}"
    post(client, f"{path}/role", {"role": "viewer"})
    post(client, f"{path}/off")
    held = people.owner.memberships.get()
    assert (held.role, held.is_active) == (MemberRole.OWNER, True)
    people.mate.memberships.update(role=MemberRole.OWNER)
    post(client, f"{path}/role", {"role": "viewer"})
    held.refresh_from_db()
    assert held.role == MemberRole.VIEWER


def test_page_tells_owners_which_applications_stop_with_a_member(people):
    people.mate.memberships.update(role=MemberRole.OWNER)
    for name in ("ATS", "Old"):
        post(browser(people.mate), "/console/applications/", {"name": name, "scopes": ["transcripts:read"]})
    old = ApiApplication.objects.get(name="Old")
    post(browser(people.mate), f"/console/applications/{old.public_id}/revoke")
    page = text_of(browser(people.owner), TEAM)
    assert "这些由此人创建的 API 应用将停用：ATS" in page
    assert "Old" not in page
    people.mate.memberships.update(role=MemberRole.VIEWER)
    assert "ATS" not in text_of(browser(people.mate), TEAM)


def test_switching_off_ends_browser_sessions_and_tokens_at_once(api, people):
    mate, program = browser(people.mate), api(people.mate)
    refresh = new_pair(people.mate)[1]
    assert (mate.get("/console/").status_code, program.get("/users/me").code) == (200, 0)
    post(browser(people.owner), f"{TEAM}/{people.mate.public_id}/off")
    assert mate.get("/console/")["Location"].startswith("/login")
    assert program.get("/users/me").code == 40101
    assert api().post("/users/refresh-token", {"refresh_token": refresh}).code == 40101
    login = {"email": people.mate.email, "password": PASSWORD}
    assert api().post("/users/login", login).code == 40301
    assert post(browser(), "/login", login).status_code == 400
    post(browser(people.owner), f"{TEAM}/{people.mate.public_id}/on")
    assert api().post("/users/login", login).code == 0


def test_member_who_was_switched_off_joins_again_by_a_new_invitation(people, organization):
    post(browser(people.owner), f"{TEAM}/{people.mate.public_id}/off")
    _invitation, link = invited(people, email=people.mate.email, role="viewer")
    Membership.objects.create(user=people.mate, organization=people.stranger.memberships.get().organization)
    assert post(browser(User.objects.get(pk=people.mate.pk)), link).status_code == 302
    held = Membership.objects.get(user=people.mate, organization=organization)
    assert (held.role, held.is_active) == (MemberRole.VIEWER, True)


def test_team_takes_the_same_queries_for_two_and_four(people):
    client = browser(people.owner)
    text_of(client, TEAM)
    two = queries_of(lambda: text_of(client, TEAM))
    for role in ("viewer", "reviewer"):
        add_member(people, role)
        invited(people, email=f"{role}@new.example")
    assert queries_of(lambda: text_of(client, TEAM)) == two


def test_names_with_markup_are_shown_as_text(people):
    people.mate.username = "<script>alert(1)</script>" + "很长的名字" * 15
    people.mate.save()
    page = text_of(browser(people.owner), TEAM)
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
