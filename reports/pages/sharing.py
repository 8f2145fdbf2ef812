"""Sharing: the panel on the report page, and the report as somebody without an account sees it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from common import clock
from common.api.throttling import address_of as address_of_reader
from common.api.throttling import count
from common.errors import ApplicationError, NotFound
from common.pages.forms import PageForm
from common.pages.slots import fill
from common.pages.views import MemberPage, Page
from interviews.models import Answer
from reports import selectors, services
from reports.builders.present import present
from reports.builders.wording import Language
from reports.errors import CodeRefused, ShareEnded
from reports.models import Report, ShareLink
from reports.pages.radar import radar_of
from reports.pages.shape import shown_report
from reports.pages.standing import standing_of
from reports.services.sharing import LONGEST_DAYS
from reports.sharing.media import address_of_answer, address_of_sound, answers_with_media
from reports.sharing.reading import link_of_token, links_of

_PROVEN_HOURS = 12
_DAYS = (
    (1, gettext_lazy("One day")),
    (7, gettext_lazy("One week")),
    (30, gettext_lazy("30 days")),
    (LONGEST_DAYS, gettext_lazy("90 days")),
)
_VIEWS_SHOWN = 20


class ShareForm(PageForm):
    days = forms.TypedChoiceField(label=gettext_lazy("Open for"), choices=_DAYS, coerce=int, initial=7)
    email = forms.EmailField(
        label=gettext_lazy("Send a code to"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("With an e-mail address the reader needs a code sent there, besides the link."),
    )
    with_media = forms.BooleanField(label=gettext_lazy("Let the recordings be played"), required=False)


@fill("report_side", place=3)
def share_panel(request: HttpRequest, reports: list[Report]) -> dict[int, Any]:
    """On the report page, for those who may share it."""
    return {report.pk: _panel(request, report) for report in reports if _may_share(request, report)}


@method_decorator(never_cache, name="dispatch")
class ShareReport(MemberPage):
    """POST makes a link and shows it, this once."""

    section = "reports"
    template_name = "console/share_link.html"

    def post(self, request: HttpRequest, interview_id: str) -> HttpResponse:
        report = selectors.report_visible_to(request.user, interview_id)
        form = ShareForm(request.POST)
        if not form.is_valid():
            return self._refused(report, form, status=400)
        try:
            link, token = services.share_report(report, actor=request.user, **form.cleaned_data)
        except ApplicationError as error:
            if error.status != 409:
                raise
            form.take_errors(error)
            return self._refused(report, form, status=error.status)
        address = f"{self.base_url()}/shared/{token}"
        return self.show(link=link, address=address, report=report, interview=report.interview)

    def _refused(self, report: Report, form: ShareForm, *, status: int) -> HttpResponse:
        return self.show("console/share_form.html", report=report, interview=report.interview, form=form, status=status)


class RevokeShare(MemberPage):
    def post(self, request: HttpRequest, share_id: str) -> HttpResponse:
        found = ShareLink.objects.select_related("report__interview")
        link = found.get_visible(request.user, share_id)
        services.revoke_share(link, actor=request.user)
        self.say(_("The link was revoked. It opens nothing from now on."))
        return redirect("console:report", interview_id=link.report.interview.public_id)


@method_decorator(sensitive_variables("token"), name="dispatch")
class SharedPage(Page):
    """Base of the public pages of a share link: counted by address, never indexed, never named to other sites."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "same-origin"  # none at all, and browsers send forms from nowhere
        response["Cache-Control"] = "private, no-store"
        return response

    def admit(self, request: HttpRequest) -> HttpResponse | None:
        count("shared_reports", address_of_reader(request))
        try:
            self.link = services.demand_open(link_of_token(self.kwargs["token"]))
        except ShareEnded as error:
            return self.show("shared_report/ended.html", status=error.status)
        return None

    def is_proven(self) -> bool:
        """Whether the reader gave the code of this link not long ago, where one is wanted."""
        if not self.link.email:
            return True
        proven = self.request.session.get(self._key(), 0)
        return isinstance(proven, int | float) and proven > clock.now().timestamp() - 3600 * _PROVEN_HOURS

    def take_proof(self) -> None:
        self.request.session[self._key()] = int(clock.now().timestamp())

    def _key(self) -> str:
        return f"shared:{self.link.public_id}"


class SharedReport(SharedPage):
    """The report, or the question for its code."""

    template_name = "shared_report/report.html"

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if not self.is_proven():
            return self._ask()
        services.note_share_view(
            self.link,
            address=address_of_reader(request),
            user_agent=request.headers.get("User-Agent", ""),
            code_used=bool(self.link.email),
        )
        return self.show(**_context(self.link, token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if not self.link.email:
            return redirect("shared_report", token=token)
        if "code" not in request.POST:
            count("share_codes", self.link.public_id)
            services.send_share_code(self.link, token=token, language=_language())
            return self._ask(is_sent=True)
        try:
            services.check_share_code(self.link, token=token, code=request.POST["code"][:20])
        except CodeRefused as error:
            return self._ask(is_sent=True, error=error.message, status=error.status)
        self.take_proof()
        return redirect("shared_report", token=token)

    def _ask(self, *, is_sent: bool = False, error: str = "", status: int = 200) -> HttpResponse:
        context = {"email": masked(self.link.email), "is_sent": is_sent, "error": error}
        return self.show("shared_report/code.html", status=status, organization=_organization(self.link), **context)


class SharedMedia(SharedPage):
    """To a signed, short-lived address of one answer's recording, while the link is open and allows it."""

    address_of = staticmethod(address_of_answer)

    def get(self, request: HttpRequest, token: str, answer_id: str) -> HttpResponse:
        if not self.link.with_media or not self.is_proven():
            raise NotFound
        answers = Answer.objects.filter(interview_id=self.link.report.interview_id, is_current=True)
        answer = answers.select_related("audio", "video").filter(public_id=answer_id).first()
        until = self.link.expires_at
        address = self.address_of(answer, base_url=self.base_url(), until=until) if answer else ""
        if not address:
            raise NotFound
        return HttpResponseRedirect(address)


class SharedSound(SharedMedia):
    """The same for a sound that was recorded apart from its picture."""

    address_of = staticmethod(address_of_sound)


def masked(email: str) -> str:
    """Enough of an address to know it again: ``l***@company.example``."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}***@{host}"


def _may_share(request: HttpRequest, report: Report) -> bool:
    standing = standing_of(request, report.interview)
    return standing.recruits and not standing.is_hidden


def _panel(request: HttpRequest, report: Report) -> str:
    links = links_of(report, request.user)
    for link in links:
        link.latest = list(link.views.all()[:_VIEWS_SHOWN]) if link.view_count else []
    context = {"report": report, "interview": report.interview, "links": links, "form": ShareForm()}
    return render_to_string("console/_share_panel.html", context, request)


def _context(link: ShareLink, token: str) -> dict[str, Any]:
    report, language = link.report, _language()
    presented = present(report.document or {}, language=language)
    media = answers_with_media(report.interview) if link.with_media else {}
    return {
        "shown": shown_report(presented, language=language, playable=media),
        "radar": radar_of(presented["ability_evidence"], {}),
        "interview": report.interview,
        "link": link,
        "token": token,
        "media": media,
        "organization": _organization(link),
    }


def _organization(link: ShareLink) -> str:
    return link.report.organization.name


def _language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "zh"
