"""Places on a page that an app further right fills in, without the page knowing it.

A filler takes the request and the rows of the page, and gives what to show by row key: one look into the database for
all of them. It stands in the app's ``pages/fillers.py``, or in a module named there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest

Filler = Callable[[HttpRequest, Sequence[Any]], dict[int, Any]]
_LAST = 100
_fillers: dict[str, list[tuple[int, Filler]]] = {}


def fill(slot: str, *, place: int = _LAST) -> Callable[[Filler], Filler]:
    """Decorator: the function fills ``slot``; those of a lower ``place`` come first, whichever was read first."""

    def register(filler: Filler) -> Filler:
        _fillers.setdefault(slot, []).append((place, filler))
        _fillers[slot].sort(key=lambda entry: entry[0])
        return filler

    return register


def filled(slot: str, request: HttpRequest, rows: Sequence[Any]) -> dict[int, list[Any]]:
    """What the fillers show for each row."""
    found: dict[int, list[Any]] = {row.pk: [] for row in rows}
    for _place, filler in _fillers.get(slot, []):
        for key, shown in filler(request, rows).items():
            found[key].append(shown)
    return found
