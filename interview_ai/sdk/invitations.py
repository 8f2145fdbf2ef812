"""Inviting candidates by mail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from interview_ai.sdk.models import Invitation, Page
from interview_ai.sdk.resource import Mode, Pages, Resource, endpoint, listing
from interview_ai.sdk.transport import Call, at


class Invitations(Resource[Mode]):
    @endpoint
    def create(
        self,
        /,
        *,
        position_id: str,
        email: str,
        name: str | None = None,
        phone: str | None = None,
        language: str | None = None,
        opens_at: datetime | str | None = None,
        deadline_at: datetime | str | None = None,
        timezone: str | None = None,
        remind_hours: int | None = None,
        external_id: str | None = None,
        send_mail: bool | None = None,
        **settings: Any,
    ) -> Call[Invitation]:
        """Make an interview for a candidate and mail the link; ``invitation_url`` is that link.

        ``language`` (zh or en) is that of the mails. ``external_id`` is the interview's id in your own system.
        ``send_mail=False`` leaves bringing the link to you. ``settings`` are the server's further fields:
        ``interviewer_style``, ``mode``, ``accommodations``. Raises `Conflict` when the address has an open invitation
        to the position, or the position has no questions.
        """
        body = {
            "position_id": position_id,
            "email": email,
            "name": name,
            "phone": phone,
            "language": language,
            "opens_at": opens_at,
            "deadline_at": deadline_at,
            "timezone": timezone,
            "remind_hours": remind_hours,
            "external_id": external_id,
            "send_mail": send_mail,
            **settings,
        }
        return Call("POST", "/invitations", Invitation.from_json, body=body)

    @endpoint
    def get(self, invitation_id: str) -> Call[Invitation]:
        return Call("GET", at("/invitations/{}", invitation_id), Invitation.from_json)

    @endpoint
    def revoke(self, invitation_id: str) -> Call[Invitation]:
        """Close the link of an invitation that was not begun."""
        return Call("POST", at("/invitations/{}/revoke", invitation_id), Invitation.from_json)

    @endpoint
    def list(
        self,
        *,
        status: str | None = None,
        position_id: str | None = None,
        external_id: str | None = None,
        page: int = 1,
        page_size: int = 20,
    ) -> Call[Page[Invitation]]:
        """One page of invitations, newest first."""
        return _page({"status": status, "position_id": position_id, "external_id": external_id}, page, page_size)

    @listing
    def iter(
        self,
        *,
        status: str | None = None,
        position_id: str | None = None,
        external_id: str | None = None,
        page_size: int = 100,
    ) -> Pages[Invitation]:
        """Every invitation that matches, fetched page by page."""
        return lambda page: _page(
            {"status": status, "position_id": position_id, "external_id": external_id}, page, page_size
        )


def _page(filters: dict[str, Any], page: int, page_size: int) -> Call[Page[Invitation]]:
    query = {**filters, "page": page, "page_size": page_size}
    return Call("GET", "/invitations", Page.of(Invitation.from_json), query=query)
