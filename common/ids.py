"""Public ids: ``<prefix>_<26 characters>`` (TypeID, a UUIDv7 in base 32): unguessable, sortable by time."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import register_converter
from typeid import TypeID

PREFIXES = (
    "u",
    "org",
    "pos",
    "q",
    "qv",
    "qimp",
    "int",
    "ans",
    "up",
    "anl",
    "rpt",
    "app",
    "imp",
    "racc",
    "inv",
    "ibat",
    "mtpl",
    "shr",
    "rsc",
    "exp",
    "rev",
    "dec",
    "ovr",
    "cmt",
    "tinv",
    "whe",
    "msg",
)
_SUFFIX = "[0-7][0-9a-hjkmnp-tv-z]{25}"


def new_id(prefix: str) -> str:
    return str(TypeID(prefix=prefix))


class PublicIdField(models.CharField):
    """The id that outsiders see. Made when the object is, never changed."""

    def __init__(self, *, prefix: str, **options: Any) -> None:
        self.prefix = prefix
        options.setdefault("max_length", 40)
        options.setdefault("unique", True)
        options.setdefault("editable", False)
        options["default"] = self._make
        super().__init__(**options)

    def _make(self) -> str:
        return new_id(self.prefix)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        options.pop("default", None)
        return name, path, args, {**options, "prefix": self.prefix}


def register_url_converters() -> None:
    """One converter a prefix (``<int_id:interview_id>``): a malformed id is an unknown path."""
    for prefix in PREFIXES:
        converter = type(
            f"{prefix.title()}IdConverter",
            (),
            {
                "regex": f"{prefix}_{_SUFFIX}",
                "to_python": lambda self, value: value,
                "to_url": lambda self, value: value,
            },
        )
        register_converter(converter, f"{prefix}_id")
