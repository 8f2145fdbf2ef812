"""The room's page and what its modules ask for."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from typing import Any

import pytest
from django.test import TestCase

from interviews.candidacy.texts import CURRENT
from interviews.enums import FollowUpStatus
from interviews.models import Answer, Interview, InterviewQuestion, Recording, RecordingPart
from interviews.services import consent, offer_follow_up
from tests.factories import make_interview, make_position
from tests.media import plain_frames, tone, write_media
from tests.pages import browser, text_of


@pytest.fixture(scope="session")
def webm(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Two seconds as a browser records them."""
    path = tmp_path_factory.mktemp("webm") / "run.webm"
    write_media(path, sound=tone(seconds=2.0, rate=48_000), rate=48_000, frames=plain_frames(count=20))
    return path.read_bytes()


def agree(interview: Interview, **declined: bool) -> None:
    given = {"recording": True, "scoring": True, "signals": True, **declined}
    consent.record_consents(interview, actor=interview.candidate, given=given, text_version=CURRENT, language="zh")


class RoomClient:
    """The room's modules, without a browser."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        self.client = browser(interview.candidate)
        self.base = f"/interviews/{interview.public_id}/room"

    def ask(self, path: str, body: Any = None, *, method: str = "post", status: int = 200) -> dict[str, Any]:
        with TestCase.captureOnCommitCallbacks(execute=True):
            send = getattr(self.client, method)
            response = send(self.base + path, json.dumps(body or {}), content_type="application/json")
        assert response.status_code == status, response.content
        return response.json()

    def state(self, status: int = 200) -> dict[str, Any]:
        response = self.client.get(f"{self.base}/state")
        assert response.status_code == status, response.content
        return response.json()

    def put(self, key: str, number: int, content: bytes, *, ms: int = 1000, status: int = 200) -> dict[str, Any]:
        address = f"{self.base}/segments/{key}/{number}?ms={ms}"
        response = self.client.put(address, content, content_type="application/octet-stream")
        assert response.status_code == status, response.content
        return response.json()

    def segment(self, question_id: str, *, status: int = 200, **fields: Any) -> str:
        key = fields.pop("key", uuid.uuid4().hex)
        body = {"question_id": question_id, "key": key, "content_type": "video/webm;codecs=vp8,opus", **fields}
        self.ask("/segments", body, status=status)
        return key

    def record(self, question_id: str, content: bytes, *, parts: int = 2, **fields: Any) -> str:
        key = self.segment(question_id, **fields)
        size = -(-len(content) // parts)
        for number in range(parts):
            self.put(key, number, content[number * size : (number + 1) * size])
        return key


@pytest.fixture
def room(people: Any) -> RoomClient:
    """An interview of two questions that has been started."""
    interview = make_interview(people.candidate, make_position(people.owner, questions=2, retakes_allowed=True))
    agree(interview)
    client = RoomClient(interview)
    client.ask("/start")
    return client


def question(room: RoomClient, number: int = 1) -> InterviewQuestion:
    return room.interview.questions.get(order=number, follow_up_number=0)


def later(room: RoomClient, **ago: float) -> None:
    """Let the running question's time have begun so long ago."""
    shift = dt.timedelta(**ago)
    for asked in room.interview.questions.exclude(started_at=None):
        asked.started_at, asked.deadline_at = asked.started_at - shift, asked.deadline_at - shift
        asked.save()


def test_room_is_shown_to_its_candidate_alone(people):
    interview = make_interview(people.candidate, make_position(people.owner))
    address = f"/interviews/{interview.public_id}/room"
    assert browser(people.candidate).get(address).url.endswith("/consent")
    agree(interview)
    page = text_of(browser(people.candidate), address)
    assert 'id="room"' in page
    assert "script-src 'self'" in browser(people.candidate).get(address).headers["Content-Security-Policy"]
    assert browser(people.other_candidate).get(address).status_code == 404
    assert browser(people.stranger).get(address).status_code == 404
    assert browser(people.owner).get(address).status_code == 404
    assert browser().get(address).url.startswith("/login")


def test_endpoints_refuse_others_and_say_where_to_go(people):
    interview = make_interview(people.candidate, make_position(people.owner))
    address = f"/interviews/{interview.public_id}/room/state"
    assert browser().get(address).status_code == 401
    assert browser(people.owner).get(address).status_code == 404
    refused = browser(people.candidate).get(address)
    assert (refused.status_code, refused.json()["page"]) == (409, f"/interviews/{interview.public_id}/consent")
    assert browser(people.candidate, strict=True).post(f"{address[:-6]}/start").status_code == 403


def test_state_says_what_runs_and_what_came_in(room, webm):
    first = question(room)
    before = room.state()
    assert before["question"]["id"] == first.question_id
    assert before["question"]["deadline"] - before["question"]["started"] == first.time_limit * 1000
    assert before["recorded"] == {"takes": 0, "ms": 0}
    room.record(first.question_id, webm)
    assert room.state()["recorded"] == {"takes": 1, "ms": 2000}


def test_answer_recorded_in_parts_is_joined_and_analysed(room, webm):
    first = question(room)
    room.record(first.question_id, webm, parts=3)
    done = room.ask("/finish", {"question_id": first.question_id})
    answer = Answer.objects.get()
    assert done["answer_id"] == answer.public_id
    assert (answer.duration, answer.audio_id) == (3, answer.video_id)
    assert answer.audio.state == "stored"
    assert answer.status == "analyzed"
    assert not RecordingPart.objects.exists()
    again = room.ask("/finish", {"question_id": first.question_id})
    assert again["answer_id"] == answer.public_id
    assert Answer.objects.count() == 1


def test_runs_after_a_reload_become_one_recording(room, webm, tmp_path):
    import av

    from common import storage

    first = question(room)
    room.record(first.question_id, webm)
    room.record(first.question_id, webm)
    assert Recording.objects.get().segments.count() == 2
    room.ask("/finish", {"question_id": first.question_id})
    media = Answer.objects.get().audio
    with storage.media().local_path(media.key) as path, av.open(str(path)) as container:
        assert container.duration / av.time_base == pytest.approx(4.0, abs=0.2)
        assert {stream.type for stream in container.streams} == {"audio", "video"}


def test_parts_come_in_order_once(room, webm):
    key = room.segment(question(room).question_id)
    assert room.put(key, 1, webm, status=409)["expected"] == 0
    assert room.put(key, 0, webm)["expected"] == 1
    assert room.put(key, 0, webm)["expected"] == 1
    assert room.put(key, 5, webm, status=409)["expected"] == 1
    assert RecordingPart.objects.count() == 1
    room.put(uuid.uuid4().hex, 0, webm, status=404)


def test_beginning_a_segment_again_gives_the_same_place(room):
    first = question(room)
    key = room.segment(first.question_id)
    room.segment(first.question_id, key=key)
    assert Recording.objects.get().segments.count() == 1


@pytest.mark.parametrize(
    ("content", "status"), [(b"", 400), (b"<html>no recording</html>", 400), (b"\x1aE\xdf\xa3" + bytes(3000), 413)]
)
def test_part_that_is_none_is_refused(room, settings, content, status):
    settings.RECORDING_PART_MAX_BYTES = 2000
    key = room.segment(question(room).question_id)
    room.put(key, 0, content, status=status)
    assert not RecordingPart.objects.exists()


def test_recording_may_not_grow_without_bound(room, settings, webm):
    settings.UPLOAD_MAX_BYTES = len(webm) + 10
    key = room.segment(question(room).question_id)
    room.put(key, 0, webm)
    room.put(key, 1, webm, status=413)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"content_type": "text/html"}, 400),
        ({"content_type": "video/webm" + ";" * 100}, 400),
        ({"key": "../../etc"}, 400),
        ({"question_id": "q_none"}, 404),
        ({"question_id": None}, 400),
    ],
)
def test_segment_of_what_cannot_be_is_refused(room, fields, status):
    room.segment(**{"question_id": question(room).question_id, **fields}, status=status)


def test_segment_of_a_question_that_is_not_current_is_refused(room):
    room.segment(question(room, 2).question_id, status=409)


def test_body_that_is_no_object_is_refused(room):
    room.ask("/segments", ["no"], status=400)
    response = room.client.post(f"{room.base}/finish", b"\xff\xfe", content_type="application/json")
    assert response.status_code == 400


def test_finish_without_anything_recorded_is_refused(room):
    room.ask("/finish", {"question_id": question(room).question_id}, status=409)
    room.ask("/finish", {"question_id": "q_none"}, status=404)


def test_takes_before_the_last_are_kept(room, webm):
    first = question(room)
    room.record(first.question_id, webm)
    room.record(first.question_id, webm, new_take=True)
    room.ask("/finish", {"question_id": first.question_id})
    takes = Answer.objects.order_by("take")
    assert [(answer.take, answer.is_current) for answer in takes] == [(1, False), (2, True)]
    assert {answer.audio.state for answer in takes} == {"stored"}


def test_second_take_is_refused_where_answers_are_recorded_once(room, webm):
    Interview.objects.update(retakes_allowed=False)
    first = question(room)
    room.record(first.question_id, webm)
    room.segment(first.question_id, new_take=True, status=409)


def test_part_after_the_answer_was_handed_in_is_refused(room, webm):
    first = question(room)
    key = room.record(first.question_id, webm)
    room.ask("/finish", {"question_id": first.question_id})
    room.put(key, 2, webm, status=409)


def test_time_that_ran_out_hands_in_what_was_recorded(room, webm):
    first = question(room)
    room.record(first.question_id, webm)
    later(room, seconds=first.time_limit + 11)
    state = room.state()
    answer = Answer.objects.get()
    assert (answer.question_id, answer.duration, answer.is_current) == (first.pk, 2, True)
    assert state["question"]["id"] == question(room, 2).question_id
    assert answer.follow_up_request.status == FollowUpStatus.NONE


def test_interview_whose_time_ran_out_keeps_the_answer_and_counts_it(room, webm):
    room.record(question(room).question_id, webm)
    Interview.objects.update(deadline_at=room.interview.created_at - dt.timedelta(minutes=5))
    assert room.state(status=409)["page"].endswith("/done")
    interview = Interview.objects.get()
    assert (interview.status, interview.end_reason) == ("completed", "time_limit")
    assert Answer.objects.get().is_current


def test_company_ending_it_loses_no_answer(room, webm, people):
    from interviews.services import end_interview

    room.record(question(room).question_id, webm)
    with TestCase.captureOnCommitCallbacks(execute=True):
        end_interview(Interview.objects.get(), reason="ended_by_company")
    assert Answer.objects.get().audio.state == "stored"


def test_typed_answer_stands_in_where_nothing_can_be_recorded(room, webm):
    first = question(room)
    room.record(first.question_id, webm)
    room.ask("/text", {"question_id": first.question_id, "text": "过拟合可以用正则化避免。", "seconds": 40})
    takes = Answer.objects.order_by("take")
    assert [(answer.is_current, bool(answer.audio_id)) for answer in takes] == [(False, True), (True, False)]
    assert takes[1].client_transcript == "过拟合可以用正则化避免。"
    assert takes[1].status == "analyzed"


@pytest.mark.parametrize(
    "body", [{"text": " "}, {"text": "x" * 20_001}, {"text": 5}, {"seconds": -1}, {"seconds": True}]
)
def test_typed_answer_that_is_none_is_refused(room, body):
    given = {"question_id": question(room).question_id, "text": "好", "seconds": 3, **body}
    room.ask("/text", given, status=400)


def test_next_question_waits_for_the_follow_up_and_no_longer_than_that(room, monkeypatch):
    monkeypatch.setattr("analysis.receivers.services.request_answer_analysis", lambda answer: None)
    first, second = question(room), question(room, 2)
    done = room.ask("/text", {"question_id": first.question_id, "text": "我做过搜索排序。", "seconds": 3})
    assert (done["follow_up"], done["question"]) == ("pending", None)
    asked = {"answer_id": done["answer_id"], "wait": True}
    assert room.ask("/next", asked)["question"] is None
    offer_follow_up(Answer.objects.get(), text="能再具体一些吗？", writer="test 1")
    shown = room.ask("/next", asked)
    assert (shown["follow_up"], shown["question"]["is_follow_up"]) == ("ready", True)
    assert room.ask("/text", {"question_id": shown["question"]["id"], "text": "用了模型。", "seconds": 3})["has_next"]
    assert room.ask("/next", {})["question"]["id"] == second.question_id


def test_late_follow_up_does_not_take_the_next_question_away(room, monkeypatch):
    monkeypatch.setattr("analysis.receivers.services.request_answer_analysis", lambda answer: None)
    first, second = question(room), question(room, 2)
    done = room.ask("/text", {"question_id": first.question_id, "text": "我做过搜索排序。", "seconds": 3})
    assert room.ask("/next", {"answer_id": done["answer_id"]})["question"]["id"] == second.question_id
    offer_follow_up(Answer.objects.get(), text="能再具体一些吗？", writer="test 1")
    assert room.state()["question"]["id"] == second.question_id
    room.ask("/text", {"question_id": second.question_id, "text": "好的。", "seconds": 3})


def test_end_leads_to_the_last_page(room):
    ended = room.ask("/end")
    assert ended == {"status": "completed", "page": f"/interviews/{room.interview.public_id}/done"}
    assert room.state(status=409)["page"] == ended["page"]


def test_recordings_nobody_took_are_tidied_away(room, webm):
    from interviews.services import delete_unused_media, tidy_recordings

    room.record(question(room).question_id, webm)
    Recording.objects.update(started_at=room.interview.created_at - dt.timedelta(days=3))
    assert tidy_recordings() == 0
    Interview.objects.update(status="completed", ended_at=room.interview.created_at, end_reason="finished")
    Recording.objects.update(finished_at=None)
    assert delete_unused_media() == 0
    assert tidy_recordings() == 1
    assert not Recording.objects.exists()


def test_signals_that_were_declined_are_not_asked_of_the_page(people):
    interview = make_interview(people.candidate, make_position(people.owner))
    agree(interview, signals=False)
    page = text_of(browser(people.candidate), f"/interviews/{interview.public_id}/room")
    assert '"live": {"sound": false, "picture": false}' in page


def test_interviewer_speaks_the_interviews_language_to_readers_of_another(people):
    interview = make_interview(people.candidate, make_position(people.owner, language="zh"))
    agree(interview)
    page = text_of(browser(people.candidate, language="en"), f"/interviews/{interview.public_id}/room")
    assert "Begin the interview" in page
    said = json.loads(re.search(r'id="room-sentences"[^>]*>(.*?)</script>', page).group(1))
    assert said["recording"] == "Recording your answer"
    assert said["lines"]["hello"].startswith("欢迎")
