"""Frames of sound and pictures become windows of two seconds, one a second. Nothing is decoded here."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

from common.realtime.frames import MediaFrame, MediaKind

_BYTES_PER_MS = 32  # 16 kHz, 16 bit, mono
WINDOW_MS, HOP_MS = 2000, 1000
# A sender that is faster than time gets a window for its newest sound no more often than this.
_SHORTEST_PAUSE_SECONDS = 0.8
# Sound that stopped for so long is not continued by what comes after.
_GAP_SECONDS = 1.5
POSTURE_EVERY = 4
# A client whose clock is further off than this gets the server's time.
MOST_SKEW_MS = 5000


@dataclass(frozen=True, slots=True)
class Window:
    """The last two seconds. ``fresh_ms`` of the sound were in no window before; ``picture`` is new, or None.

    ``at_ms`` is its end in milliseconds since the question started. ``with_posture`` asks for the slow look.
    """

    number: int
    at_ms: int
    sound: bytes
    fresh_ms: int
    picture: bytes | None
    with_posture: bool


@dataclass(slots=True)
class Collector:
    """The sound and the picture of one interview, at most two seconds of them.

    ``turn`` tells interviews apart whose slow looks shall not all come in the same second.
    """

    turn: int = 0
    _sound: bytearray = field(default_factory=bytearray)
    _fresh_bytes: int = 0
    _picture: bytes | None = None
    _at_ms: int = 0
    _windows: int = 0
    _pictures: int = 0
    _sound_at: float = field(default=float("-inf"))
    _made_at: float = field(default=float("-inf"))
    _begun_at: float | None = None

    def add(self, frame: MediaFrame, *, server_ms: int, now: float | None = None) -> Window | None:
        """Take a frame; the window that it completes, or None.

        ``server_ms`` is the server's own idea of the frame's time, used where the client's is far off.
        """
        now = monotonic() if now is None else now
        self._begun_at = now if self._begun_at is None else self._begun_at
        self._at_ms = frame.at_ms if abs(frame.at_ms - server_ms) <= MOST_SKEW_MS else server_ms
        if frame.kind == MediaKind.PICTURE:
            self._picture = frame.payload
        else:
            self._hear(frame.payload, now=now)
        return self._make(now=now) if self._is_due(now) else None

    def _hear(self, payload: bytes, *, now: float) -> None:
        if now - self._sound_at > _GAP_SECONDS:
            self._sound.clear()
            self._fresh_bytes = 0
        self._sound_at = now
        self._sound += payload
        self._fresh_bytes += len(payload)
        del self._sound[: -WINDOW_MS * _BYTES_PER_MS]

    def _is_due(self, now: float) -> bool:
        if now - self._made_at < _SHORTEST_PAUSE_SECONDS:
            return False
        if now - self._sound_at <= _GAP_SECONDS:
            return self._fresh_bytes >= HOP_MS * _BYTES_PER_MS
        before = max(self._made_at, self._begun_at or now)
        return self._picture is not None and now - before >= HOP_MS / 1000

    def _make(self, *, now: float) -> Window:
        heard = now - self._sound_at <= _GAP_SECONDS
        with_posture = self._picture is not None and (self._pictures + self.turn) % POSTURE_EVERY == 0
        self._windows += 1
        self._pictures += self._picture is not None
        window = Window(
            number=self._windows,
            at_ms=self._at_ms,
            sound=bytes(self._sound) if heard else b"",
            fresh_ms=min(WINDOW_MS, self._fresh_bytes // _BYTES_PER_MS) if heard else 0,
            picture=self._picture,
            with_posture=with_posture,
        )
        self._fresh_bytes, self._picture, self._made_at = 0, None, now
        return window
