"""What a reviewer and a viewer may do, door by door: they see what is theirs to see, and write nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.enums import MemberRole
from accounts.models import User
from accounts.tokens import new_pair
from analysis.models import AnalysisJob
from common import clock
from common.errors import NotFound
from common.jobs import JobState
from interviews.enums import InterviewStatus
from interviews.inviting.models import Mail
from interviews.models import Answer, Assignment, Conversation, ImportJob, Interview, MediaFile, RemoteAccount
from interviews.realtime.admission import OBSERVER, admit
from questionbank.models import Question
from reports.models import Report
from tests.factories import make_interview, make_position
from tests.pages import browser, post, queries_of, text_of
from tests.people import add_member

READERS = [MemberRole.REVIEWER, MemberRole.VIEWER]


@pytest.fixture
def position(people):
    return make_position(people.owner)


@pytest.fixture
def interview(people, position):
    return make_interview(people.candidate, position)


@pytest.fixture
def reviewer(people):
    return add_member(people, MemberRole.REVIEWER)


@pytest.fixture(params=READERS)
def reader(request, people, interview):
    """Each of the two, who may know of the interview."""
    user = add_member(people, request.param)
    Assignment.objects.create(interview=interview, reviewer=user, assigned_by=people.owner)
    return user


def hold(interview):
    """Let it be in progress."""
    now = clock.now()
    Interview.objects.filter(pk=interview.pk).update(
        status=InterviewStatus.IN_PROGRESS, started_at=now, deadline_at=now + dt.timedelta(hours=1)
    )


def rows_about(interview):
    """One row of each kind that belongs to an interview; by model."""
    media = MediaFile.objects.create(
        owner=interview.candidate, interview=interview, kind="audio", file_name="a.wav", content_type="audio/wav"
    )
    question = interview.questions.first()
    of = {"interview": interview, "organization": interview.organization}
    answer = Answer.objects.create(question=question, duration=1, audio=media, fingerprint="x", **of)
    organization_id = interview.organization_id
    return [
        interview,
        media,
        answer,
        Conversation.objects.create(interview=interview, starts_at=clock.now()),
        AnalysisJob.objects.create(kind="speech", media=media, **of),
        Report.objects.create(interview=interview, organization_id=organization_id, state=JobState.QUEUED),
        Mail.objects.create(
            interview=interview,
            organization_id=organization_id,
            kind="invitation",
            recipient="a@mail.example",
            language="zh",
            key=f"invitation:{interview.pk}",
        ),
        Assignment.objects.create(interview=interview, reviewer=User.objects.get(pk=interview.position.created_by_id)),
    ]


def test_reviewer_sees_assigned_interviews_and_what_belongs_to_them_alone(people, position, reviewer):
    mine, other = make_interview(people.candidate, position), make_interview(people.other_candidate, position)
    Assignment.objects.create(interview=mine, reviewer=reviewer)
    for seen, hidden in zip(rows_about(mine), rows_about(other), strict=True):
        found = type(seen).objects.visible_to(reviewer)
        assert seen in found, type(seen)
        assert hidden not in found, type(seen)
        assert {seen, hidden} <= set(type(seen).objects.visible_to(people.owner))
        assert not type(seen).objects.visible_to(people.stranger).exists()


def test_reviewer_knows_nothing_of_imports_and_connected_accounts(people, position, reviewer):
    RemoteAccount.objects.create(organization=position.organization, provider="feishu", name="ours", sealed_secrets="x")
    ImportJob.objects.create(position=position, organization=position.organization, origin="transcript")
    assert not RemoteAccount.objects.visible_to(reviewer).exists()
    assert not ImportJob.objects.visible_to(reviewer).exists()
    assert ImportJob.objects.visible_to(add_member(people, MemberRole.VIEWER)).exists()


def test_assignment_in_a_company_one_left_shows_nothing(people, interview, reviewer):
    Assignment.objects.create(interview=interview, reviewer=reviewer)
    reviewer.memberships.update(is_active=False)
    assert not Interview.objects.visible_to(User.objects.get(pk=reviewer.pk)).exists()


def test_interviews_unassigned_are_not_found_by_a_reviewer(api, people, interview, reviewer):
    path = f"/interviews/{interview.public_id}"
    client, page = api(reviewer), browser(reviewer)
    assert client.get("/interviews").data["items"] == []
    for below in ("", "/answers", "/transcript"):
        assert client.get(path + below).code == 40401
    for below in ("/end", "/cancel"):
        assert client.post(path + below).code == 40401
    assert client.get(f"/reports/{interview.public_id}").code == 40401
    for address in ("interviews", "reports", "live"):
        assert page.get(f"/console/{address}/{interview.public_id}").status_code == 404
    with pytest.raises(NotFound):
        admit(socket_of(reviewer), interview_id=interview.public_id)


def socket_of(user):
    return {"query_string": f"token={new_pair(user)[0]}".encode(), "headers": []}


def test_interviews_assigned_are_watched_by_their_reviewer(api, interview, reviewer):
    Assignment.objects.create(interview=interview, reviewer=reviewer)
    hold(interview)
    assert admit(socket_of(reviewer), interview_id=interview.public_id).role == OBSERVER
    assert [row["interview_id"] for row in api(reviewer).get("/interviews").data["items"]] == [interview.public_id]
    page = text_of(browser(reviewer), f"/console/live/{interview.public_id}")
    assert "end-dialog" not in page


def test_interviews_of_a_reviewer_take_the_same_queries_for_one_and_three(people, position, reviewer):
    client = browser(reviewer)

    def assign(count):
        for _ in range(count):
            Assignment.objects.create(interview=make_interview(people.candidate, position), reviewer=reviewer)

    assign(1)
    text_of(client, "/console/interviews/")
    one = queries_of(lambda: text_of(client, "/console/interviews/"))
    assign(2)
    assert queries_of(lambda: text_of(client, "/console/interviews/")) == one


def test_positions_and_questions_are_read_and_not_written_by_readers(api, position, reader):
    client, question = api(reader), Question.objects.first()
    path = f"/positions/{position.public_id}"
    assert client.get(path).code == 0
    assert client.get(f"/questions/{question.public_id}").code == 0
    new = {"title": "T", "category": "ai", "description": "D", "requirements": ["R"]}
    assert client.post("/positions", new).code == 40301
    assert client.patch(path, {"title": "another"}).code == 40301
    assert client.delete(path).code == 40301
    asked = {"position_id": position.public_id, "content": "Why?", "type": "basic", "difficulty": "easy"}
    asked |= {"reference_answer": "Because of it.", "scoring_points": ["because"]}
    assert client.post("/questions", asked).code == 40301
    assert client.patch(f"/questions/{question.public_id}", {"content": "Why not?"}).code == 40301
    assert client.delete(f"/questions/{question.public_id}").code == 40301
    position.refresh_from_db()
    assert position.title != "another"


def test_interviews_are_read_and_not_written_by_readers(api, position, interview, reader):
    client, path = api(reader), f"/interviews/{interview.public_id}"
    assert client.get(path).code == 0
    invited = {"position_id": position.public_id, "candidate_email": "new@mail.example"}
    assert client.post("/interviews", invited).code == 40301
    assert client.post(f"{path}/cancel").code == 40301
    hold(interview)
    assert client.post(f"{path}/end").code == 40301
    assert post(browser(reader), f"/console/live/{interview.public_id}", {"reason": "x"}).status_code == 403
    interview.refresh_from_db()
    assert interview.status == InterviewStatus.IN_PROGRESS


def test_uploads_and_analyses_are_not_for_readers(api, interview, reader):
    client = api(reader)
    file = {"file_name": "a.wav", "file_type": "audio", "content_type": "audio/wav"}
    assert client.post("/uploads/presign", file).code == 40301
    asked = {"interview_id": interview.public_id, "audio_url": "https://x.example/a.wav", "analysis_type": ["emotion"]}
    assert client.post("/analysis/speech", asked).code == 40301
    assert not AnalysisJob.objects.exists()


def test_console_pages_of_recruiters_and_owners_are_refused_to_readers(reader):
    client = browser(reader)
    for path in ("imports/new", "accounts/", "applications/"):
        assert client.get(f"/console/{path}").status_code == 403, path
    shown = text_of(client, "/console/")
    for path in ("/console/imports/new", "/console/accounts/", "/console/applications/"):
        assert path not in shown


def test_admin_lets_readers_read(position, interview, reader):
    reader.is_staff = True
    reader.save()
    client, question = browser(reader), Question.objects.first()
    for path in (f"positions/position/{position.pk}", f"questionbank/question/{question.pk}"):
        address = f"/admin/{path}/change/"
        assert client.get(address).status_code == 200
        assert post(client, address, {"title": "another"}).status_code == 403
        assert post(client, f"/admin/{path}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/positions/position/add/").status_code == 403
    granted = {"extra_time_factor": "2.00"}
    assert post(client, f"/admin/interviews/interview/{interview.pk}/change/", granted).status_code == 403


def test_admin_lets_the_reader_of_one_company_write_in_the_other(people, position, reader):
    """A role counts where it is held."""
    stranger = people.stranger.memberships.get()
    stranger.pk, stranger.user = None, reader
    stranger.save()
    reader.is_staff = True
    reader.save()
    elsewhere = make_position(people.stranger)
    client = browser(reader)
    assert post(client, f"/admin/positions/position/{elsewhere.pk}/delete/", {"post": "yes"}).status_code == 302
    assert post(client, f"/admin/positions/position/{position.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("role", [MemberRole.OWNER, MemberRole.RECRUITER])
def test_recruiters_and_owners_write(api, people, position, role):
    people.mate.memberships.update(role=role)
    client = api(people.mate)
    assert client.patch(f"/positions/{position.public_id}", {"title": "another"}).code == 0
    invited = {"position_id": position.public_id, "candidate_email": "new@mail.example"}
    answer = client.post("/interviews", invited)
    assert answer.status == 201
    assert client.post(f"/interviews/{answer.data['interview_id']}/cancel").code == 0


def test_correcting_a_transcript_is_for_recruiters(api, interview, reader):
    Conversation.objects.create(interview=interview, starts_at=clock.now(), state="ready")
    answer = api(reader).patch(f"/interviews/{interview.public_id}/transcript/sentences/1", {"text": "x"})
    assert answer.code in {40301, 40401}
