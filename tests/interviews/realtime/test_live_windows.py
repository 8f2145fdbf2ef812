"""From frames of sound and pictures to signals, and who may send them."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
from asgiref.sync import sync_to_async

from common.realtime.frames import MediaFrame, MediaKind
from interviews.contracts import LIVE_COLUMNS
from interviews.models import Interview, LiveTrack
from interviews.realtime.windows import Collector, Window
from interviews.selectors.live import live_samples
from tests.media import syllables
from tests.people import People
from tests.sockets import SocketClient, analysis_path, connected, events_path, room_token_for, token_for

QUARTER = 250 * 32  # bytes of 250 ms


def pcm(seconds: float) -> bytes:
    """A voice-like buzz of four swells a second."""
    return (syllables(count=round(seconds * 4)) * 32767).astype("<i2").tobytes()


def picture(level: int = 128) -> bytes:
    rgb = np.full((48, 64, 3), level, dtype=np.uint8)
    rgb[:, ::2] += 10
    return cv2.imencode(".jpg", rgb)[1].tobytes()


def collect(collector: Collector, *, quarters: int, start: float = 0.0) -> list[Window]:
    """Feed sound in quarters of a second and a picture a second, as a browser does."""
    found = []
    for number in range(quarters):
        now = start + number / 4
        at_ms = int(now * 1000)
        if number % 4 == 2:
            shot = MediaFrame(MediaKind.PICTURE, at_ms, b"jpeg")
            found.append(collector.add(shot, server_ms=at_ms, now=now))
        sound = MediaFrame(MediaKind.SOUND, at_ms, bytes(QUARTER))
        found.append(collector.add(sound, server_ms=at_ms, now=now))
    return [window for window in found if window is not None]


def test_windows_are_two_seconds_once_a_second() -> None:
    windows = collect(Collector(), quarters=40)
    assert len(windows) == 10
    assert [len(window.sound) for window in windows] == [32_000] + [64_000] * 9
    assert all(window.fresh_ms == 1000 for window in windows)
    assert all(window.picture == b"jpeg" for window in windows)
    assert [window.with_posture for window in windows] == [number % 4 == 0 for number in range(10)]


def test_slow_looks_of_four_interviews_come_in_four_different_seconds() -> None:
    looks = [[window.with_posture for window in collect(Collector(turn=turn), quarters=48)] for turn in range(7, 11)]
    assert [sum(second) for second in zip(*looks, strict=True)] == [1] * 12


@pytest.mark.parametrize("skew_ms", [-(10**9), 60_000, 2**62])
def test_client_with_a_wrong_clock_gets_the_server_s_time(skew_ms: int) -> None:
    collector = Collector()
    frame = MediaFrame(MediaKind.SOUND, max(0, 5000 + skew_ms), bytes(32_000))
    window = collector.add(frame, server_ms=9000, now=1.0)
    assert window is not None
    assert window.at_ms == 9000


def test_client_with_a_clock_nearly_right_keeps_its_time() -> None:
    window = Collector().add(MediaFrame(MediaKind.SOUND, 5200, bytes(32_000)), server_ms=5000, now=1.0)
    assert window is not None
    assert window.at_ms == 5200


def test_sender_faster_than_time_gets_one_window_with_the_newest_sound() -> None:
    collector = Collector()
    frames = [MediaFrame(MediaKind.SOUND, 0, bytes([number]) * 64_000) for number in range(20)]
    windows = [collector.add(frame, server_ms=0, now=number / 100) for number, frame in enumerate(frames)]
    assert sum(window is not None for window in windows) == 1
    later = collector.add(MediaFrame(MediaKind.SOUND, 0, bytes(2)), server_ms=0, now=1.2)
    assert later is not None
    assert later.sound[-4:] == bytes([19, 19, 0, 0])
    assert later.fresh_ms == 2000


def test_pictures_without_sound_make_windows() -> None:
    collector = Collector()
    frames = [MediaFrame(MediaKind.PICTURE, n * 500, b"jpeg") for n in range(8)]
    windows = [collector.add(frame, server_ms=0, now=10 + n / 2) for n, frame in enumerate(frames)]
    made = [window for window in windows if window is not None]
    assert len(made) == 3
    assert all(window.sound == b"" and window.fresh_ms == 0 for window in made)


def test_sound_after_a_gap_is_not_joined_to_sound_before() -> None:
    collector = Collector()
    collect(collector, quarters=3)
    assert collect(collector, quarters=3, start=30.0) == []


async def speak(socket: SocketClient, *, seconds: int, level: int = 128) -> None:
    """Whole seconds in one frame each; the server's idea of their time is what counts."""
    for second in range(seconds):
        await socket.send_media(2, picture(level))
        await socket.send_media(1, pcm(1.0), at_ms=second * 1000)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows as fast as frames come."""
    monkeypatch.setattr("interviews.realtime.windows._SHORTEST_PAUSE_SECONDS", 0.0)


async def test_signals_reach_everyone_who_may_see_them(
    running: Interview, people: People, desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interviews.realtime.windows.POSTURE_EVERY", 1)
    observer_token = await sync_to_async(token_for)(people.owner)
    async with (
        connected(events_path(running), token=room_token_for(running)) as candidate,
        connected(analysis_path(running), token=observer_token) as observer,
    ):
        question_id = (await candidate.read("connected"))["data"]["current_question"]["question_id"]
        await observer.read("connected")
        await speak(candidate, seconds=1)
        for socket in (candidate, observer):
            frame = await socket.read()
            assert (frame["type"], frame["seq"]) == ("realtime_analysis", None)
            assert frame["data"]["question_id"] == question_id
            assert frame["data"]["dropped"] == 0
            assert frame["data"]["speech"].keys() == {"emotion", "emotion_score", "speech_rate", "fluency_score"}
            assert frame["data"]["video"]["expression"] == "smile"
            assert 0 <= frame["data"]["video"]["posture_score"] <= 1
            assert frame["data"]["missing"]["speech.emotion"] == "too_short"


@pytest.mark.usefixtures("quick")
async def test_voice_is_judged_over_several_windows(running: Interview, desk: Any) -> None:
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        await socket.read("connected")
        await speak(socket, seconds=6)
        frames = [await socket.read("realtime_analysis") for _ in range(6)]
    speech = frames[-1]["data"]["speech"]
    assert speech["speech_rate"] == pytest.approx(240, rel=0.15)
    assert speech["emotion"] is not None
    assert 0 <= speech["fluency_score"] <= 1


async def test_silence_and_an_empty_picture_are_null_with_a_reason(running: Interview, desk: Any) -> None:
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        await socket.read("connected")
        await socket.send_media(2, picture(level=5))
        await socket.send_media(1, bytes(32_000))
        data = (await socket.read("realtime_analysis"))["data"]
    assert set(data["speech"].values()) == {None}
    assert set(data["video"].values()) == {None}
    assert data["missing"]["speech.emotion"] == "no_speech"
    assert data["missing"]["video.expression"] == "no_face"


async def test_candidate_who_declined_signals_is_not_looked_at(running: Interview, desk: Any) -> None:
    await running.consents.acreate(kind="signals", given=False, text_version="1", language="zh")
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        await socket.read("connected")
        for kind, content in ((1, pcm(1.0)), (2, picture())):
            await socket.send_media(kind, content)
            assert (await socket.read())["data"]["code"] == 40901
    assert desk.windows == []


async def test_what_is_withheld_is_not_looked_at(running: Interview, desk: Any) -> None:
    await Interview.objects.filter(pk=running.pk).aupdate(mode="audio")
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        await socket.read("connected")
        await socket.send_media(1, pcm(1.0))
        data = (await socket.read("realtime_analysis"))["data"]
    assert set(data["video"].values()) == {None}
    assert data["missing"]["video.posture_score"] == "no_video"
    assert desk.windows[0].parts[1] == b""


@pytest.mark.usefixtures("quick")
async def test_busy_workers_drop_the_oldest_windows_and_say_so(running: Interview, desk: Any) -> None:
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        await socket.read("connected")
        desk.busy = True
        await speak(socket, seconds=5)
        await socket.send({"type": "ping"})
        await socket.read("pong")
        desk.busy = False
        await desk.work()
        data = (await socket.read("realtime_analysis"))["data"]
        assert data["dropped"] == 4
        assert [taken.header["number"] for taken in desk.windows] == [5]
        await speak(socket, seconds=1)
        assert (await socket.read("realtime_analysis"))["data"]["dropped"] == 0


async def test_candidate_of_a_position_that_shares_no_scores_sees_none(
    running: Interview, people: People, desk: Any
) -> None:
    await type(running.position).objects.filter(pk=running.position_id).aupdate(candidate_report="feedback")
    token = await sync_to_async(token_for)(people.owner)
    async with (
        connected(events_path(running), token=room_token_for(running)) as candidate,
        connected(events_path(running), token=token) as observer,
    ):
        await candidate.read("connected")
        await speak(candidate, seconds=1)
        await observer.read("realtime_analysis")
        assert await candidate.is_silent()


@pytest.mark.usefixtures("quick")
async def test_samples_are_kept_for_the_report_and_go_with_the_interview(running: Interview, desk: Any) -> None:
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        await socket.read("connected")
        await speak(socket, seconds=3)
        for _ in range(3):
            await socket.read("realtime_analysis")
    samples = await sync_to_async(live_samples)(running)
    assert len(samples) == 3
    assert samples[0].keys() == {"question_id", *LIVE_COLUMNS}
    assert samples[0]["question_id"] is not None
    await Interview.objects.filter(pk=running.pk).adelete()
    assert not await LiveTrack.objects.aexists()


@pytest.mark.usefixtures("quick")
async def test_newest_page_publishes_and_the_others_watch(running: Interview, desk: Any) -> None:
    token = room_token_for(running)
    async with connected(events_path(running), token=token) as older:
        assert (await older.read("connected"))["data"]["publishes"] is True
        async with connected(events_path(running), token=token) as newer:
            assert (await newer.read("connected"))["data"]["publishes"] is True
            assert (await older.read("ack"))["data"] == {"of": "publishing", "publishes": False}
            await speak(older, seconds=1)
            assert (await older.read("error"))["data"]["code"] == 40901
            await speak(newer, seconds=1)
            await newer.read("realtime_analysis")
            await older.read("realtime_analysis")
        assert (await older.read("ack"))["data"] == {"of": "publishing", "publishes": True}
        await speak(older, seconds=1)
        await older.read("realtime_analysis")


async def test_signals_of_integrity_are_kept_with_the_question(running: Interview) -> None:
    async with connected(events_path(running), token=room_token_for(running)) as socket:
        await socket.read("connected")
        await socket.send({"type": "integrity", "kind": "tab_hidden"})
        assert (await socket.read())["data"] == {"of": "integrity", "kind": "tab_hidden", "kept": True}
        await socket.send({"type": "thinking"})
        assert (await socket.read())["data"] == {"of": "thinking"}
    signal = await running.integrity_signals.select_related("question").aget()
    assert (signal.kind, signal.question.order) == ("tab_hidden", 1)


async def test_candidate_s_pages_are_bounded(running: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interviews.realtime.rooms.MOST_PAGES", 1)
    token = room_token_for(running)
    async with connected(events_path(running), token=token) as first:
        await first.read("connected")
        async with connected(events_path(running), token=token) as more:
            assert (await more.read())["data"]["code"] == 40901
            assert await more.read_close() == 1008
        await first.send({"type": "ping"})
        await first.read("pong")
