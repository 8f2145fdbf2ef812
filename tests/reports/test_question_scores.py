"""The bank learns how answers to its questions scored, and forgets with the interview."""

from __future__ import annotations

import importlib

from django.apps import apps

from common.jobs import JobState
from interviews.models import Interview
from interviews.services.erasure import erase_interview
from questionbank.models import Question, QuestionScore
from questionbank.selectors import average_scores
from questionbank.services import keep_scores
from reports import services
from reports.models import Report
from tests.factories import make_position, make_question
from tests.pages import browser, text_of
from tests.reports.test_api import hold
from tests.reports.versions.test_rescoring import corrected, rescored


def test_report_tells_the_bank_its_scores(api, people):
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
    erase_interview(interview)  # whoever dies before the signal leaves no score behind
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


def means(actor):
    return {
        key: row["mean"]
        for key, row in average_scores(actor, list(Question.objects.select_related("position"))).items()
    }


def test_average_follows_a_report_that_is_scored_again(api, people, after_commit):
    interview_id = hold(api, people).rsplit("/", 1)[1]
    report = Report.objects.select_related("interview__position").get(interview__public_id=interview_id)
    before = means(people.owner)
    corrected(report, "不知道。", actor=people.owner)
    rescored(report, actor=people.owner, after_commit=after_commit)
    first = report.document["questions"][0]
    pk = Question.objects.get(public_id=first["question_id"]).pk
    assert means(people.owner)[pk] == first["score"] != before[pk]
    assert {**means(people.owner), pk: 0} == {**before, pk: 0}


def test_average_is_of_the_report_that_stands_when_scoring_again_fails(api, people, monkeypatch):
    interview_id = hold(api, people).rsplit("/", 1)[1]
    report = Report.objects.select_related("interview__position").get(interview__public_id=interview_id)
    before = means(people.owner)
    corrected(report, "不知道。", actor=people.owner)
    job = services.request_rescoring(report, actor=people.owner)
    monkeypatch.setattr("reports.services.rescoring.announce_report", broken)
    services.rescore(job.pk, may_grade=True)
    job.refresh_from_db()
    assert job.state != JobState.DONE
    assert means(people.owner) == before


def broken(*_args, **_options):
    raise RuntimeError("the database is away")


def test_scores_never_told_are_told_by_the_migration(api, people):
    hold(api, people)
    told = list(QuestionScore.objects.values_list("question_id", "source", "score").order_by("pk"))
    QuestionScore.objects.all().delete()
    keep_scores(source="int_other", scores={Question.objects.first().public_id: 7})
    migration = importlib.import_module("reports.migrations.0002_question_scores")
    for _time in range(2):
        migration.tell_the_bank(apps, None)
        rows = QuestionScore.objects.exclude(source="int_other").values_list("question_id", "source", "score")
        assert sorted(rows) == sorted(told)
    assert QuestionScore.objects.filter(source="int_other", score=7).exists()


def test_migration_forgets_scores_of_erased_interviews(api, people):
    hold(api, people)
    Interview.objects.update(erased_at="2026-11-01T00:00:00Z")
    importlib.import_module("reports.migrations.0002_question_scores").tell_the_bank(apps, None)
    assert not QuestionScore.objects.exists()
