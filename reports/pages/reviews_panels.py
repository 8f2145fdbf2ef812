"""What people found, on the pages of the report and the interview: panels put into their places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.translation import get_language

from common.pages.slots import fill
from interviews.models import Interview
from interviews.selectors.reviewing import knows_of
from reports.builders.wording import Language, say
from reports.enums import OverrideTarget, PersonRecommendation, Recommendation
from reports.models import Report
from reports.pages.reviews_acts import questions_to_choose
from reports.pages.reviews_forms import CommentForm, DecisionForm, OverrideForm
from reports.pages.reviews_trail import shown_trail
from reports.pages.said import said_of
from reports.pages.standing import members_of, standing_of
from reports.reviews.disagreement import FAR_POINTS
from reports.reviews.models import Comment, Override
from reports.reviews.reading import (
    comments_of,
    differences_in,
    own_review,
    sentence_of,
)
from reports.services import note_view
from reports.services.commenting import pieces_of


@fill("report_head", place=1)
def decided(request: HttpRequest, reports: Sequence[Report]) -> dict[int, Any]:
    """What was decided, or the way to decide: no reader should have to look for it."""
    return {
        report.pk: render_to_string("console/_review_decided.html", _decided(request, report), request)
        for report in reports
        if not standing_of(request, report.interview).is_hidden
    }


def _decided(request: HttpRequest, report: Report) -> dict[str, Any]:
    interview = report.interview
    recruits = standing_of(request, interview).recruits and interview.erased_at is None
    return {"interview": interview, "decision": said_of(request, interview).decision, "may_decide": recruits}


@fill("report_side", place=1)
def people(request: HttpRequest, reports: Sequence[Report]) -> dict[int, Any]:
    """Decision, overrides, reviewers, and the way to one's own review. That the report was read is written down."""
    for report in reports:
        if not standing_of(request, report.interview).is_hidden:
            note_view(report, actor=request.user)
    return {report.pk: _people(request, report.interview, report) for report in reports}


@fill("report_foot")
def discussion(request: HttpRequest, reports: Sequence[Report]) -> dict[int, Any]:
    """People beside the AI, comments, and the trail."""
    return {report.pk: _discussion(request, report) for report in reports}


@fill("interview_side")
def reviewers(request: HttpRequest, interviews: Sequence[Interview]) -> dict[int, Any]:
    """The same of an interview, whether there is a report or not."""
    found = {}
    for interview in interviews:
        trail = render_to_string("console/_review_trail.html", _trail(request, interview), request)
        found[interview.pk] = _people(request, interview, None) + trail
    return found


def _people(request: HttpRequest, interview: Interview, report: Report | None) -> str:
    standing = standing_of(request, interview)
    members = members_of(request, interview) if standing.recruits else ()
    context = {
        "interview": interview,
        "report": report,
        "hidden": standing.is_hidden,
        "recruits": standing.recruits,
        "assigned": standing.assigned,
        "addable": [member.user for member in members if member.user_id not in standing.reviewers],
        "review": own_review(request.user, interview) if standing.is_hidden else said_of(request, interview).own_review,
        "may_review": standing.takes_part and interview.erased_at is None,
        "here": request.path,
    }
    if not standing.is_hidden:
        context |= _said(request, interview, report)
    return render_to_string("console/_review_people.html", context, request)


def _said(request: HttpRequest, interview: Interview, report: Report | None) -> dict[str, Any]:
    said = said_of(request, interview)
    context: dict[str, Any] = {
        "decision": said.decision,
        "earlier": said.decisions[1:],
        "overrides": [_override(override) for override in said.overrides],
    }
    if standing_of(request, interview).recruits:
        seen = said.decision.number if said.decision else 0
        context["decision_form"] = DecisionForm(initial={"seen": seen}, auto_id="decide_%s")
        context["override_form"] = OverrideForm(auto_id="override_%s") if report is not None else None
    return context


def _override(override: Override) -> dict[str, Any]:
    if override.target == OverrideTarget.RECOMMENDATION:
        names = dict(Recommendation.choices)
        said = dict(PersonRecommendation.choices)[override.recommendation]
        return {
            "row": override,
            "label": override.get_target_display(),
            "ai": names.get(override.ai_recommendation),
            "said": said,
        }
    label = say(f"ability.{override.target}", language=_language())
    return {"row": override, "label": label, "ai": override.ai_score, "said": override.score}


def _discussion(request: HttpRequest, report: Report) -> str:
    interview, parts = report.interview, []
    if not standing_of(request, interview).is_hidden:
        parts.append(_rendered(request, "console/_review_differences.html", _differences, report))
        parts.append(_rendered(request, "console/_review_comments.html", _comments, report))
    parts.append(render_to_string("console/_review_trail.html", _trail(request, interview), request))
    return format_html_join("", "{}", ((part,) for part in parts))


def _rendered(
    request: HttpRequest, template: str, context: Callable[[HttpRequest, Report], dict[str, Any]], report: Report
) -> str:
    return render_to_string(template, context(request, report), request)


def _differences(request: HttpRequest, report: Report) -> dict[str, Any]:
    reviews = said_of(request, report.interview).reviews
    language = _language()
    found = differences_in(report, reviews)
    rows = [
        {
            "label": say(f"ability.{one.ability}", language=language),
            "found": one,
            "ratings": [getattr(review, one.ability) for review in reviews],
        }
        for one in found
    ]
    sentences = [sentence for one in found if (sentence := sentence_of(one, language=language))]
    return {
        "interview": report.interview,
        "reviews": reviews,
        "rows": rows,
        "sentences": sentences,
        "splits": [row["label"] for row in rows if row["found"].is_split],
        "far": FAR_POINTS,
    }


def _comments(request: HttpRequest, report: Report) -> dict[str, Any]:
    interview = report.interview
    questions = (report.document or {}).get("questions", ())
    numbers = {one["question_id"]: (number, one["order"]) for number, one in enumerate(questions)}
    can_write = standing_of(request, interview).takes_part
    return {
        "interview": interview,
        "comments": [_comment(comment, numbers, request) for comment in comments_of(interview)],
        "can_write": can_write,
        "form": CommentForm(questions=questions_to_choose(questions), auto_id="comment_%s") if can_write else None,
        "names": _names_to_mention(request, interview) if can_write else [],
        "question_ids": list(numbers),
    }


def _names_to_mention(request: HttpRequest, interview: Interview) -> list[dict[str, str]]:
    reviewers = standing_of(request, interview).reviewers
    known = (one.user for one in members_of(request, interview) if knows_of(one, reviewers))
    return [{"name": user.username, "email": user.email} for user in known]


def _comment(comment: Comment, numbers: dict[str, tuple[int, int]], request: HttpRequest) -> dict[str, Any]:
    number, order = numbers.get(comment.question_id, (None, None))
    return {
        "row": comment,
        "pieces": pieces_of(comment.text, comment.mentioned.all()),
        "number": number,
        "order": order,
        "is_own": comment.author_id == request.user.pk and comment.deleted_at is None,
    }


def _trail(request: HttpRequest, interview: Interview) -> dict[str, Any]:
    hidden = standing_of(request, interview).is_hidden
    return {"entries": shown_trail(interview.public_id, user=request.user, hides_findings=hidden)}


def _language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "zh"
