"""Scoring again: what makes a new version, what does not, and who may ask."""

from __future__ import annotations

import pytest

from common.errors import NotAllowed
from common.jobs import JobState
from interviews.models import Interview
from interviews.services import build_conversation, correct_sentence
from interviews.services.erasure import erase_interview
from reports import services
from reports.enums import RescoringOutcome, VersionReason
from reports.errors import RescoringUnderWay, TooManyReports
from reports.models import Regrading, Report, ReportVersion, Rescoring
from reports.versions.reading import outdated, versions_of
from tests.pages import HTMX, browser, post, text_of
from tests.reports.test_api import hold

WEIGHTS = {
    "professional_knowledge": 0.6,
    "logical_thinking": 0.1,
    "language_expression": 0.1,
    "stress_resistance": 0.1,
    "communication_potential": 0.1,
}


def made(api, people, **changes) -> Report:
    interview_id = hold(api, people, **changes).rsplit("/", 1)[1]
    return Report.objects.select_related("interview__position").get(interview__public_id=interview_id)


def rescored(report: Report, *, actor, after_commit) -> Rescoring:
    with after_commit():
        job = services.request_rescoring(report, actor=actor)
    job.refresh_from_db()
    report.refresh_from_db()
    return job


def with_weights(report: Report) -> None:
    """The position asks for these from now on."""
    report.interview.position.weights = WEIGHTS
    report.interview.position.save(update_fields=["weights"])


def corrected(report: Report, text: str, *, actor) -> None:
    """The first sentence of the first answer, put right and built in."""
    interview = report.interview
    build_conversation(interview.pk)
    conversation = interview.conversation
    sentence = conversation.sentences.exclude(paragraph__answer_id="").order_by("number").first()
    correct_sentence(conversation, number=sentence.number, text=text, actor=actor)
    build_conversation(interview.pk)


def test_first_report_is_version_one_with_its_scores(api, people):
    report = made(api, people)
    assert (report.version, report.version_reason, report.weights) == (1, VersionReason.FIRST, None)
    scores = {part["key"]: part["score"] for part in report.document["abilities"] if part["score"] is not None}
    assert report.ability_scores == scores
    assert len(scores) < 5  # in writing nothing shows how somebody bears pressure
    assert report.coverage == report.document["coverage"]


def test_rescoring_with_nothing_changed_makes_no_version(api, people, after_commit):
    report = made(api, people)
    job = rescored(report, actor=people.owner, after_commit=after_commit)
    assert (job.state, job.outcome, job.number) == (JobState.DONE, RescoringOutcome.UNCHANGED, 1)
    assert (report.version, ReportVersion.objects.count()) == (1, 0)


def test_changed_weights_make_a_version_and_the_old_stays(api, people, after_commit):
    report = made(api, people)
    before, score = report.document, report.overall_score
    with_weights(report)
    assert outdated(report, report.interview).weights_changed
    job = rescored(report, actor=people.owner, after_commit=after_commit)
    assert (job.outcome, report.version, report.version_reason) == ("new", 2, VersionReason.RUBRIC)
    assert (report.weights, report.version_by) == (WEIGHTS, people.owner)
    old = report.versions.get()
    assert (old.number, old.document, old.overall_score) == (1, before, score)
    assert {part["key"]: part["weight"] for part in report.document["abilities"]} == WEIGHTS
    assert not outdated(report, report.interview)
    assert [line.number for line in versions_of(report)] == [2, 1]


def test_corrected_words_are_graded_again_and_once(api, people, after_commit):
    report = made(api, people)
    before = report.document["questions"][0]
    corrected(report, "我把过拟合理解为模型记住了训练数据。", actor=people.owner)
    assert outdated(report, report.interview).corrected_at
    job = rescored(report, actor=people.owner, after_commit=after_commit)
    assert (job.outcome, report.version_reason) == ("new", VersionReason.TRANSCRIPT)
    after = report.document["questions"][0]
    assert "记住了训练数据" in after["transcript"]
    assert "记住了训练数据" not in before["transcript"]
    assert {engine["parameters"].get("corrected_words") for engine in report.document["engines"]} >= {True}
    assert not outdated(report, report.interview)
    graded_at = Regrading.objects.get().made_at
    assert rescored(report, actor=people.owner, after_commit=after_commit).outcome == "unchanged"
    assert Regrading.objects.get().made_at == graded_at


def test_corrected_words_wait_for_a_worker_with_models(api, people, monkeypatch):
    report = made(api, people)
    corrected(report, "别的说法。", actor=people.owner)
    job = Rescoring.objects.create(report=report, batch="b", asked_by=people.owner)
    sent = []
    monkeypatch.setattr("reports.services.rescoring.jobs.enqueue", lambda task, key: sent.append(task))
    services.rescore(job.pk)
    job.refresh_from_db()
    assert (sent, job.state) == (["reports.rescore_words"], JobState.QUEUED)


def test_correction_not_yet_in_the_transcript_is_waited_for(api, people, settings):
    settings.JOB_MAX_ATTEMPTS = 1
    report = made(api, people)
    build_conversation(report.interview_id)
    sentence = report.interview.conversation.sentences.exclude(paragraph__answer_id="").first()
    correct_sentence(report.interview.conversation, number=sentence.number, text="还没有。", actor=people.owner)
    job = Rescoring.objects.create(report=report, batch="b", asked_by=people.owner)
    services.rescore(job.pk, may_grade=True)
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.FAILED, "transcript_being_made")


def test_second_rescoring_at_once_is_a_conflict(api, people):
    report = made(api, people)
    services.request_rescoring(report, actor=people.owner)
    with pytest.raises(RescoringUnderWay):
        services.request_rescoring(report, actor=people.mate)
    asked = services.request_rescorings([report], actor=people.mate)
    assert (asked.count, asked.left_out) == (0, 1)


def test_rescoring_delivered_twice_makes_one_version(api, people):
    report = made(api, people)
    with_weights(report)
    job = Rescoring.objects.create(report=report, batch="b", asked_by=people.owner)
    services.rescore(job.pk)
    services.rescore(job.pk)
    report.refresh_from_db()
    assert report.version == 2


def test_rescoring_of_an_erased_interview_ends_quietly(api, people):
    report = made(api, people)
    job = services.request_rescoring(report, actor=people.owner)
    erase_interview(Interview.objects.get(pk=report.interview_id))
    services.rescore(job.pk)
    assert not Rescoring.objects.exists()


def test_rescoring_by_a_stranger_or_a_reader_is_refused(api, people):
    from accounts.enums import MemberRole

    report = made(api, people)
    people.mate.memberships.update(role=MemberRole.VIEWER)
    for actor in (people.stranger, people.mate):
        with pytest.raises(NotAllowed):
            services.request_rescoring(report, actor=actor)
        with pytest.raises(NotAllowed):
            services.request_rescorings([report], actor=actor)


def test_rescoring_of_too_many_is_refused(api, people, monkeypatch):
    monkeypatch.setattr("reports.services.rescoring.MOST_AT_ONCE", 0)
    with pytest.raises(TooManyReports):
        services.request_rescorings([made(api, people)], actor=people.owner)


def test_answers_made_anew_keep_the_version_before(api, people, after_commit):
    report = made(api, people)
    with after_commit():
        services.renew_report(report.interview)
    report.refresh_from_db()
    assert (report.version, report.version_reason) == (2, VersionReason.ANSWERS)
    assert report.versions.get().number == 1


def test_old_version_is_read_by_api_page_and_file(api, people, after_commit):
    report = made(api, people)
    old_score = report.overall_score
    with_weights(report)
    rescored(report, actor=people.owner, after_commit=after_commit)
    path = f"/reports/{report.interview.public_id}"
    owner = api(people.owner)
    assert (owner.get(path).data["version"], owner.get(path).data["present_version"]) == (2, 2)
    old = owner.get(path, version=1).data
    assert (old["version"], old["overall_score"]) == (1, old_score)
    assert {part["weight"] for part in old["ability_evidence"].values()} != set(WEIGHTS.values())
    assert owner.get(path, version=3).code == 40401
    assert owner.get(path, version="x").code == 40001
    assert api(people.candidate).get(path, version=1).code == 40401
    assert owner.get("/reports").data["items"][0]["version"] == 2
    client = browser(people.owner, language="en")
    page = text_of(client, f"/console{path}?version=1")
    assert "Version 1, not the present 2" in page
    assert client.get(f"/console{path}?version=9").status_code == 404
    ranking = f"/console/positions/{report.interview.position.public_id}/ranking"
    for listed in ("/console/interviews/", "/console/reports/", ranking, f"/console/compare?report={report.public_id}"):
        assert "Version 2" in text_of(client, listed)
    assert owner.get(f"{path}/export", format="pdf", version=9).code == 40401


def test_page_says_that_the_transcript_was_corrected_since(api, people):
    report = made(api, people)
    path = f"/console/reports/{report.interview.public_id}"
    client = browser(people.owner, language="en")
    assert "corrected after this was scored" not in text_of(client, path)
    corrected(report, "别的说法。", actor=people.owner)
    assert "corrected after this was scored" in text_of(client, path)


def test_rescoring_from_the_pages(api, people):
    report = made(api, people)
    path = f"/console/reports/{report.interview.public_id}"
    assert post(browser(people.stranger), f"{path}/rescore").status_code == 404
    with_weights(report)
    client = browser(people.mate, language="en")
    assert post(client, f"{path}/rescore").status_code == 302
    assert "Version 2" in text_of(client, path)
    answer = post(client, "/console/reports/rescore", {"report": [report.public_id]})
    page = text_of(client, answer.url)
    assert "Nothing had changed" in page
    assert browser(people.stranger).get(answer.url).status_code == 404
    nothing = post(client, "/console/reports/rescore", {"report": ["rpt_none"], "next": "https://elsewhere.example"})
    assert nothing.url == "/console/reports/"


def test_rescoring_under_way_is_shown_and_then_over(api, people):
    report = made(api, people)
    path = f"/console/reports/{report.interview.public_id}"
    job = services.request_rescoring(report, actor=people.owner)
    client = browser(people.owner, language="en")
    assert "Being scored again" in text_of(client, path)
    assert "progress" in text_of(client, f"{path}/rescoring", **HTMX)
    services.rescore(job.pk)
    assert client.get(f"{path}/rescoring", **HTMX).headers["HX-Refresh"] == "true"
