"""An interview that is being held, and windows that go nowhere unless a test says so."""

from __future__ import annotations

import pytest

from interviews.models import Interview
from interviews.services import start_interview
from tests.factories import make_interview, make_position
from tests.people import People, make_people


@pytest.fixture
def people(transactional_db: None) -> People:
    """The four, where sockets' threads see them."""
    return make_people()


@pytest.fixture
def interview(people: People) -> Interview:
    """Created, not started."""
    return make_interview(people.candidate, make_position(people.owner))


@pytest.fixture
def running(interview: Interview) -> Interview:
    return start_interview(interview)[0]
