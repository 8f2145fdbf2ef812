"""Tencent Meeting's record transcripts: what its official client asks for, answered from our interviews."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import structlog
from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication
from rest_framework.response import Response

from accounts.contracts import ApplicationActor
from accounts.enums import Scope
from accounts.errors import SignatureTooOld
from accounts.models import ApiApplication
from accounts.selectors import actor_of_application
from accounts.services import SignedRequest, application_of_access_token, application_with_signature
from common.api.envelope import Finished
from common.api.foreign import ForeignView
from common.api.shapes import CodedErrors
from common.errors import ApplicationError, InvalidInput, NotAllowed, NotAuthenticated
from interviews.errors import NoSuchRecord, NothingSaid, NoTranscript, TranscriptBeingMade
from interviews.models import Interview
from interviews.selectors import (
    finished_transcript,
    paragraph_spans,
    paragraphs_from,
    record_visible_to,
    search_sentences,
)
from interviews.transcripts import tencent

logger = structlog.get_logger(__name__)

_NEW_CODES_FROM = 1_000_000_000
_OPERATOR_ID_TYPES = 3


class TencentErrors(CodedErrors):
    """``{error_info}`` and nothing beside it: the client cannot read more."""

    codes = {
        InvalidInput: (400, 190004),
        NotAuthenticated: (401, 200003),
        SignatureTooOld: (401, 200004),
        NotAllowed: (500, 403),
        NoSuchRecord: (500, 4049),
        NoTranscript: (500, 30001),
        NothingSaid: (500, 30002),
        TranscriptBeingMade: (500, 30003),
    }
    failure = (500, 70001)

    def body(self, error: ApplicationError) -> Finished:
        code = self.code_of(error)[1]
        info = {"error_code": code, "new_error_code": _NEW_CODES_FROM + code, "message": error.message}
        return Finished(error_info=info)


class TencentAuthentication(BaseAuthentication):
    """The headers ``AccessToken`` and ``OpenId``, or a signature over the request as it was sent."""

    def authenticate(self, request: Any) -> tuple[ApplicationActor, ApiApplication]:
        headers = request.headers
        if "AccessToken" in headers:
            application = application_of_access_token(
                access_token=headers["AccessToken"], open_id=headers.get("OpenId", "")
            )
        else:
            application = application_with_signature(_signed(request._request))
        return actor_of_application(application), application


def _signed(request: HttpRequest) -> SignedRequest:
    headers = request.headers
    return SignedRequest(
        secret_id=headers.get("X-TC-Key", ""),
        nonce=headers.get("X-TC-Nonce", ""),
        timestamp=headers.get("X-TC-Timestamp", ""),
        signature=headers.get("X-TC-Signature", ""),
        app_id=headers.get("AppId", ""),
        sdk_id=headers.get("SdkId", ""),
        method=request.method or "",
        target=_target(request),
        body=request.body,
    )


def _target(request: HttpRequest) -> str:
    """Path and query as they came over the wire: decoding and encoding again may spell them in another way."""
    raw = getattr(request, "scope", {}).get("raw_path")
    path = raw.decode("latin-1") if raw else quote(request.path)
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


class RecordView(ForeignView):
    """Base of what is read of a record. Who may read decide the credentials; the operator is written down."""

    authentication_classes = [TencentAuthentication]
    read_scope = Scope.TRANSCRIPTS_READ

    def record(self) -> Interview:
        """The interview that is asked for. Raises `InvalidInput`, `NoSuchRecord`."""
        record_id, meeting_id = self.query.demand("record_file_id"), self.query.text("meeting_id")
        self._note_operator(record_id)
        interview = record_visible_to(self.request.user, record_id)
        if meeting_id not in (None, "", record_id, interview.external_id):
            raise NoSuchRecord
        return interview

    def tidied(self) -> bool:
        return self.query.whole("transcripts_type", most=1) == 1

    def _note_operator(self, record_id: str) -> None:
        """The two parameters belong together."""
        kind = self.query.whole("operator_id_type", least=1, most=_OPERATOR_ID_TYPES)
        operator = self.query.text("operator_id") if kind is None else self.query.demand("operator_id")
        if kind is None and operator is not None:
            raise InvalidInput
        logger.info(
            "record_read",
            application=self.request.user.public_id,
            record=record_id,
            operator=operator,
            operator_id_type=kind,
        )


class Details(RecordView):
    """Paragraphs from ``pid`` on, ``limit`` of them or all."""

    def get(self, request: Any) -> Response:
        interview, tidied = self.record(), self.tidied()
        first = self.query.whole("pid") or 0
        limit = self.query.whole("limit", least=1)
        conversation = finished_transcript(interview)
        rows = list(paragraphs_from(conversation, number=first, limit=limit, tidied=tidied, with_words=True))
        more = bool(rows) and rows[-1].number < interview.last_number
        shown = tencent.details(conversation, rows, record_id=interview.public_id, more=more)
        return Response(shown)


class Paragraphs(RecordView):
    """The number and times of every paragraph."""

    def get(self, request: Any) -> Response:
        conversation = finished_transcript(self.record())
        return Response(tencent.paragraph_list(conversation, paragraph_spans(conversation)))


class Search(RecordView):
    """Where a text was said."""

    def get(self, request: Any) -> Response:
        interview, tidied = self.record(), self.tidied()
        text = self.query.demand("text")
        found = search_sentences(finished_transcript(interview), text, tidied=tidied)
        return Response(tencent.search_result(found, text, tidied=tidied))
