"""Watching interviews while they are held: the list, one of them, and ending it with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.selectors import demand_recruiter, recruits_for
from common.pages.views import MemberPage
from interviews import selectors
from interviews.enums import EventType, IntegrityKind, InterviewStatus
from interviews.models import Interview
from interviews.selectors.live import courses_of, live_samples, withheld_from_live
from interviews.selectors.reviewing import is_blind
from interviews.selectors.room import standing
from interviews.services.observing import end_early

_SHOWN = 100


class EndForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("Kept with the interview. The candidate sees only that the company ended it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LiveInterviews(MemberPage):
    """The interviews being held now."""

    template_name = "console/live.html"
    section = "live"

    def get(self, request: HttpRequest) -> HttpResponse:
        found = selectors.interviews_visible_to(request.user, status=InterviewStatus.IN_PROGRESS)
        running = list(found.order_by("-started_at", "-pk")[:_SHOWN])
        courses = courses_of(running)
        rows = [(interview, courses[interview.pk]) for interview in running]
        return self.show("console/_live_rows.html" if request.htmx else "", rows=rows)


class LiveInterview(MemberPage):
    """One of them: question, time, signals and events as they come. The candidate neither sees nor hears of it."""

    template_name = "console/live_interview.html"
    section = "live"

    def get(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = selectors.interview_visible_to(request.user, interview_id)
        if interview.status != InterviewStatus.IN_PROGRESS:
            return redirect("console:interview", interview_id=interview_id)
        return self._page(interview, EndForm())

    def post(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = selectors.interview_visible_to(request.user, interview_id)
        demand_recruiter(request.user, interview.organization_id)
        form = EndForm(request.POST)
        if not form.is_valid():
            return self._page(interview, form, status=400)
        if end_early(interview, actor=request.user, reason=form.cleaned_data["reason"]):
            self.say(_("The interview has been ended."))
        else:
            self.say(_("The interview was over already."), level=messages.INFO)
        return redirect("console:interview", interview_id=interview_id)

    def _page(self, interview: Interview, form: EndForm, *, status: int = 200) -> HttpResponse:
        may_end = recruits_for(self.request.user, interview.organization_id)
        live = _live(interview, is_hidden=is_blind(self.request.user, interview))
        return self.show(
            interview=interview, may_end=may_end, form=form, live=live, words=_words(interview.language), status=status
        )


def _live(interview: Interview, *, is_hidden: bool) -> dict[str, Any]:
    """What has happened so far, for the page's module; ``is_hidden``: without what was measured."""
    return {
        "socket": f"/ws/interviews/{interview.public_id}",
        "standing": standing(interview),
        "samples": [] if is_hidden else live_samples(interview)[-300:],
        "isHidden": is_hidden,
        "withheld": dict(withheld_from_live(interview)),
        "events": [
            {"type": event.type, "at": round(event.at.timestamp() * 1000), "data": event.data}
            for event in interview.events.all()
        ],
        "signals": [
            {"kind": signal.kind, "at": round(signal.at.timestamp() * 1000)}
            for signal in interview.integrity_signals.all()
        ],
    }


def _words(language: str) -> dict[str, Any]:
    """The module's sentences; the rate of speech is counted as the interview's language is."""
    return {
        "events": {kind.value: str(kind.label) for kind in EventType},
        "signals": {kind.value: str(kind.label) for kind in IntegrityKind},
        "none": _("Nothing is measured just now."),
        "withheld": _("The candidate agreed to no face and voice signals."),
        "hidden": _("Please write your own review first. What the AI found is shown once it is handed in."),
        "lost": _("The connection is lost; trying again."),
        "question": _("Question {number} of {total}"),
        "rate": _("{number} words/min") if language == "en" else _("{number} syllables/min"),
        "between": _("Between two questions"),
        "emotions": _("Voice"),
        "expressions": _("Face"),
        "labels": {
            "confident": _("confident"),
            "calm": _("calm"),
            "neutral": _("neutral"),
            "nervous": _("tense"),
            "excited": _("lively"),
            "flat": _("flat"),
            "smile": _("smiling"),
            "brows_raised": _("brows raised"),
        },
    }
