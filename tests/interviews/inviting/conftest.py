"""An organization that invites."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from interviews.models import Invitation
from interviews.services.invitations import InvitationDraft, invite_one
from positions.models import Position
from tests.factories import make_position
from tests.people import People

BASE = "https://interviews.example"


@pytest.fixture
def position(people: People) -> Position:
    return make_position(people.owner)


@pytest.fixture
def invite(people: People, position: Position, after_commit) -> Callable[..., Invitation]:
    """``invite("a@b.example", name=...)``; the mail is sent as after a commit."""

    def make(email: str = "zhang@mail.example", **fields) -> Invitation:
        with after_commit():
            made = invite_one(
                position=position,
                actor=people.owner,
                draft=InvitationDraft(email=email, **{"name": "张三", "base_url": BASE, **fields}),
            )
        return Invitation.objects.with_status().get(pk=made.pk)

    return make
