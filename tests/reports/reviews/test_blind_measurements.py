"""Whoever owes a blind review is told no measurement either, by no list, average or trail."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from analysis.enums import JobKind
from analysis.models import AnalysisJob, EngineRun
from common.audit.models import TrailEntry
from common.jobs import JobState
from interviews.models import Interview, MediaFile
from interviews.services import keep_samples, start_interview
from interviews.services.assigning import assign_reviewers
from questionbank.models import Question, QuestionScore
from reports.models import Report
from reports.services import decide, override
from tests.factories import make_interview
from tests.pages import browser, text_of
from tests.reports.reviews.test_reviewing import hand_in

SAMPLE = [1, None, None, 180, None, None, None, None]


@pytest.fixture(params=["reviewer", "mate"])
def person(request, case):
    """A reviewer, and a recruiter, who owe a blind review."""
    case.blind()
    found = {"reviewer": case.reviewer, "mate": case.people.mate}[request.param]
    case.assign(found)
    return found


@pytest.fixture
def recruiter(case):
    case.blind()
    case.assign(case.people.mate)
    return case.people.mate


def analysed(interview: Interview) -> str:
    """A recording of the interview that was analysed on request; the analysis's address."""
    media = MediaFile.objects.filter(interview=interview).first()
    job = AnalysisJob.objects.create(
        kind=JobKind.SPEECH,
        interview=interview,
        organization=interview.organization,
        media=media,
        requested=["rhythm"],
        state=JobState.DONE,
    )
    EngineRun.objects.create(job=job, kind="prosody", engine="pitch", version="1", result={"speech_rate": 180})
    return f"/analysis/{job.public_id}"


def test_analysis_tells_no_result_before_the_review(case, person, api):
    path = analysed(case.interview)
    shown = api(person).get(path).data
    assert (shown["result"], shown["blind"], shown["status"]) == (None, True, "done")
    open_to_others = api(case.people.owner).get(path).data
    assert (open_to_others["result"], open_to_others["blind"]) == ({"rhythm": {"prosody": {"speech_rate": 180}}}, False)
    hand_in(case, person)
    assert api(person).get(path).data["result"] == open_to_others["result"]


def test_report_page_draws_no_tracks_and_keeps_the_words(case, person):
    path = f"/console/reports/{case.id}/parts/0"
    hidden, seen = (json.loads(browser(user).get(path).content) for user in (person, case.people.owner))
    assert hidden["tracks"] == []
    assert seen["tracks"]
    assert hidden["sentences"] == seen["sentences"] != []


def test_live_page_shows_no_signals(case, person):
    running = make_interview(case.people.other_candidate, case.interview.position)
    start_interview(running)
    keep_samples(running.pk, question_pk=running.questions.first().pk, samples=[SAMPLE])
    assign_reviewers(running, [person.public_id], actor=case.people.owner)

    def samples(user):
        page = text_of(browser(user), f"/console/live/{running.public_id}")
        return json.loads(re.search(r'id="live-data"[^>]*>(.*?)</script>', page).group(1))["samples"]

    assert samples(person) == []
    assert len(samples(case.people.owner)) == 1


def test_average_of_a_question_leaves_out_what_is_not_judged_yet(case, recruiter):
    question = Question.objects.filter(position=case.interview.position).first()
    QuestionScore.objects.all().delete()
    QuestionScore.objects.create(question=question, source=case.id, score=93)
    score = 'class="score"'
    for path in (f"/console/questions/{question.public_id}", "/console/questions/"):
        assert score not in text_of(browser(recruiter), path)
        assert score in text_of(browser(case.people.owner), path)
    hand_in(case, recruiter)
    assert score in text_of(browser(recruiter), f"/console/questions/{question.public_id}")


def test_trail_in_the_admin_leaves_out_what_others_found(case, recruiter):
    type(recruiter).objects.filter(pk=recruiter.pk).update(is_staff=True)
    decide(case.interview, actor=case.people.owner, outcome="reject", reason="r", seen=0)
    override(case.interview, actor=case.people.owner, target="logical_thinking", score=11, reason="r")
    findings = {"decided", "overridden"}
    assert findings <= set(TrailEntry.objects.values_list("verb", flat=True))

    def told():
        rows = browser(recruiter).get(reverse("admin:common_trailentry_changelist")).context["cl"].queryset
        return set(rows.values_list("verb", flat=True))

    assert "assigned" in told()
    assert not findings & told()
    hand_in(case, recruiter)
    assert findings <= told()


def test_position_page_counts_no_hidden_report(case, recruiter):
    Report.objects.update(recommendation="strongly_recommend")
    path = f"/console/positions/{case.interview.position.public_id}"
    assert "强烈推荐" not in text_of(browser(recruiter), path)
    assert "强烈推荐" in text_of(browser(case.people.owner), path)


def test_comparison_as_a_file_has_no_score(case, recruiter):
    Report.objects.update(overall_score=93)
    address = f"/console/compare.xlsx?report={case.report.public_id}"

    def values(user):
        sheet = load_workbook(BytesIO(browser(user).get(address).content)).active
        return {cell for row in sheet.iter_rows(values_only=True) for cell in row}

    assert not {cell for cell in values(recruiter) if isinstance(cell, int | float)}
    assert {cell for cell in values(case.people.owner) if isinstance(cell, int | float)}
