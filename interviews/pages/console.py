"""The console's interviews: the list, and one of them with its answers and its transcript."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.selectors import recruits_for
from common import storage
from common.jobs import ENDED_STATES
from common.pages import slots
from common.pages.listing import ordered, rows_of
from common.pages.views import MemberPage
from interviews import selectors
from interviews.enums import InterviewOrigin, InterviewStatus, MediaKind, MediaState
from interviews.models import Answer, Interview, Invitation, MediaFile
from interviews.pages.circumstances import circumstances_of
from interviews.pages.forms import InterviewFilter
from interviews.pages.imports import notes_of
from interviews.services.imports import GUESSES

PARAGRAPHS = 100
_COLUMNS = {
    "candidate": "candidate__username",
    "position": "position__title",
    "status": "status",
    "created": "created_at",
    "started": "started_at",
}


class Interviews(MemberPage):
    template_name = "console/interviews.html"
    section = "interviews"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = InterviewFilter(request.GET, actor=request.user)
        narrowing = form.narrowing()
        found = selectors.listed_interviews(request.user, **narrowing)
        found, sort = ordered(found, request, columns=_COLUMNS, default="-created")
        rows = rows_of(selectors.with_marks(found), request)
        context = {
            "form": form,
            "rows": rows,
            "sort": sort,
            "is_narrowed": any(narrowing.values()),
            "scores": slots.filled("interview_score", request, rows.items),
        }
        return self.show("console/_interview_rows.html" if request.htmx else "", **context)


class InterviewPage(MemberPage):
    template_name = "console/interview.html"
    section = "interviews"

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = selectors.interview_visible_to(request.user, interview_id)
        conversation = selectors.conversation_of(interview)
        paragraphs = list(selectors.paragraphs_from(conversation, limit=PARAGRAPHS)) if conversation else []
        answers = _answers_with_media(interview, base_url=self.base_url())
        imported = interview.imports.order_by("-created_at", "-pk").first()
        return self.show(
            interview=interview,
            asked=[_Asked(question, answers[question.pk]) for question in interview.questions.all()],
            conversation=conversation,
            speakers=list(conversation.speakers.all()) if conversation else [],
            paragraphs=paragraphs,
            more_from=_after(paragraphs),
            is_live=interview.status == InterviewStatus.IN_PROGRESS,
            recording=_whole_recording(interview, base_url=self.base_url()),
            imported=imported,
            is_relabelling=imported is not None and imported.state not in ENDED_STATES,
            is_guessed=imported is not None and any(note["code"] in GUESSES for note in imported.notes),
            can_swap=interview.origin != InterviewOrigin.OWN and recruits_for(request.user, interview.organization_id),
            notes=notes_of(imported) if imported else [],
            circumstances=circumstances_of(interview),
            invitation=Invitation.objects.visible_to(request.user).filter(interview=interview).first(),
            report=slots.filled("interview_report", request, [interview])[interview.pk],
            told=slots.filled("interview_notices", request, [interview])[interview.pk],
            people=slots.filled("interview_side", request, [interview])[interview.pk],
        )


class MoreParagraphs(MemberPage):
    """The next part of a long transcript."""

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = selectors.interview_visible_to(request.user, interview_id)
        conversation = selectors.conversation_of(interview)
        number = request.GET.get("from", "")
        start = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
        paragraphs = (
            list(selectors.paragraphs_from(conversation, number=start, limit=PARAGRAPHS)) if conversation else []
        )
        context = {"interview": interview, "paragraphs": paragraphs, "more_from": _after(paragraphs)}
        return self.show("console/_paragraphs.html", **context)


class _Asked:
    """A question with the takes of its answer, the one that counts first."""

    def __init__(self, question: Any, takes: list[_Take]) -> None:
        self.question = question
        self.current = next((take for take in takes if take.answer.is_current), None)
        self.earlier = [take for take in takes if not take.answer.is_current]


class _Take:
    """An answer with the address of its recording."""

    def __init__(self, answer: Answer, *, base_url: str) -> None:
        self.answer = answer
        media = answer.video or answer.audio
        self.is_video = media is not None and media.kind == MediaKind.VIDEO
        self.address = address_of(media, base_url=base_url)
        self.transcript = getattr(answer, "transcript", None)
        if self.address and answer.clip_start_ms is not None and answer.clip_end_ms is not None:
            self.address += f"#t={answer.clip_start_ms / 1000:.1f},{answer.clip_end_ms / 1000:.1f}"


def address_of(media: MediaFile | None, *, base_url: str) -> str:
    """A signed address that plays a stored recording; empty for one that is not here."""
    if media is None or media.state != MediaState.STORED or not media.key:
        return ""
    return storage.media().read_url(key=media.key, base_url=base_url)


def _answers_with_media(interview: Interview, *, base_url: str) -> dict[int, list[_Take]]:
    found: dict[int, list[_Take]] = defaultdict(list)
    answers = interview.answers.select_related("audio", "video", "transcript").order_by("-take")
    for answer in answers:
        found[answer.question_id].append(_Take(answer, base_url=base_url))
    return found


def _whole_recording(interview: Interview, *, base_url: str) -> dict[str, Any] | None:
    """The recording an imported interview was cut from."""
    job = interview.imports.filter(media__isnull=False).select_related("media").order_by("-created_at").first()
    address = address_of(job.media, base_url=base_url) if job else ""
    return {"address": address, "is_video": job.media.kind == MediaKind.VIDEO} if address else None


def _after(paragraphs: list[Any]) -> int | None:
    """Where the next part starts, when there may be one."""
    return paragraphs[-1].number + 1 if len(paragraphs) == PARAGRAPHS else None
