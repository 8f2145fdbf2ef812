"""Links that show one report to somebody without an account."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from accounts.enums import Scope
from accounts.selectors import demand_recruiter
from common.api.fields import Email, Flag, Moment, Whole
from common.api.lists import list_of
from common.api.permissions import EnterpriseOnly
from common.api.views import ApiView
from reports import services
from reports.api.permissions import open_report
from reports.models import Report, ShareLink
from reports.services.sharing import LONGEST_DAYS
from reports.sharing.reading import links_of


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "With a code",
            request_only=True,
            value={"days": 7, "email": "partner@client.example", "with_media": False},
        )
    ]
)
class ShareInput(serializers.Serializer):
    days = Whole(min_value=1, max_value=LONGEST_DAYS, required=False, default=7, help_text="how long it is open")
    email = Email(max_length=254, required=False, default="", help_text="the reader then needs a code sent there")
    with_media = Flag(required=False, default=False, help_text="whether recordings can be played")


class ShareRow(serializers.Serializer):
    share_id = serializers.CharField(source="public_id")
    email = serializers.CharField()
    with_media = serializers.BooleanField()
    is_open = serializers.BooleanField(source="open")
    views = serializers.IntegerField(source="view_count")
    last_viewed_at = Moment(allow_null=True)
    created_by = serializers.CharField(source="created_by.username", default=None, allow_null=True)
    created_at = Moment()
    expires_at = Moment()
    revoked_at = Moment(allow_null=True)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Made",
            response_only=True,
            value={
                "share_id": "shr_01k0c8x1f8e7tb6h3v9r2m4n5p",
                "email": "partner@client.example",
                "with_media": False,
                "is_open": True,
                "views": 0,
                "last_viewed_at": None,
                "created_by": "王总",
                "created_at": "2026-11-22T08:00:00.000Z",
                "expires_at": "2026-11-29T08:00:00.000Z",
                "revoked_at": None,
                "url": "https://interviews.example.com/shared/Zr3…",
            },
        )
    ]
)
class CreatedShare(ShareRow):
    url = serializers.CharField(help_text="in this answer alone")


class ShareViewRow(serializers.Serializer):
    at = Moment()
    network = serializers.CharField(source="address", help_text="of the reader, shortened")
    browser = serializers.CharField()
    code_used = serializers.BooleanField()


class ShareLinkView(ApiView):
    """Base of these: for owners and recruiters who may see the scores."""

    permission_classes = [EnterpriseOnly]
    read_scope, write_scope = Scope.REPORTS_READ, Scope.REPORTS_WRITE

    def report(self, interview_id: str) -> Report:
        report = open_report(self.request.user, interview_id)
        demand_recruiter(self.request.user, report.organization_id)
        return report

    def link(self, interview_id: str, share_id: str) -> ShareLink:
        found = self.report(interview_id).share_links.select_related("report__interview")
        return found.get_visible(self.request.user, share_id)

    def shown(self, link: ShareLink) -> dict[str, Any]:
        rows = links_of(link.report, self.request.user)
        return ShareRow(next(row for row in rows if row.pk == link.pk)).data


class Shares(ShareLinkView):
    idempotent = False  # a replay would keep the link

    @extend_schema(summary="List the links to a report, the newest first", responses=list_of(ShareRow))
    def get(self, request: Any, interview_id: str) -> Response:
        return self.whole(links_of(self.report(interview_id), request.user), ShareRow)

    @extend_schema(
        summary="Make a link to a report; its address is in this answer alone",
        request=ShareInput,
        responses={201: CreatedShare},
    )
    def post(self, request: Any, interview_id: str) -> Response:
        link, token = services.share_report(self.report(interview_id), actor=request.user, **self.read(ShareInput))
        return Response({**self.shown(link), "url": f"{self.base_url()}/shared/{token}"}, status=201)


class ShareItem(ShareLinkView):
    @extend_schema(summary="Revoke a link: it opens nothing from now on", responses=ShareRow)
    def delete(self, request: Any, interview_id: str, share_id: str) -> Response:
        link = self.link(interview_id, share_id)
        services.revoke_share(link, actor=request.user)
        return Response(self.shown(link))


class ShareViews(ShareLinkView):
    @extend_schema(summary="List who looked, the latest first", responses=ShareViewRow(many=True))
    def get(self, request: Any, interview_id: str, share_id: str) -> Response:
        link = self.link(interview_id, share_id)
        return self.page(link.views.all(), ShareViewRow)
