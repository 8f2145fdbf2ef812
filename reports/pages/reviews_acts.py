"""What members do with a report: assign reviewers, decide, override, comment. Each form has a page of its own, on which
it also comes back with what was typed when it is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import ApplicationError, NotAllowed
from common.pages.forms import PageForm
from common.pages.views import MemberPage, safe_next
from interviews.models import Interview
from interviews.selectors import interview_visible_to
from interviews.selectors.reviewing import is_blind, takes_part
from interviews.services.assigning import assign_reviewers, unassign_reviewer
from reports import services
from reports.pages.reviews_forms import CommentForm, DecisionForm, EditForm, OverrideForm
from reports.reviews.errors import NotAReviewer, ReviewFirst
from reports.reviews.models import Comment
from reports.reviews.reading import decisions_of


class _Act(MemberPage):
    """A POST that comes back to where it was posted from."""

    section = "reports"

    def interview(self, interview_id: str) -> Interview:
        return interview_visible_to(self.request.user, interview_id)

    def back(self, interview: Interview, *, place: str = "") -> HttpResponse:
        default = reverse("console:report", args=[interview.public_id]) + place
        return HttpResponseRedirect(safe_next(self.request, self.request.POST, default=default))


class AssignReviewers(_Act):
    def post(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        interview = self.interview(interview_id)
        try:
            given = request.POST.getlist("reviewer")
            made = assign_reviewers(interview, given, actor=request.user, base_url=self.base_url())
        except NotAllowed:
            raise
        except ApplicationError as error:
            self.say(error.message, level=messages.ERROR)
            return self.back(interview)
        names = ", ".join(assignment.reviewer.username for assignment in made)
        self.say(_("Assigned to %(names)s.") % {"names": names} if made else _("Nobody was added."))
        return self.back(interview)


class UnassignReviewer(_Act):
    def post(self, request: HttpRequest, interview_id: str, reviewer_id: str) -> HttpResponse:
        interview = self.interview(interview_id)
        unassign_reviewer(interview, reviewer_id, actor=request.user)
        self.say(_("The reviewer was taken off. A review that was handed in stays."))
        return self.back(interview)


class _FormPage(_Act):
    """A form that can be refused."""

    template_name = "console/reviews_form.html"
    title: Any = ""
    lead: Any = ""
    button: Any = ""

    def get(self, request: HttpRequest, interview_id: str, **kwargs: str) -> HttpResponse:
        interview = self.interview(interview_id)
        return self.page(interview, self.form(interview))

    def post(self, request: HttpRequest, interview_id: str, **kwargs: str) -> HttpResponse:
        interview = self.interview(interview_id)
        form = self.form(interview, request.POST)
        if not form.is_valid():
            return self.page(interview, form, status=400)
        try:
            return self.act(interview, form)
        except NotAllowed:
            raise
        except ApplicationError as error:
            form.take_errors(error)
            return self.page(interview, form, status=error.status)

    def page(self, interview: Interview, form: PageForm, *, status: int = 200) -> HttpResponse:
        return self.show(
            interview=interview, form=form, title=self.title, lead=self.lead, button=self.button, status=status
        )

    def form(self, interview: Interview, data: Any = None) -> Any:
        raise NotImplementedError

    def act(self, interview: Interview, form: Any) -> HttpResponse:
        raise NotImplementedError


class Decide(_FormPage):
    def form(self, interview: Interview, data: Any = None) -> DecisionForm:
        return DecisionForm(data, initial={"seen": _number_of_last(interview)})

    def page(self, interview: Interview, form: PageForm, *, status: int = 200) -> HttpResponse:
        if is_blind(self.request.user, interview):
            raise ReviewFirst
        self.title, self.button = _("Decide"), _("Decide")
        self.lead = _("A person decides; the AI gives advice and never rejects anyone.")
        last = next(iter(decisions_of(interview)), None)
        if form.is_bound:  # who sends it again has seen what stands now
            form.data = {**form.data.dict(), "seen": str(last.number if last else 0)}
        return self.show(
            interview=interview,
            form=form,
            title=self.title,
            lead=self.lead,
            button=self.button,
            last=last,
            status=status,
        )

    def act(self, interview: Interview, form: DecisionForm) -> HttpResponse:
        made = services.decide(interview, actor=self.request.user, **form.decision())
        self.say(_("Decided: %(outcome)s.") % {"outcome": made.get_outcome_display()})
        return self.back(interview)


class OverrideFinding(_FormPage):
    def form(self, interview: Interview, data: Any = None) -> OverrideForm:
        return OverrideForm(data)

    def page(self, interview: Interview, form: PageForm, *, status: int = 200) -> HttpResponse:
        if is_blind(self.request.user, interview):
            raise ReviewFirst
        self.title, self.button = _("Override the AI"), _("Override")
        self.lead = _("Your word is shown beside the AI's and never in its place.")
        return super().page(interview, form, status=status)

    def act(self, interview: Interview, form: OverrideForm) -> HttpResponse:
        services.override(interview, actor=self.request.user, **form.override())
        self.say(_("Your word stands beside the AI's now."))
        return self.back(interview)


class WithdrawOverride(_Act):
    def post(self, request: HttpRequest, interview_id: str, override_id: str) -> HttpResponse:
        interview = self.interview(interview_id)
        services.withdraw_override(interview, actor=request.user, override_id=override_id)
        self.say(_("The override was withdrawn."))
        return self.back(interview)


class WriteComment(_FormPage):
    def form(self, interview: Interview, data: Any = None) -> CommentForm:
        return CommentForm(
            data, questions=questions_to_choose(interview.questions.values("question_id", "order", "content"))
        )

    def page(self, interview: Interview, form: PageForm, *, status: int = 200) -> HttpResponse:
        if not takes_part(self.request.user, interview):
            raise NotAReviewer
        self.title, self.button = _("Comment"), _("Comment")
        self.lead = _("Members who may see this interview read it; the candidate does not.")
        return super().page(interview, form, status=status)

    def act(self, interview: Interview, form: CommentForm) -> HttpResponse:
        given = form.comment()
        made = services.write_comment(interview, actor=self.request.user, base_url=self.base_url(), **given)
        return self.back(interview, place=f"#comment-{made.public_id}")


class EditComment(_FormPage):
    def form(self, interview: Interview, data: Any = None) -> EditForm:
        return EditForm(data, initial={"text": self._comment(interview).text})

    def page(self, interview: Interview, form: PageForm, *, status: int = 200) -> HttpResponse:
        if self._comment(interview).author_id != self.request.user.pk:
            raise NotAllowed
        self.title, self.button = _("Change the comment"), _("Save")
        self.lead = _("What it says now is kept and can be read.")
        return super().page(interview, form, status=status)

    def act(self, interview: Interview, form: EditForm) -> HttpResponse:
        comment = self._comment(interview)
        text = form.cleaned_data["text"]
        services.edit_comment(comment, actor=self.request.user, text=text, base_url=self.base_url())
        return self.back(interview, place=f"#comment-{comment.public_id}")

    def _comment(self, interview: Interview) -> Comment:
        return comment_of(self.request.user, interview, self.kwargs["comment_id"])


class DeleteComment(_Act):
    def post(self, request: HttpRequest, interview_id: str, comment_id: str) -> HttpResponse:
        interview = self.interview(interview_id)
        comment = comment_of(request.user, interview, comment_id)
        services.delete_comment(comment, actor=request.user)
        self.say(_("Your comment was deleted. It is seen that there was one."))
        return self.back(interview, place=f"#comment-{comment.public_id}")


def comment_of(actor: Any, interview: Interview, comment_id: str) -> Comment:
    """Raises `NotFound`."""
    return Comment.objects.filter(interview=interview).get_visible(actor, comment_id)


def questions_to_choose(questions: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [(one["question_id"], f"{one['order']}. {one['content'][:60]}") for one in questions]


def _number_of_last(interview: Interview) -> int:
    last = next(iter(decisions_of(interview)), None)
    return last.number if last else 0
