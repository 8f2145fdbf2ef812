"""What this app does when something happens to its left."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import candidate_registered
from interviews import services


@receiver(candidate_registered)
def give_waiting_interviews(sender: type[User], user: User, **_: Any) -> None:
    services.link_candidate(user)
