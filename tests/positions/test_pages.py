"""The console's positions: who may, what is listed, what is refused in words."""

from __future__ import annotations

import pytest
from django.utils.html import escape

from accounts.enums import MemberRole
from accounts.models import User
from common import clock
from common.jobs import JobState
from interviews.models import Interview
from interviews.tokens import invitation_token
from positions.models import Position
from reports.models import Report
from tests.factories import make_interview, make_position
from tests.pages import browser, post, queries_of, text_of

LONG = "首席" * 50
SCRIPT = "<script>alert(1)</script><b>粗</b>"
NEW = {
    "title": "数据工程师",
    "category": "bigdata",
    "description": "负责数据平台",
    "requirements": "熟悉 Spark\r\n\r\n 熟悉 Flink ",
    "language": "zh",
    "interview_duration": "20",
    "question_count": "3",
}


def as_role(user: User, role: str) -> User:
    user.memberships.update(role=role)
    return User.objects.get(pk=user.pk)


def scored(position: Position, candidate: User, score: int) -> None:
    Report.objects.create(
        interview=make_interview(candidate, position),
        organization=position.organization,
        state=JobState.DONE,
        overall_score=score,
        recommendation="consider",
        document={},
        generated_at=clock.now(),
        finished_at=clock.now(),
    )


def page_of(position: Position, tab: str = "") -> str:
    return f"/console/positions/{position.public_id}" + (f"?tab={tab}" if tab else "")


def test_list_shows_the_organizations_own_with_counts_and_median(people):
    position = make_position(people.owner, title="算法工程师")
    make_position(people.stranger, title="别家的职位")
    for score in (60, 71, 90):
        scored(position, people.candidate, score)
    page = text_of(browser(people.mate), "/console/positions/")
    assert "算法工程师" in page
    assert "别家的职位" not in page
    assert ">71</span>" in page
    assert '<b class="tabular">3</b>' in page
    overview = text_of(browser(people.mate, language="en"), page_of(position))
    assert "3 ready" in overview
    assert "To be considered" in overview


def test_median_of_few_reports_is_not_shown(people):
    position = make_position(people.owner)
    scored(position, people.candidate, 63)
    assert ">63</span>" not in text_of(browser(people.owner), "/console/positions/")


def test_list_narrows_sorts_and_keeps_its_filters_in_the_address(people):
    make_position(people.owner, title="甲岗位", category="iot")
    make_position(people.owner, title="乙岗位", category="ai", status="inactive")
    client = browser(people.owner)
    assert "乙岗位" not in text_of(client, "/console/positions/?category=iot")
    assert "甲岗位" not in text_of(client, "/console/positions/?status=inactive")
    assert "乙岗位" not in text_of(client, "/console/positions/?q=甲")
    ordered = text_of(client, "/console/positions/?sort=-title&category=&status=nonsense")
    assert ordered.index("甲岗位") < ordered.index("乙岗位")
    assert "category=iot" in text_of(client, "/console/positions/?category=iot").split("<thead>")[1]


def test_empty_list_teaches_and_a_narrowed_one_can_be_cleared(people):
    client = browser(people.owner, language="en")
    assert "No positions yet" in text_of(client, "/console/positions/")
    assert "Nothing fits these filters" in text_of(client, "/console/positions/?q=x")


def test_list_needs_the_same_queries_for_one_row_and_for_three(people):
    client = browser(people.owner)
    make_interview(people.candidate, make_position(people.owner))
    text_of(client, "/console/positions/")
    one = queries_of(lambda: client.get("/console/positions/"))
    for _row in range(2):
        make_interview(people.candidate, make_position(people.owner))
    assert queries_of(lambda: client.get("/console/positions/")) == one


def test_create_goes_on_to_suggested_questions(people):
    answer = post(browser(people.owner), "/console/positions/new", NEW)
    position = Position.objects.get(title="数据工程师")
    assert answer.status_code == 302
    assert position.requirements == ["熟悉 Spark", "熟悉 Flink"]
    assert (position.organization, position.created_by) == (people.owner.memberships.get().organization, people.owner)
    assert answer["Location"] == f"/console/questions/suggested/{position.public_id}"


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("title", "长" * 201), ("category", "finance"), ("description", ""), ("interview_duration", "0"),
     ("question_count", "x"), ("requirements", "x" * 1001), ("title", "a\x00b")],
)  # fmt: skip
def test_create_refuses_a_wrong_field_and_keeps_what_was_typed(people, field, value):
    answer = post(browser(people.owner), "/console/positions/new", {**NEW, field: value})
    assert answer.status_code == 400
    assert not Position.objects.exists()
    assert 'class="errorlist"' in answer.content.decode()


def test_strangers_find_nothing_and_candidates_are_led_away(people):
    position = make_position(people.owner)
    for path in ("", "/edit", "/preview"):
        assert browser(people.stranger).get(f"{page_of(position)}{path}").status_code == 404
    for path in ("close", "reopen", "delete", "duplicate", "edit"):
        assert post(browser(people.stranger), f"{page_of(position)}/{path}").status_code == 404
    assert browser(people.candidate).get("/console/positions/")["Location"] == "/my/interviews"
    assert browser().get(page_of(position)).status_code == 302
    assert Position.objects.get().status == "active"


@pytest.mark.parametrize("role", [MemberRole.VIEWER, MemberRole.REVIEWER])
def test_those_who_only_read_see_the_position_but_change_nothing(people, role):
    position = make_position(people.owner)
    client = browser(as_role(people.mate, role))
    for tab in ("overview", "questions", "interviews", "settings"):
        page = text_of(client, page_of(position, tab))
        assert f"{page_of(position)}/edit" not in page
    assert client.get(f"{page_of(position)}/edit").status_code == 403
    assert client.get("/console/positions/new").status_code == 403
    for path in ("close", "delete", "duplicate", "edit"):
        assert post(client, f"{page_of(position)}/{path}").status_code == 403
    assert Position.objects.get().status == "active"


def test_close_reopen_and_delete(people):
    position = make_position(people.owner)
    client = browser(people.mate)
    post(client, f"{page_of(position)}/close")
    assert Position.objects.get().status == "inactive"
    post(client, f"{page_of(position)}/reopen")
    assert Position.objects.get().status == "active"
    assert post(client, f"{page_of(position)}/delete").status_code == 302
    assert not Position.objects.exists()


@pytest.mark.parametrize(
    ("questions", "named"), [(0, "it has no questions"), (1, "its 1 question with"), (3, "its 3 questions with")]
)
def test_delete_names_what_it_destroys(people, questions, named):
    position = make_position(people.owner, questions=questions)
    assert named in text_of(browser(people.owner, language="en"), page_of(position))


def test_delete_is_refused_in_words_with_the_number_of_interviews(people):
    position = make_position(people.owner)
    make_interview(people.candidate, position)
    make_interview(people.other_candidate, position)
    client = browser(people.owner, language="en")
    assert "It has 2 interviews" in text_of(client, page_of(position))
    answer = post(client, f"{page_of(position)}/delete")
    assert answer.status_code == 409
    assert "interviews (2)" in answer.content.decode()
    assert Position.objects.filter(pk=position.pk).exists()


def test_duplicate_takes_settings_and_questions_but_no_interviews(people):
    position = make_position(people.owner, title="长" * 199, questions=2, blind_review=True, modalities=["voice"])
    make_interview(people.candidate, position)
    answer = post(browser(people.mate), f"{page_of(position)}/duplicate")
    copy = Position.objects.exclude(pk=position.pk).get()
    assert answer["Location"] == f"{page_of(copy)}/edit"
    assert (copy.status, copy.blind_review, copy.modalities) == ("inactive", True, ["voice"])
    assert len(copy.title) == 200
    assert copy.created_by == people.mate
    assert sorted(copy.questions.values_list("content")) == sorted(position.questions.values_list("content"))
    assert not copy.interviews.exists()
    assert copy.public_id != position.public_id


def test_markup_and_long_names_are_shown_as_text_everywhere(people):
    position = make_position(
        people.owner, title=f"{LONG}{SCRIPT}", description=SCRIPT, requirements=[SCRIPT], opening_text=SCRIPT,
        closing_text=SCRIPT, human_contact=SCRIPT,
        anchors={"logical_thinking": [{"score": 20, "zh": SCRIPT}]},
    )  # fmt: skip
    client = browser(people.owner)
    pages = [page_of(position, tab) for tab in ("overview", "questions", "interviews", "settings")]
    pages += ["/console/positions/", f"{page_of(position)}/edit"]
    pages += [f"{page_of(position)}/preview?step={step}" for step in range(1, 8)]
    for path in pages:
        page = text_of(client, path)
        assert SCRIPT not in page, path
        assert LONG in page, path
    assert escape(SCRIPT) in text_of(client, page_of(position, "settings"))


def test_preview_walks_through_the_interview_and_stores_nothing(people):
    position = make_position(
        people.owner, questions=3, opening_text="欢迎参加", closing_text="谢谢你", retakes_allowed=True
    )
    client = browser(people.mate)
    pages = [text_of(client, f"{page_of(position)}/preview?step={step}") for step in range(1, 8)]
    assert "欢迎参加" in pages[0]
    assert "第1题" in pages[3]
    assert "第2题" in pages[4]
    assert "谢谢你" in pages[6]
    assert all("7</span>" in page for page in pages)
    assert text_of(client, f"{page_of(position)}/preview?step=99").count("谢谢你") == 1
    assert "<textarea" in text_of(client, f"{page_of(position)}/preview?step=4&mode=text")
    friendly = browser(people.mate, language="en")
    assert "8 seconds, then recording starts" in text_of(friendly, f"{page_of(position)}/preview?step=4")
    assert "4 seconds, then" in text_of(friendly, f"{page_of(position)}/preview?step=4&style=pressure")
    assert not Interview.objects.exists()


def test_preview_without_questions_says_what_to_do(people):
    position = make_position(people.owner, questions=0)
    page = text_of(browser(people.owner, language="en"), f"{page_of(position)}/preview?step=4")
    assert "No questions yet" in page


def test_candidates_are_shown_the_texts_of_the_position(people):
    position = make_position(people.owner, opening_text="请提前五分钟", modalities=[])
    interview = make_interview(people.candidate, position)
    page = text_of(browser(people.candidate, language="en"), f"/i/{invitation_token(interview.public_id)}")
    assert "请提前五分钟" in page
    assert "Nothing of your voice or picture is measured." in page
