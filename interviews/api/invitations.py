"""Invitations over the API: made and mailed, listed, read, revoked."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts.enums import Scope
from accounts.selectors import demand_recruiter
from common.api.permissions import EnterpriseOnly
from common.api.views import ApiView
from interviews.api import invitation_shapes as shapes
from interviews.selectors.invitations import invitation_visible_to, listed_invitations, with_people
from interviews.services.invitations import InvitationDraft, invite_one, revoke_invitation
from positions.selectors import position_visible_to


class InvitationView(ApiView):
    permission_classes = [EnterpriseOnly]
    read_scope, write_scope = Scope.INTERVIEWS_READ, Scope.INTERVIEWS_WRITE

    def shown(self, invitation_id: str) -> dict[str, Any]:
        found = invitation_visible_to(self.request.user, invitation_id)
        return shapes.InvitationRow(found, context={"request": self.request}).data


class Invitations(InvitationView):
    @extend_schema(
        summary="List invitations", parameters=[shapes.InvitationQuery], responses=shapes.InvitationRow(many=True)
    )
    def get(self, request: Any) -> Response:
        found = listed_invitations(request.user, **self.read_query(shapes.InvitationQuery))
        return self.page(with_people(found), shapes.InvitationRow)

    @extend_schema(
        summary="Invite a candidate: makes the interview and mails the link",
        request=shapes.InvitationInput,
        responses={201: shapes.InvitationRow},
    )
    def post(self, request: Any) -> Response:
        fields = self.read(shapes.InvitationInput)
        position = position_visible_to(request.user, fields.pop("position_id"))
        demand_recruiter(request.user, position.organization_id)
        sends_mail = fields.pop("send_mail", True)
        draft = InvitationDraft(**fields, base_url=self.base_url())
        made = invite_one(position=position, actor=request.user, draft=draft, sends_mail=sends_mail)
        return Response(self.shown(made.public_id), status=201)


class InvitationItem(InvitationView):
    @extend_schema(summary="Read an invitation", responses=shapes.InvitationRow)
    def get(self, request: Any, invitation_id: str) -> Response:
        return Response(self.shown(invitation_id))


class Revoke(InvitationView):
    @extend_schema(
        summary="Revoke an invitation that was not begun; its link is closed",
        request=None,
        responses=shapes.InvitationRow,
    )
    def post(self, request: Any, invitation_id: str) -> Response:
        invitation = invitation_visible_to(request.user, invitation_id)
        demand_recruiter(request.user, invitation.organization_id)
        revoke_invitation(invitation)
        return Response(self.shown(invitation_id))
