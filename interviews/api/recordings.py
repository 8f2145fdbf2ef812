"""Recordings sent while they are made, for clients that hold an interview themselves."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from common.api.fields import Flag, Text
from interviews import services
from interviews.api import serializers as shapes
from interviews.api.permissions import demand_candidate
from interviews.api.uploads import AnyBody
from interviews.api.views import InterviewView
from interviews.models import Interview


class SegmentInput(serializers.Serializer):
    question_id = Text(max_length=64)
    key = Text(max_length=32, help_text="32 hexadecimal digits of the client's choice; the same again: the same place")
    content_type = Text(max_length=100, help_text="of the recorder, such as video/webm;codecs=vp8,opus")
    new_take = Flag(required=False, help_text="begin another take, where the position allows it")


class SegmentShape(serializers.Serializer):
    key = serializers.CharField(source="client_key")
    segment = serializers.IntegerField(source="number")
    take = serializers.IntegerField(source="recording.take")
    expected = serializers.IntegerField(source="parts.count", help_text="number of the part that comes next")


class PartQuery(serializers.Serializer):
    ms = serializers.IntegerField(
        min_value=0, max_value=60_000, required=False, help_text="length of the part in milliseconds"
    )


class PartShape(serializers.Serializer):
    expected = serializers.IntegerField(help_text="number of the part that comes next")


class FinishInput(serializers.Serializer):
    question_id = Text(max_length=64)
    transcript = Text(max_length=20_000, required=False, allow_blank=True)


class OwnInterview(InterviewView):
    """Base of what only the interview's candidate may do."""

    def own(self, request: Any, interview_id: str) -> Interview:
        interview = self.interview(interview_id)
        demand_candidate(request.user, interview)
        return interview


class Segments(OwnInterview):
    @extend_schema(summary="Begin sending a recording", request=SegmentInput, responses={201: SegmentShape})
    def post(self, request: Any, interview_id: str) -> Response:
        interview, fields = self.own(request, interview_id), self.read(SegmentInput)
        key = fields.pop("key")
        segment = services.begin_segment(interview, actor=request.user, client_key=key, **fields)
        return Response(SegmentShape(segment).data, status=201)


class Part(OwnInterview):
    """Parts come in order from 0. One out of order is refused with the number that is expected."""

    parser_classes = [AnyBody]
    bounded_body = False

    @extend_schema(
        summary="Send a part of a recording",
        parameters=[PartQuery, OpenApiParameter("key", str, OpenApiParameter.PATH)],
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses=PartShape,
    )
    def put(self, request: Any, interview_id: str, key: str, number: int) -> Response:
        interview, length = self.own(request, interview_id), self.read_query(PartQuery).get("ms", 0)
        expected = services.receive_part(
            interview, client_key=key, number=number, length_ms=length, body=request._request
        )
        return Response({"expected": expected})


class Finish(OwnInterview):
    @extend_schema(
        summary="Hand in what was sent as the answer",
        request=FinishInput,
        responses={200: shapes.SubmittedAnswer, 201: shapes.SubmittedAnswer},
    )
    def post(self, request: Any, interview_id: str) -> Response:
        interview, fields = self.own(request, interview_id), self.read(FinishInput)
        done = services.finish_recording(interview, actor=request.user, **fields)
        shown = {
            "answer_id": done.answer.public_id,
            "question_id": fields["question_id"],
            "status": "submitted",
            "is_late": done.answer.is_late,
            "next_question": done.next_question,
        }
        return Response(shapes.SubmittedAnswer(shown).data, status=201 if done.is_new else 200)
