"""Section 5: creating, starting, ending, listing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from interviews.enums import InterviewStatus
from interviews.models import Interview
from interviews.services import close_overdue
from tests.factories import make_interview, make_position, make_question


def text_answer(question_id: str, text: str = "我用正则化和早停来避免过拟合。") -> dict:
    return {"question_id": question_id, "transcript": text, "duration": 20}


def move(interview: Interview, **times: dt.timedelta) -> None:
    """Shift stored times into the past, as if time had gone by."""
    fresh = Interview.objects.get(pk=interview.pk)
    for name, by in times.items():
        setattr(fresh, name, getattr(fresh, name) - by)
    fresh.save()


def test_create_answers_as_the_specification_says(api, people, position):
    answer = api(people.candidate).post(
        "/interviews", {"position_id": position.public_id, "interviewer_style": "friendly"}
    )
    assert answer.status == 201
    assert answer.data["interview_id"].startswith("int_")
    assert answer.data["position_id"] == position.public_id
    assert answer.data["candidate_id"] == people.candidate.public_id
    assert (answer.data["status"], answer.data["interviewer_style"]) == ("created", "friendly")
    assert answer.data["room_token"]
    assert [question["order"] for question in answer.data["questions"]] == [1, 2, 3]
    assert set(answer.data["questions"][0]) == {"question_id", "order", "content"}


def test_create_orders_by_type_then_difficulty_and_takes_the_count(api, people):
    position = make_position(people.owner, questions=0, question_count=4)
    for kind, difficulty in [
        ("behavioral", "easy"),
        ("technical", "hard"),
        ("technical", "easy"),
        ("basic", "medium"),
        ("basic", "easy"),
    ]:
        make_question(position, type=kind, difficulty=difficulty, content=f"{kind} {difficulty}")
    answer = api(people.candidate).post("/interviews", {"position_id": position.public_id})
    contents = [question["content"] for question in answer.data["questions"]]
    assert contents == ["basic easy", "basic medium", "technical easy", "behavioral easy"]


def test_create_without_questions_says_so(api, people):
    position = make_position(people.owner, questions=0)
    answer = api(people.candidate, language="en").post("/interviews", {"position_id": position.public_id})
    assert (answer.status, answer.code) == (409, 40901)
    assert "no questions" in answer.message


@pytest.mark.parametrize("body", [{}, {"position_id": 5}, {"interviewer_style": "rude"}, {"mode": "smell"}])
def test_create_refuses_a_wrong_body(api, people, position, body):
    full = {"position_id": position.public_id, **body} if body else {}
    assert api(people.candidate).post("/interviews", full).code == 40001


def test_create_for_an_inactive_or_unknown_position_is_not_found(api, people):
    closed = make_position(people.owner, status="inactive")
    client = api(people.candidate)
    assert client.post("/interviews", {"position_id": closed.public_id}).code == 40401
    assert client.post("/interviews", {"position_id": "pos_unknown"}).code == 40401


def test_invite_needs_an_email_and_gives_no_room(api, people, position):
    client = api(people.owner)
    body = {"position_id": position.public_id}
    assert client.post("/interviews", body).code == 40001
    made = client.post("/interviews", {**body, "candidate_email": "Candidate@mail.example"})
    assert made.status == 201
    assert "room_token" not in made.data
    assert made.data["candidate_id"] == people.candidate.public_id
    landing = client.client.get(made.data["invitation_url"].removeprefix("http://testserver"))
    assert landing.status_code == 200
    assert "算法工程师" in landing.content.decode()


def test_invite_waits_for_the_candidate_to_register(api, people, position):
    made = api(people.owner).post(
        "/interviews", {"position_id": position.public_id, "candidate_email": "new@mail.example"}
    )
    assert made.data["candidate_id"] is None
    registered = api().post(
        "/users/register",
        {"email": "new@mail.example", "password": "password123", "username": "新人", "role": "candidate"},
    )
    assert Interview.objects.get().candidate.public_id == registered.data["user_id"]


def test_start_shows_the_first_question_and_again_the_same(api, people, interview):
    client = api(people.candidate)
    first = client.post(f"/interviews/{interview.public_id}/start")
    assert (first.status, first.data["status"]) == (200, "in_progress")
    assert first.data["current_question"]["order"] == 1
    assert first.data["current_question"]["time_limit"] == 180
    assert client.post(f"/interviews/{interview.public_id}/start").data == first.data


def test_only_the_candidate_starts_and_answers(api, people, interview):
    path = f"/interviews/{interview.public_id}"
    assert api(people.owner).post(f"{path}/start").code == 40301
    assert api(people.stranger).post(f"{path}/start").code == 40401
    assert api(people.other_candidate).post(f"{path}/start").code == 40401
    api(people.candidate).post(f"{path}/start")
    question_id = interview.questions.first().question_id
    assert api(people.mate).post(f"{path}/answers", text_answer(question_id)).code == 40301


def test_end_gives_the_result_and_again_the_same(api, people, interview):
    client = api(people.candidate)
    path = f"/interviews/{interview.public_id}"
    assert client.post(f"{path}/end").code == 40901
    client.post(f"{path}/start")
    client.post(f"{path}/answers", text_answer(interview.questions.first().question_id))
    first = client.post(f"{path}/end")
    assert (first.status, first.data["status"], first.data["questions_answered"]) == (200, "completed", 1)
    assert (first.data["report_status"], first.data["end_reason"]) == ("generating", "finished")
    assert client.post(f"{path}/end").data == first.data
    assert client.post(f"{path}/start").code == 40901
    late = interview.questions.all()[1].question_id
    assert client.post(f"{path}/answers", text_answer(late)).code == 40901


def test_cancel_is_for_before_the_start(api, people, interview, position):
    other = make_interview(people.candidate, position)
    client = api(people.owner)
    assert client.post(f"/interviews/{interview.public_id}/cancel").data["status"] == "cancelled"
    assert api(people.candidate).post(f"/interviews/{interview.public_id}/start").code == 40901
    api(people.candidate).post(f"/interviews/{other.public_id}/start")
    assert client.post(f"/interviews/{other.public_id}/cancel").code == 40901


def test_a_link_that_was_not_used_expires(api, people, interview):
    move(interview, link_expires_at=dt.timedelta(days=8))
    assert api(people.candidate).post(f"/interviews/{interview.public_id}/start").code == 40901
    assert Interview.objects.get().status == InterviewStatus.EXPIRED


def test_time_that_ran_out_completes_what_was_answered_and_expires_what_was_not(api, people, position):
    answered = make_interview(people.candidate, position, mode="text")
    silent = make_interview(people.candidate, position, mode="text")
    client = api(people.candidate)
    for interview in (answered, silent):
        client.post(f"/interviews/{interview.public_id}/start")
    client.post(f"/interviews/{answered.public_id}/answers", text_answer(answered.questions.first().question_id))
    for interview in (answered, silent):
        move(interview, started_at=dt.timedelta(hours=1), deadline_at=dt.timedelta(hours=1))
    assert close_overdue() == 2
    ended = {row.pk: (row.status, row.end_reason) for row in Interview.objects.all()}
    assert ended == {answered.pk: ("completed", "time_limit"), silent.pk: ("expired", "time_limit")}
    assert close_overdue() == 0


def test_list_filters_by_status_position_and_inclusive_days(api, people, position, interview):
    other = make_position(people.owner)
    moved = make_interview(people.candidate, other)
    moved.created_at = dt.datetime(2025, 3, 1, 15, 59, tzinfo=dt.UTC)  # 23:59 on 1 March in Shanghai
    moved.save()
    client = api(people.owner)
    assert client.get("/interviews").data["total"] == 2
    assert client.get("/interviews", status="created", position_id=other.public_id).data["total"] == 1
    assert client.get("/interviews", start_date="2025-03-01", end_date="2025-03-01").data["total"] == 1
    assert client.get("/interviews", start_date="2025-03-02", end_date="2025-03-02").data["total"] == 0
    assert client.get("/interviews", start_date="0001-01-01", end_date="9999-12-31").data["total"] == 2
    for wrong in ({"status": "gone"}, {"start_date": "yesterday"}, {"end_date": "2025-13-01"}):
        assert client.get("/interviews", **wrong).code == 40001


def test_list_shows_only_what_is_in_scope(api, people, interview):
    assert api(people.mate).get("/interviews").data["total"] == 1
    assert api(people.candidate).get("/interviews").data["total"] == 1
    assert api(people.stranger).get("/interviews").data["total"] == 0
    assert api(people.other_candidate).get("/interviews").data["total"] == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_list_needs_a_constant_number_of_queries(api, people, position, rows, django_assert_num_queries):
    for _row in range(rows):
        make_interview(people.candidate, position)
    client = api(people.owner)
    with django_assert_num_queries(4):
        client.get("/interviews")


def test_detail_never_shows_what_is_graded(api, people, interview):
    client = api(people.candidate)
    client.post(f"/interviews/{interview.public_id}/start")
    shown = client.raw("get", f"/v1/interviews/{interview.public_id}").content.decode()
    assert "reference_answer" not in shown
    assert "正则化" not in shown
    assert "current_question" in shown


@pytest.mark.parametrize(
    "path", ["/interviews/int_nonsense", "/interviews/int_01k0c8x1f8e7tb6h3v9r2m4n5p", "/nowhere", "/"]
)
def test_unknown_paths_answer_in_the_envelope(api, people, path):
    answer = api(people.owner).get(path)
    assert (answer.status, answer.code, answer.data) == (404, 40401, None)


def test_a_method_that_is_not_served_answers_in_the_envelope(api, people):
    answer = api(people.owner).delete("/interviews")
    assert (answer.status, answer.code) == (405, 40501)


@pytest.mark.parametrize("changes", [{"status": "in_progress"}, {"status": "completed"}, {"status": "asleep"}])
def test_the_database_refuses_an_impossible_state(interview, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        Interview.objects.filter(pk=interview.pk).update(**changes)
