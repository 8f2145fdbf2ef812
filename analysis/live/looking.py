"""One window, looked at."""

from __future__ import annotations

from analysis.engines.results import Reason
from analysis.live.listening import listen, nothing_heard
from analysis.live.memory import pack, unpack
from analysis.live.watching import Eyes, nothing_seen, watch
from analysis.live.window import SPEECH, VIDEO, LiveWindow, Look


def look_at(window: LiveWindow, *, eyes: Eyes) -> Look:
    """Listen to and look at what may be looked at; what is withheld is not computed."""
    memory = unpack(window.memory)
    if SPEECH in window.withheld:
        heard = nothing_heard(window.withheld[SPEECH])
    elif not window.sound:
        heard = nothing_heard(Reason.NO_AUDIO)
    else:
        heard, memory = listen(window.sound, fresh_ms=window.fresh_ms, language=window.language, memory=memory)
    if VIDEO in window.withheld:
        seen = nothing_seen(window.withheld[VIDEO])
    else:
        seen, memory = watch(
            window.picture, at_ms=window.at_ms, with_posture=window.with_posture, eyes=eyes, memory=memory
        )
    return Look(heard=heard, seen=seen, memory=pack(memory))
