"""From JSON to the typed dataclasses of `interview_ai.sdk.models`.

A key the dataclass does not name is kept in ``raw`` only, a missing one becomes the field's default, and a value of
another shape than promised becomes None: a newer server does not break an older client.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache
from typing import Any, Self, Union, get_args, get_origin, get_type_hints


@dataclass(frozen=True, kw_only=True)
class Model:
    """One JSON object. ``raw`` is the object as it came."""

    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Build from a decoded JSON object; anything that is not an object counts as an empty one."""
        found: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        types_of: Mapping[str, Any] = field_types(cls)  # type: ignore[arg-type]  # a class is hashable
        values = {name: convert(hint, found[name]) for name, hint in types_of.items() if found.get(name) is not None}
        return cls(**{name: value for name, value in values.items() if value is not None}, raw=found)


@cache
def field_types(model: Any) -> Mapping[str, Any]:
    """Field name to its type, without ``raw``."""
    hints = get_type_hints(model)
    return {part.name: hints[part.name] for part in fields(model) if part.name != "raw"}


def convert(hint: Any, value: Any) -> Any:
    """``value`` as ``hint`` asks; None when it cannot be."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return convert(next(option for option in get_args(hint) if option is not type(None)), value)
    if origin is tuple:
        return _convert_list(get_args(hint)[0], value)
    if origin is Mapping:
        return _convert_mapping(get_args(hint)[1], value)
    if isinstance(hint, type) and issubclass(hint, Model):
        return hint.from_json(value) if isinstance(value, Mapping) else None
    return _convert_plain(hint, value)


def _convert_list(hint: Any, value: Any) -> tuple[Any, ...] | None:
    return tuple(convert(hint, item) for item in value) if isinstance(value, list) else None


def _convert_mapping(hint: Any, value: Any) -> dict[str, Any] | None:
    return {key: convert(hint, item) for key, item in value.items()} if isinstance(value, Mapping) else None


def _convert_plain(hint: Any, value: Any) -> Any:
    if hint is datetime:
        return _convert_time(value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if hint is int and isinstance(value, float):
        return round(value)
    return value if hint is Any or isinstance(value, hint) else None


def _convert_time(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
