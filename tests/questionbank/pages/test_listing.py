"""The console's list of questions, and many of them at once."""

from __future__ import annotations

import pytest

from questionbank.models import Question
from tests.factories import make_interview, make_position, make_question
from tests.pages import browser, post, queries_of, text_of

LIST = "/console/questions/"
BULK = "/console/questions/bulk"


@pytest.fixture
def position(people):
    return make_position(people.owner, questions=0)


def test_list_is_searched_and_filtered(people, position):
    make_question(position, content="什么是死锁？", type="basic", difficulty="easy", tags=["操作系统"])
    make_question(position, content="讲讲索引", type="technical", scoring_points=[])
    client = browser(people.mate)
    for query, seen, unseen in (
        ("q=死锁", "什么是死锁", "讲讲索引"),
        ("type=technical", "讲讲索引", "什么是死锁"),
        ("tag=操作系统", "什么是死锁", "讲讲索引"),
        ("scored=no", "讲讲索引", "什么是死锁"),
        (f"position={position.public_id}&difficulty=easy&type=basic", "什么是死锁", "讲讲索引"),
    ):
        page = text_of(client, f"{LIST}?{query}")
        assert seen in page, query
        assert unseen not in page, query
    assert "什么是死锁" in text_of(client, f"{LIST}?type=riddle&sort=nothing&page=x")


def test_list_of_another_company_is_empty(people, position):
    make_question(position, content="秘密题目")
    assert "秘密题目" not in text_of(browser(people.stranger), LIST)
    assert browser(people.candidate).get(LIST).status_code == 302
    assert browser().get(LIST).status_code == 302


def test_list_shows_markup_as_text(people, position):
    make_question(position, content="<script>alert(1)</script>", tags=["<b>"])
    page = text_of(browser(people.owner), LIST)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_list_takes_the_same_queries_for_one_and_three(people, position):
    client = browser(people.owner)
    make_question(position, tags=["一"])
    text_of(client, LIST)
    once = queries_of(lambda: text_of(client, LIST))
    for number in range(2):
        make_question(position, content=str(number))
    assert queries_of(lambda: text_of(client, LIST)) == once


def test_list_says_how_often_a_question_was_asked(people, position):
    question = make_question(position)
    make_interview(people.candidate, position)
    make_interview(people.other_candidate, position)
    page = text_of(browser(people.owner), f"/console/questions/{question.public_id}", HTTP_ACCEPT_LANGUAGE="en")
    assert "in 2 interviews" in page


def test_chosen_rows_are_shown_with_their_number_and_changed(people, position):
    first, second = (make_question(position, content=text, difficulty="easy") for text in "一二")
    client = browser(people.mate, language="en")
    shown = post(client, BULK, {"chosen": [first.public_id]})
    assert "1 question" in shown.content.decode()
    post(client, BULK, {"chosen": [first.public_id], "do": "edit", "difficulty": "hard", "add_tags": "甲，乙"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.difficulty, first.tags, second.difficulty) == ("hard", ["甲", "乙"], "easy")


def test_all_that_match_are_changed_and_no_others(people, position):
    make_question(position, content="一", type="basic")
    make_question(position, content="二", type="technical")
    make_question(make_position(people.stranger, questions=0), content="三", type="basic")
    given = {"all": "1", "do": "edit", "time_limit": "60", "follow_ups": "no"}
    post(browser(people.owner), f"{BULK}?type=basic", given)
    assert list(Question.objects.filter(time_limit=60, follow_up_enabled=False).values_list("content", flat=True)) == [
        "一"
    ]


def test_bulk_edit_without_a_change_or_with_a_wrong_one_is_refused(people, position):
    question = make_question(position)
    client = browser(people.owner)
    for wrong in ({}, {"time_limit": "4"}, {"difficulty": "godlike"}, {"add_tags": "x" * 41}):
        assert post(client, BULK, {"chosen": [question.public_id], "do": "edit", **wrong}).status_code == 400
    question.refresh_from_db()
    assert question.version == 1


def test_questions_are_copied_moved_and_deleted(people, position):
    question, target = make_question(position), make_position(people.owner, questions=0)
    client = browser(people.owner)
    chosen = {"chosen": [question.public_id]}
    post(client, BULK, {**chosen, "do": "place", "target": target.public_id, "keep": "copy"})
    assert (position.questions.count(), target.questions.count()) == (1, 1)
    post(client, BULK, {**chosen, "do": "delete"})
    assert (position.questions.count(), target.questions.count()) == (0, 1)


def test_questions_go_to_no_foreign_position(people, position):
    question, foreign = make_question(position), make_position(people.stranger, questions=0)
    given = {"chosen": [question.public_id], "do": "place", "target": foreign.public_id, "keep": "move"}
    assert post(browser(people.owner), BULK, given).status_code == 400
    assert foreign.questions.count() == 0


def test_strangers_and_readers_change_nothing(people, position):
    question = make_question(position)
    given = {"chosen": [question.public_id], "do": "delete"}
    post(browser(people.stranger), BULK, given)
    post(browser(people.stranger), f"{BULK}?position={position.public_id}", {"all": "1", "do": "delete"})
    people.mate.memberships.update(role="viewer")
    assert post(browser(people.mate), BULK, given).status_code == 403
    assert "data-bulk" not in text_of(browser(people.mate), LIST)
    assert Question.objects.filter(pk=question.pk).exists()


def test_suggestions_are_chosen_and_added(people, position):
    client = browser(people.owner)
    path = f"/console/questions/suggested/{position.public_id}"
    assert "过拟合" in text_of(client, path)
    added = post(client, path, {"key": ["overfitting", "ab_test"]})
    assert added.url == f"/console/positions/{position.public_id}?tab=questions"
    assert position.questions.count() == 2
    assert "题库中已有" in text_of(client, path) or "disabled" in text_of(client, path)
    assert browser(people.stranger).get(path).status_code == 404
    assert browser(people.candidate).get(path).status_code == 302
