"""Which of a candidate's pages sends sound and pictures: the newest that is still there."""

from __future__ import annotations

import asyncio
import time
import uuid

from common.realtime.hub import Message
from common.realtime.publish import publish_now

# Many pages that open at once must not talk to one another all the time.
_TELL_AGAIN_SECONDS = 0.5


class Turn:
    """One page's place in the order of pages. Pages tell one another, over the interview's group, that they came and
    that they go; a page has the turn while it knows of no newer one."""

    def __init__(self) -> None:
        self._order = [time.time_ns(), uuid.uuid4().hex]
        self._newer: set[str] = set()
        self._telling: set[asyncio.Task[None]] = set()
        self._told_at = float("-inf")

    @property
    def is_ours(self) -> bool:
        return not self._newer

    async def claim(self, group: str) -> None:
        await publish_now(self._message(group, here=True))

    async def give_up(self, group: str) -> None:
        await publish_now(self._message(group, here=False))

    def hear(self, message: Message, group: str) -> bool:
        """Whether the turn changed. An older page that came later than it should is told of us."""
        before = self.is_ours
        order, page = message["order"], message["order"][1]
        if not message["here"]:
            self._newer.discard(page)
        elif order > self._order:
            self._newer.add(page)
        elif order < self._order and before and time.monotonic() - self._told_at > _TELL_AGAIN_SECONDS:
            self._told_at = time.monotonic()
            task = asyncio.get_running_loop().create_task(self.claim(group))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)
        return self.is_ours != before

    def _message(self, group: str, *, here: bool) -> Message:
        return {"type": "publisher", "kind": "publisher", "group": group, "order": self._order, "here": here}
