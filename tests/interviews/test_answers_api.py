"""Section 5.3: answers."""

from __future__ import annotations

import datetime as dt

import pytest

from interviews.models import Answer, InterviewQuestion
from tests.factories import make_interview, make_position
from tests.interviews.test_lifecycle_api import text_answer


@pytest.fixture
def room(api, people, interview):
    """The candidate's client in a started interview, its path and its question ids."""
    client = api(people.candidate)
    path = f"/interviews/{interview.public_id}"
    client.post(f"{path}/start")
    return client, path, [question.question_id for question in interview.questions.all()]


def shift_question(question_id: str, seconds: int) -> None:
    question = InterviewQuestion.objects.get(question_id=question_id)
    question.started_at -= dt.timedelta(seconds=seconds)
    question.deadline_at -= dt.timedelta(seconds=seconds)
    question.save()


def test_submit_answers_as_the_specification_says(room):
    client, path, ids = room
    answer = client.post(f"{path}/answers", text_answer(ids[0]))
    assert answer.status == 201
    assert answer.data["answer_id"].startswith("ans_")
    assert (answer.data["question_id"], answer.data["status"]) == (ids[0], "submitted")
    assert answer.data["next_question"]["question_id"] == ids[1]
    assert answer.data["next_question"]["is_follow_up"] is False


def test_submit_again_gives_the_first_answer(room):
    client, path, ids = room
    first = client.post(f"{path}/answers", text_answer(ids[0]))
    again = client.post(f"{path}/answers", text_answer(ids[0]))
    assert (again.status, again.data["answer_id"]) == (200, first.data["answer_id"])
    other = client.post(f"{path}/answers", text_answer(ids[0], "另一个回答"))
    assert (other.status, other.code) == (409, 40901)
    assert Answer.objects.count() == 1


def test_submit_before_the_start_is_refused(api, people, interview):
    body = text_answer(interview.questions.first().question_id)
    answer = api(people.candidate).post(f"/interviews/{interview.public_id}/answers", body)
    assert (answer.status, answer.code) == (409, 40901)


def test_submit_out_of_order_is_refused(room):
    client, path, ids = room
    assert client.post(f"{path}/answers", text_answer(ids[2])).code == 40901


def test_submit_for_an_unknown_or_foreign_question_is_not_found(room, people):
    client, path, _ids = room
    foreign = make_interview(people.candidate, make_position(people.stranger)).questions.first()
    assert client.post(f"{path}/answers", text_answer("q_unknown")).code == 40401
    assert client.post(f"{path}/answers", text_answer(foreign.question_id)).code == 40401


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("duration", None),
        ("duration", -1),
        ("duration", "20"),
        ("duration", 10**9),
        ("transcript", 5),
        ("question_id", []),
    ],
)
def test_submit_refuses_a_wrong_field(room, field, value):
    client, path, ids = room
    answer = client.post(f"{path}/answers", {**text_answer(ids[0]), field: value})
    assert (answer.status, answer.code) == (400, 40001)
    assert field in answer.errors


def test_submit_in_a_text_interview_needs_the_text(room):
    client, path, ids = room
    answer = client.post(f"{path}/answers", text_answer(ids[0], "  "))
    assert answer.code == 40001
    assert "transcript" in answer.errors


def test_submit_within_the_grace_is_late_and_after_it_refused(room):
    client, path, ids = room
    shift_question(ids[0], 185)
    late = client.post(f"{path}/answers", text_answer(ids[0]))
    assert (late.status, late.data["is_late"]) == (201, True)
    shift_question(ids[1], 195)
    refused = client.post(f"{path}/answers", text_answer(ids[1]))
    assert (refused.status, refused.code) == (409, 40901)
    third = client.post(f"{path}/answers", text_answer(ids[2]))
    assert third.status == 201


def test_retakes_are_kept_and_the_last_one_counts(api, people):
    position = make_position(people.owner, questions=2, retakes_allowed=True)
    interview = make_interview(people.candidate, position, mode="text")
    client, path = api(people.candidate), f"/interviews/{interview.public_id}"
    client.post(f"{path}/start")
    question_id = interview.questions.first().question_id
    client.post(f"{path}/answers", text_answer(question_id, "第一次"))
    assert client.post(f"{path}/answers", text_answer(question_id, "第二次")).status == 201
    listed = client.get(f"{path}/answers").data["items"]
    assert [(item["take"], item["transcript"]) for item in listed] == [(2, "第二次")]
    assert Answer.objects.count() == 2


def test_answers_are_listed_with_their_transcripts(room, api, people):
    client, path, ids = room
    client.post(f"{path}/answers", text_answer(ids[0]))
    item = api(people.owner).get(f"{path}/answers").data["items"][0]
    assert item["transcript"] == "我用正则化和早停来避免过拟合。"
    assert (item["transcript_source"], item["transcript_reason"]) == ("client", None)
    assert item["status"] == "analyzed"
    assert api(people.stranger).get(f"{path}/answers").code == 40401


def test_idempotency_key_replays_and_refuses_another_body(api, people, position):
    client = api(people.candidate)
    body = {"position_id": position.public_id}
    first = client.post("/interviews", body, Idempotency_Key="k-1")
    again = client.post("/interviews", body, Idempotency_Key="k-1")
    assert again.data == first.data
    assert again.headers["Idempotency-Replayed"] == "true"
    other = client.post("/interviews", {**body, "interviewer_style": "serious"}, Idempotency_Key="k-1")
    assert (other.status, other.code) == (409, 40901)
    assert api(people.other_candidate).post("/interviews", body, Idempotency_Key="k-1").status == 201
