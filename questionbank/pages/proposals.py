"""Questions that a language model proposes for a position, to choose from."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.selectors import demand_recruiter
from common.pages.views import RecruiterPage
from positions.models import Position
from positions.selectors import position_visible_to
from questionbank.enums import Difficulty, QuestionType
from questionbank.services.proposing import add_proposed, proposals_for, proposes


class Proposals(RecruiterPage):
    """Waits for the model by itself; without one, and where it fails, the built-in bank is next."""

    template_name = "console/position_proposals.html"
    section = "positions"

    def get(self, request: HttpRequest, position_id: str) -> HttpResponse:
        position = self._position(position_id)
        if not proposes():
            return redirect("console:suggested_questions", position.public_id)
        found = proposals_for(position)
        there = set(position.questions.values_list("content", flat=True))
        context = {
            "position": position,
            "proposals": found,
            "found": [
                (number, question, question["content"] in there) for number, question in enumerate(found.questions)
            ],
            "types": dict(QuestionType.choices),
            "difficulties": dict(Difficulty.choices),
        }
        return self.show("console/position_proposed.html" if request.htmx else "", **context)

    def post(self, request: HttpRequest, position_id: str) -> HttpResponse:
        position = self._position(position_id)
        added = add_proposed(position, actor=request.user, chosen=request.POST.getlist("number")[:100])
        if not added:
            self.say(_("Choose questions first."), level=messages.WARNING)
            return redirect("console:position_proposals", position.public_id)
        count = len(added)
        self.say(ngettext("%(count)s question was added.", "%(count)s questions were added.", count) % {"count": count})
        return redirect(reverse("console:position", args=[position.public_id]) + "?tab=questions")

    def _position(self, position_id: str) -> Position:
        position = position_visible_to(self.request.user, position_id)
        demand_recruiter(self.request.user, position.organization_id)
        return position
