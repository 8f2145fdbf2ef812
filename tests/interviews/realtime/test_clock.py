"""Warnings and limits, from stored deadlines alone."""

from __future__ import annotations

import datetime as dt

import pytest
from asgiref.sync import sync_to_async

from common import clock
from interviews.models import Interview, InterviewEvent, InterviewQuestion
from interviews.services import step_clock
from tests.people import People
from tests.sockets import connected, events_path, in_threads, room_token_for, token_for


def move_question(interview: Interview, *, left: float) -> None:
    """Let the running question have ``left`` seconds."""
    deadline = clock.now() + dt.timedelta(seconds=left)
    question = InterviewQuestion.objects.filter(interview=interview, started_at__isnull=False).last()
    start = deadline - dt.timedelta(seconds=question.time_limit)
    InterviewQuestion.objects.filter(pk=question.pk).update(started_at=start, deadline_at=deadline)


def move_interview(interview: Interview, *, left: float) -> None:
    deadline = clock.now() + dt.timedelta(seconds=left)
    start = deadline - dt.timedelta(minutes=30)
    Interview.objects.filter(pk=interview.pk).update(started_at=start, deadline_at=deadline)


def told(interview: Interview, kind: str) -> list[dict]:
    return list(InterviewEvent.objects.filter(interview=interview, type=kind).values_list("data", flat=True))


def step(interview: Interview, *, here: bool = True) -> float | None:
    return step_clock(interview.pk, candidate_is_here=here)


def test_next_step_is_the_next_moment(running: Interview) -> None:
    move_question(running, left=100)
    assert step(running) == pytest.approx(70, abs=1)
    assert told(running, "time_warning") == []


def test_question_is_warned_of_once(running: Interview) -> None:
    move_question(running, left=25)
    assert step(running) == pytest.approx(35, abs=1)  # the limit and its grace
    step(running)
    (data,) = told(running, "time_warning")
    assert data["scope"] == "question"
    assert 24 <= data["remaining_seconds"] <= 25


def test_interview_is_warned_of_once(running: Interview) -> None:
    move_question(running, left=100)
    move_interview(running, left=290)
    for _ in range(3):
        step(running, here=False)
    (data,) = told(running, "time_warning")
    assert (data["scope"], data["question_id"]) == ("interview", None)


def test_short_question_is_not_warned_of(running: Interview) -> None:
    InterviewQuestion.objects.filter(interview=running).update(time_limit=30)
    move_question(running, left=20)
    step(running)
    assert told(running, "time_warning") == []


def test_next_question_comes_when_time_is_up_and_the_candidate_is_here(running: Interview) -> None:
    move_question(running, left=-11)
    assert step(running, here=False) is not None
    assert len(told(running, "question_started")) == 1
    step(running)
    step(running)
    assert [data["order"] for data in told(running, "question_started")] == [1, 2]


def test_late_answer_is_waited_for(running: Interview) -> None:
    move_question(running, left=-5)
    assert step(running) == pytest.approx(5, abs=1)
    assert len(told(running, "question_started")) == 1


def test_interview_ends_on_time(running: Interview) -> None:
    move_interview(running, left=-11)
    assert step(running, here=False) is None
    (data,) = told(running, "interview_ended")
    assert data["end_reason"] == "time_limit"
    assert step(running) is None


def test_interview_that_does_not_run_has_no_clock(interview: Interview) -> None:
    assert step(interview) is None


async def test_two_sockets_tell_one_warning(running: Interview, people: People) -> None:
    await sync_to_async(move_question)(running, left=30.6)
    token = await sync_to_async(token_for)(people.owner)
    async with (
        connected(events_path(running), token=room_token_for(running)) as candidate,
        connected(events_path(running), token=token) as observer,
    ):
        for socket in (candidate, observer):
            await socket.read("connected")
        for socket in (candidate, observer):
            frame = await socket.read()
            assert (frame["type"], frame["seq"]) == ("time_warning", 2)
        assert await candidate.is_silent()
    assert len(await sync_to_async(told)(running, "time_warning")) == 1


async def test_two_processes_tell_one_warning(running: Interview) -> None:
    await sync_to_async(move_question)(running, left=20)
    await in_threads(lambda _: step(running), count=8)
    assert len(await sync_to_async(told)(running, "time_warning")) == 1


async def test_restart_loses_no_warning(running: Interview) -> None:
    """No process was there when the warning was due; the first that holds a socket tells it."""
    await sync_to_async(move_question)(running, left=12)
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        connected_frame = await socket.read("connected")
        assert connected_frame["data"]["question_remaining_seconds"] <= 12
        await socket.send({"type": "resume", "after": 0})
        frame = await socket.read("time_warning")
        assert frame["data"]["remaining_seconds"] <= 12


async def test_question_that_ran_out_meanwhile_is_closed_on_joining(running: Interview) -> None:
    await sync_to_async(move_question)(running, left=-60)
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        data = (await socket.read("connected"))["data"]
    assert data["current_question"]["order"] == 2
    assert data["question_remaining_seconds"] > 0


async def test_socket_sees_the_next_question_when_time_is_up(running: Interview) -> None:
    await sync_to_async(move_question)(running, left=-9.5)
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        assert (await socket.read("connected"))["data"]["current_question"]["order"] == 1
        frame = await socket.read()
        assert (frame["type"], frame["data"]["order"]) == ("question_started", 2)
