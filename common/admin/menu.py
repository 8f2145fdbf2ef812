"""The menu at the side of the admin: what staff look for, in the order of their work. Named by label, so that no app
is imported; what somebody may not see is not there."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_GROUPS: tuple[tuple[Any, tuple[tuple[str, str], ...]], ...] = (
    (
        gettext_lazy("Hiring"),
        (
            ("positions.position", "work"),
            ("questionbank.question", "quiz"),
            ("interviews.invitation", "mail"),
            ("interviews.interview", "video_chat"),
            ("reports.report", "lab_profile"),
        ),
    ),
    (
        gettext_lazy("Judging"),
        (
            ("interviews.assignment", "assignment_ind"),
            ("reports.review", "rate_review"),
            ("reports.decision", "gavel"),
            ("reports.override", "edit_note"),
            ("reports.comment", "forum"),
            ("reports.sharelink", "share"),
        ),
    ),
    (
        gettext_lazy("Background work"),
        (
            ("analysis.analysisjob", "graphic_eq"),
            ("interviews.importjob", "move_to_inbox"),
            ("questionbank.questionimport", "upload_file"),
            ("interviews.invitationbatch", "list_alt"),
            ("interviews.mail", "outgoing_mail"),
            ("reports.rescoring", "restart_alt"),
            ("reports.exportjob", "download"),
            ("accounts.webhookdelivery", "send"),
        ),
    ),
    (
        gettext_lazy("History"),
        (
            ("common.trailentry", "history"),
            ("interviews.answer", "question_answer"),
            ("questionbank.questionversion", "difference"),
            ("reports.reportversion", "layers"),
        ),
    ),
    (
        gettext_lazy("Settings"),
        (
            ("accounts.organization", "domain"),
            ("accounts.user", "person"),
            ("accounts.membership", "group"),
            ("accounts.teaminvitation", "person_add"),
            ("interviews.messagetemplate", "drafts"),
            ("interviews.remoteaccount", "link"),
            ("accounts.apiapplication", "key"),
            ("accounts.webhookendpoint", "webhook"),
        ),
    ),
)


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups of lists the reader may look at; ``active`` is the one they are in."""
    home = reverse("admin:index")
    first = {"title": _("Dashboard"), "icon": "dashboard", "link": home, "active": request.path == home}
    groups = [{"title": None, "items": [first]}]
    for title, models in _GROUPS:
        items = [item for label, icon in models if (item := _item(label, icon, request))]
        groups += [{"title": title, "items": items}] if items else []
    return groups


def labels() -> set[str]:
    """The models that have a place."""
    return {label for _title, models in _GROUPS for label, _icon in models}


def _item(label: str, icon: str, request: HttpRequest) -> dict[str, Any] | None:
    model = apps.get_model(label)
    page = admin.site._registry.get(model)
    if page is None or not page.has_view_permission(request):
        return None
    link = _list_of(label, get_script_prefix())
    title = capfirst(model._meta.verbose_name_plural)
    return {"title": title, "icon": icon, "link": link, "active": request.path.startswith(link)}


@cache
def _list_of(label: str, _prefix: str) -> str:
    """The address of a list, found once: thirty are on every page."""
    return reverse(f"admin:{label.replace('.', '_')}_changelist")
