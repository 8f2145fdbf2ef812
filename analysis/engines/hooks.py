"""Being told how an analysis goes, while it goes."""

from __future__ import annotations

from typing import Any, Protocol


class Watcher(Protocol):
    """Gets each result as soon as it is there, and the share of the work that is done (0 to 1)."""

    def on_result(self, kind: str, result: Any) -> None: ...

    def on_progress(self, share: float) -> None: ...


class Silent:
    """A watcher that watches nothing."""

    def on_result(self, kind: str, result: Any) -> None:
        return None

    def on_progress(self, share: float) -> None:
        return None
