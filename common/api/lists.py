"""Short lists, given at once: ``{total, items}``. Long ones come by pages (`common.api.pagination`)."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


def list_of(row: type[serializers.Serializer]) -> type[serializers.Serializer]:
    """The shape of `ApiView.whole`, for the schema: a list of VersionRow is a VersionList."""
    name = row.__name__.removesuffix("Row").removesuffix("Shape") + "List"
    fields: dict[str, Any] = {"total": serializers.IntegerField(), "items": row(many=True)}
    return type(name, (serializers.Serializer,), {"__module__": row.__module__, **fields})
