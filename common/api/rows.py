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
    """A read-only shape whose fields are columns of the row, or attributes of an instance of its model.

    A list reads named tuples: the ``columns``, which hold all that a row needs, what is ``named`` by the path to rows
    it belongs to, and what the query was annotated with. They come with the types their fields name, so that texts,
    numbers and flags are given as they are. Of an instance, ``named`` ones are read along their path.
    """

    columns: tuple[str, ...] = ()
    named: dict[str, str] = {}

    @classmethod
    def read(cls, found: QuerySet) -> QuerySet:
        """The rows with what they show, and their ``pk``."""
        annotated = tuple(found.query.annotations)
        rows = found.annotate(**{name: F(path) for name, path in cls.named.items()})
        return rows.values_list("pk", *cls.columns, *cls.named, *annotated, named=True)

    def to_representation(self, instance: Any) -> dict[str, Any]:
        shown = {}
        for name, value_of in self._of_rows if isinstance(instance, tuple) else self._of_instances:
            try:
                shown[name] = value_of(instance)
            except serializers.SkipField:
                continue
        return shown

    @cached_property
    def _of_rows(self) -> list[tuple[str, Callable[[Any], Any]]]:
        return [(str(field.field_name), _reader(field, path=str(field.source))) for field in self._readable_fields]

    @cached_property
    def _of_instances(self) -> list[tuple[str, Callable[[Any], Any]]]:
        return [(str(field.field_name), _reader(field, path=self._path_of(field))) for field in self._readable_fields]

    def _path_of(self, field: serializers.Field) -> str:
        source = str(field.source)
        return self.named.get(source, source).replace("__", ".")


def _reader(field: serializers.Field, *, path: str) -> Callable[[Any], Any]:
    if isinstance(field, serializers.SerializerMethodField):
        return getattr(field.parent, field.method_name)
    attribute = attrgetter(path)
    as_it_is = type(field) in _AS_THEY_ARE

    def read(row: Any) -> Any:
        try:
            value = attribute(row)
        except AttributeError:  # nobody is there to have it: the field's default, or nothing
            return field.get_default() if path != field.source else field.get_attribute(row)
        return value if as_it_is or value is None else field.to_representation(value)

    return read
