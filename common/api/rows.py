"""Rows of lists: what a serializer gives, without walking through its fields once a row."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.db.models import F, QuerySet
from rest_framework import serializers

_AS_THEY_ARE = (serializers.CharField, serializers.IntegerField, serializers.BooleanField)


class Row(serializers.Serializer):
    """A read-only shape whose fields are attributes of the row or of what it belongs to.

    Columns come from the database with the types their fields name, so that texts, numbers and flags are given as they
    are. ``columns`` names all that a row needs; a list reads nothing else. ``named`` are attributes that a row gets
    from rows it belongs to, which are then not read themselves.
    """

    columns: tuple[str, ...] = ()
    named: dict[str, str] = {}

    @classmethod
    def read(cls, found: QuerySet) -> QuerySet:
        """The rows with what they show."""
        return found.only(*cls.columns).annotate(**{name: F(path) for name, path in cls.named.items()})

    def to_representation(self, instance: Any) -> dict[str, Any]:
        shown = {}
        for name, value_of in self._values:
            try:
                shown[name] = value_of(instance)
            except serializers.SkipField:
                continue
        return shown

    @cached_property
    def _values(self) -> list[tuple[str, Callable[[Any], Any]]]:
        return [(str(field.field_name), _reader(field)) for field in self._readable_fields]


def _reader(field: serializers.Field) -> Callable[[Any], Any]:
    if isinstance(field, serializers.SerializerMethodField):
        return getattr(field.parent, field.method_name)
    attribute = attrgetter(".".join(field.source_attrs))
    as_it_is = type(field) in _AS_THEY_ARE

    def read(row: Any) -> Any:
        try:
            value = attribute(row)
        except AttributeError:  # nobody is there to have it: the field's default, or nothing
            return field.get_attribute(row)
        return value if as_it_is or value is None else field.to_representation(value)

    return read
