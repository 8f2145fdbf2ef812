"""The transcript of an interview: read by pages, downloaded, put right."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.enums import Scope
from common import clock
from common.api.fields import Moment, Text
from common.api.pagination import DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE
from common.api.views import ApiView
from interviews.enums import SpeakerRole, TranscriptSource, TranscriptState
from interviews.errors import TranscriptBeingMade
from interviews.models import Conversation, Interview
from interviews.selectors import interview_visible_to, paragraphs_from, shown_transcript, transcript_visible_to
from interviews.services.conversations import correct_sentence
from interviews.services.transcript_files import CONTENT_TYPES, name_of, transcript_file
from interviews.transcripts.shown import ShownParagraph, ShownSentence, ShownSpeaker


class TranscriptQuery(serializers.Serializer):
    format = serializers.ChoiceField(choices=["json", *CONTENT_TYPES], default="json")
    version = serializers.ChoiceField(choices=["original", "tidied"], default="original")
    page = serializers.IntegerField(min_value=1, max_value=10**9, default=1, help_text="of the paragraphs; json alone")
    page_size = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE_SIZE, default=DEFAULT_PAGE_SIZE)


class WordShape(serializers.Serializer):
    text = serializers.CharField()
    start_ms = serializers.IntegerField()
    end_ms = serializers.IntegerField()


class SentenceShape(serializers.Serializer):
    number = serializers.IntegerField()
    start_ms = serializers.IntegerField()
    end_ms = serializers.IntegerField()
    source = serializers.ChoiceField(choices=TranscriptSource.choices)
    text = serializers.CharField()
    original_text = serializers.CharField(allow_null=True, help_text="what was recognised, where it was corrected")
    words = WordShape(many=True)


class SpeakerShape(serializers.Serializer):
    key = serializers.CharField()
    role = serializers.ChoiceField(choices=SpeakerRole.choices)
    name = serializers.CharField(help_text="in the language of the answer")
    name_zh = serializers.CharField()
    name_en = serializers.CharField()


class ParagraphShape(serializers.Serializer):
    number = serializers.IntegerField()
    start_ms = serializers.IntegerField()
    end_ms = serializers.IntegerField()
    speaker = SpeakerShape()
    question_id = serializers.CharField(allow_null=True)
    answer_id = serializers.CharField(allow_null=True)
    overlaps = serializers.BooleanField(
        help_text="somebody else speaks meanwhile; on a recording with one track most of that goes unnoticed"
    )
    sentences = SentenceShape(many=True)


class TranscriptShape(serializers.Serializer):
    interview_id = serializers.CharField()
    state = serializers.ChoiceField(choices=TranscriptState.choices)
    version = serializers.CharField()
    source = serializers.ChoiceField(choices=TranscriptSource.choices)
    language = serializers.CharField()
    started_at = Moment(help_text="all times count from here")
    duration_ms = serializers.IntegerField()
    keywords = serializers.ListField(child=serializers.CharField())
    speakers_known = serializers.BooleanField()
    revision = serializers.IntegerField()
    tidied_by = serializers.CharField()
    total = serializers.IntegerField(help_text="paragraphs")
    page = serializers.IntegerField()
    page_size = serializers.IntegerField()
    items = ParagraphShape(many=True)


class CorrectionInput(serializers.Serializer):
    text = Text(max_length=5_000)


class CorrectionShape(serializers.Serializer):
    number = serializers.IntegerField()
    text = serializers.CharField()
    original_text = serializers.CharField()
    corrected_at = Moment()


class TranscriptView(ApiView):
    """Base of what is about one transcript."""

    read_scope = Scope.TRANSCRIPTS_READ

    def transcript(self, interview_id: str) -> tuple[Interview, Conversation]:
        interview = interview_visible_to(self.request.user, interview_id)
        conversation = transcript_visible_to(self.request.user, interview)
        conversation.interview = interview
        return interview, conversation


class Transcript(TranscriptView):
    @extend_schema(
        summary="Read the transcript, or download it",
        parameters=[TranscriptQuery],
        responses={
            200: TranscriptShape,
            **{(200, kind.partition(";")[0]): OpenApiTypes.BINARY for kind in CONTENT_TYPES.values()},
        },
    )
    def get(self, request: Any, interview_id: str) -> Any:
        asked = self.read_query(TranscriptQuery)
        if asked["format"] != "json":
            interview, conversation = self.transcript(interview_id)
            return _file(interview, conversation, form=asked["format"], version=asked["version"])
        return Response(_page(shown_transcript(request.user, interview_id), **asked))


class TranscriptSentence(TranscriptView):
    @extend_schema(
        summary="Correct a sentence of the transcript", request=CorrectionInput, responses={202: CorrectionShape}
    )
    def patch(self, request: Any, interview_id: str, number: int) -> Response:
        text = self.read(CorrectionInput)["text"]
        _interview, conversation = self.transcript(interview_id)
        correction = correct_sentence(conversation, number=number, text=text, actor=request.user)
        correction.number = number
        return Response(CorrectionShape(correction).data, status=202)


def _file(interview: Interview, conversation: Conversation, *, form: str, version: str) -> HttpResponse:
    """The whole transcript as a file. Raises `TranscriptBeingMade`."""
    if conversation.state != TranscriptState.READY:
        raise TranscriptBeingMade
    tidied = version == "tidied"
    content = transcript_file(interview, conversation, form=form, tidied=tidied, language=_language())
    response = HttpResponse(content, content_type=CONTENT_TYPES[form])
    name = f"{interview.public_id}-{version}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _page(conversation: Conversation, *, version: str, page: int, page_size: int, **_asked: Any) -> dict[str, Any]:
    """In the shape of `TranscriptShape`, filled by hand: there are hundreds of words."""
    tidied, number = version == "tidied", (page - 1) * page_size
    rows = paragraphs_from(conversation, number=number, limit=page_size, tidied=tidied, with_words=True)
    last = conversation.interview.last_number
    return {
        "interview_id": conversation.interview.public_id,
        "state": conversation.state,
        "version": version,
        "source": conversation.source,
        "language": conversation.language,
        "started_at": clock.iso(conversation.starts_at),
        "duration_ms": conversation.duration_ms,
        "keywords": conversation.keywords,
        "speakers_known": conversation.speakers_known,
        "revision": conversation.revision,
        "tidied_by": conversation.tidied_by,
        "total": 0 if last is None else last + 1,
        "page": page,
        "page_size": page_size,
        "items": [_paragraph(row, language=_language(), tidied=tidied) for row in rows],
    }


def _paragraph(row: ShownParagraph, *, language: str, tidied: bool) -> dict[str, Any]:
    return {
        "number": row.number,
        "start_ms": row.start_ms,
        "end_ms": row.end_ms,
        "speaker": _speaker(row.speaker, language=language),
        "question_id": row.question_id or None,
        "answer_id": row.answer_id or None,
        "overlaps": row.overlaps,
        "sentences": [_sentence(one) for one in row.sentences if one.text or not tidied],
    }


def _speaker(speaker: ShownSpeaker, *, language: str) -> dict[str, Any]:
    return {
        "key": speaker.key,
        "role": speaker.role,
        "name": name_of(speaker, language),
        "name_zh": speaker.name_zh,
        "name_en": speaker.name_en,
    }


def _sentence(row: ShownSentence) -> dict[str, Any]:
    return {
        "number": row.number,
        "start_ms": row.start_ms,
        "end_ms": row.end_ms,
        "source": row.source,
        "text": row.text,
        "original_text": row.original_text or None,
        "words": [{"text": text, "start_ms": start_ms, "end_ms": end_ms} for text, start_ms, end_ms in row.words],
    }


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"
