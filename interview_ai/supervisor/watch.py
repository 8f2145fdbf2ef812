"""Deaths of children: when to start one again, and when to give up."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

WINDOW_SECONDS = 60.0
MOST_DEATHS = 5
_FIRST_PAUSE_SECONDS = 0.5


@dataclass
class Deaths:
    """When one child died, in seconds of a monotonic clock, over the last minute."""

    times: deque[float] = field(default_factory=deque)

    def record(self, now: float) -> None:
        self.times.append(now)
        while self.times and self.times[0] < now - WINDOW_SECONDS:
            self.times.popleft()

    def too_many(self) -> bool:
        return len(self.times) >= MOST_DEATHS

    def pause_seconds(self) -> float:
        """How long to wait before the next start: half a second, doubled with each death in the window."""
        return float(_FIRST_PAUSE_SECONDS * 2 ** max(0, len(self.times) - 1))


def how_it_ended(code: int) -> str:
    """``exit code 1`` or ``signal 9``."""
    return f"signal {-code}" if code < 0 else f"exit code {code}"
