"""HTTP under ASGI: each request in one thread from end to end, and the threads used again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core.handlers.asgi import ASGIHandler

_KEPT = 16  # more requests at once have threads that end with them
_idle: list[ThreadPoolExecutor] = []


class OneThreadHandler(ASGIHandler):
    """Django's handler with the middleware and the view as one synchronous call, in a thread of its own.

    Django's own starts a thread for each request, and switches to it and back for every middleware of the old kind,
    twice each: more than half the time of a small request. Nothing between the server and the views awaits anything.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)
        self._middleware_chain = sync_to_async(self._middleware_chain, thread_sensitive=True)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        thread = _idle.pop() if _idle else ThreadPoolExecutor(max_workers=1, thread_name_prefix="request")
        try:
            async with ThreadSensitiveContext(executor=thread):
                await self.handle(scope, receive, send)
        finally:
            thread.submit(_give_back, thread)  # behind what a client that went away may have left running


def _give_back(thread: ThreadPoolExecutor) -> None:
    if len(_idle) < _KEPT:
        _idle.append(thread)
    else:
        thread.shutdown(wait=False)
