"""Section 3: positions."""

from __future__ import annotations

import pytest

from positions.models import Position
from tests.factories import make_interview, make_position, make_question

BODY = {
    "title": "算法工程师",
    "category": "ai",
    "description": "负责公司AI算法研发工作",
    "requirements": ["熟悉机器学习、深度学习算法", "熟练使用Python、PyTorch"],
    "interview_duration": 30,
    "question_count": 5,
}


def test_create_answers_as_the_specification_says(api, people):
    answer = api(people.owner).post("/positions", BODY)
    assert answer.status == 201
    assert answer.data["position_id"].startswith("pos_")
    assert (answer.data["title"], answer.data["category"], answer.data["status"]) == ("算法工程师", "ai", "active")
    assert (answer.data["language"], answer.data["timezone"]) == ("auto", "Asia/Shanghai")


def test_interviews_of_a_position_have_its_style(api, people):
    owner = api(people.owner)
    made = owner.post("/positions", {**BODY, "interviewer_style": "pressure"})
    assert made.data["interviewer_style"] == "pressure"
    make_question(Position.objects.get(public_id=made.data["position_id"]))
    asked = {"position_id": made.data["position_id"], "candidate_email": people.candidate.email}
    assert owner.post("/interviews", asked).data["interviewer_style"] == "pressure"
    assert owner.post("/positions", {**BODY, "interviewer_style": "rude"}).errors.keys() == {"interviewer_style"}


def test_create_is_refused_to_candidates_and_strangers(api, people):
    assert api(people.candidate).post("/positions", BODY).code == 40301
    assert api().post("/positions", BODY).code == 40101


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 201),
        ("category", "finance"),
        ("description", None),
        ("requirements", "not a list"),
        ("requirements", [1, 2]),
        ("interview_duration", 0),
        ("interview_duration", "30"),
        ("interview_duration", True),
        ("interview_duration", 10**30),
        ("question_count", 1.5),
        ("question_count", 41),
        ("timezone", "Mars/Base"),
    ],
)
def test_create_refuses_a_wrong_field(api, people, field, value):
    answer = api(people.owner).post("/positions", {**BODY, field: value})
    assert (answer.status, answer.code) == (400, 40001)
    assert field in answer.errors


def test_list_shows_a_company_its_own_and_candidates_the_active(api, people):
    make_position(people.owner, title="ours")
    make_position(people.owner, title="closed", status="inactive")
    make_position(people.stranger, title="theirs")
    titles = {item["title"] for item in api(people.mate).get("/positions").data["items"]}
    assert titles == {"ours", "closed"}
    assert {item["title"] for item in api(people.candidate).get("/positions").data["items"]} == {"ours", "theirs"}


def test_list_counts_interviews_for_the_company_alone(api, people):
    position = make_position(people.owner)
    make_interview(people.candidate, position)
    make_interview(people.other_candidate, position)
    assert api(people.owner).get("/positions").data["items"][0]["interview_count"] == 2
    assert "interview_count" not in api(people.candidate).get("/positions").data["items"][0]


@pytest.mark.parametrize(
    "query",
    [{"page": 0}, {"page": "x"}, {"page_size": 0}, {"page_size": 101}, {"category": "finance"}, {"status": "gone"}],
)
def test_list_refuses_a_wrong_parameter(api, people, query):
    assert api(people.owner).get("/positions", **query).code == 40001


def test_list_beyond_the_end_is_empty(api, people):
    make_position(people.owner)
    answer = api(people.owner).get("/positions", page=10**15)
    assert (answer.status, answer.data["total"], answer.data["items"]) == (200, 1, [])


@pytest.mark.parametrize("rows", [1, 3])
def test_list_needs_a_constant_number_of_queries(api, people, rows, django_assert_num_queries):
    for _row in range(rows):
        make_interview(people.candidate, make_position(people.owner))
    client = api(people.owner)
    with django_assert_num_queries(4):  # account, membership, count, rows
        client.get("/positions")


def test_detail_hides_internal_fields_from_candidates(api, people):
    position = make_position(people.owner)
    own = api(people.owner).get(f"/positions/{position.public_id}").data
    seen = api(people.candidate).get(f"/positions/{position.public_id}").data
    assert own["candidate_report"] == "full"
    assert "candidate_report" not in seen
    assert api(people.stranger).get(f"/positions/{position.public_id}").code == 40401


def test_update_changes_only_what_is_given(api, people):
    position = make_position(people.owner, title="before")
    answer = api(people.mate).patch(f"/positions/{position.public_id}", {"title": "after", "unknown": 1})
    assert (answer.status, answer.data["title"], answer.data["category"]) == (200, "after", "ai")
    assert api(people.stranger).patch(f"/positions/{position.public_id}", {"title": "x"}).code == 40401
    assert api(people.candidate).patch(f"/positions/{position.public_id}", {"title": "x"}).code == 40301


def test_delete_is_refused_once_interviews_were_held(api, people):
    used, unused = make_position(people.owner), make_position(people.owner)
    make_interview(people.candidate, used)
    assert api(people.owner).delete(f"/positions/{used.public_id}").code == 40901
    assert api(people.owner).delete(f"/positions/{unused.public_id}").status == 200
    assert api(people.owner).get(f"/positions/{unused.public_id}").code == 40401


WEIGHTS = {
    "professional_knowledge": 0.4,
    "logical_thinking": 0.2,
    "language_expression": 0.1,
    "stress_resistance": 0.1,
    "communication_potential": 0.2,
}


def test_settings_of_scoring_are_kept_and_hidden_from_candidates(api, people):
    position = make_position(people.owner)
    anchors = {"logical_thinking": [{"score": 80, "zh": "有条理"}, {"score": 20, "en": "Off topic"}]}
    body = {"weights": WEIGHTS, "anchors": anchors, "blind_review": True, "modalities": ["voice"]}
    changed = api(people.owner).patch(f"/positions/{position.public_id}", body)
    assert (changed.status, changed.data["weights"], changed.data["lock_version"]) == (200, WEIGHTS, 2)
    assert [level["score"] for level in changed.data["anchors"]["logical_thinking"]] == [20, 80]
    seen = api(people.candidate).get(f"/positions/{position.public_id}").data
    assert not {"weights", "anchors", "blind_review", "lock_version"} & seen.keys()


@pytest.mark.parametrize(
    "body",
    [
        {"weights": {**WEIGHTS, "logical_thinking": 0.3}},
        {"weights": {"logical_thinking": 1}},
        {"weights": {**WEIGHTS, "logical_thinking": "0.2"}},
        {"weights": {**WEIGHTS, "logical_thinking": True}},
        {"weights": [1]},
        {"weights": {**WEIGHTS, "charm": 0}},
        {"modalities": ["smell"]},
        {"modalities": "voice"},
        {"anchors": {"charm": []}},
        {"anchors": {"logical_thinking": [{"score": 101, "zh": "x"}]}},
        {"anchors": {"logical_thinking": [{"score": 20}]}},
        {"anchors": {"logical_thinking": [{"score": 20, "zh": "a\u0000"}]}},
    ],
)
def test_settings_of_scoring_that_make_no_sense_are_refused(api, people, body):
    position = make_position(people.owner)
    answer = api(people.owner).patch(f"/positions/{position.public_id}", body)
    assert (answer.status, answer.code) == (400, 40001)
    assert next(iter(body)) in answer.errors


def test_weights_that_do_not_sum_to_one_are_refused_in_a_clear_sentence(api, people):
    body = {**BODY, "weights": {**WEIGHTS, "logical_thinking": 0.3}}
    answer = api(people.owner, language="en").post("/positions", body)
    assert answer.code == 40001
    assert answer.errors["weights"] == ["The weights must sum to 100%, that is 1; these sum to 110%."]


def test_a_stale_lock_version_is_refused_and_a_missing_one_is_not(api, people):
    position = make_position(people.owner)
    path = f"/positions/{position.public_id}"
    assert api(people.owner).patch(path, {"title": "first", "lock_version": 1}).status == 200
    assert api(people.mate).patch(path, {"title": "second", "lock_version": 1}).code == 40901
    assert api(people.mate).patch(path, {"title": "third"}).data["title"] == "third"
