"""Bringing in interviews that were held elsewhere."""

from __future__ import annotations

import io
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import Scope
from accounts.selectors import demand_recruiter, home_organization, recruits_for
from common.api.parsers import StrictJSONParser
from common.api.views import ApiView
from common.errors import NotAllowed
from interviews import selectors
from interviews.api import import_shapes as shapes
from interviews.api.permissions import RecruitersOnly
from interviews.selectors.importing import remote_account_visible_to, remote_accounts_visible_to
from interviews.services import imports
from interviews.services.remote_accounts import add_remote_account, remove_remote_account
from positions.models import Position
from positions.selectors import position_visible_to


class ImportInterview(ApiView):
    permission_classes = [RecruitersOnly]
    read_scope, write_scope = Scope.INTERVIEWS_READ, Scope.INTERVIEWS_WRITE
    parser_classes = [StrictJSONParser, MultiPartParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.bounded_body = not (request.content_type or "").startswith("multipart/")
        super().initial(request, *args, **kwargs)

    @extend_schema(
        summary="Bring in an interview that was held elsewhere",
        request={"application/json": shapes.ImportInput, "multipart/form-data": shapes.ImportForm},
        responses={202: shapes.StartedImport},
    )
    def post(self, request: Any) -> Response:
        fields = self.read(shapes.ImportInput if self.bounded_body else shapes.ImportForm)
        position = position_visible_to(request.user, fields["position_id"])
        demand_recruiter(request.user, position.organization_id)
        job = imports.start_import(position=position, actor=request.user, draft=self._draft(fields, position))
        return Response(shapes.StartedImport(job).data, status=202)

    def _draft(self, fields: dict[str, Any], position: Position) -> imports.ImportDraft:
        account_id = fields.get("account_id")
        file, content = fields.get("file"), fields.get("content")
        return imports.ImportDraft(
            source=fields["source"],
            external_id=fields.get("id", ""),
            account=remote_account_visible_to(self.request.user, account_id) if account_id else None,
            content=file or (io.BytesIO(content) if content is not None else None),
            recording=fields.get("upload", ""),
            file_name=fields.get("file_name", "") or getattr(file, "name", ""),
            language=fields.get("language", ""),
            speaker_count=fields.get("speaker_count"),
            candidate_email=fields.get("candidate_email", ""),
            candidate_name=fields.get("candidate_name", ""),
            started_at=fields.get("started_at"),
        )


class Imports(ApiView):
    permission_classes = [RecruitersOnly]
    read_scope, write_scope = Scope.INTERVIEWS_READ, Scope.INTERVIEWS_WRITE

    @extend_schema(summary="List imports", parameters=[shapes.ImportQuery], responses=shapes.ImportRow(many=True))
    def get(self, request: Any) -> Response:
        state = self.read_query(shapes.ImportQuery).get("status", "")
        return self.page(selectors.imports_visible_to(request.user, state=state), shapes.ImportRow)


class ImportItem(ApiView):
    permission_classes = [RecruitersOnly]
    read_scope, write_scope = Scope.INTERVIEWS_READ, Scope.INTERVIEWS_WRITE

    @extend_schema(summary="Read how far an import is", responses=shapes.ImportRow)
    def get(self, request: Any, import_id: str) -> Response:
        return Response(shapes.ImportRow(selectors.import_visible_to(request.user, import_id)).data)


class Speakers(ApiView):
    permission_classes = [RecruitersOnly]
    read_scope, write_scope = Scope.INTERVIEWS_READ, Scope.INTERVIEWS_WRITE

    @extend_schema(
        summary="Say who interviewed and who answered; everything is labelled and scored anew",
        request=shapes.SpeakersInput,
        responses={202: shapes.StartedImport},
    )
    def post(self, request: Any, interview_id: str) -> Response:
        interview = selectors.interview_visible_to(request.user, interview_id)
        demand_recruiter(request.user, interview.organization_id)
        roles = self.read(shapes.SpeakersInput).get("roles", {})
        job = imports.swap_speakers(interview, roles, actor=request.user)
        return Response(shapes.StartedImport(job).data, status=202)


class RemoteAccounts(ApiView):
    permission_classes = [RecruitersOnly]
    idempotent = False  # the body holds secrets

    @extend_schema(summary="List accounts at Feishu and Tencent Meeting", responses=shapes.RemoteAccountRow(many=True))
    def get(self, request: Any) -> Response:
        return self.page(remote_accounts_visible_to(request.user), shapes.RemoteAccountRow)

    @extend_schema(
        summary="Keep credentials for Feishu or Tencent Meeting; they are never shown again",
        request=shapes.RemoteAccountInput,
        responses={201: shapes.RemoteAccountRow},
    )
    def post(self, request: Any) -> Response:
        fields = self.read(shapes.RemoteAccountInput)
        organization = home_organization(request.user)
        if organization is None or not recruits_for(request.user, organization.pk):
            raise NotAllowed
        account = add_remote_account(organization=organization, actor=request.user, **fields)
        return Response(shapes.RemoteAccountRow(account).data, status=201)


class RemoteAccountItem(ApiView):
    permission_classes = [RecruitersOnly]

    @extend_schema(summary="Forget credentials", responses=shapes.RemoteAccountRow)
    def delete(self, request: Any, account_id: str) -> Response:
        account = remote_account_visible_to(request.user, account_id)
        demand_recruiter(request.user, account.organization_id)
        shown = shapes.RemoteAccountRow(account).data
        remove_remote_account(account)
        return Response(shown)
