"""What invitations show on a position's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from common.pages.slots import fill
from interviews.selectors.invitations import invitation_funnel
from positions.enums import PositionStatus
from positions.models import Position


@fill("position_overview")
def invitations_of(request: HttpRequest, positions: Sequence[Position]) -> dict[int, Any]:
    """Where the invitations of a position stand now."""
    return {
        position.pk: render_to_string(
            "console/_invitation_panel.html",
            {"position": position, "funnel": invitation_funnel(request.user, position), "user": request.user},
        )
        for position in positions
    }


@fill("position_actions")
def invite(request: HttpRequest, positions: Sequence[Position]) -> dict[int, Any]:
    """The way to inviting for this position, while it is active."""
    return {
        position.pk: render_to_string(
            "console/_invite_button.html", {"position_id": position.public_id, "user": request.user}
        )
        for position in positions
        if position.status == PositionStatus.ACTIVE
    }
