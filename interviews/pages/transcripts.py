"""The transcript as a file, for the session of a member."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from common.pages.views import MemberPage
from interviews import selectors
from interviews.enums import TranscriptState
from interviews.errors import TranscriptBeingMade
from interviews.services.transcript_files import CONTENT_TYPES, transcript_file


class TranscriptFile(MemberPage):
    """``?version=tidied`` gives the tidied text. Raises `TranscriptBeingMade`."""

    def get(self, request: HttpRequest, interview_id: str, suffix: str) -> HttpResponse:
        interview = selectors.interview_visible_to(request.user, interview_id)
        conversation = selectors.transcript_visible_to(request.user, interview)
        if conversation.state != TranscriptState.READY:
            raise TranscriptBeingMade
        tidied = request.GET.get("version") == "tidied"
        language = "en" if (get_language() or "").startswith("en") else "zh"
        content = transcript_file(interview, conversation, form=suffix, tidied=tidied, language=language)
        name = f"{interview_id}{'-tidied' if tidied else ''}.{suffix}"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(content, content_type=CONTENT_TYPES[suffix], headers=headers)
