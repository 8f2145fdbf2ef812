"""The way to the room: consents, or a person; the device check; practice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from common.errors import ApplicationError, InvalidInput, TooLarge
from interviews.candidacy.texts import CURRENT, consent_texts
from interviews.enums import AnswerMode, ConsentKind, InterviewStatus
from interviews.models import Interview
from interviews.pages.candidate import CandidatePage, language_now, what_happens
from interviews.selectors.candidates import modes_offered
from interviews.selectors.consents import Step, decisions_of, opens_later
from interviews.services import consent as services

UPLOAD_TEST_BYTES = 1024 * 1024
_MEDIA = "camera=(self), microphone=(self), speaker-selection=(self), fullscreen=(self)"


class ConsentPage(CandidatePage):
    """What will happen, and what the candidate agrees to, each by itself."""

    template_name = "interviews/consent.html"

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = self.interview(interview_id)
        step = self.step_of(interview)
        if step in (Step.DONE, Step.HUMAN) or (step == Step.ROOM and interview.status != InterviewStatus.CREATED):
            return self.to(step, interview)
        return self._page(interview, decided={kind: found.given for kind, found in decisions_of(interview).items()})

    def post(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = self.interview(interview_id)
        given = {kind.value: request.POST[kind] == "yes" for kind in ConsentKind if request.POST.get(kind)}
        try:
            human = services.record_consents(
                interview,
                actor=request.user,
                given=given,
                text_version=request.POST.get("text_version", ""),
                language=request.POST.get("text_language", ""),
            )
        except InvalidInput as error:
            return self._page(interview, decided=given, errors=error.errors or {}, status=400)
        except ApplicationError as error:
            self.say(error.message, level=messages.ERROR)
            return self.to(self.step_of(self.interview(interview_id)), interview)
        if human is not None:
            return self.to(Step.HUMAN, interview)
        return self.to("device_check" if interview.status == InterviewStatus.CREATED else Step.ROOM, interview)

    def _page(
        self, interview: Interview, *, decided: dict[str, bool], errors: Any = None, status: int = 200
    ) -> HttpResponse:
        texts = consent_texts(interview.mode, language=language_now())
        asked = [
            {
                "kind": kind.value,
                "text": text,
                "decided": decided.get(kind.value),
                "errors": (errors or {}).get(kind.value, []),
            }
            for kind, text in texts.items()
        ]
        return self.answer(
            asked=asked,
            has_errors=bool(errors),
            text_version=CURRENT,
            text_language=language_now(),
            status=status,
            **what_happens(interview),
        )


class HumanPath(CandidatePage):
    """What happens for a candidate who takes no AI interview. POST: asks for that, or takes it back."""

    template_name = "interviews/human_path.html"

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = self.interview(interview_id)
        step = self.step_of(interview)
        if step != Step.HUMAN:
            return self.to(step, interview)
        return self.answer(human=interview.human_request, **what_happens(interview))

    def post(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = self.interview(interview_id)
        try:
            if "take_back" in request.POST:
                services.take_back_human_request(interview, actor=request.user)
                return self.to(Step.CONSENT, interview)
            services.ask_for_human(interview, actor=request.user)
        except ApplicationError as error:
            self.say(error.message, level=messages.ERROR)
        return self.to(self.step_of(self.interview(interview_id)), interview)


class WaitingPage(CandidatePage):
    """Everything is agreed; the interview's window opens later."""

    template_name = "interviews/waiting.html"

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = self.interview(interview_id)
        step = self.step_of(interview)
        if step != Step.WAITING:
            return self.to("device_check" if step == Step.ROOM else step, interview)
        return self.answer(opens_at=opens_later(interview), **what_happens(interview))


class PreparingPage(CandidatePage):
    """A page between the consents and the room; whoever belongs elsewhere is led there."""

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = self.interview(interview_id)
        step = self.step_of(interview)
        if step != Step.ROOM:
            return self.to(step, interview)
        with_camera = interview.mode == AnswerMode.VIDEO
        response = self.answer(
            modes=modes_offered(interview) if interview.status == InterviewStatus.CREATED else [],
            with_camera=with_camera,
            with_sound=interview.mode != AnswerMode.TEXT,
            upload_test_bytes=UPLOAD_TEST_BYTES // 2,
            **what_happens(interview),
        )
        response["Permissions-Policy"] = _MEDIA
        return response


class DeviceCheck(PreparingPage):
    template_name = "interviews/device_check.html"


class Practice(PreparingPage):
    """A question whose answer is recorded in the page and goes nowhere. POST: captions, no countdown."""

    template_name = "interviews/practice.html"

    def post(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        services.set_own_wishes(
            self.interview(interview_id),
            actor=request.user,
            captions="captions" in request.POST,
            no_countdown="no_countdown" in request.POST,
        )
        self.say(_("Saved."))
        return self.to("practice", self.interview(interview_id))


class ChooseMode(CandidatePage):
    """Answer by other means. New means may ask for new consents."""

    def post(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = self.interview(interview_id)
        try:
            services.choose_mode(interview, actor=request.user, mode=request.POST.get("mode", ""))
        except ApplicationError as error:
            self.say(error.message, level=messages.ERROR)
        interview = self.interview(interview_id)
        step = self.step_of(interview)
        return self.to("device_check" if step == Step.ROOM else step, interview)


class UploadTest(CandidatePage):
    """GET and PUT measure the way to us; what is put is thrown away."""

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        self.interview(interview_id)
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})

    def put(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        self.interview(interview_id)
        if int(request.headers.get("Content-Length") or 0) > UPLOAD_TEST_BYTES:
            raise TooLarge
        return HttpResponse(str(len(request.body)), content_type="text/plain", headers={"Cache-Control": "no-store"})
