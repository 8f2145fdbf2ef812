from __future__ import annotations

from dataclasses import dataclass

import pytest

from accounts.services import ApplicationKeys, create_api_application, issue_tenant_token
from interviews.models import Conversation, Interview
from tests.conversations import hold, make_conversation
from tests.factories import make_interview, make_position


@dataclass(frozen=True)
class Held:
    """An interview that was held, what was said in it, and an application that may read it."""

    interview: Interview
    conversation: Conversation
    keys: ApplicationKeys


@pytest.fixture
def position(people):
    return make_position(people.owner)


@pytest.fixture
def held(people, position) -> Held:
    interview = hold(make_interview(people.candidate, position))
    return Held(
        interview=interview,
        conversation=make_conversation(interview),
        keys=create_api_application(actor=people.owner, name="招聘系统")[1],
    )


@pytest.fixture
def foreign(people) -> Interview:
    """Held at another company."""
    interview = hold(make_interview(people.other_candidate, make_position(people.stranger)))
    make_conversation(interview)
    return interview


@pytest.fixture
def tenant_token(held) -> str:
    return issue_tenant_token(app_id=held.keys.app_id, app_secret=held.keys.app_secret)[0]
