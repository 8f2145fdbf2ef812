"""One question in the console."""

from __future__ import annotations

import pytest

from questionbank import services
from questionbank.models import Question
from tests.factories import make_position, make_question
from tests.pages import browser, post, text_of

GIVEN = {
    "content": "什么是死锁？",
    "type": "basic",
    "difficulty": "easy",
    "time_limit": "90",
    "follow_up_enabled": "on",
    "reference_answer": "四个必要条件……",
    "point": ["说出互斥", "", "  说出循环等待 "],
    "tags": "操作系统、并发",
}


@pytest.fixture
def position(people):
    return make_position(people.owner, questions=0)


def path_of(question, rest=""):
    return f"/console/questions/{question.public_id}{rest}"


def test_question_is_written_and_changed(people, position):
    client = browser(people.owner)
    post(client, "/console/questions/new", {**GIVEN, "position": position.public_id})
    question = Question.objects.get()
    assert (question.scoring_points, question.tags) == (["说出互斥", "说出循环等待"], ["操作系统", "并发"])
    page = text_of(client, path_of(question, "/edit"))
    assert 'value="说出循环等待"' in page
    post(client, path_of(question, "/edit"), {**GIVEN, "version": "1", "content": "死锁怎样避免？"})
    question.refresh_from_db()
    assert (question.content, question.version) == ("死锁怎样避免？", 2)
    assert "四个必要条件" in text_of(client, path_of(question))


@pytest.mark.parametrize(
    "wrong",
    [
        {"content": ""},
        {"type": "riddle"},
        {"time_limit": "4"},
        {"time_limit": "x"},
        {"tags": ",".join(str(number) for number in range(13))},
        {"point": ["x" * 1001]},
        {"point": ["x"] * 51},
        {"position": "pos_00000000000000000000000000"},
    ],
)
def test_wrong_question_is_refused_and_what_was_typed_stays(people, position, wrong):
    given = {**GIVEN, "position": position.public_id, **wrong}
    response = post(browser(people.owner), "/console/questions/new", given)
    assert response.status_code == 400
    assert "errorlist" in response.content.decode()
    assert "四个必要条件" in response.content.decode()
    assert not Question.objects.exists()


def test_another_point_needs_no_script(people, position):
    given = {**GIVEN, "position": position.public_id, "more": "1"}
    page = post(browser(people.owner), "/console/questions/new", given).content.decode()
    assert page.count('name="point"') == 5
    assert not Question.objects.exists()


def test_second_editor_is_told(people, position):
    question = make_question(position, content="原来")
    services.update_question(question, actor=people.mate, content="先")
    response = post(browser(people.owner), path_of(question, "/edit"), {**GIVEN, "version": "1"})
    assert response.status_code == 409
    assert "李同事" in response.content.decode()
    question.refresh_from_db()
    assert question.content == "先"


def test_versions_are_shown_with_differences_and_restored(people, position):
    question = make_question(position, content="请介绍索引", scoring_points=["甲"])
    services.update_question(question, actor=people.mate, content="请介绍<b>锁</b>", scoring_points=["甲", "乙"])
    client = browser(people.owner)
    page = text_of(client, path_of(question, "/versions/2"))
    assert "<del>索引</del>" in page
    assert "<ins>&lt;b&gt;锁&lt;/b&gt;</ins>" in page
    post(client, path_of(question, "/versions/1/restore"))
    question.refresh_from_db()
    assert (question.content, question.scoring_points, question.version) == ("请介绍索引", ["甲"], 3)
    assert client.get(path_of(question, "/versions/9")).status_code == 404


def test_question_is_deleted(people, position):
    question = make_question(position)
    post(browser(people.owner), path_of(question, "/delete"))
    assert not Question.objects.exists()


@pytest.mark.parametrize("rest", ["", "/edit", "/versions/1"])
def test_strangers_find_nothing(people, position, rest):
    question = make_question(position)
    assert browser(people.stranger).get(path_of(question, rest)).status_code == 404


@pytest.mark.parametrize("rest", ["/edit", "/delete", "/versions/1/restore"])
def test_readers_look_and_do_not_write(people, position, rest):
    question = make_question(position)
    people.mate.memberships.update(role="viewer")
    client = browser(people.mate)
    assert post(client, path_of(question, rest), GIVEN).status_code == 403
    assert "data-opens" not in text_of(client, path_of(question))


def test_recruiter_elsewhere_does_not_write_here(people, position):
    """A member of two companies writes where the role allows it."""
    question = make_question(position)
    people.stranger.memberships.create(organization=position.organization, role="viewer")
    client = browser(people.stranger)
    assert client.get(path_of(question)).status_code == 200
    assert post(client, path_of(question, "/delete")).status_code in (403, 404)
    post(client, "/console/questions/bulk", {"chosen": [question.public_id], "do": "delete"})
    assert Question.objects.filter(pk=question.pk).exists()
