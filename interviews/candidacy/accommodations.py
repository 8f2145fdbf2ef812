"""What makes an interview fit its candidate."""

from __future__ import annotations

from dataclasses import dataclass

MOST_EXTRA_TIME = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Accommodations:
    """``extra_time`` is a factor from 1 to `MOST_EXTRA_TIME` on every limit."""

    extra_time: float = 1.0
    captions: bool = False
    no_countdown: bool = False

    @property
    def any(self) -> bool:
        return self != Accommodations()
