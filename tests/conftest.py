"""Fixtures every test may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DataError, models
from django.db.models.signals import pre_save
from django.test import TestCase

from accounts.models import User
from tests.client import ApiClient
from tests.fakes import FakeFollowUpWriter
from tests.people import People, make_people

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def people(db: None) -> People:
    return make_people()


@pytest.fixture
def api(people: People) -> Callable[..., ApiClient]:
    """``api(people.owner)`` signs in; ``api()`` is a stranger to us."""

    def sign_in(user: User | None = None, **options: Any) -> ApiClient:
        return ApiClient(user, **options)

    return sign_in


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    """Rates start at zero in every test."""
    cache.clear()
    return


@pytest.fixture(scope="session", autouse=True)
def lengths_are_kept() -> Iterator[None]:
    """SQLite stores a text of any length in any column; a test should fail there as PostgreSQL would."""

    def check(instance: models.Model, **_: Any) -> None:
        for field in instance._meta.concrete_fields:
            value = getattr(instance, field.attname, None)
            if (
                isinstance(field, models.CharField)
                and isinstance(value, str)
                and len(value) > (field.max_length or len(value))
            ):
                raise DataError(f"{field} holds {field.max_length} characters, not {value!r}")

    pre_save.connect(check)
    yield
    pre_save.disconnect(check)


@pytest.fixture
def after_commit() -> Callable[[], Any]:
    """``with after_commit():`` runs what waits for the commit, as a real request would."""
    return lambda: TestCase.captureOnCommitCallbacks(execute=True)


@pytest.fixture(autouse=True)
def fake_follow_ups(request: pytest.FixtureRequest) -> None:
    """Follow-ups without models, for whatever goes through the services; engine tests make their own writers."""
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        monkeypatch = request.getfixturevalue("monkeypatch")
        writer = FakeFollowUpWriter()
        monkeypatch.setattr("analysis.services.follow_ups.follow_up_writer", lambda: writer)


@pytest.fixture(scope="session")
def shared_media() -> Path:
    """Recordings kept beside the project; a test that needs them skips where they are not."""
    folder = SHARED / "media"
    if not folder.is_dir():
        pytest.skip("the folder of shared recordings is not here")
    return folder
