"""The console's list of questions, and what is done with many of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.pages import slots
from common.pages.forms import PageForm
from common.pages.listing import ordered, rows_of
from common.pages.views import MemberPage, RecruiterPage
from questionbank import selectors, services
from questionbank.enums import Difficulty, QuestionType
from questionbank.models import QuestionQuerySet
from questionbank.pages.forms import BulkForm, QuestionFilter, TargetForm, filters_of

MOST_CHOSEN = 200  # rows by their ids; a list shows fewer at once
_COLUMNS = {
    "question": "content",
    "position": "position__title",
    "type": "type",
    "difficulty": "difficulty",
    "limit": "time_limit",
    "created": "created_at",
    "changed": "updated_at",
}


class Questions(MemberPage):
    template_name = "console/questions.html"
    section = "questions"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = QuestionFilter(request.GET, actor=request.user)
        narrowing = form.narrowing()
        found, sort = ordered(
            selectors.listed_questions(request.user, **narrowing), request, columns=_COLUMNS, default="-created"
        )
        rows = rows_of(found, request)
        return self.show(
            form=form,
            rows=rows,
            sort=sort,
            filters=filters_of(request.GET),
            is_narrowed=any(narrowing.values()),
            usage=slots.filled("question_usage", request, rows.items),
            scores=selectors.average_scores(request.user, rows.items),
        )


class BulkQuestions(RecruiterPage):
    """What was chosen in the list, by rows or all that its filters let through: shown with its number, then edited,
    moved, copied or deleted."""

    template_name = "console/questions_bulk.html"
    section = "questions"

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = self._chosen()
        if not chosen.exists():
            self.say(_("Choose questions first."), level=messages.WARNING)
            return redirect(self._back())
        action = {"edit": self._edit, "place": self._place, "delete": self._delete}.get(request.POST.get("do", ""))
        return action(chosen) if action else self._page(chosen)

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect(self._back())

    def _chosen(self) -> QuestionQuerySet:
        """Of questions in organizations one recruits for: rows by their ids, or all that the address lets through."""
        request = self.request
        form = QuestionFilter(request.GET, actor=request.user)
        if request.POST.get("all"):
            found = selectors.listed_questions(request.user, **form.narrowing())
        else:
            chosen = request.POST.getlist("chosen")[:MOST_CHOSEN]
            found = selectors.questions_visible_to(request.user).filter(public_id__in=chosen)
        return selectors.questions_written_by(request.user, found)

    def _edit(self, chosen: QuestionQuerySet) -> HttpResponse:
        form = BulkForm(self.request.POST)
        if not form.is_valid():
            return self._page(chosen, edit=form, status=400)
        count = services.bulk_change(chosen, actor=self.request.user, **form.changes())
        self.say(
            ngettext("%(count)s question was changed.", "%(count)s questions were changed.", count) % {"count": count}
        )
        return redirect(self._back())

    def _place(self, chosen: QuestionQuerySet) -> HttpResponse:
        form = TargetForm(self.request.POST, actor=self.request.user)
        if not form.is_valid():
            return self._page(chosen, place=form, status=400)
        target = form.cleaned_data["target"]
        if form.cleaned_data["keep"] == "move":
            count = services.move_questions(chosen, position=target, actor=self.request.user)
            told = ngettext("%(count)s question was moved.", "%(count)s questions were moved.", count)
        else:
            count = services.copy_questions(chosen, position=target, actor=self.request.user)
            told = ngettext("%(count)s question was copied.", "%(count)s questions were copied.", count)
        self.say(told % {"count": count})
        return redirect(self._back())

    def _delete(self, chosen: QuestionQuerySet) -> HttpResponse:
        count = services.delete_questions(chosen)
        self.say(
            ngettext("%(count)s question was deleted.", "%(count)s questions were deleted.", count) % {"count": count}
        )
        return redirect(self._back())

    def _page(
        self,
        chosen: QuestionQuerySet,
        *,
        edit: PageForm | None = None,
        place: PageForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        request = self.request
        return self.show(
            count=chosen.count(),
            first=list(chosen.order_by("-created_at", "-pk")[:5]),
            chosen=[] if request.POST.get("all") else request.POST.getlist("chosen")[:MOST_CHOSEN],
            takes_all=bool(request.POST.get("all")),
            filters=filters_of(request.GET),
            edit=edit or BulkForm(),
            place=place or TargetForm(actor=request.user),
            back=self._back(),
            status=status,
        )

    def _back(self) -> str:
        filters = filters_of(self.request.GET)
        return reverse("console:questions") + (f"?{filters}" if filters else "")


class SuggestedQuestions(RecruiterPage):
    """Questions of the built-in bank that fit a position, to choose from."""

    template_name = "console/questions_suggested.html"
    section = "positions"

    def get(self, request: HttpRequest, position_id: str) -> HttpResponse:
        position = self._position(position_id)
        there = set(position.questions.values_list("content", flat=True))
        found = services.suggested_questions(
            category=position.category,
            language=position.language,
            title=position.title,
            description=f"{position.description}\n" + "\n".join(position.requirements),
        )
        return self.show(
            position=position,
            found=[(question.key, question, question.content in there) for question in found],
            types=dict(QuestionType.choices),
            difficulties=dict(Difficulty.choices),
        )

    def post(self, request: HttpRequest, position_id: str) -> HttpResponse:
        position = self._position(position_id)
        added = services.add_suggested(position, actor=request.user, chosen=request.POST.getlist("key")[:100])
        if not added:
            self.say(_("Choose questions first."), level=messages.WARNING)
            return redirect("console:suggested_questions", position.public_id)
        count = len(added)
        self.say(ngettext("%(count)s question was added.", "%(count)s questions were added.", count) % {"count": count})
        return redirect(reverse("console:position", args=[position.public_id]) + "?tab=questions")

    def _position(self, position_id: str) -> Any:
        return selectors.positions_written_by(self.request.user).get_visible(self.request.user, position_id)
