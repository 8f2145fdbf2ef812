"""After the interview: thanks, the transcript with corrections, one's data, withdrawal."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from common import clock
from common.errors import ApplicationError
from common.pages import slots
from common.streams import Streamed
from interviews.models import Conversation, Interview
from interviews.pages.candidate import CandidatePage, language_now, what_happens
from interviews.rules import correction_closes_at
from interviews.selectors.archive import archived
from interviews.selectors.consents import Step
from interviews.selectors.conversations import paragraph_page, transcript_visible_to
from interviews.selectors.export import exported, recordings_of
from interviews.services.conversations import correct_sentence, may_still_correct
from interviews.services.erasure import withdraw_consent
from interviews.transcripts.shown import ShownParagraph, ShownSentence

PARAGRAPHS = 50

FileAnswer = TypeVar("FileAnswer", bound=HttpResponseBase)


class InterviewDone(CandidatePage):
    """Thanks, and what happens next; or why there is nothing to hold any more."""

    template_name = "interviews/done.html"

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = self.interview(interview_id)
        step = self.step_of(interview)
        if step != Step.DONE:
            return self.to(step, interview)
        closes_at = correction_closes_at(interview)
        return self.answer(
            closes_at=closes_at if closes_at and closes_at > clock.now() else None,
            feedback=slots.filled("own_interview_done", request, [interview])[interview.pk],
            **what_happens(interview),
        )


class MyTranscript(CandidatePage):
    """What was written down, with the right to put recognition errors right while that is open."""

    template_name = "interviews/my_transcript.html"

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        return self._page(*self._transcript(interview_id))

    def post(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview, conversation = self._transcript(interview_id)
        number, text = request.POST.get("number", ""), request.POST.get("text", "")[:5000]
        try:
            correct_sentence(conversation, number=_whole(number), text=text, actor=request.user)
        except ApplicationError as error:
            return self._page(interview, conversation, problem=error.message, at=_whole(number), status=error.status)
        self.say(_("Your correction is kept. The company sees both: what was recognised and what you wrote."))
        response = self.to("my_transcript", interview)
        response["Location"] += f"?page={_page_number(request)}#s-{_whole(number)}"
        return response

    def _transcript(self, interview_id: str) -> tuple[Interview, Conversation]:
        interview = self.interview(interview_id)
        conversation = transcript_visible_to(self.request.user, interview)
        conversation.interview = interview
        return interview, conversation

    def _page(
        self, interview: Interview, conversation: Conversation, *, problem: str = "", at: int = -1, status: int = 200
    ) -> HttpResponse:
        number = _page_number(self.request)
        total, paragraphs = paragraph_page(conversation, page=number, page_size=PARAGRAPHS)
        waiting = {(one.start_ms, one.original_text): one.text for one in conversation.corrections.all()}
        return self.answer(
            interview=interview,
            position=interview.position,
            conversation=conversation,
            paragraphs=[_shown(paragraph, waiting) for paragraph in paragraphs],
            closes_at=correction_closes_at(interview),
            is_open=may_still_correct(conversation, interview),
            page=number,
            pages=max(1, -(-total // PARAGRAPHS)),
            problem=problem,
            at=at,
            status=status,
        )


class ExportPage(CandidatePage):
    """Everything kept about oneself here: what it is, and where to get it."""

    template_name = "interviews/export.html"

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = self.interview(interview_id)
        return self.answer(recordings=recordings_of(interview, base_url=self.base_url()), **what_happens(interview))


class ExportFile(CandidatePage):
    """The same as JSON. Recordings are signed addresses that expire."""

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = self.interview(interview_id)
        content = self.content(interview)
        response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
        return self.as_file(response, f"{interview.public_id}.json")

    def content(self, interview: Interview) -> dict[str, Any]:
        content = exported(interview, base_url=self.base_url())
        for part in slots.filled("own_data", self.request, [interview])[interview.pk]:
            content.update(part)
        return content

    @staticmethod
    def as_file(response: FileAnswer, name: str) -> FileAnswer:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response


class ExportArchive(ExportFile):
    """The same with every recording beside it, as one zip that is made while it is sent."""

    def get(self, request: HttpRequest, interview_id: str) -> Any:
        interview = self.interview(interview_id)
        archive = Streamed(archived(interview, self.content(interview)), content_type="application/zip")
        return self.as_file(archive, f"{interview.public_id}.zip")


class Withdraw(CandidatePage):
    """Taking every consent back. The page names what is deleted; a POST that says so does it."""

    template_name = "interviews/withdraw.html"

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        return self._page(self.interview(interview_id))

    def post(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = self.interview(interview_id)
        if request.POST.get("confirm") != "yes":
            return self._page(interview, is_unconfirmed=True, status=400)
        withdraw_consent(interview, actor=request.user, language=language_now())
        self.say(_("Your consent is withdrawn, and what was kept is deleted."), level=messages.SUCCESS)
        return self.to(Step.DONE, interview)

    def _page(self, interview: Interview, *, is_unconfirmed: bool = False, status: int = 200) -> HttpResponse:
        if interview.withdrawn_at is not None:
            return self.to(Step.DONE, interview)
        return self.answer(
            is_unconfirmed=is_unconfirmed,
            recording_count=interview.media.count(),
            answer_count=interview.answers.count(),
            status=status,
            **what_happens(interview),
        )


def _shown(paragraph: ShownParagraph, waiting: dict[tuple[int, str], str]) -> ShownParagraph:
    """With corrections that are not in the transcript yet."""
    return paragraph._replace(sentences=[_corrected(sentence, waiting) for sentence in paragraph.sentences])


def _corrected(sentence: ShownSentence, waiting: dict[tuple[int, str], str]) -> ShownSentence:
    recognised = sentence.original_text or sentence.text
    corrected = waiting.get((sentence.start_ms, recognised))
    if corrected is None or corrected == sentence.text:
        return sentence
    return sentence._replace(original_text=recognised, text=corrected)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _page_number(request: HttpRequest) -> int:
    return max(1, _whole(request.GET.get("page", "")))
