"""Interviews: made, started, answered, ended."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import httpx

from interview_ai.sdk.flow import Flow, Sleep
from interview_ai.sdk.imports import import_flow
from interview_ai.sdk.models import Answer, FollowUp, Import, Interview, Page, Transcript
from interview_ai.sdk.resource import Mode, Pages, Resource, endpoint, listing
from interview_ai.sdk.transport import Call, at


class Interviews(Resource[Mode]):
    @endpoint
    def create(
        self,
        /,
        *,
        position_id: str,
        interviewer_style: str | None = None,
        candidate_email: str | None = None,
        external_id: str | None = None,
        **settings: Any,
    ) -> Call[Interview]:
        """Make an interview. ``interviewer_style`` is friendly, serious or pressure.

        With a candidate's token it is the candidate's own. With an enterprise token ``candidate_email`` is needed and
        the result carries ``invitation_url``; ``external_id`` is its id in your own system. ``settings`` are the
        server's further fields, such as ``language``.
        """
        body = {
            "position_id": position_id,
            "interviewer_style": interviewer_style,
            "candidate_email": candidate_email,
            "external_id": external_id,
            **settings,
        }
        return Call("POST", "/interviews", Interview.from_json, body=body)

    @endpoint
    def get(self, interview_id: str) -> Call[Interview]:
        return Call("GET", at("/interviews/{}", interview_id), Interview.from_json)

    @endpoint
    def list(
        self,
        *,
        status: str | None = None,
        position_id: str | None = None,
        start_date: date | str | None = None,
        end_date: date | str | None = None,
        external_id: str | None = None,
        page: int = 1,
        page_size: int = 20,
    ) -> Call[Page[Interview]]:
        """One page of interviews. Both dates belong to the range, as days in the interview's time zone."""
        filters = {"status": status, "position_id": position_id, "start_date": start_date, "end_date": end_date}
        filters |= {"external_id": external_id}
        return _page(filters, page, page_size)

    @listing
    def iter(
        self,
        *,
        status: str | None = None,
        position_id: str | None = None,
        start_date: date | str | None = None,
        end_date: date | str | None = None,
        external_id: str | None = None,
        page_size: int = 100,
    ) -> Pages[Interview]:
        """Every interview that matches, fetched page by page."""
        filters = {"status": status, "position_id": position_id, "start_date": start_date, "end_date": end_date}
        filters |= {"external_id": external_id}
        return lambda page: _page(filters, page, page_size)

    @endpoint
    def start(self, interview_id: str) -> Call[Interview]:
        """Start; the result's ``current_question`` is the first one. Starting twice is harmless."""
        return Call("POST", at("/interviews/{}/start", interview_id), Interview.from_json, body={})

    @endpoint
    def submit_answer(
        self,
        interview_id: str,
        *,
        question_id: str,
        duration: float,
        audio_url: str | None = None,
        video_url: str | None = None,
        transcript: str | None = None,
    ) -> Call[Answer]:
        """Answer the current question; ``duration`` is in seconds, rounded.

        The URLs are an upload's ``file_url`` or ``file_key``, or https addresses the server can fetch. One recording
        may serve as both. The result's ``next_question`` is None when nothing is left to ask.
        """
        body = {
            "question_id": question_id,
            "audio_url": audio_url,
            "video_url": video_url,
            "transcript": transcript,
            "duration": round(duration),
        }
        return Call("POST", at("/interviews/{}/answers", interview_id), Answer.from_json, body=body)

    @endpoint
    def answers(self, interview_id: str) -> Call[Sequence[Answer]]:
        """The answers given so far, with what was understood of each."""
        return Call("GET", at("/interviews/{}/answers", interview_id), _answers)

    @endpoint
    def transcript(
        self,
        interview_id: str,
        *,
        format: str = "json",
        version: str = "original",
        page: int = 1,
        page_size: int = 20,
    ) -> Call[Any]:
        """What was said: a page of paragraphs as a `Transcript`, or the whole as the bytes of a file.

        ``format`` is json, srt, vtt, txt or docx; files are there once the transcript is ready. ``version`` is
        original or tidied.
        """
        address, query = at("/interviews/{}/transcript", interview_id), {"format": format, "version": version}
        if format == "json":
            return Call("GET", address, Transcript.from_json, query={**query, "page": page, "page_size": page_size})
        return Call("GET", address, _content, query=query, raw=True)

    @endpoint
    def correct_sentence(self, interview_id: str, number: int, *, text: str) -> Call[dict[str, Any]]:
        """Put right what was understood, by the sentence's ``number`` in the transcript. What was understood at first
        is kept beside it."""
        path = at("/interviews/{}/transcript/sentences/{}", interview_id, str(number))
        return Call("PATCH", path, dict, body={"text": text})

    @endpoint
    def follow_up(
        self,
        interview_id: str,
        answer_id: str,
        *,
        wait: bool = True,
        timeout: float = 25.0,
        poll_interval: float = 0.5,
    ) -> Flow[FollowUp]:
        """The follow-up question to an answer, when there is one.

        With ``wait`` the server is asked every ``poll_interval`` seconds until its mind is made up or ``timeout``
        seconds are over; in that case the result's status is still pending.
        """
        call = Call(
            "GET", at("/interviews/{}/follow-up", interview_id), FollowUp.from_json, query={"answer_id": answer_id}
        )
        deadline = time.monotonic() + timeout
        while True:
            found = yield from self._session.perform(call)
            if not wait or found.status != "pending" or time.monotonic() >= deadline:
                return found
            yield Sleep(poll_interval)

    @endpoint
    def end(self, interview_id: str) -> Call[Interview]:
        """End; the report is made from here on. Ending twice gives the first result."""
        return Call("POST", at("/interviews/{}/end", interview_id), Interview.from_json, body={})

    @endpoint
    def import_(self, /, *, position_id: str, source: str, **given: Any) -> Flow[Import]:
        """Bring in an interview that was held elsewhere: the same as ``client.imports.create``."""
        content, path = given.pop("content", None), given.pop("path", None)
        return import_flow(self._session, {"position_id": position_id, "source": source, **given}, content, path)

    @endpoint
    def assign_speakers(self, interview_id: str, roles: Mapping[str, str] | None = None) -> Call[Import]:
        """Say who interviewed and who answered in an imported interview: a role (interviewer, candidate) by the
        speaker's key; without ``roles`` all change places. Everything is labelled and scored anew."""
        body = {"roles": dict(roles) if roles else None}
        return Call("POST", at("/interviews/{}/speakers", interview_id), Import.from_json, body=body)

    @endpoint
    def cancel(self, interview_id: str) -> Call[Interview]:
        """Call off an interview that has not started."""
        return Call("POST", at("/interviews/{}/cancel", interview_id), Interview.from_json, body={})


def _page(filters: dict[str, Any], page: int, page_size: int) -> Call[Page[Interview]]:
    query = {**filters, "page": page, "page_size": page_size}
    return Call("GET", "/interviews", Page.of(Interview.from_json), query=query)


def _answers(data: Any) -> Sequence[Answer]:
    items = data.get("items", []) if isinstance(data, Mapping) else data
    return tuple(Answer.from_json(item) for item in items or ())


def _content(response: httpx.Response) -> bytes:
    return response.content
