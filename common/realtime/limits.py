"""How much one socket may send."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

_REMIND_SECONDS = 1.0


@dataclass(slots=True)
class Gate:
    """Lets ``per_second`` frames through, with as many again as a reserve for the jitter of networks.

    Frames above that are not taken. Who keeps it up for ``patience_seconds`` is to be shown out.
    """

    per_second: float
    patience_seconds: float = 30.0
    _left: float = field(init=False)
    _filled_at: float = field(init=False)
    _over_since: float | None = field(init=False, default=None)
    _last_refused_at: float = field(init=False, default=0.0)
    _reminded_at: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self._left, self._filled_at = 2 * self.per_second, monotonic()

    def admits(self, now: float | None = None) -> bool:
        """Whether one more frame may come in now."""
        now = monotonic() if now is None else now
        self._left = min(2 * self.per_second, self._left + (now - self._filled_at) * self.per_second)
        self._filled_at = now
        if self._left >= 1:
            self._left -= 1
            return True
        if self._over_since is None or now - self._last_refused_at > 2 * _REMIND_SECONDS:
            self._over_since = now
        self._last_refused_at = now
        return False

    def should_remind(self, now: float | None = None) -> bool:
        """At most once a second: time to tell the sender."""
        now = monotonic() if now is None else now
        if now - self._reminded_at < _REMIND_SECONDS:
            return False
        self._reminded_at = now
        return True

    def is_abused(self) -> bool:
        """Whether refusals have gone on without a pause for longer than patience lasts."""
        return self._over_since is not None and self._last_refused_at - self._over_since > self.patience_seconds
