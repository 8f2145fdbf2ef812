"""Reading JSON of somebody else's shape: each value is asked for by name and kind, and what is wrong is named."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from interviews.importing.parsed import Unreadable


def load(text: str) -> Any:
    """JSON. Raises `Unreadable` ("not_json") with the place of the mistake."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Unreadable("not_json", line=error.lineno, column=error.colno) from None
    except (ValueError, RecursionError):
        raise Unreadable("not_json", line=1, column=1) from None


def wrong(field: str, expected: str) -> Unreadable:
    """``field`` is a path such as ``data.minutes.sentences[3].content``; ``expected`` object, list, text or number."""
    return Unreadable("wrong_shape", field=field, expected=expected)


def mapping(value: Any, field: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise wrong(field, "object")
    return value


def listing(value: Any, field: str) -> list[Any]:
    if not isinstance(value, list):
        raise wrong(field, "list")
    return value


def text(value: Any, field: str) -> str:
    """Text; a number is taken as it is written, nothing as empty."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise wrong(field, "text")
    return str(value)


def number(value: Any, field: str) -> float | None:
    """A number, also written as text; None where there is none."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise wrong(field, "number")
    try:
        found = float(value)
    except (ValueError, OverflowError):
        raise wrong(field, "number") from None
    return found if math.isfinite(found) else None
