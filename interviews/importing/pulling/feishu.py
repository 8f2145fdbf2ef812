"""An interview's minutes from Feishu Hire, by lark-oapi."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from interviews.importing.feishu import sentences_of_page
from interviews.importing.parsed import Unreadable
from interviews.importing.pulling.far_side import Changed, FarSideError, Page, Refusal, refused

ADDRESS = "https://open.feishu.cn"
PAGE_SIZE = 100

# Of the interface "get minutes" and of Feishu's gateway.
_REFUSALS = {
    1002001: Refusal("far_side_failed", soon=True),
    1002002: Refusal("not_found"),
    10003: Refusal("credentials_refused"),
    10014: Refusal("credentials_refused"),
    99991400: Refusal("too_many_requests", soon=True),
    99991661: Refusal("credentials_refused"),
    99991663: Refusal("credentials_refused"),
    99991664: Refusal("credentials_refused"),
    99991665: Refusal("credentials_refused"),
    99991668: Refusal("credentials_refused"),
    99991672: Refusal("not_allowed"),
    99991679: Refusal("not_allowed"),
}


class FeishuReader:
    """The minutes of one interview. The token is asked for anew for every pull and handed in by hand: the library's
    own cache knows an app by its id alone, and would lend one organization's token to another's server."""

    def __init__(self, *, app_id: str, app_secret: str, base_url: str, interview_id: str, session: Any) -> None:
        from lark_oapi.core.model import Config

        self.session = session
        self.interview_id = interview_id
        self.config = Config()
        self.config.app_id, self.config.app_secret = app_id, app_secret
        self.config.domain = (base_url or ADDRESS).rstrip("/")
        self.config.enable_set_token = True
        self._token = ""

    def read(self, cursor: str) -> Page:
        from lark_oapi.api.hire.v1.model.get_minutes_request import GetMinutesRequest
        from lark_oapi.api.hire.v1.resource.minutes import Minutes
        from lark_oapi.core.model import RequestOption

        request = GetMinutesRequest.builder().interview_id(self.interview_id).page_size(PAGE_SIZE)
        if cursor:
            request = request.page_token(cursor)
        option = RequestOption.builder().tenant_access_token(self._tenant_token()).build()
        answer = _asked(lambda: Minutes(self.config).get(request.build(), option), session=self.session)
        if answer.code != 0:
            self._refuse(answer, cursor)
        data = json.loads(answer.raw.content).get("data") or {}
        more = data.get("page_token") if data.get("has_more") is True else ""
        if more is None or not isinstance(more, str) or (data.get("has_more") is True and not more):
            raise FarSideError("bad_answer", retryable=True, status=answer.raw.status_code)
        return Page(content=answer.raw.content, next=more)

    def text_of(self, content: bytes) -> Any:
        try:
            return [sentence for _place, sentence in sentences_of_page(json.loads(content))]
        except Unreadable as error:
            raise FarSideError("bad_answer", retryable=True, status=200) from error

    def continues(self, before: bytes, after: bytes) -> bool:
        """Minutes are in the order of time and no sentence comes twice."""
        earlier, later = self.text_of(before), self.text_of(after)
        return not later or not earlier or later[0] != earlier[-1]

    def _refuse(self, answer: Any, cursor: str) -> None:
        if answer.code == 1002002 and cursor:
            raise Changed
        raise refused(_REFUSALS, int(answer.code or 0), str(answer.msg or ""))

    def _tenant_token(self) -> str:
        from lark_oapi.api.auth.v3.model.internal_tenant_access_token_request import InternalTenantAccessTokenRequest
        from lark_oapi.api.auth.v3.model.internal_tenant_access_token_request_body import (
            InternalTenantAccessTokenRequestBody,
        )
        from lark_oapi.api.auth.v3.resource.tenant_access_token import TenantAccessToken

        if not self._token:
            named = InternalTenantAccessTokenRequestBody.builder().app_id(self.config.app_id)
            body = named.app_secret(self.config.app_secret).build()
            request = InternalTenantAccessTokenRequest.builder().request_body(body).build()
            answer = _asked(lambda: TenantAccessToken(self.config).internal(request), session=self.session)
            self._token = str(json.loads(answer.raw.content).get("tenant_access_token") or "")
            if answer.code != 0 or not self._token:
                raise _no_token(answer)
        return self._token


def _no_token(answer: Any) -> FarSideError:
    number, message = int(answer.code or 0), str(answer.msg or "")
    if answer.raw.status_code >= 500 or number in (1002001, 99991400):
        return refused(_REFUSALS, number, message)
    return FarSideError("credentials_refused", number=number, message=message[:300])


def _asked(ask: Callable[[], Any], *, session: Any) -> Any:
    """The library's answer; what it cannot read is no answer."""
    try:
        with _led_through(session):
            return ask()
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise FarSideError("bad_answer", retryable=True, status=200) from error


class _Requests:
    """Stands where the library looks for the `requests` module; all it uses of that is ``request``."""

    def __init__(self, session: Any) -> None:
        self.session = session

    def request(self, method: str, url: str, **options: Any) -> Any:
        return self.session.request(method, url, **options)


@contextmanager
def _led_through(session: Any) -> Iterator[None]:
    """Make lark-oapi go through our session meanwhile: it offers no other way to choose one."""
    import lark_oapi.core.http

    library = vars(sys.modules[lark_oapi.core.http.Transport.__module__])
    own = library["requests"]
    library["requests"] = _Requests(session)
    try:
        yield
    finally:
        library["requests"] = own
