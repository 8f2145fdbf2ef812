"""The console's API applications."""

from __future__ import annotations

from accounts.models import ApiApplication
from tests.pages import browser, post, queries_of, text_of

PATH = "/console/applications/"


def made(user, name="ATS"):
    return post(browser(user), PATH, {"name": name, "scopes": ["transcripts:read"]})


def test_application_shows_its_keys_once(people):
    page = made(people.owner).content.decode()
    application = ApiApplication.objects.get()
    assert application.public_id in page
    assert "app_secret" in page
    secret = page.split('id="key-1-2">')[1].split("<")[0]
    assert secret not in text_of(browser(people.owner), PATH)


def test_application_is_revoked_by_its_owner_alone(people):
    made(people.owner)
    application = ApiApplication.objects.get()
    path = f"{PATH}{application.public_id}/revoke"
    assert post(browser(people.stranger), path).status_code == 404
    assert post(browser(people.mate), path).status_code == 403
    assert post(browser(people.owner), path).status_code == 302
    application.refresh_from_db()
    assert application.revoked_at is not None


def test_application_without_a_scope_is_not_made(people):
    assert post(browser(people.owner), PATH, {"name": "ATS"}).status_code == 400
    assert not ApiApplication.objects.exists()


def test_scopes_are_changed_by_the_owner_alone(people):
    made(people.owner)
    path = f"{PATH}{ApiApplication.objects.get().public_id}/scopes"
    chosen = {"scopes": ["reports:read", "webhooks:manage"]}
    assert post(browser(people.stranger), path, chosen).status_code == 404
    assert post(browser(people.mate), path, chosen).status_code == 403
    post(browser(people.owner), path)  # none
    assert ApiApplication.objects.get().scopes == ["transcripts:read"]
    assert post(browser(people.owner), path, chosen).status_code == 302
    assert ApiApplication.objects.get().scopes == chosen["scopes"]
    assert "webhooks:manage</code>" in text_of(browser(people.owner), PATH)


def test_application_of_another_company_is_not_listed(people):
    made(people.owner, "ours alone")
    assert "ours alone" in text_of(browser(people.owner), PATH)
    assert browser(people.mate).get(PATH).status_code == 403
    assert "ours alone" not in text_of(browser(people.stranger), PATH)


def test_application_by_a_member_who_is_no_owner_is_refused(people):
    assert made(people.mate).status_code == 403
    assert not ApiApplication.objects.exists()


def test_applications_take_the_same_queries_for_one_and_three(people):
    client = browser(people.owner)
    made(people.owner)
    one = queries_of(lambda: text_of(client, PATH))
    made(people.owner)
    made(people.owner)
    assert queries_of(lambda: text_of(client, PATH)) == one


def test_application_whose_maker_is_no_owner_any_more_says_so(people):
    made(people.owner)
    people.mate.memberships.update(role="owner")
    assert "badge-bad" not in text_of(browser(people.mate), PATH)
    people.owner.memberships.update(role="recruiter")
    assert "badge-bad" in text_of(browser(people.mate), PATH)
