"""How late the event loop is: a metric of the socket process."""

from __future__ import annotations

import asyncio

from prometheus_client import Histogram

TICK_SECONDS = 0.05
LAG = Histogram(
    "interview_ai_event_loop_lag_seconds",
    "How much later than asked the event loop of the web process wakes up",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.2, 0.5, 1.0, 2.0),
)
WINDOW_SECONDS = Histogram(
    "interview_ai_live_window_seconds",
    "From the end of a window of live sound and picture to its result, as the socket process sees it",
    buckets=(0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.35, 0.5, 0.7, 1.0, 2.0, 5.0),
)

_watched: asyncio.AbstractEventLoop | None = None
_task: asyncio.Task[None] | None = None


def watch() -> None:
    """Measure the running loop from now on; once a loop."""
    global _watched, _task
    loop = asyncio.get_running_loop()
    if _watched is not loop:
        _watched, _task = loop, loop.create_task(_measure())


async def _measure() -> None:
    loop = asyncio.get_running_loop()
    while True:
        asked = loop.time() + TICK_SECONDS
        await asyncio.sleep(TICK_SECONDS)
        LAG.observe(max(0.0, loop.time() - asked))
