from __future__ import annotations

import pytest

from tests.sdk.api import FakeApi


@pytest.fixture
def api() -> FakeApi:
    return FakeApi()
