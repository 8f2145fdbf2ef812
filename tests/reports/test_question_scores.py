"""The bank learns how answers to its questions scored, and forgets with the interview."""

from __future__ import annotations

from interviews.models import Interview
from interviews.services.erasure import erase_interview
from questionbank.models import Question, QuestionScore
from questionbank.services import keep_scores
from tests.factories import make_position, make_question
from tests.pages import browser, text_of
from tests.reports.test_api import hold


def test_report_tells_the_bank_its_scores(api, people, after_commit):
    hold(api, people)
    interview = Interview.objects.get()
    scored = QuestionScore.objects.filter(source=interview.public_id)
    told = {
        entry["question_id"]: entry["score"]
        for entry in interview.report.document["questions"]
        if not entry["is_follow_up"] and entry["score"] is not None
    }
    assert dict(scored.values_list("question__public_id", "score")) == told
    assert told
    with after_commit():
        erase_interview(interview)
    assert not QuestionScore.objects.exists()


def test_average_is_shown_to_members_but_not_to_reviewers(people):
    question = make_question(make_position(people.owner, questions=0))
    for number, score in enumerate((60, 80)):
        keep_scores(source=f"int_{number}", scores={question.public_id: score, "q_gone": 5})
    keep_scores(source="int_2", scores={question.public_id: None})
    path = f"/console/questions/{question.public_id}"
    assert '<span class="score">70</span>' in text_of(browser(people.owner), path)
    people.mate.memberships.update(role="reviewer")
    assert 'class="score"' not in text_of(browser(people.mate), path)


def test_rescored_interview_counts_once(people):
    make_position(people.owner, questions=1)
    question = Question.objects.get()
    for score in (40, 90):
        keep_scores(source="int_1", scores={question.public_id: score})
    assert QuestionScore.objects.get().score == 90
