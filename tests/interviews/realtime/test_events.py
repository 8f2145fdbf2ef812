"""Events: numbered, kept, told once, replayed, and never lost to a broker."""

from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction

from interviews.contracts import AnalysisProgress, TimeWarning
from interviews.enums import EndReason
from interviews.models import Interview, InterviewEvent
from interviews.services import (
    AnswerDraft,
    announce,
    end_interview,
    read_follow_up,
    record_event,
    start_interview,
    submit_answer,
)
from tests.factories import make_interview, make_position
from tests.people import People
from tests.sockets import connected, events_path, in_threads, room_token_for, token_for

WARNING = TimeWarning(
    scope="interview", question_id=None, remaining_seconds=300, deadline_at="2026-11-22T10:00:00.000Z"
)


@pytest.fixture
def interview(people: People) -> Interview:
    return make_interview(people.candidate, make_position(people.owner), mode="text")


def draft(interview: Interview, number: int) -> AnswerDraft:
    question = interview.questions.get(order=number, follow_up_number=0)
    return AnswerDraft(question_id=question.question_id, duration=5, transcript="我做过推荐系统。")


def told(interview: Interview) -> list[tuple[int, str]]:
    return list(InterviewEvent.objects.filter(interview=interview).values_list("seq", "type"))


def test_course_of_an_interview_is_told_in_order(running: Interview, people: People) -> None:
    first = submit_answer(running, actor=people.candidate, draft=draft(running, 1)).answer
    follow_up = read_follow_up(first).question
    end_interview(running, reason=EndReason.FINISHED)
    end_interview(running, reason=EndReason.FINISHED)
    kinds = [kind for _, kind in told(running)]
    assert kinds[:4] == ["question_started", "answer_received", "question_started", "follow_up_generated"]
    assert kinds[4] == "question_started"  # the follow-up was read
    assert kinds[-2:] == ["interview_ended", "report_ready"]
    assert kinds.count("interview_ended") == 1
    assert [seq for seq, _ in told(running)] == list(range(1, len(kinds) + 1))
    data = InterviewEvent.objects.get(interview=running, type="follow_up_generated").data
    assert data["question_id"] == follow_up.question_id
    assert data["parent_question_id"] == first.question.question_id


def test_same_answer_again_is_told_once(running: Interview, people: People) -> None:
    for _ in range(2):
        submit_answer(running, actor=people.candidate, draft=draft(running, 1))
    assert [kind for _, kind in told(running)].count("answer_received") == 1


def test_event_of_a_fact_that_did_not_happen_is_not_told(running: Interview) -> None:
    before = told(running)
    with transaction.atomic():
        record_event(running.pk, WARNING, key="time_warning:interview")
        transaction.set_rollback(True)
    assert told(running) == before


async def test_events_of_many_writers_are_numbered_without_gaps(running: Interview) -> None:
    def write(number: int) -> None:
        record_event(running.pk, WARNING, key=f"key:{number % 12}")

    await in_threads(write, count=24)
    assert [seq for seq, _ in await sync_to_async(told)(running)] == list(range(1, 14))


async def test_events_reach_candidate_and_observer(interview: Interview, people: People) -> None:
    observer_token = await sync_to_async(token_for)(people.owner)
    async with (
        connected(events_path(interview), token=room_token_for(interview)) as candidate,
        connected(events_path(interview), token=observer_token) as observer,
    ):
        for socket in (candidate, observer):
            assert (await socket.read("connected"))["data"]["status"] == "created"
        await sync_to_async(start_interview)(interview)
        for socket in (candidate, observer):
            frame = await socket.read()
            assert (frame["type"], frame["seq"]) == ("question_started", 1)
            assert frame["data"]["order"] == 1
        answer = await sync_to_async(draft)(interview, 1)
        await sync_to_async(submit_answer)(interview, actor=people.candidate, draft=answer)
        assert [(await candidate.read())["seq"] for _ in range(2)] == [2, 3]
        await sync_to_async(end_interview)(interview)
        assert (await observer.read("interview_ended"))["data"]["status"] == "completed"


async def test_what_is_not_kept_has_no_number(running: Interview) -> None:
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        await socket.read("connected")
        progress = AnalysisProgress(answer_id="ans_1", status="analyzing", progress=0.4)
        await sync_to_async(announce)(running.pk, progress)
        frame = await socket.read()
    assert (frame["type"], frame["seq"]) == ("analysis_progress", None)
    assert frame["data"] == {"answer_id": "ans_1", "status": "analyzing", "progress": 0.4}
    assert [kind for _, kind in await sync_to_async(told)(running)] == ["question_started"]


async def test_resume_replays_what_was_missed(running: Interview, people: People) -> None:
    given = await sync_to_async(draft)(running, 1)
    await sync_to_async(submit_answer)(running, actor=people.candidate, draft=given)
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        assert (await socket.read("connected"))["data"]["last_seq"] == 4
        await socket.send({"type": "resume", "after": 1})
        frames = [await socket.read() for _ in range(4)]
        assert [frame["seq"] for frame in frames] == [2, 3, 4, None]
        assert frames[3]["data"] == {"of": "resume", "replayed": 3, "last_seq": 4}
        await socket.send({"type": "resume", "after": 4})
        assert (await socket.read())["data"]["replayed"] == 0


async def test_event_that_the_broker_lost_is_read_from_the_database(
    running: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        await socket.read("connected")
        with monkeypatch.context() as without_broker:
            without_broker.setattr("interviews.services.events.publish", lambda message: None)
            await sync_to_async(record_event)(running.pk, WARNING, key="lost:1")
            await sync_to_async(record_event)(running.pk, WARNING, key="lost:2")
        await sync_to_async(record_event)(running.pk, WARNING, key="arrives")
        assert [(await socket.read())["seq"] for _ in range(3)] == [2, 3, 4]
        assert await socket.is_silent()


async def test_broker_that_is_away_stops_no_interview(running: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    class Away:
        async def group_send(self, group: str, message: dict[str, Any]) -> None:
            raise ConnectionRefusedError

    monkeypatch.setattr("common.realtime.publish.get_channel_layer", Away)
    await sync_to_async(end_interview)(running)
    assert [kind for _, kind in await sync_to_async(told)(running)] == [
        "question_started",
        "interview_ended",
        "report_ready",
    ]


async def test_events_go_with_their_interview(running: Interview) -> None:
    await Interview.objects.filter(pk=running.pk).adelete()
    assert not await InterviewEvent.objects.aexists()
