"""How an interview and its parts are named on pages."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from common.jobs import JobState
from common.templatetags.design import badge
from interviews.enums import AnswerStatus, InterviewStatus
from interviews.models import Answer, ImportJob, Interview, Speaker
from interviews.pages.wording import state_of
from interviews.services.transcript_files import name_of
from interviews.transcripts.shown import ShownSpeaker

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
    """The candidate's name; without an account the name that was given, else the address invited; none once erased."""
    if interview.erased_at is not None:
        return gettext("Erased")
    account = interview.candidate.username if interview.candidate else ""
    return account or interview.candidate_name or interview.candidate_email or "–"


@register.filter
def speaker_name(speaker: Speaker | ShownSpeaker) -> str:
    """What the reader calls a speaker."""
    return name_of(speaker, "en" if (get_language() or "").startswith("en") else "zh")


@register.simple_tag
def interview_badge(interview: Interview) -> SafeString:
    status = InterviewStatus(interview.status)
    return badge(status.label, _INTERVIEW.get(status, ""), status == InterviewStatus.IN_PROGRESS)


@register.simple_tag
def answer_badge(answer: Answer) -> SafeString:
    status = AnswerStatus(answer.status)
    return badge(status.label, _ANSWER.get(status, ""), status == AnswerStatus.ANALYZING)


@register.simple_tag
def import_badge(job: ImportJob) -> SafeString:
    return badge(state_of(job), _IMPORT.get(JobState(job.state), ""), job.state == JobState.RUNNING)
