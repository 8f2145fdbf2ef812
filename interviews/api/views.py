"""Section 5: interviews."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts.enums import Scope
from accounts.selectors import demand_recruiter
from common.api.views import ApiView
from common.errors import InvalidInput, NotFound
from interviews import selectors, services
from interviews.api import serializers as shapes
from interviews.api.permissions import demand_candidate, demand_candidate_or_recruiter, is_candidate
from interviews.candidacy.accommodations import Accommodations
from interviews.enums import EndReason
from interviews.errors import AccommodationsByCompany, ExternalIdByCompany
from interviews.models import Interview
from interviews.tokens import invitation_token, room_token
from positions.selectors import position_visible_to


class Interviews(ApiView):
    read_scope, write_scope = Scope.INTERVIEWS_READ, Scope.INTERVIEWS_WRITE

    @extend_schema(
        summary="List interviews", parameters=[shapes.InterviewQuery], responses=shapes.InterviewRow(many=True)
    )
    def get(self, request: Any) -> Response:
        found = selectors.interviews_visible_to(request.user, **self.read_query(shapes.InterviewQuery))
        return self.page(found, shapes.InterviewRow)

    @extend_schema(
        summary="Create an interview, or invite a candidate",
        request=shapes.InterviewInput,
        responses={201: shapes.CreatedInterview},
    )
    def post(self, request: Any) -> Response:
        fields = self.read(shapes.InterviewInput)
        position = position_visible_to(request.user, fields.pop("position_id"))
        email = fields.pop("candidate_email", None)
        if not request.user.is_enterprise:
            if fields.pop("accommodations", Accommodations()).any:
                raise AccommodationsByCompany
            if fields.pop("external_id", ""):
                raise ExternalIdByCompany
            interview = services.create_interview(position=position, candidate=request.user, **fields)
        elif email:
            demand_recruiter(request.user, position.organization_id)
            interview = services.invite_candidate(
                position=position, candidate_email=email, actor=request.user, **fields
            )
        else:
            raise InvalidInput.on("candidate_email", _("Name the candidate's e-mail."))
        return Response(self._created(interview), status=201)

    def _created(self, interview: Interview) -> dict[str, Any]:
        shown = shapes.CreatedInterview(interview).data
        if is_candidate(self.request.user, interview):
            shown["room_token"] = room_token(interview_id=interview.public_id, candidate_id=self.request.user.public_id)
            del shown["candidate_email"], shown["external_id"]
        else:
            shown["invitation_url"] = f"{self.base_url()}/i/{invitation_token(interview.public_id)}"
        return shown


class InterviewView(ApiView):
    """Base of what is about one interview."""

    read_scope, write_scope = Scope.INTERVIEWS_READ, Scope.INTERVIEWS_WRITE

    def interview(self, interview_id: str) -> Interview:
        return selectors.interview_visible_to(self.request.user, interview_id)


class InterviewItem(InterviewView):
    @extend_schema(summary="Read an interview", responses=shapes.InterviewDetail)
    def get(self, request: Any, interview_id: str) -> Response:
        interview = self.interview(interview_id)
        services.settle(interview)
        interview = self.interview(interview_id)
        own = is_candidate(request.user, interview)
        current = services.present_current_question(interview) if own else None
        return Response(
            shapes.InterviewDetail(interview, context={"request": request, "current_question": current}).data
        )


class Start(InterviewView):
    @extend_schema(summary="Start or resume an interview", request=None, responses=shapes.StartedInterview)
    def post(self, request: Any, interview_id: str) -> Response:
        interview = self.interview(interview_id)
        demand_candidate(request.user, interview)
        interview, question = services.start_interview(interview)
        interview.current_question = question
        return Response(shapes.StartedInterview(interview).data)


class Answers(InterviewView):
    @extend_schema(summary="List the answers with their transcripts", responses=shapes.AnswerList)
    def get(self, request: Any, interview_id: str) -> Response:
        return self.whole(selectors.answers_of(self.interview(interview_id)), shapes.AnswerRow)

    @extend_schema(
        summary="Submit an answer",
        request=shapes.AnswerInput,
        responses={200: shapes.SubmittedAnswer, 201: shapes.SubmittedAnswer},
    )
    def post(self, request: Any, interview_id: str) -> Response:
        interview = self.interview(interview_id)
        demand_candidate(request.user, interview)
        draft = services.AnswerDraft(**self.read(shapes.AnswerInput))
        done = services.submit_answer(interview, actor=request.user, draft=draft)
        shown = {
            "answer_id": done.answer.public_id,
            "question_id": draft.question_id,
            "status": "submitted",
            "is_late": done.answer.is_late,
            "next_question": done.next_question,
        }
        return Response(shapes.SubmittedAnswer(shown).data, status=201 if done.is_new else 200)


class FollowUp(InterviewView):
    @extend_schema(
        summary="Read the follow-up question to an answer",
        parameters=[shapes.FollowUpQuery],
        responses=shapes.FollowUpShape,
    )
    def get(self, request: Any, interview_id: str) -> Response:
        interview = self.interview(interview_id)
        answer = selectors.answer_of(interview, self.read_query(shapes.FollowUpQuery)["answer_id"])
        if answer is None:
            raise NotFound
        found = services.read_follow_up(answer)
        shown = {"status": found.status, "reason": found.reason or None, "follow_up_question": found.question}
        return Response(shapes.FollowUpShape(shown).data)


class End(InterviewView):
    @extend_schema(summary="End an interview", request=None, responses=shapes.EndedInterview)
    def post(self, request: Any, interview_id: str) -> Response:
        interview = self.interview(interview_id)
        own = is_candidate(request.user, interview)
        demand_candidate_or_recruiter(request.user, interview)
        reason = EndReason.FINISHED if own else EndReason.ENDED_BY_COMPANY
        return Response(_ended(services.end_interview(interview, reason=reason)))


class Cancel(InterviewView):
    @extend_schema(summary="Cancel an interview before its start", request=None, responses=shapes.EndedInterview)
    def post(self, request: Any, interview_id: str) -> Response:
        interview = self.interview(interview_id)
        demand_candidate_or_recruiter(request.user, interview)
        return Response(_ended(services.cancel_interview(interview)))


def _ended(interview: Interview) -> dict[str, Any]:
    for name, count in selectors.answered_counts(interview).items():
        setattr(interview, name, count)
    interview.report_status = "generating" if interview.started_at else "none"
    return shapes.EndedInterview(interview).data
