"""What rows are called. Apps say it beside their models; whoever would show public ids reads names for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model

_Model = TypeVar("_Model", bound=type[Model])


@dataclass(frozen=True, slots=True)
class Called:
    """A row by its name. ``key`` is its primary key."""

    name: str
    model: type[Model]
    key: Any


@dataclass(frozen=True, slots=True)
class _Kind:
    """The first of ``columns`` that says something is the name."""

    model: type[Model]
    columns: tuple[str, ...]

    def read(self, ids: Iterable[str], actor: Any) -> Iterator[tuple[str, Called]]:
        rows: Any = self.model._default_manager
        found = rows.visible_to(actor).filter(public_id__in=ids).order_by()
        for public_id, key, *said in found.values_list("public_id", "pk", *self.columns):
            if name := next(filter(None, said), ""):
                yield public_id, Called(str(name), self.model, key)


_kinds: dict[str, _Kind] = {}


def called_by(*columns: str) -> Callable[[_Model], _Model]:
    """Decorator of a public model: its rows are called by the first of these columns that says something."""

    def note(model: _Model) -> _Model:
        public_id: Any = model._meta.get_field("public_id")
        _kinds[public_id.prefix] = _Kind(model, columns)
        return model

    return note


def name_in(names: Mapping[str, Called], public_id: str) -> str:
    """The name, or the id itself."""
    return names[public_id].name if public_id in names else public_id


def names_of(ids: Iterable[str], actor: Any) -> dict[str, Called]:
    """What rows are called, by public id: those that ``actor`` may know of and that are there still. One query a
    kind of row."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for public_id in ids:
        wanted[public_id.partition("_")[0]].add(public_id)
    kinds = [(_kinds[prefix], found) for prefix, found in wanted.items() if prefix in _kinds]
    return {public_id: called for kind, found in kinds for public_id, called in kind.read(found, actor)}
