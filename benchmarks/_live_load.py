"""A bounded load for the sockets: candidates that send real frames, in one process of its own.

``python -m benchmarks._live_load`` reads plans from standard input, one JSON object a line, and answers each with lines
of JSON; it lives until its input ends, so that the recording is made once. `Load` is the other end.
"""

from __future__ import annotations

import asyncio
import json
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

PROJECT = Path(__file__).resolve().parents[1]
SOUND, PICTURE = 1, 2
_HEADER = struct.Struct(">BQ")
_BYTES_A_SECOND = 32_000
# A browser's frames of sound: a quarter of a second each.
_PIECES = 4
_PIECE = _BYTES_A_SECOND // _PIECES
_PICTURES = 12
# As static/interviews/room/live.js sends them.
_PICTURE_WIDTH, _PICTURE_QUALITY = 320, 70
_SETTLE_SECONDS = 2.0
# Connecting, and a server that hangs.
_PATIENCE_SECONDS = 60.0
_BROADCAST = '{"type":"analysis_progress"'


class LoadFailed(Exception):
    """The load could not be carried out, or took far too long."""


class Load:
    """The load's process, asked for one plan after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def send(self, **plan: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(plan) + "\n")
        self._process.stdin.flush()

    def receive(self, *, seconds: float) -> Any:
        """The next line of the answer. Raises `LoadFailed` when it takes longer, or could not be carried out."""
        try:
            line = self._lines.get(timeout=seconds)
        except Empty:
            raise LoadFailed(f"The load gave no answer in {seconds:.0f} s.") from None
        if not line:
            raise LoadFailed("The process of the load ended; its traceback is above.")
        answer = json.loads(line)
        if isinstance(answer, dict) and "failure" in answer:
            raise LoadFailed(answer["failure"])
        return answer

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")


@contextmanager
def running_load() -> Iterator[Load]:
    """The process of the load, ready, ended on the way out."""
    command = [sys.executable, "-m", "benchmarks._live_load"]
    process = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        load = Load(process)
        load.receive(seconds=_PATIENCE_SECONDS)
        yield load
    finally:
        process.kill()
        process.wait()


@dataclass
class Found:
    """What one candidate saw: milliseconds from the last byte of a window to its result, frames by type."""

    latencies: list[float] = field(default_factory=list)
    frames: dict[str, int] = field(default_factory=dict)
    dropped: int = 0
    windows: int = 0
    nulls: int = 0
    failure: str = ""  # why this candidate's socket did not last


class Start:
    """The moment at which everyone begins: soon after the last of them is in, or has failed to come."""

    def __init__(self, awaited: Iterable[str]) -> None:
        self._awaited = set(awaited)
        self._all_in = asyncio.Event()
        self._at = 0.0

    def note(self, who: str) -> None:
        self._awaited.discard(who)
        if not self._awaited and not self._all_in.is_set():
            self._at = time.monotonic() + _SETTLE_SECONDS
            self._all_in.set()

    async def wait(self, *, later_by: float) -> None:
        await self._all_in.wait()
        await asyncio.sleep(max(0.0, self._at + later_by - time.monotonic()))


async def hold(
    room: Mapping[str, Any],
    *,
    seconds: int,
    start: Start,
    later_by: float,
    sound: bytes,
    pictures: Sequence[bytes],
) -> Found:
    """One candidate: ``seconds`` of sound and a picture a second, ``later_by`` seconds after the start."""
    found = Found()
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS + seconds):
            await _hold(room, found, seconds=seconds, start=start, later_by=later_by, sound=sound, pictures=pictures)
    except (WebSocketException, OSError, TimeoutError) as error:
        found.failure = f"{type(error).__name__}: {error}"
        start.note(room["id"])
    return found


async def _hold(
    room: Mapping[str, Any],
    found: Found,
    *,
    seconds: int,
    start: Start,
    later_by: float,
    sound: bytes,
    pictures: Sequence[bytes],
) -> None:
    sent: dict[int, float] = {}
    async with connect(room["url"], compression=None, max_queue=64, open_timeout=_PATIENCE_SECONDS) as socket:
        question_at = await _question_at(socket, found)
        reader = asyncio.create_task(_read(socket, found, sent))
        start.note(room["id"])
        await start.wait(later_by=later_by)
        begun = time.monotonic()
        for number in range(seconds * _PIECES):
            at_ms = round((time.monotonic() - question_at) * 1000)
            if number % _PIECES == _PIECES - 1:
                await socket.send(_HEADER.pack(PICTURE, at_ms) + pictures[number // _PIECES % len(pictures)])
                found.windows += 1
            piece = number * _PIECE % (len(sound) - _PIECE)
            await socket.send(_HEADER.pack(SOUND, at_ms) + sound[piece - piece % 2 :][:_PIECE])
            if number % _PIECES == _PIECES - 1:
                sent[at_ms] = time.monotonic()
            await asyncio.sleep(max(0.0, begun + (number + 1) / _PIECES - time.monotonic()))
        await asyncio.sleep(_SETTLE_SECONDS)
        reader.cancel()


async def _question_at(socket: Any, found: Found) -> float:
    """When the question started, on this process's clock, from the snapshot."""
    frame = json.loads(await socket.recv())
    found.frames[frame["type"]] = 1
    if frame["data"].get("current_question") is None:
        raise OSError(f"no question runs: {json.dumps(frame['data'])[:200]}")
    limit = frame["data"]["current_question"]["time_limit"]
    return time.monotonic() - (limit - frame["data"]["question_remaining_seconds"])


async def _read(socket: Any, found: Found, sent: Mapping[int, float]) -> None:
    async for text in socket:
        now = time.monotonic()
        frame = json.loads(text)
        found.frames[frame["type"]] = found.frames.get(frame["type"], 0) + 1
        if frame["type"] != "realtime_analysis":
            continue
        data = frame["data"]
        found.dropped += data["dropped"]
        found.nulls += data["video"]["expression"] is None
        if data["at_ms"] in sent:
            found.latencies.append((now - sent[data["at_ms"]]) * 1000)


async def crowd(rooms: Sequence[Mapping[str, Any]], *, seconds: int) -> list[Found]:
    """Everyone at once, their seconds spread evenly as those of independent people are."""
    sound, pictures = spoken(), shown()
    start = Start(room["id"] for room in rooms)
    work = [
        hold(room, seconds=seconds, start=start, later_by=index / len(rooms), sound=sound, pictures=pictures)
        for index, room in enumerate(rooms)
    ]
    return list(await asyncio.gather(*work))


async def listen(room: Mapping[str, Any], *, sockets: int, events: int) -> dict[str, Any]:
    """Bare sockets in one room: how long each broadcast takes from the first socket that hears it to the last."""
    heard: dict[str, list[float]] = {}
    opened = await _open(room["url"], sockets)
    readers = [asyncio.create_task(_note(socket, heard)) for socket in opened]
    print(json.dumps({"connected": len(opened)}), flush=True)
    end = time.monotonic() + _PATIENCE_SECONDS
    while (len(heard) < events or min(map(len, heard.values())) < len(opened)) and time.monotonic() < end:
        await asyncio.sleep(0.1)
    for reader in readers:
        reader.cancel()
    await asyncio.gather(*(socket.close() for socket in opened))
    spreads = [[(moment - min(moments)) * 1000 for moment in moments] for moments in heard.values()]
    return {"spreads": spreads, "missed": sockets * events - sum(map(len, heard.values()))}


async def _open(url: str, sockets: int, *, at_once: int = 20) -> list[Any]:
    opened: list[Any] = []
    for start in range(0, sockets, at_once):
        batch = range(start, min(sockets, start + at_once))
        opened += await asyncio.gather(*(connect(url, compression=None, open_timeout=60) for _ in batch))
    for socket in opened:
        while json.loads(await socket.recv())["type"] != "connected":
            continue
    return opened


async def _note(socket: Any, heard: dict[str, list[float]]) -> None:
    """Moments by frame, unread: reading a thousand would be measured along with sending them."""
    async for text in socket:
        if text.startswith(_BROADCAST):
            heard.setdefault(text, []).append(time.monotonic())


@lru_cache
def spoken() -> bytes:
    """The speech of the demo's answer, 16 kHz PCM."""
    from benchmarks._recording import samples_of, spoken_recording

    return samples_of(spoken_recording().path, rate=16_000).astype("<i2").tobytes()


@lru_cache
def shown() -> list[bytes]:
    """Pictures of the demo's face, as the room sends them."""
    import av

    from benchmarks._recording import FRAMES_PER_SECOND, render

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "answer.mp4")
        render(path, seconds=_PICTURES)
        with av.open(str(path)) as container:
            frames = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
    return [_as_sent(frame) for frame in frames[::FRAMES_PER_SECOND]]


def _as_sent(frame: Any) -> bytes:
    import cv2

    size = (_PICTURE_WIDTH, round(_PICTURE_WIDTH * frame.shape[0] / frame.shape[1]))
    small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _PICTURE_QUALITY])[1].tobytes()


def main() -> int:
    spoken(), shown()
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        plan = json.loads(line)
        found: Any
        if plan["kind"] == "crowd":
            found = [asdict(one) for one in asyncio.run(crowd(plan["rooms"], seconds=plan["seconds"]))]
        else:
            found = _listened(plan)
        print(json.dumps(found), flush=True)
    return 0


def _listened(plan: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return asyncio.run(listen(plan["room"], sockets=plan["sockets"], events=plan["events"]))
    except (WebSocketException, OSError, TimeoutError) as error:
        return {"failure": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    sys.exit(main())
