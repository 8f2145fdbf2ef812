"""Feishu Hire's interview minutes: what its official client asks for, answered from our interviews."""

from __future__ import annotations

import math
from typing import Any

from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from accounts.contracts import ApplicationActor
from accounts.enums import Scope
from accounts.errors import ApplicationTokenRefused
from accounts.models import ApiApplication
from accounts.selectors import actor_of_application
from accounts.services import application_of_tenant_token, issue_tenant_token
from common.api.envelope import Finished
from common.api.fields import Text
from common.api.foreign import ForeignView
from common.api.scopes import ScopeMissing
from common.api.shapes import CodedErrors
from common.api.throttling import CallsPerUser, CountedThrottle
from common.errors import ApplicationError, InvalidInput, NotAuthenticated, TooMany
from interviews.errors import NoSuchRecord
from interviews.models import Interview
from interviews.selectors import record_visible_to, sentences_after, transcript_of
from interviews.tokens import page_token, read_page_token
from interviews.transcripts import feishu

DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE = 20, 100
_LONGEST_PAGE_TOKEN = 500


class FeishuErrors(CodedErrors):
    """``{code, msg}`` at the top, with Feishu's codes. Every answer carries its id, as Feishu's do."""

    codes = {
        InvalidInput: (400, 1002002),
        NoSuchRecord: (400, 1002002),
        NotAuthenticated: (400, 99991663),
        ScopeMissing: (400, 99991672),
        TooMany: (429, 99991400),
    }
    failure = (500, 1002001)

    def body(self, error: ApplicationError) -> Finished:
        return Finished(code=self.code_of(error)[1], msg=error.message)

    def headers(self, error: ApplicationError) -> dict[str, str]:
        named = super().headers(error)
        if isinstance(error, TooMany):
            named["x-ogw-ratelimit-reset"] = str(max(1, math.ceil(error.retry_after_seconds or 1)))
        return named

    def every_answer(self, request_id: str) -> dict[str, str]:
        return {"X-Tt-Logid": request_id}


class FeishuTokenErrors(FeishuErrors):
    """Where tokens are issued, Feishu has other codes."""

    codes = {**FeishuErrors.codes, InvalidInput: (400, 10003), NotAuthenticated: (400, 10014)}


class TenantTokenAuthentication(BaseAuthentication):
    """``Authorization: Bearer <tenant access token>``."""

    def authenticate(self, request: Any) -> tuple[ApplicationActor, ApiApplication]:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise ApplicationTokenRefused
        application = application_of_tenant_token(token.strip())
        return actor_of_application(application), application


class MinutesPerApplication(CountedThrottle):
    scope = "feishu_minutes"

    def who(self, request: Any) -> str:
        return request.user.public_id


class AppCredentials(serializers.Serializer):
    app_id = Text(max_length=100)
    app_secret = Text(max_length=200, trim_whitespace=False)


class TenantToken(ForeignView):
    """A token for an application's id and secret; the client sends JSON and does not say so."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []
    throttle_classes = [CallsPerUser]

    def post(self, request: Any) -> Response:
        token, seconds = issue_tenant_token(**self.read(AppCredentials))
        return Response({"code": 0, "msg": "ok", "tenant_access_token": token, "expire": seconds})


class Minutes(ForeignView):
    """The sentences of an interview, by pages; while it is being analysed, those there are so far."""

    authentication_classes = [TenantTokenAuthentication]
    read_scope = Scope.TRANSCRIPTS_READ
    throttle_classes = [MinutesPerApplication]

    def get(self, request: Any) -> Response:
        interview_id = self.query.demand("interview_id")
        size = self.query.whole("page_size", least=1, most=LARGEST_PAGE_SIZE) or DEFAULT_PAGE_SIZE
        after = self._place(interview_id)
        interview = record_visible_to(request.user, interview_id)
        return Response({"code": 0, "msg": "success", "data": _page(interview, after=after, size=size)})

    def _place(self, interview_id: str) -> tuple[int, int] | None:
        """Where the page begins; an empty token stands for the beginning."""
        token = self.query.text("page_token", longest=_LONGEST_PAGE_TOKEN)
        if not token:
            return None
        place = read_page_token(token, interview_id=interview_id)
        if place is None:
            raise InvalidInput
        return place


def _page(interview: Interview, *, after: tuple[int, int] | None, size: int) -> dict[str, Any]:
    conversation = transcript_of(interview)
    if conversation is None:
        return {"minutes": feishu.minutes([], starts_at=None), "has_more": False}
    shown, place = sentences_after(conversation, after=after, limit=size)
    page: dict[str, Any] = {"minutes": feishu.minutes(shown, starts_at=conversation.starts_at), "has_more": False}
    if place is not None:
        page |= {"has_more": True, "page_token": page_token(interview_id=interview.public_id, place=place)}
    return page
