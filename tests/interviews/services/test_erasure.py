"""Withdrawal and retention: rows and files are gone, the row stays."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from analysis.models import AnalysisJob, EngineRun
from common import clock
from common.errors import NotFound
from interviews.enums import EndReason, InterviewStatus
from interviews.models import (
    Answer,
    Conversation,
    IntegritySignal,
    Interview,
    InterviewEvent,
    InterviewQuestion,
    LiveTrack,
    MediaFile,
)
from interviews.services import erasure, keep_samples, request_conversation, start_interview
from interviews.services.erasure import erase_outdated, withdraw_consent
from interviews.services.integrity import record_integrity_signal
from reports.models import Report
from reports.services import request_report
from tests.factories import make_interview, make_position
from tests.interviews.services.test_consent import decide
from tests.pages import browser, post, text_of


@pytest.fixture
def held(people, api, upload):
    """An interview with a recorded answer, analysed, with signals and samples; it goes on."""
    interview = make_interview(people.candidate, make_position(people.owner, questions=2), mode="audio")
    decide(interview)
    client = api(people.candidate)
    question = start_interview(interview)[1]
    sent = upload(client, interview_id=interview.public_id)
    body = {"question_id": question.question_id, "audio_url": sent["file_url"], "duration": 3}
    assert client.post(f"/interviews/{interview.public_id}/answers", body).code == 0
    record_integrity_signal(interview, kind="paste")
    keep_samples(interview.pk, question_pk=question.pk, samples=[[1, None, None, 180, None, None, None, None]])
    return Interview.objects.get(pk=interview.pk)


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def leftovers(interview):
    models = (Answer, Conversation, IntegritySignal, InterviewEvent, InterviewQuestion, LiveTrack, MediaFile)
    found = {model.__name__: model.objects.filter(interview=interview).count() for model in models}
    found |= {model.__name__: model.objects.filter(interview=interview).count() for model in (AnalysisJob, Report)}
    found["EngineRun"] = EngineRun.objects.filter(job__interview=interview).count()
    return {name: count for name, count in found.items() if count}


def test_withdrawal_deletes_rows_and_files_of_every_app_and_keeps_a_mark(held, people, after_commit):
    before = leftovers(held)
    assert {"Answer", "MediaFile", "AnalysisJob", "EngineRun", "IntegritySignal", "LiveTrack"} <= before.keys()
    key = held.media.get().key
    assert default_storage.exists(key)
    with default_storage.open(f"interviews/{held.public_id}/part-0001", "wb") as part:
        part.write(b"a part that no row names")
    with after_commit():
        withdraw_consent(held, actor=people.candidate, language="en")
    assert leftovers(held) == {}
    assert not default_storage.exists(key)
    assert not default_storage.exists(f"interviews/{held.public_id}/part-0001")
    held.refresh_from_db()
    assert (held.status, held.end_reason) == (InterviewStatus.COMPLETED, EndReason.WITHDRAWN)
    assert held.withdrawn_at
    assert held.erased_at
    assert [row.given for row in held.consents.all()] == [True] * 3 + [False] * 3
    assert {row.language for row in held.consents.filter(given=False)} == {"en"}


def test_nothing_is_made_anew_after_withdrawal(held, people, after_commit):
    with after_commit():
        withdraw_consent(held, actor=people.candidate, language="zh")
        held.refresh_from_db()
        request_conversation(held)
        assert request_report(held) is None
    assert leftovers(held) == {}


def test_withdrawal_twice_is_one(held, people, after_commit):
    with after_commit():
        withdraw_consent(held, actor=people.candidate, language="zh")
    first = Interview.objects.get(pk=held.pk).erased_at
    with after_commit():
        withdraw_consent(held, actor=people.candidate, language="zh")
    assert Interview.objects.get(pk=held.pk).erased_at == first
    assert held.consents.filter(given=False).count() == 3


def test_withdrawal_is_the_candidates_alone(held, people):
    for person in (people.other_candidate, people.owner, people.stranger):
        with pytest.raises(NotFound):
            withdraw_consent(held, actor=person, language="zh")
    assert leftovers(held)


def test_withdrawal_before_the_start_cancels(people):
    interview = make_interview(people.candidate, make_position(people.owner))
    withdraw_consent(interview, actor=people.candidate, language="zh")
    interview.refresh_from_db()
    assert (interview.status, interview.end_reason) == (InterviewStatus.CANCELLED, EndReason.WITHDRAWN)


def test_file_that_cannot_be_deleted_now_is_deleted_by_the_beat(held, people, after_commit, monkeypatch):
    key = held.media.get().key
    store = erasure.storage.media()

    def refuse(self, key):
        raise OSError("away")

    with monkeypatch.context() as broken:
        broken.setattr(type(store), "delete", refuse)
        broken.setattr(type(store), "delete_below", refuse)
        with after_commit():
            withdraw_consent(held, actor=people.candidate, language="zh")
    assert leftovers(held) == {"MediaFile": 1}
    assert default_storage.exists(key)
    erase_outdated()
    assert leftovers(held) == {}
    assert not default_storage.exists(key)


def test_retention_erases_what_is_old_enough_and_nothing_else(people, after_commit):
    position = make_position(people.owner, retention_days=30)
    kept_for_ever = make_position(people.owner)
    now = clock.now()

    def ended(position, days):
        interview = make_interview(people.candidate, position)
        at = now - dt.timedelta(days=days)
        Interview.objects.filter(pk=interview.pk).update(
            status="completed", end_reason="finished", created_at=at, started_at=at, ended_at=at
        )
        return interview

    old, young, unlimited = ended(position, 31), ended(position, 29), ended(kept_for_ever, 3000)
    running = make_interview(people.candidate, position)
    with after_commit():
        assert erase_outdated() == 1
        assert erase_outdated() == 0
    assert Interview.objects.get(pk=old.pk).erased_at
    for other in (young, unlimited, running):
        found = Interview.objects.get(pk=other.pk)
        assert found.erased_at is None
        assert found.questions.exists()


def test_withdrawal_page_names_what_is_deleted_and_wants_a_yes(held, people):
    client = browser(people.candidate, language="en")
    path = f"/interviews/{held.public_id}/withdraw"
    page = text_of(client, path)
    assert "1 recording" in page
    assert post(client, path).status_code == 400
    assert leftovers(held)
    done = f"/interviews/{held.public_id}/done"
    for _twice in range(2):
        assert post(client, path, {"confirm": "yes"}).headers["Location"] == done
    assert leftovers(held) == {}
    assert "Your consent is withdrawn" in text_of(client, done)
    assert "Withdrawn" in text_of(client, "/my/interviews")
    company = text_of(browser(people.owner, language="en"), f"/console/interviews/{held.public_id}")
    assert "withdrew the consent" in company
    for page in ("transcript", "feedback"):
        assert client.get(f"/interviews/{held.public_id}/{page}").status_code in (404, 409)
    exported = client.get(f"/interviews/{held.public_id}/data.json").json()
    assert exported["answers"] == exported["recordings"] == exported["measurements"] == []
    assert len(exported["consents"]) == 6


def test_what_a_company_calls_an_interview_goes_with_the_withdrawal(held, people, after_commit):
    Interview.objects.filter(pk=held.pk).update(external_id="application-4711")
    held.refresh_from_db()
    with after_commit():
        withdraw_consent(held, actor=people.candidate, language="zh")
    assert Interview.objects.get(pk=held.pk).external_id == ""
