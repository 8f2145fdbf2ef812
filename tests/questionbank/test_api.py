"""Section 4: the question bank."""

from __future__ import annotations

import pytest

from interviews.models import InterviewQuestion
from questionbank.models import Question
from tests.factories import make_interview, make_position, make_question

BODY = {
    "content": "请介绍一下你对深度学习的理解，以及你在实际项目中是如何应用的？",
    "type": "technical",
    "difficulty": "medium",
    "time_limit": 180,
    "follow_up_enabled": True,
    "reference_answer": "深度学习是机器学习的一个分支...",
    "scoring_points": ["对深度学习概念的理解准确性", "实际项目经验的丰富程度", "表达的逻辑性和条理性"],
}


@pytest.fixture
def position(people):
    return make_position(people.owner, questions=0)


def test_create_keeps_every_field(api, people, position):
    answer = api(people.owner).post("/questions", {**BODY, "position_id": position.public_id})
    assert answer.status == 201
    assert answer.data["question_id"].startswith("q_")
    assert {key: answer.data[key] for key in BODY} == BODY


def test_create_has_the_specified_defaults(api, people, position):
    short = {key: BODY[key] for key in ("content", "type", "difficulty")}
    answer = api(people.owner).post("/questions", {**short, "position_id": position.public_id})
    assert (answer.data["time_limit"], answer.data["follow_up_enabled"]) == (180, True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("content", ""),
        ("type", "riddle"),
        ("difficulty", 1),
        ("time_limit", 0),
        ("time_limit", "180"),
        ("follow_up_enabled", "true"),
        ("reference_answer", 5),
        ("scoring_points", {"a": 1}),
        ("scoring_points", [""]),
        ("position_id", 7),
    ],
)
def test_create_refuses_a_wrong_field(api, people, position, field, value):
    answer = api(people.owner).post("/questions", {**BODY, "position_id": position.public_id, field: value})
    assert (answer.status, answer.code) == (400, 40001)
    assert field in answer.errors


def test_create_for_a_position_of_another_company_is_not_found(api, people):
    foreign = make_position(people.stranger)
    answer = api(people.owner).post("/questions", {**BODY, "position_id": foreign.public_id})
    assert (answer.status, answer.code) == (404, 40401)


@pytest.mark.parametrize(("method", "path"), [("get", "/questions"), ("post", "/questions")])
def test_the_bank_is_closed_to_candidates(api, people, position, method, path):
    assert getattr(api(people.candidate), method)(path).code == 40301


def test_list_filters(api, people, position):
    make_question(position, type="basic", difficulty="easy")
    make_question(position, type="technical", difficulty="hard")
    make_question(make_position(people.owner, questions=0), type="technical", difficulty="hard")
    client = api(people.mate)
    assert client.get("/questions").data["total"] == 3
    assert client.get("/questions", position_id=position.public_id, type="technical").data["total"] == 1
    assert client.get("/questions", difficulty="easy").data["total"] == 1
    assert client.get("/questions", type="riddle").code == 40001
    assert api(people.stranger).get("/questions").data["total"] == 0


def test_update_and_delete_leave_interviews_as_they_were(api, people, position):
    question = make_question(position, content="before")
    interview = make_interview(people.candidate, position)
    api(people.owner).patch(f"/questions/{question.public_id}", {"content": "after"})
    assert Question.objects.get().content == "after"
    assert api(people.owner).delete(f"/questions/{question.public_id}").status == 200
    frozen = InterviewQuestion.objects.get(interview=interview)
    assert (frozen.content, frozen.question_id) == ("before", question.public_id)


def test_a_question_of_another_company_is_not_found(api, people, position):
    question = make_question(position)
    client = api(people.stranger)
    path = f"/questions/{question.public_id}"
    assert [client.get(path).code, client.patch(path, {"content": "x"}).code, client.delete(path).code] == [40401] * 3


def test_tags_are_kept_filtered_and_bounded(api, people, position):
    client = api(people.owner)
    tagged = client.post("/questions", {**BODY, "position_id": position.public_id, "tags": ["数据库", " SQL "]})
    assert tagged.data["tags"] == ["数据库", "SQL"]
    client.post("/questions", {**BODY, "position_id": position.public_id})
    assert client.get("/questions", tag="数据库").data["total"] == 1
    assert client.get("/questions", tag="sql").data["total"] == 1
    assert client.get("/questions", tag="数据").data["total"] == 0
    for wrong in (["x" * 41], ["x"] * 13, "SQL", [1], [""]):
        answer = client.post("/questions", {**BODY, "position_id": position.public_id, "tags": wrong})
        assert (answer.code, list(answer.errors)) == (40001, ["tags"])
    path = f"/questions/{tagged.data['question_id']}"
    assert client.patch(path, {"tags": []}).data["tags"] == []
    assert Question.objects.get(public_id=tagged.data["question_id"]).versions.count() == 2
