"""The interview room: its page, and what the page's modules ask for over the candidate's session."""

from __future__ import annotations

import json
from typing import Any

import structlog
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views import View

from common import clock
from common.busy import Busy, is_busy
from common.errors import ApplicationError, Conflict, InvalidInput, NotAuthenticated
from common.pages.views import SignedInPage
from interviews import selectors, services
from interviews.enums import AnswerMode, InterviewStatus
from interviews.models import Interview
from interviews.pages.room_texts import sentences
from interviews.rules import is_overdue
from interviews.selectors.consents import Step, may_enter
from interviews.selectors.live import running_question, withheld_from_live
from interviews.selectors.room import standing
from interviews.services import AnswerDraft, Submission

logger = structlog.get_logger(__name__)

_LONGEST_TEXT = 20_000
_SPOKEN = {"zh": "zh-hans", "en": "en"}


class NotHere(Conflict):
    """The candidate belongs on another page now (``page``)."""


class Room(SignedInPage):
    """The shell; everything that moves is in static/interviews/room."""

    template_name = "interviews/room.html"

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = selectors.interview_visible_to(request.user, interview_id)
        services.settle(interview)
        interview.refresh_from_db()
        entry = may_enter(interview, request.user)
        if not entry.is_open:
            return redirect(_page_of(entry.step), interview_id=interview_id)
        response = self.show(
            interview=interview,
            settings=_settings(interview),
            sentences=sentences(interview.interviewer_style, spoken=_SPOKEN[_language(interview)]),
            takes_recordings=interview.mode != AnswerMode.TEXT,
            with_picture=interview.mode == AnswerMode.VIDEO,
        )
        response["Permissions-Policy"] = "camera=(self), microphone=(self), fullscreen=(self)"
        response["Cache-Control"] = "no-store"
        return response


class RoomEndpoint(View):
    """JSON for the room's modules. Errors are ``{code, message, ...}`` with their status."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            if not request.user.is_authenticated:
                raise NotAuthenticated
            self.interview = self._entered(request, kwargs.pop("interview_id"))
            return JsonResponse(super().dispatch(request, *args, **kwargs))
        except NotHere as error:
            return _refusal(error, page=error.params["page"])
        except ApplicationError as error:
            return _refusal(error, **error.params)
        except OperationalError as error:
            if not is_busy(error):
                raise
            logger.warning("database_busy", exc_info=error)
            return _refusal(Busy())

    def _entered(self, request: HttpRequest, interview_id: str) -> Interview:
        interview = selectors.interview_visible_to(request.user, interview_id)
        services.settle(interview)
        interview.refresh_from_db()
        entry = may_enter(interview, request.user)
        if not entry.is_open:
            raise NotHere(page=reverse(_page_of(entry.step), kwargs={"interview_id": interview_id}))
        return interview

    def given(self) -> dict[str, Any]:
        """The body, an object. Raises `InvalidInput`."""
        try:
            body = json.loads(self.request.body or b"{}")
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise InvalidInput
        return body

    def text(self, name: str) -> str:
        """A field that must be there and be a text."""
        value = self.given().get(name)
        if not isinstance(value, str):
            raise InvalidInput(errors={name: ["text"]})
        return value


class RoomState(RoomEndpoint):
    """GET: how things stand. Presents the current question when none runs, which starts its clock."""

    def get(self, request: HttpRequest) -> dict[str, Any]:
        if self.interview.status == InterviewStatus.IN_PROGRESS and self._is_between():
            services.present_current_question(self.interview)
        return standing(self.interview)

    def _is_between(self) -> bool:
        running = running_question(self.interview)
        return running is None or is_overdue(running.deadline_at, now=clock.now())


class RoomStart(RoomEndpoint):
    def post(self, request: HttpRequest) -> dict[str, Any]:
        interview, _question = services.start_interview(self.interview)
        return standing(interview)


class RoomNext(RoomEndpoint):
    """POST: go on to the next question. With ``answer_id``: to the follow-up of that answer when it is ready.
    ``wait`` true: nothing is presented while the follow-up may still come."""

    def post(self, request: HttpRequest) -> dict[str, Any]:
        answer_id, waits = self.given().get("answer_id"), self.given().get("wait") is True
        answer = selectors.answer_of(self.interview, answer_id) if isinstance(answer_id, str) else None
        found = services.read_follow_up(answer) if answer is not None else None
        pending = found is not None and found.status == "pending"
        if not (pending and waits):
            services.present_current_question(self.interview)
        return {**standing(self.interview), "follow_up": found.status if found else "none"}


class RoomSegments(RoomEndpoint):
    def post(self, request: HttpRequest) -> dict[str, Any]:
        segment = services.begin_segment(
            self.interview,
            actor=request.user,
            question_id=self.text("question_id"),
            client_key=self.text("key"),
            content_type=self.text("content_type"),
            new_take=self.given().get("new_take") is True,
        )
        return {"segment": segment.number, "take": segment.recording.take, "expected": segment.parts.count()}


class RoomPart(RoomEndpoint):
    def put(self, request: HttpRequest, key: str, number: int) -> dict[str, Any]:
        given = request.GET.get("ms", "")
        length = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0
        expected = services.receive_part(self.interview, client_key=key, number=number, length_ms=length, body=request)
        return {"expected": expected}


class RoomFinish(RoomEndpoint):
    def post(self, request: HttpRequest) -> dict[str, Any]:
        done = services.finish_recording(
            self.interview, actor=request.user, question_id=self.text("question_id"), waits=True
        )
        return _submitted(self.interview, done)


class RoomText(RoomEndpoint):
    """POST: a typed answer, in a text interview or where nothing can be recorded."""

    def post(self, request: HttpRequest) -> dict[str, Any]:
        text, seconds = self.text("text").strip(), self.given().get("seconds")
        if not text or len(text) > _LONGEST_TEXT:
            raise InvalidInput(errors={"text": ["length"]})
        if not isinstance(seconds, int) or isinstance(seconds, bool) or not 0 <= seconds <= 24 * 3600:
            raise InvalidInput(errors={"seconds": ["range"]})
        draft = AnswerDraft(
            question_id=self.text("question_id"),
            duration=seconds,
            transcript=text.replace("\x00", ""),
            is_typed=self.interview.mode != AnswerMode.TEXT,
        )
        return _submitted(
            self.interview, services.submit_answer(self.interview, actor=request.user, draft=draft, waits=True)
        )


class RoomEnd(RoomEndpoint):
    def post(self, request: HttpRequest) -> dict[str, Any]:
        ended = services.end_interview(self.interview)
        return {"status": ended.status, "page": _done_page(ended.public_id)}


def _submitted(interview: Interview, done: Submission) -> dict[str, Any]:
    request = getattr(done.answer, "follow_up_request", None)
    return {
        "answer_id": done.answer.public_id,
        "follow_up": request.status if request else "none",
        "has_next": done.next_question is not None,
        **standing(interview),
    }


def _refusal(error: ApplicationError, **more: Any) -> JsonResponse:
    shown = {**more, "code": error.code, "message": type(error)().message if not error.params else error.message}
    response = JsonResponse(shown, status=error.status)
    if error.retry_after_seconds is not None:
        response["Retry-After"] = str(error.retry_after_seconds)
    return response


def _page_of(step: Step) -> str:
    return step.value


def _done_page(interview_id: str) -> str:
    return reverse(_page_of(Step.DONE), kwargs={"interview_id": interview_id})


def _language(interview: Interview) -> str:
    """In which the interviewer speaks: the interview's; where that is open, the reader's."""
    return interview.language if interview.language in _SPOKEN else (get_language() or "zh")[:2]


def _settings(interview: Interview) -> dict[str, Any]:
    """What the modules need to know, as JSON in the page."""
    wishes = interview.accommodations
    withheld = withheld_from_live(interview)
    base = reverse("room", kwargs={"interview_id": interview.public_id})
    return {
        "interview": interview.public_id,
        "base": base,
        "socket": f"/ws/interviews/{interview.public_id}",
        "signals": f"/interviews/{interview.public_id}/signals",
        "done": _done_page(interview.public_id),
        "mode": interview.mode,
        "style": interview.interviewer_style,
        "language": "zh-CN" if _language(interview) == "zh" else "en-US",
        "retakes": interview.retakes_allowed,
        "captions": wishes.captions,
        "countdown": not wishes.no_countdown,
        "pace": wishes.extra_time,
        "live": {"sound": "speech" not in withheld, "picture": "video" not in withheld},
        "status": interview.status,
    }
