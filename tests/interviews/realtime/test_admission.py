"""Who may join an interview's sockets, and what the others are told."""

from __future__ import annotations

import datetime as dt

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from common import clock
from interviews.contracts import ReportReady
from interviews.models import Interview
from interviews.services import cancel_interview, record_event
from interviews.tokens import room_token
from tests.people import People
from tests.sockets import analysis_path, connected, events_path, room_token_for, token_for

HOST = "interviews.example"


async def refusal(path: str, **options: object) -> tuple[int, int]:
    """(code of the error frame, close code), and nothing besides."""
    async with connected(path, **options) as socket:
        frame = await socket.read()
        assert frame["type"] == "error"
        assert frame["seq"] is None
        return frame["data"]["code"], await socket.read_close()


async def test_candidate_joins_by_room_token(running: Interview) -> None:
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        frame = await socket.read()
    assert (frame["type"], frame["seq"]) == ("connected", None)
    data = frame["data"]
    assert (data["role"], data["status"], data["publishes"]) == ("candidate", "in_progress", True)
    assert data["current_question"]["order"] == 1
    assert 0 < data["question_remaining_seconds"] <= data["current_question"]["time_limit"]
    assert 0 < data["remaining_seconds"] <= 30 * 60
    assert data["last_seq"] == 1


@pytest.mark.parametrize("name", ["owner", "mate"])
async def test_members_of_the_company_observe(running: Interview, people: People, name: str) -> None:
    token = await sync_to_async(token_for)(getattr(people, name))
    for path in (events_path(running), analysis_path(running)):
        async with connected(path, token=token) as socket:
            data = (await socket.read("connected"))["data"]
            assert (data["role"], data["publishes"]) == ("observer", False)


@pytest.mark.parametrize("name", ["stranger", "other_candidate"])
async def test_others_learn_nothing(running: Interview, people: People, name: str) -> None:
    token = await sync_to_async(token_for)(getattr(people, name))
    assert await refusal(events_path(running), token=token) == (40401, 4404)
    assert await refusal("/ws/interviews/int_01k0c8x1f8e7tb6h3v9r2m4n5s", token=token) == (40401, 4404)


async def test_token_of_the_candidate_for_another_interview_is_refused(running: Interview, people: People) -> None:
    foreign = room_token(interview_id="int_01k0c8x1f8e7tb6h3v9r2m4n5s", candidate_id=people.candidate.public_id)
    assert await refusal(events_path(running), token=foreign) == (40101, 4401)


async def test_room_token_of_another_person_is_refused(running: Interview, people: People) -> None:
    foreign = room_token(interview_id=running.public_id, candidate_id=people.other_candidate.public_id)
    assert await refusal(events_path(running), token=foreign) == (40101, 4401)


@pytest.mark.parametrize("token", [None, "", "nonsense", "rtc_nonsense", "a.b.c", "%00%ff"])
async def test_without_valid_proof(running: Interview, token: str | None) -> None:
    assert await refusal(events_path(running), token=token) == (40101, 4401)
    assert await refusal(analysis_path(running), token=token) == (40101, 4401)


async def test_room_token_that_is_too_old(running: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    token = room_token_for(running)
    early = {"link_expires_at": running.created_at - dt.timedelta(days=3)}
    await Interview.objects.filter(pk=running.pk).aupdate(**early)
    assert await refusal(events_path(running), token=token) == (40101, 4401)


async def test_token_of_a_session_that_ended(running: Interview, people: People) -> None:
    token = await sync_to_async(token_for)(people.candidate)
    await type(people.candidate).objects.filter(pk=people.candidate.pk).aupdate(session_version=99)
    assert await refusal(events_path(running), token=token) == (40101, 4401)


async def test_deactivated_candidate_is_refused(running: Interview, people: People) -> None:
    token = room_token_for(running)
    await type(people.candidate).objects.filter(pk=people.candidate.pk).aupdate(is_active=False)
    assert await refusal(events_path(running), token=token) == (40101, 4401)


async def test_interview_whose_report_is_there_is_closed(running: Interview, people: People) -> None:
    token = room_token_for(running)
    ended = {"status": "completed", "end_reason": "finished", "ended_at": clock.now()}
    await Interview.objects.filter(pk=running.pk).aupdate(**ended)
    async with connected(events_path(running), token=token) as socket:
        assert (await socket.read("connected"))["data"]["status"] == "completed"
    told = ReportReady(interview_id=running.public_id, report_id="rpt_1", report_status="failed")
    await sync_to_async(record_event)(running.pk, told, key="report_ready")
    assert await refusal(events_path(running), token=token) == (40301, 4403)


async def test_cancelled_interview_is_closed(interview: Interview) -> None:
    token = room_token_for(interview)
    await sync_to_async(cancel_interview)(interview)
    assert await refusal(events_path(interview), token=token) == (40301, 4403)


async def test_interview_whose_link_expired_is_closed_without_the_beat(interview: Interview, people: People) -> None:
    past = interview.created_at - dt.timedelta(minutes=1)
    await Interview.objects.filter(pk=interview.pk).aupdate(link_expires_at=past)
    token = await sync_to_async(token_for)(people.owner)
    assert await refusal(events_path(interview), token=token) == (40301, 4403)


async def test_unknown_address_closes_cleanly() -> None:
    assert await refusal("/ws/nothing/here") == (40401, 4404)
    assert await refusal("/elsewhere") == (40401, 4404)


def signed_in(people: People) -> str:
    client = Client()
    client.force_login(people.candidate, backend="django.contrib.auth.backends.ModelBackend")
    return f"sessionid={client.cookies['sessionid'].value}"


@pytest.mark.parametrize("origin", [f"https://{HOST}", f"http://{HOST}", "https://trusted.example"])
async def test_session_cookie_from_our_own_page(
    running: Interview, people: People, settings: object, origin: str
) -> None:
    settings.PUBLIC_BASE_URL = "https://trusted.example/"
    headers = {"cookie": await sync_to_async(signed_in)(people), "host": HOST, "origin": origin}
    async with connected(events_path(running), headers=headers) as socket:
        assert (await socket.read())["type"] == "connected"


@pytest.mark.parametrize(
    "origin", ["https://evil.example", f"https://{HOST}.evil.example", f"https://evil.example/{HOST}", "null", None]
)
async def test_session_cookie_from_elsewhere(running: Interview, people: People, origin: str | None) -> None:
    headers = {"cookie": await sync_to_async(signed_in)(people), "host": HOST}
    headers |= {"origin": origin} if origin else {}
    assert await refusal(events_path(running), headers=headers) == (40101, 4401)


async def test_host_that_is_not_ours(running: Interview, people: People, settings: object) -> None:
    settings.ALLOWED_HOSTS = [HOST]
    cookie = await sync_to_async(signed_in)(people)
    headers = {"cookie": cookie, "host": "evil.example", "origin": "https://evil.example"}
    assert await refusal(events_path(running), headers=headers) == (40101, 4401)


async def test_wrong_token_is_not_saved_by_a_cookie(running: Interview, people: People) -> None:
    headers = {"cookie": await sync_to_async(signed_in)(people), "host": HOST, "origin": f"https://{HOST}"}
    assert await refusal(events_path(running), headers=headers, token="nonsense") == (40101, 4401)


@pytest.mark.parametrize(("language", "word"), [("en", "sign in"), ("zh-CN", "登录"), ("", "登录")])
async def test_refusal_speaks_the_reader_s_language(running: Interview, language: str, word: str) -> None:
    async with connected(events_path(running), headers={"accept-language": language}) as socket:
        assert word in (await socket.read())["data"]["message"]


@pytest.mark.parametrize(("report", "close"), [("full", None), ("feedback", 4403), ("none", 4403)])
async def test_candidate_sees_scores_where_the_report_is_shared(
    running: Interview, report: str, close: int | None
) -> None:
    await type(running.position).objects.filter(pk=running.position_id).aupdate(candidate_report=report)
    async with connected(analysis_path(running), token=room_token_for(running)) as socket:
        frame = await socket.read()
        assert frame["type"] == ("error" if close else "connected")
        if close:
            assert await socket.read_close() == close
