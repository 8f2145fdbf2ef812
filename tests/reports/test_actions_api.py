"""What the report page can do, over the interface: versions, scoring again, sharing, overriding, comments."""

from __future__ import annotations

import pytest

from accounts.enums import MemberRole, Scope
from accounts.services import create_api_application
from interviews.models import Assignment
from reports.models import Override, Rescoring, ShareLink
from reports.versions.models import ReportVersion
from tests.client import ApiClient
from tests.factories import make_position
from tests.people import add_member
from tests.reports.made import make_report


@pytest.fixture
def report(people):
    return make_report(people.candidate, make_position(people.owner))


@pytest.fixture
def base(report):
    return f"/reports/{report.interview.public_id}"


READS = ["versions", "shares", "overrides"]
POSTS = [("rescore", {}), ("shares", {}), ("overrides", {"target": "logical_thinking", "score": 1, "reason": "x"})]


def test_versions_are_listed_the_newest_first(api, people, report, base):
    ReportVersion.objects.create(
        report=report, number=1, document={}, overall_score=40, reason="first", made_at=report.generated_at
    )
    report.version = 2
    report.save()
    shown = api(people.mate).get(f"{base}/versions").data
    assert [(row["version"], row["is_present"]) for row in shown["items"]] == [(2, True), (1, False)]
    assert (shown["total"], shown["items"][1]["overall_score"]) == (2, 40)


def test_report_is_scored_again_once_at_a_time(people, report, base, monkeypatch):
    monkeypatch.setattr("common.jobs._send", lambda *_: None)  # no worker
    mate = ApiClient(people.mate)
    assert mate.get(f"{base}/rescore").code == 40401
    asked = mate.post(f"{base}/rescore")
    assert (asked.status, asked.data["status"], asked.data["version"]) == (202, "queued", None)
    assert mate.post(f"{base}/rescore").code == 40901
    assert mate.get(f"{base}/rescore").data["rescoring_id"] == asked.data["rescoring_id"]
    assert Rescoring.objects.get().asked_by == people.mate


def test_link_shows_the_report_until_it_is_revoked(api, people, base):
    mate = api(people.mate)
    made = mate.post(f"{base}/shares", {"days": 3})
    assert made.status == 201
    address = made.data["url"].removeprefix("http://testserver")
    assert mate.raw("get", address).status_code == 200
    (row,) = mate.get(f"{base}/shares").data["items"]
    assert (row["share_id"], row["is_open"], row["views"]) == (made.data["share_id"], True, 1)
    assert "url" not in row
    one = f"{base}/shares/{row['share_id']}"
    assert mate.get(f"{one}/views").data["items"][0]["network"] == "127.0.0.0/24"
    revoked = mate.delete(one)
    assert (revoked.data["is_open"], revoked.data["revoked_at"] is None) == (False, False)
    assert mate.raw("get", address).status_code == 410


@pytest.mark.parametrize("body", [{"days": 0}, {"days": 91}, {"days": "7"}, {"email": "no"}, {"with_media": "yes"}])
def test_link_that_cannot_be_is_refused(api, people, base, body):
    assert api(people.owner).post(f"{base}/shares", body).code == 40001
    assert not ShareLink.objects.exists()


def test_word_is_put_beside_the_ai_and_withdrawn(api, people, base):
    mate = api(people.mate)
    made = mate.post(f"{base}/overrides", {"target": "logical_thinking", "score": 3, "reason": "太高了"})
    assert (made.status, made.data["score"], made.data["overridden_by"]["username"]) == (201, 3, "李同事")
    assert mate.get(f"{base}/overrides").data["items"] == [made.data]
    assert mate.delete(f"{base}/overrides/{made.data['override_id']}").status == 200
    assert mate.get(f"{base}/overrides").data["total"] == 0
    assert mate.delete(f"{base}/overrides/{made.data['override_id']}").code == 40401
    assert Override.objects.get().withdrawn_by == people.mate


@pytest.mark.parametrize("body", [{}, {"target": "x", "reason": "x"}, {"target": "logical_thinking", "reason": "x"}])
def test_word_that_says_nothing_is_refused(api, people, base, body):
    assert api(people.owner).post(f"{base}/overrides", body).code == 40001


def test_comment_is_changed_and_taken_back_by_its_author_alone(api, people, base):
    mate = api(people.mate)
    one = f"{base}/comments/{mate.post(f'{base}/comments', {'text': '好'}).data['comment_id']}"
    assert api(people.owner).patch(one, {"text": "不好"}).code == 40301
    assert mate.patch(one, {"text": "很好"}).data["text"] == "很好"
    assert api(people.owner).delete(one).code == 40301
    gone = mate.delete(one).data
    assert (gone["text"], gone["deleted_at"] is None) == ("", False)
    assert mate.patch(one, {"text": "x"}).code == 40901


@pytest.mark.parametrize("part", READS)
def test_reading_is_for_members_of_the_company(api, people, base, part):
    assert api(people.stranger).get(f"{base}/{part}").code == 40401
    assert api(people.candidate).get(f"{base}/{part}").code == 40301
    assert api().get(f"{base}/{part}").code == 40101
    viewer = api(add_member(people, MemberRole.VIEWER)).get(f"{base}/{part}")
    assert viewer.code == (40301 if part == "shares" else 0)
    assert api(add_member(people, MemberRole.REVIEWER)).get(f"{base}/{part}").code == 40401


@pytest.mark.parametrize(("part", "body"), POSTS)
def test_writing_is_for_owners_and_recruiters(api, people, base, part, body):
    assert api(people.stranger).post(f"{base}/{part}", body).code == 40401
    assert api(people.candidate).post(f"{base}/{part}", body).code == 40301
    assert api(add_member(people, MemberRole.VIEWER)).post(f"{base}/{part}", body).code == 40301
    assert api(add_member(people, MemberRole.REVIEWER)).post(f"{base}/{part}", body).code == 40401


def test_link_of_another_report_is_not_found(api, people, report, base):
    other = make_report(people.other_candidate, report.interview.position)
    link = api(people.owner).post(f"{base}/shares", {}).data["share_id"]
    elsewhere = f"/reports/{other.interview.public_id}/shares/{link}"
    assert api(people.owner).delete(elsewhere).code == 40401
    assert api(people.stranger).delete(f"{base}/shares/{link}").code == 40401


@pytest.mark.parametrize("part", READS)
def test_one_who_owes_a_blind_review_reads_nothing(api, people, report, base, part):
    position = report.interview.position
    position.blind_review = True
    position.save()
    Assignment.objects.create(interview=report.interview, reviewer=people.mate, assigned_by=people.owner)
    assert api(people.mate).get(f"{base}/{part}").code == 40301


def test_application_scores_and_shares_with_its_scope_and_says_nothing_itself(people, base, monkeypatch):
    monkeypatch.setattr("common.jobs._send", lambda *_: None)

    def client(*scopes):
        one = ApiClient()
        token = create_api_application(actor=people.owner, name="x", scopes=scopes)[1].access_token
        one.headers["authorization"] = f"Bearer {token}"
        return one

    reads, writes = client(Scope.REPORTS_READ), client(Scope.REPORTS_WRITE)
    for part in READS:
        assert reads.get(f"{base}/{part}").status == 200
    for part, body in POSTS[:2]:
        refused = reads.post(f"{base}/{part}", body)
        assert refused.code == 40301
        assert "reports:write" in refused.message
        assert writes.post(f"{base}/{part}", body).status in (201, 202)
    assert writes.post(f"{base}/overrides", POSTS[2][1]).code == 40301
    assert not Override.objects.exists()
