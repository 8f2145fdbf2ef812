"""A busy database is told from a broken one, and callers are asked to come again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import OperationalError

from common.busy import is_busy
from interviews import services
from tests.factories import make_interview, make_position
from tests.interviews.pages.test_room import agree
from tests.interviews.test_lifecycle_api import text_answer
from tests.pages import browser


class FromPostgres(Exception):
    def __init__(self, sqlstate: str) -> None:
        self.sqlstate = sqlstate


@pytest.fixture
def locked(tmp_path: Path) -> OperationalError:
    """What Django raises when another connection has the lock: SQLite's own error inside its own."""
    one, other = (sqlite3.connect(tmp_path / "a.sqlite3", timeout=0, isolation_level=None) for _ in range(2))
    one.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as found:
        other.execute("BEGIN IMMEDIATE")
    one.close()
    other.close()
    return wrapped(found.value)


def wrapped(cause: Exception) -> OperationalError:
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


def test_locked_database_is_busy(locked):
    assert is_busy(locked)


def test_missing_table_is_not_busy(tmp_path):
    connection = sqlite3.connect(tmp_path / "b.sqlite3")
    with pytest.raises(sqlite3.OperationalError) as found:
        connection.execute("SELECT * FROM nothing")
    connection.close()
    assert not is_busy(wrapped(found.value))


@pytest.mark.parametrize(("sqlstate", "busy"), [("40P01", True), ("40001", True), ("42P01", False)])
def test_postgres_is_judged_by_its_state(sqlstate, busy):
    assert is_busy(wrapped(FromPostgres(sqlstate))) is busy


@pytest.fixture
def fail(locked: OperationalError) -> Callable[..., None]:
    def fail(*_args: object, **_more: object) -> None:
        raise locked

    return fail


def test_answer_to_a_busy_database_asks_to_come_again(api, people, fail, monkeypatch):
    interview = make_interview(people.candidate, make_position(people.owner), mode="text")
    monkeypatch.setattr(services, "submit_answer", fail)
    client = api(people.candidate)
    client.post(f"/interviews/{interview.public_id}/start")
    question = interview.questions.first().question_id
    answer = client.post(f"/interviews/{interview.public_id}/answers", text_answer(question))
    assert (answer.status, answer.code) == (503, 50301)
    assert answer.headers["Retry-After"] == "2"


def test_room_of_a_busy_database_asks_to_come_again(people, fail, monkeypatch):
    interview = make_interview(people.candidate, make_position(people.owner))
    agree(interview)
    monkeypatch.setattr("interviews.pages.room.standing", fail)
    answer = browser(people.candidate).get(f"/interviews/{interview.public_id}/room/state")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"
