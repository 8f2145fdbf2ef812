"""Section 8: uploads, and reading media back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from accounts.enums import Scope
from common import storage
from common.api.views import ApiView
from common.errors import NotAllowed
from interviews import selectors, services
from interviews.api import serializers as shapes
from interviews.api.permissions import demand_candidate_or_recruiter
from interviews.enums import MediaState
from interviews.models import MediaFile


class AnyBody(BaseParser):
    """The body stays a stream; nothing of it is read here."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        return stream


class Presign(ApiView):
    write_scope = Scope.INTERVIEWS_WRITE

    @extend_schema(
        summary="Get an address to upload a file to", request=shapes.PresignInput, responses={201: shapes.Presigned}
    )
    def post(self, request: Any) -> Response:
        fields = self.read(shapes.PresignInput)
        interview_id = fields.pop("interview_id", None)
        interview = selectors.interview_visible_to(request.user, interview_id) if interview_id else None
        if interview is not None:
            demand_candidate_or_recruiter(request.user, interview)
        elif request.user.is_enterprise and not request.user.recruits:
            raise NotAllowed
        file = services.presign_upload(owner=request.user, interview=interview, **fields)
        return Response(shapes.Presigned(self._address(file)).data, status=201)

    def _address(self, file: MediaFile) -> dict[str, Any]:
        base = self.base_url()
        url = storage.media().upload_url(
            key=file.key, content_type=file.content_type, upload_id=file.public_id, base_url=base
        )
        return {
            "upload_id": file.public_id,
            "upload_url": url,
            "file_key": file.key,
            "file_url": f"{base}/v1/uploads/{file.public_id}",
            "method": "PUT",
            "headers": {"Content-Type": file.content_type},
            "max_bytes": settings.UPLOAD_MAX_BYTES,
            "expires_in": settings.UPLOAD_URL_SECONDS,
        }


class Upload(ApiView):
    """PUT: the presigned address itself, its token is the proof. GET: a signed address to read it back."""

    parser_classes = [AnyBody]
    bounded_body = False
    read_scope = Scope.INTERVIEWS_READ

    def get_permissions(self) -> list[Any]:
        return [AllowAny()] if self.request.method == "PUT" else super().get_permissions()

    def get_authenticators(self) -> list[Any]:
        return [] if self.request and self.request.method == "PUT" else super().get_authenticators()

    @extend_schema(summary="Read what was uploaded, with a signed address", responses=shapes.StoredUpload)
    def get(self, request: Any, upload_id: str) -> Response:
        file = selectors.media_visible_to(request.user, upload_id)
        shown = dict(shapes.StoredUpload(file).data)
        if file.state == MediaState.STORED:
            shown["read_url"] = storage.media().read_url(key=file.key, base_url=self.base_url())
            shown["expires_in"] = settings.MEDIA_URL_SECONDS
        return Response(shown)

    @extend_schema(
        summary="Upload the file",
        auth=[],
        parameters=[OpenApiParameter("token", str, required=True, description="as `upload_url` carries it")],
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses=shapes.StoredUpload,
    )
    def put(self, request: Any, upload_id: str) -> Response:
        length = request.headers.get("Content-Length", "")
        file = services.receive_upload(
            upload_id=upload_id,
            token=request.query_params.get("token", ""),
            content_type=request.headers.get("Content-Type", ""),
            length=int(length) if length.isdecimal() else None,
            body=request._request,
        )
        return Response(shapes.StoredUpload(file).data)
