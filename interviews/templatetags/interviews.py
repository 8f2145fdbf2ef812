"""How an interview and its parts are named on pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language

from common.jobs import JobState
from interviews.enums import AnswerStatus, InterviewStatus
from interviews.models import Answer, ImportJob, Interview, Speaker
from interviews.pages.wording import state_of
from interviews.services.transcript_files import name_of

register = template.Library()

_INTERVIEW = {
    InterviewStatus.CREATED: "info",
    InterviewStatus.IN_PROGRESS: "accent",
    InterviewStatus.COMPLETED: "good",
    InterviewStatus.EXPIRED: "warn",
}
_ANSWER = {
    AnswerStatus.ANALYZING: "info",
    AnswerStatus.ANALYZED: "good",
    AnswerStatus.PARTIAL: "warn",
    AnswerStatus.FAILED: "bad",
}
_IMPORT = {JobState.RUNNING: "info", JobState.DONE: "good", JobState.PARTIAL: "warn", JobState.FAILED: "bad"}


@register.filter
def candidate_of(interview: Interview) -> str:
    """The candidate's name; without an account the name that was given, else the address invited."""
    account = interview.candidate.username if interview.candidate else ""
    return account or interview.candidate_name or interview.candidate_email or "–"


@register.filter
def speaker_name(speaker: Speaker) -> str:
    """What the reader calls a speaker."""
    return name_of(speaker, "en" if (get_language() or "").startswith("en") else "zh")


@register.inclusion_tag("components/badge.html")
def interview_badge(interview: Interview) -> dict[str, Any]:
    is_live = interview.status == InterviewStatus.IN_PROGRESS
    return {"text": interview.get_status_display(), "kind": _INTERVIEW.get(interview.status, ""), "live": is_live}


@register.inclusion_tag("components/badge.html")
def answer_badge(answer: Answer) -> dict[str, Any]:
    live = answer.status == AnswerStatus.ANALYZING
    return {"text": answer.get_status_display(), "kind": _ANSWER.get(answer.status, ""), "live": live}


@register.inclusion_tag("components/badge.html")
def import_badge(job: ImportJob) -> dict[str, Any]:
    return {"text": state_of(job), "kind": _IMPORT.get(job.state, ""), "live": job.state == JobState.RUNNING}
