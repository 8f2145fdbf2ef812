"""The console's invitations: the list with its funnel, and one of them with what happened and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.selectors import demand_recruiter
from common import clock
from common.errors import ApplicationError, InvalidInput, NotFound
from common.pages.forms import PageForm
from common.pages.listing import ordered, rows_of
from common.pages.views import MemberPage, RecruiterPage
from common.streams import Streamed, gathered
from interviews.inviting.enums import InvitationStatus
from interviews.models import Invitation
from interviews.pages import invitation_forms as forms
from interviews.pages.invitation_timeline import timeline_of
from interviews.selectors import invitations as selectors
from interviews.services import invitations as services
from interviews.services.candidate_tables import candidates_csv
from interviews.services.mail_rendering import calendar_of, invitation_link

_COLUMNS = {
    "name": "name",
    "position": "position__title",
    "status": "status",
    "deadline": "interview__link_expires_at",
    "created": "created_at",
}
_WAITING = ("created", "sent", "failed", "opened")


class Invitations(MemberPage):
    template_name = "console/invitations.html"
    section = "invitations"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = forms.InvitationFilter(request.GET, actor=request.user)
        narrowing = form.narrowing()
        found, sort = ordered(
            selectors.listed_invitations(request.user, **narrowing), request, columns=_COLUMNS, default="-created"
        )
        context = {
            "form": form,
            "rows": rows_of(selectors.with_people(found), request),
            "sort": sort,
            "is_narrowed": any(narrowing.values()),
        }
        if request.htmx:
            return self.show("console/_invitation_rows.html", **context)
        return self.show(
            funnel=_steps(selectors.invitation_funnel(request.user)),
            batches=selectors.batches_visible_to(request.user)[:5],
            **context,
        )


class InvitationsFile(RecruiterPage):
    """The list, as it is narrowed, as CSV."""

    def get(self, request: HttpRequest) -> Streamed:
        narrowing = forms.InvitationFilter(request.GET, actor=request.user).narrowing()
        found = selectors.with_people(selectors.listed_invitations(request.user, **narrowing))
        name = f"invitations-{clock.now():%Y-%m-%d}.csv"
        return Streamed(
            gathered(candidates_csv(found, base_url=self.base_url())),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
        )


class InvitationPage(MemberPage):
    """POST to ``?do=``: resend, remind, extend, revoke, accommodations."""

    template_name = "console/invitation.html"
    section = "invitations"

    def get(self, request: HttpRequest, invitation_id: str) -> HttpResponse:
        return self._page(invitation_id)

    def post(self, request: HttpRequest, invitation_id: str) -> HttpResponse:
        invitation = selectors.invitation_visible_to(request.user, invitation_id)
        demand_recruiter(request.user, invitation.organization_id)
        name = request.GET.get("do", "")
        do = _ACTIONS.get(name)
        if do is None:
            raise NotFound
        form = _FORMS[name](request.POST) if name in _FORMS else None
        try:
            if form is not None and not form.is_valid():
                return self._page(invitation_id, tried=form)
            self.say(do(invitation, form))
        except InvalidInput as error:
            if form is None:
                raise
            form.take_errors(error)
            return self._page(invitation_id, tried=form)
        except ApplicationError as error:
            self.say(error.message, level=messages.ERROR)
        return redirect("console:invitation", invitation_id)

    def _page(self, invitation_id: str, *, tried: PageForm | None = None) -> HttpResponse:
        """What was ``tried`` in vain stands there still, with what is wrong."""
        invitation = selectors.invitation_visible_to(self.request.user, invitation_id)
        interview = invitation.interview
        granted = interview.accommodations
        fresh = forms.AccommodationsForm(
            initial={
                "extra_time": granted.extra_time,
                "captions": granted.captions,
                "no_countdown": granted.no_countdown,
            }
        )
        return self.show(
            status=InvalidInput.status if tried else 200,
            invitation=invitation,
            interview=interview,
            timeline=timeline_of(invitation),
            link=_link_of(invitation, base_url=self.base_url()),
            is_waiting=invitation.status in _WAITING,
            can_extend=invitation.status in (*_WAITING, InvitationStatus.EXPIRED),
            extend_form=tried if isinstance(tried, forms.ExtendForm) else forms.ExtendForm(),
            accommodations_form=tried if isinstance(tried, forms.AccommodationsForm) else fresh,
        )


class InvitationCalendar(MemberPage):
    """The calendar file that the candidate got."""

    def get(self, request: HttpRequest, invitation_id: str) -> HttpResponse:
        invitation = selectors.invitation_visible_to(request.user, invitation_id)
        content = calendar_of(invitation, link=_link_of(invitation, base_url=self.base_url()))
        name = f'attachment; filename="{invitation_id}.ics"'
        return HttpResponse(content, content_type="text/calendar", headers={"Content-Disposition": name})


def _steps(funnel: selectors.Funnel) -> list[dict[str, Any]]:
    """The funnel's numbers in order, each with its share of the first; empty before the first invitation."""
    if not funnel.invited:
        return []
    named = (
        (_("Candidates invited"), funnel.invited, ""),
        (_("Opened"), funnel.opened, InvitationStatus.OPENED),
        (_("Begun"), funnel.started, InvitationStatus.STARTED),
        (_("Finished"), funnel.finished, InvitationStatus.FINISHED),
        (_("Reviewed"), funnel.reviewed, InvitationStatus.REVIEWED),
    )
    return [
        {"label": label, "count": count, "share": count / funnel.invited, "status": str(status)}
        for label, count, status in named
    ]


def _link_of(invitation: Invitation, *, base_url: str) -> str:
    invitation.base_url = invitation.base_url or base_url
    return invitation_link(invitation)


def _resend(invitation: Invitation, _form: Any) -> str:
    services.resend_invitation(invitation)
    return _("The invitation is on its way to %(email)s once more.") % {"email": invitation.email}


def _remind(invitation: Invitation, _form: Any) -> str:
    services.remind_candidate(invitation)
    return _("A reminder is on its way to %(email)s.") % {"email": invitation.email}


def _revoke(invitation: Invitation, _form: Any) -> str:
    services.revoke_invitation(invitation)
    return _("The invitation of %(name)s is revoked. Its link is closed.") % {"name": str(invitation)}


def _extend(invitation: Invitation, form: Any) -> str:
    changed = services.extend_deadline(
        invitation, deadline_at=form.moment(invitation), sends_mail=form.cleaned_data["mail"]
    )
    deadline = clock.written(changed.interview.link_expires_at, changed.interview.timezone)
    return _("The interview can now be begun until %(deadline)s.") % {"deadline": deadline}


def _grant(invitation: Invitation, form: Any) -> str:
    services.change_accommodations(invitation, forms.accommodations_in(form.cleaned_data))
    return _("The accommodations are saved.")


_ACTIONS: dict[str, Callable[[Invitation, Any], str]] = {
    "resend": _resend,
    "remind": _remind,
    "revoke": _revoke,
    "extend": _extend,
    "accommodations": _grant,
}
_FORMS: dict[str, type[PageForm]] = {"extend": forms.ExtendForm, "accommodations": forms.AccommodationsForm}
