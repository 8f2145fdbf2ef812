"""The bank in the admin: changes keep versions, lists are bounded, strangers see nothing."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import User
from questionbank.models import Question
from tests.factories import make_position, make_question
from tests.pages import browser, post, text_of

GIVEN = {
    "content": "改了？",
    "type": "technical",
    "difficulty": "hard",
    "time_limit": 60,
    "scoring_points": "甲\r\n\r\n 丙 ",
    "tags": "乙",
}


@pytest.fixture
def staff(people):
    User.objects.filter(pk__in=[people.owner.pk, people.stranger.pk]).update(is_staff=True)
    return people


def change_page(question):
    return reverse("admin:questionbank_question_change", args=[question.pk])


def test_change_in_the_admin_keeps_a_version(staff):
    question = make_question(make_position(staff.owner, questions=0))
    response = post(browser(staff.owner), change_page(question), {**GIVEN, "position": question.position_id})
    assert response.status_code == 302, response.content[:2000]
    question.refresh_from_db()
    assert (question.content, question.tags, question.version) == ("改了？", ["乙"], 2)
    assert question.scoring_points == ["甲", "丙"]
    assert question.versions.first().changed_by == staff.owner


def test_question_made_in_the_admin_has_a_first_version(staff):
    position = make_position(staff.owner, questions=0)
    post(browser(staff.owner), reverse("admin:questionbank_question_add"), {**GIVEN, "position": position.pk})
    assert Question.objects.get().versions.get().changed_by == staff.owner


@pytest.mark.parametrize("wrong", ["x" * 1001, "\n".join(map(str, range(100))), "a\x00b"])
def test_lists_hold_no_more_than_elsewhere(staff, wrong):
    question = make_question(make_position(staff.owner, questions=0))
    given = {**GIVEN, "position": question.position_id, "scoring_points": wrong}
    assert post(browser(staff.owner), change_page(question), given).status_code == 200
    question.refresh_from_db()
    assert question.version == 1


def test_versions_are_looked_at_by_their_own_staff_alone(staff):
    question = make_question(make_position(staff.owner, questions=0))
    version = question.versions.get()
    path = reverse("admin:questionbank_questionversion_change", args=[version.pk])
    assert question.content in text_of(browser(staff.owner), path)
    assert browser(staff.stranger).get(path).status_code in (302, 403, 404)
    assert post(browser(staff.owner), path, {"content": "x"}).status_code == 403
