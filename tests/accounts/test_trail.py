"""What is written down of an organization's members, applications and webhooks, and who reads it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts import services
from accounts.enums import MemberRole
from accounts.errors import LastOwner
from accounts.models import Membership
from accounts.services import webhooks
from common.audit.models import TrailEntry
from common.audit.writing import trail_of
from tests.pages import browser, text_of
from tests.people import add_member

URL = "https://ats.example.com/hooks?token=secret"


@pytest.fixture
def organization(people):
    return people.owner.memberships.get().organization


@pytest.fixture
def told(organization):
    """``told()``: (verb, who, of whom or what, facts) of the organization's trail, oldest first."""

    def read():
        entries = reversed(trail_of(organization.public_id))
        return [(entry.verb, entry.actor, entry.subject, entry.facts) for entry in entries]

    return read


def test_roles_and_switches_of_members_are_written_down_once(people, told):
    mate = Membership.objects.get(user=people.mate)
    for _again in range(2):
        services.change_role(mate, role=MemberRole.REVIEWER, actor=people.owner)
    for change in (services.switch_off_member, services.switch_off_member, services.switch_on_member):
        change(mate, actor=people.owner)
    subject = people.mate.public_id
    assert told() == [
        ("role_changed", people.owner, subject, {"before": "recruiter", "role": "reviewer"}),
        ("member_off", people.owner, subject, {}),
        ("member_on", people.owner, subject, {}),
    ]


def test_change_that_is_refused_is_not_written_down(people, told):
    owner = Membership.objects.get(user=people.owner)
    with pytest.raises(LastOwner):
        services.switch_off_member(owner, actor=people.owner)
    assert told() == []


def test_applications_are_written_down_without_their_keys(people, told):
    application, keys = services.create_api_application(actor=people.owner, name="ATS", scopes=["positions:read"])
    for _again in range(2):
        services.change_scopes(application, actor=people.owner, scopes=["reports:read"])
    for _again in range(2):
        services.revoke_api_application(application, actor=people.owner)
    assert [(verb, facts) for verb, _who, _subject, facts in told()] == [
        ("application_made", {"scopes": ["positions:read"]}),
        ("application_changed", {"scopes": ["reports:read"]}),
        ("application_revoked", {"scopes": ["reports:read"]}),
    ]
    assert {subject for _verb, _who, subject, _facts in told()} == {application.public_id}
    assert keys.access_token not in str(told())


def test_webhooks_are_written_down_without_address_and_secret(people, organization, told):
    hook, secret = webhooks.add_webhook(organization=organization, actor=people.owner, url=URL, events=["report.ready"])
    for _again in range(2):
        webhooks.change_webhook(hook, actor=people.owner, url=URL, events=["report.failed"])
    webhooks.rotate_secret(hook, actor=people.owner)
    for change in (webhooks.switch_off_webhook, webhooks.switch_off_webhook, webhooks.switch_on_webhook):
        change(hook, actor=people.owner)
    webhooks.remove_webhook(hook, actor=people.owner)
    assert [(verb, facts) for verb, _who, _subject, facts in told()] == [
        ("webhook_made", {"events": ["report.ready"]}),
        ("webhook_changed", {"events": ["report.failed"]}),
        ("webhook_secret", {}),
        ("webhook_off", {"reason": "owner"}),
        ("webhook_on", {}),
        ("webhook_deleted", {}),
    ]
    assert "token" not in str(told())
    assert secret not in str(told())


def test_new_member_is_written_down(people, organization, told):
    invitation, _link = services.invite_member(
        organization=organization, actor=people.owner, email="new@company.example", role="viewer", base_url="http://x"
    )
    user = services.join_with_new_account(invitation, username="新人", password="password123")
    assert told() == [("member_joined", user, user.public_id, {"role": "viewer"})]


def test_trail_of_an_organization_is_its_own(people, client):
    services.create_api_application(actor=people.owner, name="ATS", scopes=["positions:read"])
    reviewer = add_member(people, MemberRole.REVIEWER)
    seen = {person: TrailEntry.objects.visible_to(person).count() for person in (people.owner, people.mate)}
    assert set(seen.values()) == {1}
    for person in (people.stranger, people.candidate, reviewer):
        assert not TrailEntry.objects.visible_to(person).exists()
    people.stranger.is_staff = True
    people.stranger.save()
    client.force_login(people.stranger, backend="django.contrib.auth.backends.ModelBackend")
    entry = TrailEntry.objects.get()
    assert client.get(reverse("admin:common_trailentry_change", args=[entry.pk])).status_code == 302
    assert entry.about not in client.get(reverse("admin:common_trailentry_changelist")).content.decode()


def test_page_of_the_organization_tells_who_did_what_to_whom(people, organization):
    services.change_role(Membership.objects.get(user=people.mate), role=MemberRole.REVIEWER, actor=people.owner)
    services.create_api_application(actor=people.owner, name="<b>ATS</b>", scopes=["positions:read"])
    hook, _secret = webhooks.add_webhook(
        organization=organization, actor=people.owner, url=URL, events=["report.ready"]
    )
    webhooks.remove_webhook(hook, actor=people.owner)
    page = text_of(browser(people.owner, language="en"), "/console/settings/organization")
    assert f"Role changed: {people.mate.username} · Reviewer" in page
    assert "API application made: &lt;b&gt;ATS&lt;/b&gt; · " in page
    assert f"Webhook deleted: {hook.public_id}" in page
