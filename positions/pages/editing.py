"""Writing positions in the console: for owners and recruiters."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.selectors import demand_recruiter
from common.errors import ApplicationError
from common.pages.views import RecruiterPage
from positions import selectors, services
from positions.errors import PositionChanged
from positions.models import Position
from positions.pages import merging
from positions.pages.forms import PositionBasics, PositionSettings, initial_of, settings_of


class NewPosition(RecruiterPage):
    """The few things a position needs; then on to the questions suggested for it."""

    template_name = "console/position_new.html"
    section = "positions"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=PositionBasics())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PositionBasics(request.POST)
        if not form.is_valid():
            return self.show(form=form, status=400)
        try:
            position = services.create_position(actor=request.user, **form.values())
        except ApplicationError as error:
            form.take_errors(error)
            return self.show(form=form, status=error.status)
        self.say(_("%(title)s was created. Now its questions.") % {"title": position.title})
        return redirect(_suggestions(position))


class OwnPosition(RecruiterPage):
    """About one position that one may write."""

    section = "positions"

    def position(self, position_id: str) -> Position:
        """Raises `NotFound` out of scope, `NotAllowed` for one who only reads there."""
        position = selectors.position_visible_to(self.request.user, position_id)
        demand_recruiter(self.request.user, position.organization_id)
        return position

    def back(self, position: Position) -> HttpResponse:
        return redirect("console:position", position.public_id)


class EditPosition(OwnPosition):
    """Every setting. Who saves second is shown what changed meanwhile, with the own changes still in the form."""

    template_name = "console/position_edit.html"

    def get(self, request: HttpRequest, position_id: str) -> HttpResponse:
        position = self.position(position_id)
        return self._page(position, _form_of(position, settings_of(position)))

    def post(self, request: HttpRequest, position_id: str) -> HttpResponse:
        position = self.position(position_id)
        form = PositionSettings(request.POST, anchors=_most_levels(position))
        if not form.is_valid():
            return self._page(position, form, status=400)
        try:
            version = form.cleaned_data["lock_version"]
            services.update_position(position, actor=request.user, lock_version=version, **form.values())
        except PositionChanged:
            return self._merged(self.position(position_id), form)
        except ApplicationError as error:
            form.take_errors(error)
            return self._page(position, form, status=error.status)
        self.say(_("Saved."))
        return redirect(reverse("console:position", args=[position.public_id]) + "?tab=settings")

    def _merged(self, position: Position, form: PositionSettings) -> HttpResponse:
        theirs = settings_of(position)
        base = merging.read(form.cleaned_data["base"], otherwise=theirs)
        found = merging.merged(base=base, mine=form.values(), theirs=theirs)
        again = _form_of(position, found.settings)
        return self._page(position, again, status=PositionChanged.status, merged=found)

    def _page(self, position: Position, form: PositionSettings, *, status: int = 200, **context: Any) -> HttpResponse:
        zones = sorted(zoneinfo.available_timezones())
        return self.show(position=position, form=form, zones=zones, status=status, **context)


class ClosePosition(OwnPosition):
    def post(self, request: HttpRequest, position_id: str) -> HttpResponse:
        position = services.close_position(self.position(position_id), actor=request.user)
        self.say(_("%(title)s is closed: no new interviews. Those that were made go on.") % {"title": position.title})
        return self.back(position)


class ReopenPosition(OwnPosition):
    def post(self, request: HttpRequest, position_id: str) -> HttpResponse:
        position = services.reopen_position(self.position(position_id), actor=request.user)
        self.say(_("%(title)s is open again.") % {"title": position.title})
        return self.back(position)


class DeletePosition(OwnPosition):
    def post(self, request: HttpRequest, position_id: str) -> HttpResponse:
        position = self.position(position_id)
        services.delete_position(position, actor=request.user)
        self.say(_("%(title)s and its questions were deleted.") % {"title": position.title})
        return redirect("console:positions")


def _form_of(position: Position, shown: dict[str, Any]) -> PositionSettings:
    """A fresh form over what is stored now."""
    initial = initial_of(shown)
    initial |= {"lock_version": position.lock_version, "base": merging.written(settings_of(position))}
    return PositionSettings(initial=initial, anchors=shown["anchors"])


def _most_levels(position: Position) -> dict[str, list[dict[str, Any]]]:
    """As many rows as may have been shown."""
    return {key: [{}] * 9 for key in position.anchors}


def _suggestions(position: Position) -> str:
    """Where questions are suggested: by a language model where one is set, else from the built-in bank."""
    name = "position_proposals" if settings.LLM_BASE_URL else "suggested_questions"
    return reverse(f"console:{name}", args=[position.public_id])
