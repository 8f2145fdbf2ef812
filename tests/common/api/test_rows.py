from __future__ import annotations

import datetime as dt
from collections import namedtuple
from types import SimpleNamespace

import pytest
from rest_framework import serializers

from common.api.fields import Moment
from common.api.rows import Row

PERSON = SimpleNamespace(public_id="u_1", username="张三")


class Person(Row):
    user_id = serializers.CharField(source="public_id")
    username = serializers.CharField()


class Shape(Row):
    row_id = serializers.CharField(source="public_id")
    person_id = serializers.CharField(source="person.public_id", default=None, allow_null=True)
    person = Person(allow_null=True)
    count = serializers.IntegerField(required=False)
    tags = serializers.ListField(child=serializers.CharField())
    made_at = Moment(allow_null=True)
    shouted = serializers.SerializerMethodField()

    def get_shouted(self, row):
        return f"{row.public_id}{self.context['mark']}"


class SlowShape(Shape):
    to_representation = serializers.Serializer.to_representation


def row(**changes):
    made = dt.datetime(2026, 1, 2, 3, 4, 5, 6000, tzinfo=dt.UTC)
    return SimpleNamespace(
        **{"public_id": "r_1", "person": PERSON, "count": 3, "tags": ["甲"], "made_at": made} | changes
    )


ROWS = [row(), row(person=None), row(made_at=None, count=0), row(tags=[])]


def test_rows_are_shown_as_a_serializer_shows_them():
    rows = [*ROWS, *ROWS]
    del rows[0].count
    shown = Shape(rows, many=True, context={"mark": "!"}).data
    assert shown == SlowShape(rows, many=True, context={"mark": "!"}).data
    assert shown[0] == {
        "row_id": "r_1",
        "person_id": "u_1",
        "person": {"user_id": "u_1", "username": "张三"},
        "tags": ["甲"],
        "made_at": "2026-01-02T03:04:05.006Z",
        "shouted": "r_1!",
    }
    assert shown[1]["person"] is None
    assert shown[1]["person_id"] is None


def test_row_without_what_it_must_have_is_refused():
    incomplete = row()
    del incomplete.public_id
    with pytest.raises(AttributeError, match="public_id"):
        Shape(incomplete, context={"mark": "!"}).data  # noqa: B018


class Titled(Row):
    row_id = serializers.CharField(source="public_id")
    title = serializers.CharField(source="position_title", default=None, allow_null=True)
    number = serializers.IntegerField(required=False)

    columns = ("public_id",)
    named = {"position_title": "position__title"}


def test_instances_are_read_along_the_path_of_what_is_named():
    posts = [SimpleNamespace(public_id="r_1", position=SimpleNamespace(title="甲")), row(position=None, number=3)]
    assert Titled(posts, many=True).data == [
        {"row_id": "r_1", "title": "甲"},
        {"row_id": "r_1", "title": None, "number": 3},
    ]


def test_named_tuples_are_read_by_their_columns():
    read = namedtuple("Row", ["pk", "public_id", "position_title"])
    assert Titled([read(1, "r_1", "甲"), read(2, "r_2", None)], many=True).data == [
        {"row_id": "r_1", "title": "甲"},
        {"row_id": "r_2", "title": None},
    ]
