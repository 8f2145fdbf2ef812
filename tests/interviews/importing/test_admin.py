"""Bringing interviews in from the admin: every way in, refusals, progress."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse

from interviews.models import ImportJob, Interview
from interviews.services.remote_accounts import add_remote_account
from tests.factories import make_position
from tests.interviews.importing.samples import srt
from tests.pages import browser, post, text_of

ADD = "admin:interviews_importjob_add"


@pytest.fixture(autouse=True)
def long_lease(settings):
    settings.JOB_LEASE_SECONDS = 600


@pytest.fixture
def staff(people):
    for person in (people.owner, people.mate, people.stranger):
        person.is_staff = True
        person.save()
    return people


@pytest.fixture
def position(staff):
    return make_position(staff.owner, questions=0)


@pytest.fixture
def account(staff, position):
    return add_remote_account(
        organization=position.organization, actor=staff.owner, provider="feishu", name="main",
        credentials={"app_id": "cli_1", "app_secret": "s"},
    )  # fmt: skip


@pytest.fixture
def bring_in(staff, position):
    def ask(user=None, **given):
        fields = {"position": position.public_id, "language": "auto", **given}
        return post(browser(user or staff.owner), reverse(ADD), fields)

    return ask


def named(content, name):
    file = BytesIO(content)
    file.name = name
    return file


@pytest.mark.parametrize("way", ["content", "file"])
def test_transcript_is_brought_in_and_its_page_says_how_far_it_is(bring_in, staff, way):
    given = {"content": srt()} if way == "content" else {"file": named(srt().encode("gb18030"), "面试.srt")}
    response = bring_in(**given)
    job = ImportJob.objects.get()
    assert response.url == reverse("admin:interviews_importjob_change", args=[job.pk])
    assert (job.state, job.created_by, job.interview) == ("done", staff.owner, Interview.objects.get())
    page = text_of(browser(staff.owner), response.url)
    assert "100" in page
    assert "sha256:" not in page


def test_file_has_a_box_of_its_own_for_its_name(staff):
    """The theme writes the name of a chosen file into the text box next to it: without one into the id above."""
    page = text_of(browser(staff.owner), reverse(ADD))
    above, below = page.split('type="file"', 1)
    nearest = above.rsplit("<input", 2)[1]
    assert 'type="text"' in nearest
    assert "disabled" in nearest
    assert "name=" not in nearest
    assert 'name="file"' in below.split(">")[0]


def test_recording_is_told_by_its_first_bytes(bring_in, recording, monkeypatch):
    monkeypatch.setattr("interviews.services.imports.jobs.enqueue", lambda *_args: None)
    assert bring_in(file=named(recording, "talk.bin"), speaker_count="2").status_code == 302
    job = ImportJob.objects.get()
    assert (job.origin, job.file_name, job.options["speaker_count"]) == ("recording", "talk.bin", 2)
    assert job.media.attached_at


def test_interview_elsewhere_is_asked_for_by_its_id(bring_in, account, monkeypatch):
    monkeypatch.setattr("interviews.services.imports.jobs.enqueue", lambda *_args: None)
    assert bring_in(account_id=account.public_id, id="7085989097067563300").status_code == 302
    job = ImportJob.objects.get()
    assert (job.origin, job.external_id, job.account) == ("feishu", "7085989097067563300", account)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "__all__"),
        ({"content": " "}, "__all__"),
        ({"content": "x", "id": "7"}, "__all__"),
        ({"id": "7"}, "account_id"),
        ({"content": "x", "position": ""}, "position"),
        ({"content": "x", "position": "pos_x"}, "position"),
        ({"content": "x", "account_id": "racc_x"}, "account_id"),
        ({"content": "x", "speaker_count": "99"}, "speaker_count"),
        ({"content": "x", "candidate_email": "nobody"}, "candidate_email"),
    ],
)
def test_bad_input_says_what_is_wrong(bring_in, given, field):
    response = bring_in(**given)
    assert response.status_code == 400
    assert response.context["form"].errors[field]
    assert not ImportJob.objects.exists()


def test_transcript_over_the_limit_is_refused(bring_in, settings):
    settings.IMPORT_MAX_BYTES = 1024 * 1024
    response = bring_in(file=named(b"x" * (settings.IMPORT_MAX_BYTES + 1), "long.json"))
    assert response.status_code == 400
    assert "1 MB" in str(response.context["form"].errors)
    assert not ImportJob.objects.exists()


def test_moment_is_asked_for_as_a_moment(staff, position):
    assert 'type="datetime-local" name="started_at"' in text_of(browser(staff.owner), reverse(ADD))


def test_strangers_position_and_account_are_unknown(bring_in, staff, account):
    response = bring_in(staff.stranger, account_id=account.public_id, id="7")
    assert set(response.context["form"].errors) >= {"position", "account_id"}
    assert not ImportJob.objects.exists()


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_staff_who_only_read_bring_nothing_in(bring_in, staff, role):
    staff.mate.memberships.update(role=role)
    refused = browser(staff.mate, language="en").get(reverse(ADD))
    assert refused.status_code == 403
    assert "You may not do this." in refused.content.decode()
    assert bring_in(staff.mate, content=srt()).status_code == 403
    assert not ImportJob.objects.exists()
