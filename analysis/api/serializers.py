"""Shapes of section 6."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from analysis import selectors
from analysis.enums import KINDS_OF_ANALYSIS, SpeechAnalysis, VideoAnalysis
from analysis.models import AnalysisJob
from common.api.fields import ChoiceList, Moment, Text
from common.jobs import ENDED_STATES, JobState


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Words, emotion and rhythm",
            value={
                "interview_id": "int_01k0c8x1f8e7tb6h3v9r2m4n5p",
                "audio_url": "https://storage.example.com/audio.wav",
                "analysis_type": ["asr", "emotion", "rhythm"],
            },
        )
    ]
)
class SpeechInput(serializers.Serializer):
    interview_id = Text(max_length=64)
    audio_url = Text(max_length=2000)
    analysis_type = ChoiceList(choices=SpeechAnalysis.choices)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Face, eyes and posture",
            value={
                "interview_id": "int_01k0c8x1f8e7tb6h3v9r2m4n5p",
                "video_url": "https://storage.example.com/video.mp4",
                "analysis_type": ["expression", "eye_tracking", "posture"],
            },
        )
    ]
)
class VideoInput(serializers.Serializer):
    interview_id = Text(max_length=64)
    video_url = Text(max_length=2000)
    analysis_type = ChoiceList(choices=VideoAnalysis.choices)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Accepted",
            response_only=True,
            status_codes=["202"],
            value={
                "analysis_id": "anl_01k0c8x1f8e7tb6h3v9r2m4n5x",
                "interview_id": "int_01k0c8x1f8e7tb6h3v9r2m4n5p",
                "status": "queued",
            },
        )
    ]
)
class AcceptedAnalysis(serializers.Serializer):
    analysis_id = serializers.CharField(source="public_id")
    interview_id = serializers.CharField(source="interview.public_id")
    status = serializers.CharField(source="state")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Under way",
            response_only=True,
            value={
                "analysis_id": "anl_01k0c8x1f8e7tb6h3v9r2m4n5x",
                "interview_id": "int_01k0c8x1f8e7tb6h3v9r2m4n5p",
                "status": "running",
                "progress": 0.4,
                "analysis_type": ["asr", "rhythm"],
                "result": None,
                "blind": False,
                "missing": {},
                "error": None,
                "created_at": "2025-12-16T10:10:00.000Z",
                "finished_at": None,
            },
        )
    ]
)
class AnalysisDetail(AcceptedAnalysis):
    progress = serializers.FloatField()
    analysis_type = serializers.ListField(source="requested", child=serializers.CharField())
    result = serializers.SerializerMethodField()
    blind = serializers.SerializerMethodField()
    missing = serializers.DictField(child=serializers.CharField())
    error = serializers.SerializerMethodField()
    created_at = Moment()
    finished_at = Moment(allow_null=True)

    def get_result(self, job: AnalysisJob) -> dict[str, Any] | None:
        """By analysis type, what the engines behind it found; null for one who owes a blind review."""
        if self.get_blind(job) or job.state not in ENDED_STATES or job.state == JobState.FAILED:
            return None
        found = selectors.results_of_job(job)
        return {
            name: {kind: found[kind] for kind in KINDS_OF_ANALYSIS[name] if kind in found} for name in job.requested
        }

    def get_blind(self, job: AnalysisJob) -> bool:
        """true for one who owes a blind review: nothing that was found is there."""
        return selectors.hides_results(self.context["actor"], job)

    def get_error(self, job: AnalysisJob) -> dict[str, str] | None:
        """``code`` is stable, ``detail`` is for people."""
        return {"code": job.error_code, "detail": job.error_detail} if job.error_code else None
