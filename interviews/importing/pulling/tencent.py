"""The transcript of a recording from Tencent Meeting, by wemeet-openapi-sdk-python."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from interviews.importing.parsed import Unreadable
from interviews.importing.pulling.far_side import Changed, FarSideError, Page, Refusal, refused
from interviews.importing.tencent import paragraphs_of_page

ADDRESS = "https://api.meeting.qq.com"
PARAGRAPHS = 50

_REFUSALS = {
    190004: Refusal("not_found"),
    4049: Refusal("not_found"),
    30001: Refusal("no_transcript"),
    30002: Refusal("nothing_said"),
    30003: Refusal("not_ready", retryable=True),
    403: Refusal("not_allowed"),
    190001: Refusal("credentials_refused"),
    200003: Refusal("credentials_refused"),
    200004: Refusal("credentials_refused"),
    70001: Refusal("far_side_failed", soon=True),
    90001: Refusal("far_side_failed", soon=True),
    960000: Refusal("far_side_failed", soon=True),
    41: Refusal("timed_out", soon=True),
}


class TencentReader:
    """The transcript of one recording. Every page begins with the last paragraph of the page before it, so that a
    change in between is seen."""

    def __init__(
        self,
        *,
        secrets: Mapping[str, str],
        base_url: str,
        record_file_id: str,
        session: Any,
        transcripts_type: str = "0",
    ) -> None:
        import wemeet_openapi
        from wemeet_openapi.core import xhttp
        from wemeet_openapi.core.constants import JSON_SERIALIZER

        address = urlsplit(base_url or ADDRESS)
        self.secrets, self.record_file_id, self.transcripts_type = secrets, record_file_id, transcripts_type
        way = xhttp.Client(host=address.netloc, protocol=address.scheme, session=session, serializer=JSON_SERIALIZER)
        self.client = wemeet_openapi.Client(
            app_id=secrets.get("app_id"),
            sdk_id=secrets.get("sdk_id"),
            secret_id=secrets.get("secret_id"),
            secret_key=secrets.get("secret_key"),
            clt=way,
        )

    def read(self, cursor: str) -> Page:
        from wemeet_openapi import ApiV1RecordsTranscriptsDetailsGetRequest

        operator, kind = self._operator()
        request = ApiV1RecordsTranscriptsDetailsGetRequest(
            record_file_id=self.record_file_id,
            operator_id=operator,
            operator_id_type=kind,
            pid=cursor or None,
            limit=str(PARAGRAPHS + bool(cursor)),
            transcripts_type=self.transcripts_type,
        )
        answer = self._asked(request)
        content = answer.raw_body
        paragraphs = self.text_of(content)
        if json.loads(content).get("more") is not True:
            return Page(content=content)
        last = str(paragraphs[-1].get("pid") or "") if paragraphs else ""
        if not last or last == cursor:
            raise FarSideError("bad_answer", retryable=True, status=answer.status_code)
        return Page(content=content, next=last)

    def text_of(self, content: bytes) -> Any:
        try:
            return [paragraph for _place, paragraph in paragraphs_of_page(json.loads(content))]
        except Unreadable as error:
            raise FarSideError("bad_answer", retryable=True, status=200) from error

    def continues(self, before: bytes, after: bytes) -> bool:
        earlier, later = self.text_of(before), self.text_of(after)
        return bool(earlier) and bool(later) and later[0] == earlier[-1]

    def _asked(self, request: Any) -> Any:
        from wemeet_openapi.core.exception import ClientException, ServiceException

        try:
            return self.client.records_api.v1_records_transcripts_details_get(
                request, authenticator_options=[self._authenticator().options_build()], header={}
            )
        except ServiceException as error:
            raise _refusal(error) from error
        except ClientException as error:
            if isinstance(error.e, FarSideError | Changed):
                raise error.e from None
            raise FarSideError("bad_answer", retryable=True, status=200) from error

    def _authenticator(self) -> Any:
        """A new one for every call: it keeps its nonce and its moment."""
        from wemeet_openapi.core.authenticator import JWTAuthenticator, OAuth2Authenticator

        if self.secrets.get("access_token"):
            return OAuth2Authenticator(open_id=self.secrets["open_id"], access_token=self.secrets["access_token"])
        return JWTAuthenticator()

    def _operator(self) -> tuple[str, str]:
        given = self.secrets.get("operator_id")
        if given:
            return given, self.secrets.get("operator_id_type") or "1"
        return (self.secrets["open_id"], "2") if self.secrets.get("open_id") else ("interviews", "1")


def _refusal(error: Any) -> FarSideError:
    info = error.error_info
    if info is None:
        number = error.api_resp.status_code
        return FarSideError("far_side_failed", soon=number >= 500, number=number, message="")
    return refused(_REFUSALS, int(info.error_code), str(info.message))
