"""Changing questions, one and many, with what they said before."""

from __future__ import annotations

import pytest

from questionbank import services
from questionbank.errors import QuestionChanged, TooManyQuestions
from questionbank.models import Question, QuestionVersion
from tests.factories import make_position, make_question
from tests.pages import queries_of


@pytest.fixture
def position(people):
    return make_position(people.owner, questions=0)


def history(question):
    return list(question.versions.order_by("number").values_list("number", "kind", "content"))


def test_every_change_keeps_a_version(people, position):
    question = make_question(position, content="一", actor=people.owner)
    services.update_question(question, actor=people.mate, content="二")
    services.update_question(question, actor=people.mate, content="二")
    assert history(question) == [(1, "created", "一"), (2, "edited", "二")]
    assert [version.changed_by for version in question.versions.all()] == [people.mate, people.owner]


def test_question_older_than_versions_keeps_what_it_said(people, position):
    old = Question.objects.create(position=position, content="旧", type="basic", difficulty="easy")
    services.update_question(old, actor=people.owner, content="新")
    assert history(old) == [(1, "created", "旧"), (2, "edited", "新")]


def test_older_version_is_restored_as_a_new_one(people, position):
    question = make_question(position, content="一", scoring_points=["甲"])
    services.update_question(question, content="二", scoring_points=[])
    services.restore_version(question.versions.get(number=1), actor=people.owner)
    question.refresh_from_db()
    assert (question.content, question.scoring_points, question.version) == ("一", ["甲"], 3)
    assert history(question)[-1] == (3, "restored", "一")


def test_second_of_two_editors_is_told(people, position):
    question = make_question(position)
    services.update_question(question, actor=people.mate, expected_version=1, content="先")
    with pytest.raises(QuestionChanged) as caught:
        services.update_question(question, actor=people.owner, expected_version=1, content="后")
    assert "李同事" in caught.value.message
    assert Question.objects.get().content == "先"


def test_tags_are_tidied(position):
    question = make_question(position, tags=["  Python ", "python", "", "数据  结构"])
    assert question.tags == ["Python", "数据 结构"]


def test_bulk_change_touches_only_what_differs(people, position):
    for number in range(3):
        make_question(position, content=str(number), difficulty="easy", tags=["旧"])
    make_question(position, content="3", difficulty="hard", tags=["新"])
    changed = services.bulk_change(
        Question.objects.all(), actor=people.owner, difficulty="hard", add_tags=["新"], remove_tags=["旧"]
    )
    assert changed == 3
    assert {tuple(question.tags) for question in Question.objects.all()} == {("新",)}
    assert QuestionVersion.objects.filter(kind="bulk", changed_by=people.owner, number=2).count() == 3


def test_bulk_change_takes_the_same_queries_for_one_and_three(people, position):
    def change(difficulty):
        return queries_of(
            lambda: services.bulk_change(Question.objects.all(), actor=people.owner, difficulty=difficulty)
        )

    make_question(position)
    once = change("hard")
    for number in range(2):
        make_question(position, content=str(number))
    assert change("medium") == once


def test_questions_are_moved_and_copied(people, position):
    other = make_position(people.owner, questions=0)
    make_question(position, content="一")
    make_question(other, content="二")
    assert services.copy_questions(Question.objects.all(), position=other, actor=people.owner) == 1
    assert sorted(other.questions.values_list("content", flat=True)) == ["一", "二"]
    assert services.move_questions(Question.objects.all(), position=position, actor=people.owner) == 2
    assert (position.questions.count(), other.questions.count()) == (3, 0)


def test_bulk_delete_says_how_many(position):
    for number in range(3):
        make_question(position, content=str(number))
    assert services.delete_questions(Question.objects.exclude(content="1")) == 2
    assert Question.objects.get().content == "1"


def test_too_many_at_once_are_refused(people, position, monkeypatch):
    monkeypatch.setattr("questionbank.services.bulk.MOST_AT_ONCE", 1)
    make_question(position, content="1")
    make_question(position, content="2")
    with pytest.raises(TooManyQuestions):
        services.bulk_change(Question.objects.all(), actor=people.owner, difficulty="hard")
