"""A bounded load for the sockets: candidates that send real frames, in one process of its own.

python -m benchmarks._live_load, with the plan as JSON on standard input; the findings come as JSON on standard output.
"""

from __future__ import annotations

import asyncio
import json
import struct
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from websockets.asyncio.client import connect

SOUND, PICTURE = 1, 2
_HEADER = struct.Struct(">BQ")
_BYTES_A_SECOND = 32_000
# A browser's frames of sound: a quarter of a second each.
_PIECES = 4
_PIECE = _BYTES_A_SECOND // _PIECES
_PICTURES = 12
_SETTLE_SECONDS = 2.0
_PATIENCE_SECONDS = 60.0
_BROADCAST = '{"type":"analysis_progress"'


@dataclass
class Found:
    """What one candidate saw: milliseconds from the last byte of a window to its result, frames by type."""

    latencies: list[float] = field(default_factory=list)
    frames: dict[str, int] = field(default_factory=dict)
    dropped: int = 0
    windows: int = 0
    nulls: int = 0


async def hold(
    room: Mapping[str, Any], *, seconds: int, start_at: float, sound: bytes, pictures: Sequence[bytes]
) -> Found:
    """One candidate: ``seconds`` of sound and a picture a second, from the moment ``start_at``."""
    found, sent = Found(), {}
    async with connect(room["url"], compression=None, max_queue=64) as socket:
        question_at = await _question_at(socket, found)
        reader = asyncio.create_task(_read(socket, found, sent))
        await asyncio.sleep(max(0.0, start_at - time.monotonic()))
        begun = time.monotonic()
        for number in range(seconds * _PIECES):
            at_ms = round((time.monotonic() - question_at) * 1000)
            if number % _PIECES == _PIECES - 1:
                await socket.send(_HEADER.pack(PICTURE, at_ms) + pictures[number // _PIECES % len(pictures)])
                sent[at_ms], found.windows = time.monotonic(), found.windows + 1
            piece = number * _PIECE % (len(sound) - _PIECE)
            await socket.send(_HEADER.pack(SOUND, at_ms) + sound[piece - piece % 2 :][:_PIECE])
            await asyncio.sleep(max(0.0, begun + (number + 1) / _PIECES - time.monotonic()))
        await asyncio.sleep(_SETTLE_SECONDS)
        reader.cancel()
    return found


async def _question_at(socket: Any, found: Found) -> float:
    """When the question started, on this process's clock, from the snapshot."""
    frame = json.loads(await socket.recv())
    found.frames[frame["type"]] = 1
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
    start = time.monotonic() + 2.0 + len(rooms) / 50
    work = [
        hold(room, seconds=seconds, start_at=start + index / len(rooms), sound=sound, pictures=pictures)
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
    while (len(heard) < events or min(map(len, heard.values())) < sockets) and time.monotonic() < end:
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
    """Pictures of the demo's face, 640 by 360, as a browser would send them."""
    import av
    import cv2

    from benchmarks._recording import FRAMES_PER_SECOND, render

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "answer.mp4")
        render(path, seconds=_PICTURES)
        with av.open(str(path)) as container:
            frames = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
    one_a_second = frames[::FRAMES_PER_SECOND]
    return [cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes() for frame in one_a_second]


def main() -> int:
    plan = json.loads(sys.stdin.readline())
    if plan["kind"] == "crowd":
        found = asyncio.run(crowd(plan["rooms"], seconds=plan["seconds"]))
        print(json.dumps([vars(one) for one in found]))
    else:
        print(json.dumps(asyncio.run(listen(plan["room"], sockets=plan["sockets"], events=plan["events"]))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
