"""Windows between a socket process and workers, over a real Valkey."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from common.realtime import exchange
from common.realtime.exchange import BELL, WAITING, Counter, Desk, Parcel, pack, unpack


@pytest.fixture(scope="module")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Valkey of this module's own."""
    from interview_ai.supervisor import broker
    from interview_ai.supervisor.children import Child

    folder = tmp_path_factory.mktemp("valkey")
    spec = broker.embedded_spec(socket=folder / "v.sock", folder=folder / "data")
    child = Child(spec, log=folder / "log", cwd=Path.cwd())
    url = f"unix://{folder / 'v.sock'}"
    broker.start_embedded(child, url=url)
    yield url
    child.kill_group()


@pytest.fixture
def client(valkey: str, settings: Any) -> Iterator[redis.Redis]:
    settings.REDIS_URL = valkey
    with redis.Redis.from_url(valkey) as found:
        found.flushall()
        yield found


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(exchange, "ring_worker", found.append)
    return found


@pytest.fixture
def counter(client: redis.Redis) -> Iterator[Counter]:
    found = Counter()
    yield found
    found._replies.close()
    found._client.close()


class Results(list[tuple[str, dict[str, Any], list[bytes]]]):
    def take(self, key: str, header: dict[str, Any], parts: list[bytes]) -> None:
        self.append((key, header, parts))


async def close(desk: Desk) -> None:
    desk._reader.cancel()
    await asyncio.gather(desk._reader, return_exceptions=True)
    await desk._client.aclose()


async def subscribed(client: redis.Redis, desk: Desk) -> None:
    while not dict(client.pubsub_numsub(f"interview-ai:live:{desk._name}")).get(
        f"interview-ai:live:{desk._name}".encode()
    ):
        await asyncio.sleep(0.01)


def work(counter: Counter) -> list[tuple[str, dict[str, Any], list[bytes]]]:
    done = []
    for taken in counter.parcels(task_name="look", seconds=1.0):
        done.append((taken.key, taken.header, taken.parts))
        counter.give_back(taken, {"seen": taken.header["n"]}, b"memory")
    return done


def test_packed_is_unpacked() -> None:
    assert unpack(pack({"a": "中"}, b"", b"\x00\xff", b"x")) == ({"a": "中"}, [b"", b"\x00\xff", b"x"])


async def test_parcel_is_taken_and_its_result_comes_back(
    client: redis.Redis, rings: list[str], counter: Counter
) -> None:
    results = Results()
    desk = Desk(task_name="look", on_result=results.take)
    assert await desk.offer("7", Parcel({"n": 1}, (b"sound", b"picture")))
    await subscribed(client, desk)
    assert await asyncio.to_thread(work, counter) == [("7", {"n": 1}, [b"sound", b"picture"])]
    await asyncio.sleep(0.1)
    assert results == [("7", {"seen": 1}, [b"memory"])]
    assert rings == ["look"]
    await close(desk)


async def test_newer_parcel_takes_the_place_of_the_older(
    client: redis.Redis, rings: list[str], counter: Counter
) -> None:
    desk = Desk(task_name="look", on_result=Results().take)
    kept = [await desk.offer("7", Parcel({"n": number})) for number in range(5)]
    await subscribed(client, desk)
    assert kept == [True, False, False, False, False]
    assert client.zcard(WAITING) == 1
    assert [header for _, header, _ in await asyncio.to_thread(work, counter)] == [{"n": 4}]
    assert rings == ["look"]
    await close(desk)


async def test_who_waits_longest_comes_first(client: redis.Redis, rings: list[str], counter: Counter) -> None:
    desk = Desk(task_name="look", on_result=Results().take)
    for number in range(40):
        await desk.offer(str(number), Parcel({"n": number}))
    await subscribed(client, desk)
    await desk.offer("0", Parcel({"n": 99}))
    assert [key for key, _, _ in await asyncio.to_thread(work, counter)] == [str(number) for number in range(40)]
    await close(desk)


async def test_what_was_said_is_never_written_down(client: redis.Redis, rings: list[str], counter: Counter) -> None:
    desk = Desk(task_name="look", on_result=Results().take)
    secret = b"a voice that nobody may keep" * 100
    await desk.offer("7", Parcel({"n": 1}, (secret,)))
    await subscribed(client, desk)
    await asyncio.to_thread(work, counter)
    await asyncio.sleep(0.05)
    folder = Path(client.config_get("dir")["dir"])
    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"waiting" in written
    assert b"a voice that nobody may keep" not in written
    await close(desk)


async def test_desk_that_is_gone_is_passed_over(client: redis.Redis, rings: list[str], counter: Counter) -> None:
    client.zadd(WAITING, {"gone/3": 1.0, "gone/4": 2.0})
    assert await asyncio.to_thread(work, counter) == []
    assert client.zcard(WAITING) == 0


async def test_parcel_that_was_withdrawn_is_passed_over(
    client: redis.Redis, rings: list[str], counter: Counter
) -> None:
    desk = Desk(task_name="look", on_result=Results().take)
    await desk.offer("7", Parcel({"n": 1}))
    await desk.offer("8", Parcel({"n": 2}))
    await subscribed(client, desk)
    desk.withdraw("7")
    assert [key for key, _, _ in await asyncio.to_thread(work, counter)] == ["8"]
    await close(desk)


async def test_worker_that_has_spent_its_time_rings_for_the_rest(
    client: redis.Redis, rings: list[str], counter: Counter
) -> None:
    desk = Desk(task_name="look", on_result=Results().take)
    for number in range(5):
        await desk.offer(str(number), Parcel({"n": number}))
    await subscribed(client, desk)
    rings.clear()
    taken = await asyncio.to_thread(lambda: [one.key for one in counter.parcels(task_name="look", seconds=0.0)])
    assert taken == ["0"]
    assert rings == ["look"]
    assert client.exists(BELL)
    await close(desk)


async def test_broker_that_is_away_loses_the_window_and_nothing_else(settings: Any, tmp_path: Path) -> None:
    settings.REDIS_URL = f"unix://{tmp_path / 'nobody.sock'}"
    desk = Desk(task_name="look", on_result=Results().take)
    assert await desk.offer("7", Parcel({"n": 1}))
    assert not await desk.offer("7", Parcel({"n": 2}))
    await close(desk)
