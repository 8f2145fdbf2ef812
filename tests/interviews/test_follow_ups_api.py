"""Section 5.4: follow-up questions."""

from __future__ import annotations

import datetime as dt

import pytest

from interviews.models import FollowUpRequest, InterviewQuestion
from tests.factories import make_interview, make_position, make_question
from tests.interviews.test_lifecycle_api import text_answer


def enter(api, people, position, style="friendly"):
    """A started text interview: client, path, ids of the main questions."""
    interview = make_interview(people.candidate, position, mode="text", interviewer_style=style)
    client, path = api(people.candidate), f"/interviews/{interview.public_id}"
    client.post(f"{path}/start")
    return client, path, [question.question_id for question in interview.questions.all()]


def give(client, path, question_id, text="我用正则化。"):
    return client.post(f"{path}/answers", text_answer(question_id, text)).data


def follow_up(client, path, answer):
    return client.get(f"{path}/follow-up", answer_id=answer["answer_id"])


def test_follow_up_answers_as_the_specification_says(api, people, position):
    client, path, ids = enter(api, people, position)
    found = follow_up(client, path, give(client, path, ids[0])).data
    assert found["status"] == "ready"
    question = found["follow_up_question"]
    assert (question["question_id"], question["parent_question_id"]) == (f"{ids[0]}_f1", ids[0])
    assert (question["is_follow_up"], "我用正则化" in question["content"]) == (True, True)


def test_follow_up_is_current_until_it_is_answered(api, people, position):
    client, path, ids = enter(api, people, position)
    follow_up(client, path, give(client, path, ids[0]))
    assert client.get(path).data["current_question"]["question_id"] == f"{ids[0]}_f1"
    after = give(client, path, f"{ids[0]}_f1", "比如 L2 正则化。")
    assert after["next_question"]["question_id"] == ids[1]
    ended = client.post(f"{path}/end").data
    assert (ended["questions_answered"], ended["follow_ups_answered"]) == (1, 1)


def test_follow_up_may_be_skipped_by_the_next_question(api, people, position):
    client, path, ids = enter(api, people, position)
    give(client, path, ids[0])
    give(client, path, ids[1])
    late = client.post(f"{path}/answers", text_answer(f"{ids[0]}_f1"))
    assert (late.status, late.code) == (409, 40901)


@pytest.mark.parametrize(("style", "most"), [("friendly", 1), ("serious", 1), ("pressure", 2)])
def test_follow_ups_are_capped_by_style(api, people, position, style, most):
    client, path, ids = enter(api, people, position, style)
    answer, asked = give(client, path, ids[0]), 0
    while (found := follow_up(client, path, answer).data)["status"] == "ready":
        asked += 1
        answer = give(client, path, found["follow_up_question"]["question_id"], f"第{asked}次补充。")
    assert (asked, found["reason"]) == (most, "enough_asked")


def test_follow_up_is_never_asked_where_the_question_forbids_it(api, people):
    position = make_position(people.owner, questions=0)
    make_question(position, follow_up_enabled=False)
    client, path, ids = enter(api, people, position)
    found = follow_up(client, path, give(client, path, ids[0])).data
    assert found == {"status": "none", "reason": "not_enabled", "follow_up_question": None}


def test_follow_up_is_never_asked_when_time_is_spent(api, people, position):
    client, path, ids = enter(api, people, position)
    question = InterviewQuestion.objects.get(question_id=ids[0])
    question.interview.deadline_at = question.interview.started_at + dt.timedelta(seconds=20)
    question.interview.save()
    assert follow_up(client, path, give(client, path, ids[0])).data["reason"] == "no_time"


def test_follow_up_that_takes_too_long_is_none(api, people, position, monkeypatch):
    monkeypatch.setattr("analysis.services.write_follow_up", lambda answer_id: None)
    client, path, ids = enter(api, people, position)
    answer = give(client, path, ids[0])
    assert follow_up(client, path, answer).data["status"] == "pending"
    request = FollowUpRequest.objects.get()
    request.requested_at -= dt.timedelta(seconds=21)
    request.save()
    assert follow_up(client, path, answer).data == {
        "status": "none",
        "reason": "too_late",
        "follow_up_question": None,
    }


def test_follow_up_stops_the_clock_of_the_next_question(api, people, position):
    client, path, ids = enter(api, people, position)
    follow_up(client, path, give(client, path, ids[0]))
    assert InterviewQuestion.objects.get(question_id=ids[1]).deadline_at is None
    give(client, path, f"{ids[0]}_f1")
    assert InterviewQuestion.objects.get(question_id=ids[1]).deadline_at is not None


def test_follow_up_of_an_unknown_or_foreign_answer_is_not_found(api, people, position):
    client, path, ids = enter(api, people, position)
    answer = give(client, path, ids[0])
    assert client.get(f"{path}/follow-up", answer_id="ans_unknown").code == 40401
    assert client.get(f"{path}/follow-up").code == 40001
    assert follow_up(api(people.stranger), path, answer).code == 40401
