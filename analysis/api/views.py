"""Section 6: analysis requests."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts.enums import Scope
from accounts.selectors import demand_recruiter
from analysis import selectors, services
from analysis.api import serializers as shapes
from analysis.enums import JobKind
from common.api.views import ApiView
from interviews.selectors import interview_visible_to
from interviews.services import reference_media


class SpeechAnalyses(ApiView):
    write_scope = Scope.INTERVIEWS_WRITE

    @extend_schema(
        summary="Ask for an analysis of speech", request=shapes.SpeechInput, responses={202: shapes.AcceptedAnalysis}
    )
    def post(self, request: Any) -> Response:
        return _accept(request.user, self.read(shapes.SpeechInput), kind=JobKind.SPEECH, field="audio_url")


class VideoAnalyses(ApiView):
    write_scope = Scope.INTERVIEWS_WRITE

    @extend_schema(
        summary="Ask for an analysis of video", request=shapes.VideoInput, responses={202: shapes.AcceptedAnalysis}
    )
    def post(self, request: Any) -> Response:
        return _accept(request.user, self.read(shapes.VideoInput), kind=JobKind.VIDEO, field="video_url")


class AnalysisItem(ApiView):
    read_scope = Scope.REPORTS_READ

    @extend_schema(summary="Read the state and result of an analysis", responses=shapes.AnalysisDetail)
    def get(self, request: Any, analysis_id: str) -> Response:
        job = selectors.analysis_visible_to(request.user, analysis_id)
        return Response(shapes.AnalysisDetail(job, context={"actor": request.user}).data)


def _accept(actor: Any, asked: dict[str, Any], *, kind: str, field: str) -> Response:
    interview = interview_visible_to(actor, asked["interview_id"])
    if interview.candidate_id != actor.pk:
        demand_recruiter(actor, interview.organization_id)
    media = reference_media(asked[field], field=field, interview=interview, actor=actor)
    job = services.request_recording_analysis(
        interview=interview, kind=kind, media=media, analysis_types=asked["analysis_type"]
    )
    return Response(shapes.AcceptedAnalysis(job).data, status=202)
