"""Live windows on the worker: take who waits longest, look, answer, until nobody waits.

The web process knows this module by the names of its tasks; what looks (`analysis.live.looking` and its numpy) is
imported where it is used.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any

import structlog

from analysis.engines.registry import build
from analysis.live.window import LiveWindow, Look
from analysis.services.engines import live_choices
from common.realtime.exchange import Taken, counter
from common.realtime.publish import BROKER_ERRORS

if TYPE_CHECKING:
    from analysis.live.watching import Eyes

logger = structlog.get_logger(__name__)

LOOK_TASK = "analysis.look_live"
# After this a task gives way to others of its queue, such as a follow-up that somebody waits for.
_LONGEST_SECONDS = 1.0


@cache
def eyes() -> Eyes:
    """The frame engines for live windows, made on first use and kept for the life of the process."""
    from analysis.live.watching import Eyes

    return Eyes({kind: build(kind, choice) for kind, choice in live_choices().items()})


def preload_live() -> None:
    """Open what live windows need, so that the first one does not wait for it."""
    import parselmouth

    del parselmouth
    eyes().preload()


def look_live() -> int:
    """Answer the windows that wait; how many. A window that cannot be looked at is passed over."""
    done = 0
    try:
        for taken in counter().parcels(task_name=LOOK_TASK, seconds=_LONGEST_SECONDS):
            look = _look(taken)
            if look is not None:
                counter().give_back(taken, result_of(taken, look), look.memory)
                done += 1
    except BROKER_ERRORS as error:
        logger.warning("live_windows_without_broker", error=type(error).__name__)
    return done


def window_of(taken: Taken) -> LiveWindow:
    """A parcel as the window that the socket process packed."""
    header, (sound, picture, memory) = taken.header, taken.parts
    return LiveWindow(
        at_ms=header["at_ms"],
        sound=sound,
        fresh_ms=header["fresh_ms"],
        picture=picture,
        with_posture=header["with_posture"],
        language=header["language"],
        withheld=header["withheld"],
        memory=memory,
    )


def _look(taken: Taken) -> Look | None:
    from analysis.live.looking import look_at

    try:
        return look_at(window_of(taken), eyes=eyes())
    except Exception:
        logger.exception("live_window_crashed", interview=taken.key)
        return None


def result_of(taken: Taken, look: Look) -> dict[str, Any]:
    """A look as the socket process wants it."""
    heard, seen = asdict(look.heard), asdict(look.seen)
    missing = {f"speech.{name}": reason for name, reason in heard.pop("missing").items()}
    missing |= {f"video.{name}": reason for name, reason in seen.pop("missing").items()}
    faces = seen.pop("faces")
    return {
        "faces": faces,
        "number": taken.header["number"],
        "at_ms": taken.header["at_ms"],
        "question_id": taken.header["question_id"],
        "speech": heard,
        "video": seen,
        "missing": missing,
    }
