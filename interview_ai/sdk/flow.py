"""Operations written once for both clients.

An operation is a generator: it yields what it needs done (a request sent, a pause, a file written) and is resumed with
the outcome, an error being raised at the ``yield``. It never blocks and never awaits. `run` and `run_async` are the
only two places that know how the steps are carried out.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias, TypeVar, cast

import httpx

from interview_ai.sdk.errors import InterviewAIError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Send:
    """Send the request; the outcome is the response, read to its end."""

    request: httpx.Request


@dataclass(frozen=True, slots=True)
class Sleep:
    seconds: float


@dataclass(frozen=True, slots=True)
class Offload:
    """Do blocking work, outside the event loop where there is one; the outcome is what it returns."""

    work: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Exclusive:
    """Run a flow while no other exclusive one of this client runs; the outcome is what it returns."""

    flow: Generator[Any, Any, Any]


Step: TypeAlias = Send | Sleep | Offload | Exclusive
Flow: TypeAlias = Generator[Step, Any, T]

# What a step may raise into its flow. Anything else (a bug, a cancelled task) ends the flow.
STEP_ERRORS = (httpx.RequestError, InterviewAIError, OSError)


class BlockingRunner:
    """Carries flows out in the calling thread."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http
        self._lock = threading.RLock()

    def run(self, flow: Flow[T]) -> T:
        with closing(flow):
            resume: Callable[[], Step] = partial(next, flow)
            while True:
                try:
                    step = resume()
                except StopIteration as stop:
                    return cast(T, stop.value)
                try:
                    resume = partial(flow.send, self._perform(step))
                except STEP_ERRORS as error:
                    resume = partial(flow.throw, error)

    def _perform(self, step: Step) -> Any:
        match step:
            case Send(request):
                return self._http.send(request)
            case Sleep(seconds):
                return time.sleep(seconds)
            case Offload(work):
                return work()
            case Exclusive(flow):
                with self._lock:
                    return self.run(flow)


class AsyncRunner:
    """Carries flows out on the running asyncio loop."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self._lock = asyncio.Lock()

    async def run(self, flow: Flow[T]) -> T:
        with closing(flow):
            resume: Callable[[], Step] = partial(next, flow)
            while True:
                try:
                    step = resume()
                except StopIteration as stop:
                    return cast(T, stop.value)
                try:
                    resume = partial(flow.send, await self._perform(step))
                except STEP_ERRORS as error:
                    resume = partial(flow.throw, error)

    async def _perform(self, step: Step) -> Any:
        match step:
            case Send(request):
                return await self._http.send(request)
            case Sleep(seconds):
                return await asyncio.sleep(seconds)
            case Offload(work):
                return await asyncio.to_thread(work)
            case Exclusive(flow):
                async with self._lock:
                    return await self.run(flow)
