"""One question in the console: looked at, written, its versions, taken out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from common.errors import ApplicationError, NotFound
from common.pages import slots
from common.pages.views import MemberPage, RecruiterPage
from questionbank import selectors, services
from questionbank.models import Question
from questionbank.pages.differences import differences
from questionbank.pages.forms import QuestionForm
from questionbank.rules import fields_of

_MOST_VERSIONS = 50


class QuestionPage(MemberPage):
    template_name = "console/question.html"
    section = "questions"

    def get(self, request: HttpRequest, question_id: str) -> HttpResponse:
        question = selectors.question_visible_to(request.user, question_id)
        return self.show(
            question=question,
            versions=list(question.versions.select_related("changed_by")[:_MOST_VERSIONS]),
            usage=slots.filled("question_usage", request, [question])[question.pk],
            score=selectors.average_scores(request.user, [question]).get(question.pk),
        )


class NewQuestion(RecruiterPage):
    template_name = "console/question_form.html"
    section = "questions"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._form(QuestionForm(actor=request.user, initial={"position": request.GET.get("position")}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = QuestionForm(request.POST, actor=request.user)
        if "more" in request.POST or not form.is_valid():
            return self._form(form, status=200 if "more" in request.POST else 400)
        question = services.create_question(
            position=form.cleaned_data["position"], actor=request.user, **form.written()
        )
        self.say(_("The question is in the bank."))
        return redirect("console:question", question.public_id)

    def _form(self, form: QuestionForm, *, status: int = 200) -> HttpResponse:
        return self.show(form=form, question=None, status=status)


class EditQuestion(RecruiterPage):
    template_name = "console/question_form.html"
    section = "questions"

    def get(self, request: HttpRequest, question_id: str) -> HttpResponse:
        question = selectors.question_written_by(request.user, question_id)
        return self._form(
            QuestionForm(actor=request.user, position=question.position, initial=_shown(question)), question
        )

    def post(self, request: HttpRequest, question_id: str) -> HttpResponse:
        question = selectors.question_written_by(request.user, question_id)
        form = QuestionForm(request.POST, actor=request.user, position=question.position)
        if "more" in request.POST or not form.is_valid():
            return self._form(form, question, status=200 if "more" in request.POST else 400)
        try:
            services.update_question(
                question, actor=request.user, expected_version=form.cleaned_data["version"], **form.written()
            )
        except ApplicationError as error:
            form.take_errors(error)
            return self._form(form, question, status=error.status, is_changed=True)
        self.say(_("The question is saved. Interviews that asked it keep it as it was."))
        return redirect("console:question", question.public_id)

    def _form(self, form: QuestionForm, question: Question, *, status: int = 200, **context: Any) -> HttpResponse:
        return self.show(form=form, question=question, status=status, **context)


class DeleteQuestion(RecruiterPage):
    def post(self, request: HttpRequest, question_id: str) -> HttpResponse:
        services.delete_question(selectors.question_written_by(request.user, question_id))
        self.say(_("The question was deleted. Interviews that asked it keep their copy."))
        return redirect("console:questions")


class VersionPage(MemberPage):
    """What a version said, and what it changed. A POST makes the question say it again."""

    template_name = "console/question_version.html"
    section = "questions"

    def get(self, request: HttpRequest, question_id: str, number: int) -> HttpResponse:
        question, version = self._found(question_id, number)
        before = selectors.version_visible_to(request.user, question, number - 1) if number > 1 else None
        return self.show(
            question=question,
            version=version,
            changes=differences(before, version) if before else [],
            against_now=differences(version, question),
            is_current=version.number == question.version,
        )

    def _found(self, question_id: str, number: int) -> tuple[Question, Any]:
        question = selectors.question_visible_to(self.request.user, question_id)
        version = selectors.version_visible_to(self.request.user, question, number)
        if version is None:
            raise NotFound
        return question, version


class RestoreVersion(RecruiterPage):
    def post(self, request: HttpRequest, question_id: str, number: int) -> HttpResponse:
        question = selectors.question_written_by(request.user, question_id)
        version = selectors.version_visible_to(request.user, question, number)
        if version is None:
            raise NotFound
        services.restore_version(version, actor=request.user)
        self.say(_("The question says again what version %(number)s said.") % {"number": number})
        return redirect("console:question", question.public_id)


def _shown(question: Question) -> dict[str, Any]:
    return {**fields_of(question), "tags": ", ".join(question.tags), "version": question.version}
