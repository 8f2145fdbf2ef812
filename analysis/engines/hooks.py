"""Being told how an analysis goes, while it goes."""

from __future__ import annotations

from typing import Any, Protocol

from analysis.engines.media import AudioTrack


class Watcher(Protocol):
    """Gets each result as soon as it is there, the share of the work that is done (0 to 1), and the sound once every
    engine has heard it: while the call lasts, it can be read."""

    def on_result(self, kind: str, result: Any) -> None: ...

    def on_sound(self, track: AudioTrack) -> None: ...

    def on_progress(self, share: float) -> None: ...


class Silent:
    """A watcher that watches nothing."""

    def on_result(self, kind: str, result: Any) -> None:
        return None

    def on_sound(self, track: AudioTrack) -> None:
        return None

    def on_progress(self, share: float) -> None:
        return None
