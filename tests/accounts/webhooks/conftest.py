from __future__ import annotations

import pytest

from accounts.services import webhooks
from tests.accounts.webhooks.far_side import listening


@pytest.fixture
def listener(settings):
    settings.FETCH_ALLOW_HTTP = True
    settings.FETCH_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    with listening() as side:
        yield side


@pytest.fixture
def organization(people):
    return people.owner.memberships.get().organization


@pytest.fixture
def made(people, organization, listener):
    """(endpoint, secret) of every event."""
    events = [event.value for event in webhooks.CHOSEN_EVENTS]
    return webhooks.add_webhook(organization=organization, actor=people.owner, url=listener.url, events=events)
