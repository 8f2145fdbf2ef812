"""Serializer fields that refuse a value of the wrong JSON type instead of converting it."""

from __future__ import annotations

import math
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from common import clock


class Text(serializers.CharField):
    """A JSON string; lone surrogates, which no database stores, are refused."""

    default_error_messages = {"invalid": _("Not a valid string.")}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            data.encode()
        except UnicodeEncodeError:
            self.fail("invalid")
        return super().to_internal_value(data)


class Line(Text):
    """A JSON string of printable characters in one line."""

    default_error_messages = {"unprintable": _("Printable characters in one line, please.")}

    def to_internal_value(self, data: Any) -> str:
        line = super().to_internal_value(data)
        if not line.isprintable():
            self.fail("unprintable")
        return line


class Email(Text, serializers.EmailField):
    """A JSON string that is an e-mail address, in lower case."""

    def to_internal_value(self, data: Any) -> str:
        return super().to_internal_value(data).lower()


class Link(Text, serializers.URLField):
    """A JSON string that is a web address."""


class Pattern(Text, serializers.RegexField):
    """A JSON string that matches a pattern, the first argument."""


class Whole(serializers.IntegerField):
    """A JSON number without a fraction."""

    def to_internal_value(self, data: Any) -> int:
        if (
            isinstance(data, bool)
            or not isinstance(data, int | float)
            or data != data
            or data in (float("inf"), -float("inf"))
        ):
            self.fail("invalid")
        if int(data) != data:
            self.fail("invalid")
        return super().to_internal_value(int(data))


class Number(serializers.FloatField):
    """A JSON number."""

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float) or not math.isfinite(data):
            self.fail("invalid")
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    """JSON true or false."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Choice(serializers.ChoiceField):
    """One of some strings."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return super().to_internal_value(data)


class TextList(serializers.ListField):
    """A JSON array of non-empty strings."""

    def __init__(self, *, item_length: int = 500, **options: Any) -> None:
        super().__init__(child=Text(max_length=item_length), **options)


class ChoiceList(serializers.ListField):
    """A non-empty JSON array of choices, each once."""

    def __init__(self, *, choices: Any, **options: Any) -> None:
        super().__init__(child=Choice(choices=choices), allow_empty=False, max_length=len(choices), **options)

    def to_internal_value(self, data: Any) -> list[str]:
        return list(dict.fromkeys(super().to_internal_value(data)))


class Moment(serializers.DateTimeField):
    """Read-only time in the specification's format."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, **options)

    def to_representation(self, value: Any) -> Any:
        return clock.iso(value)
