"""Integrity signals from the candidate's page."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from common.errors import InvalidInput
from interviews.enums import IntegrityKind
from interviews.pages.candidate import CandidatePage
from interviews.selectors.candidates import own_interview
from interviews.services.integrity import record_integrity_signal

_LONGEST_BODY = 8 * 1024
_LONGEST_MS = 24 * 3600 * 1000


class Signals(CandidatePage):
    """POST ``{kind, at_ms, question_id, context}``; 200 ``{kept}``: false beyond the bounds or outside an interview."""

    def post(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = own_interview(request.user, interview_id)
        try:
            kept = record_integrity_signal(interview, **_told(request.body))
        except InvalidInput as error:
            return JsonResponse({"code": error.code, "message": error.message}, status=error.status)
        return JsonResponse({"kept": kept is not None})


def _told(body: bytes) -> dict[str, Any]:
    """Raises `InvalidInput`."""
    try:
        told = json.loads(body) if len(body) <= _LONGEST_BODY else None
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise InvalidInput
    kind, at_ms = told.get("kind"), told.get("at_ms")
    if kind not in IntegrityKind.values:
        raise InvalidInput.on("kind", _("There is no such signal."))
    is_time = isinstance(at_ms, int) and not isinstance(at_ms, bool) and 0 <= at_ms <= _LONGEST_MS
    question_id, context = told.get("question_id"), told.get("context")
    return {
        "kind": kind,
        "at_ms": at_ms if is_time else None,
        "question_id": question_id if isinstance(question_id, str) else "",
        "context": context if isinstance(context, dict) else {},
    }
