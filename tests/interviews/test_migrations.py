"""Data that migrations bring over."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps

from interviews.models import Conversation, Interview
from interviews.services import start_interview
from positions.models import Position
from tests.factories import make_interview

earlier = import_module("interviews.migrations.0007_conversations_of_earlier_interviews")


def test_conversations_are_asked_for_where_an_interview_was_held_before(
    people: Any, position: Position, interview: Interview
) -> None:
    make_interview(people.candidate, position)  # not started: nothing to ask for
    start_interview(interview)
    Conversation.objects.all().delete()

    earlier.ask(apps, None)
    earlier.ask(apps, None)

    conversation = Conversation.objects.get()
    assert conversation.interview == interview
    assert conversation.requested_at is not None
