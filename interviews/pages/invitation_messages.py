"""The words of the organization's mails, with a preview; and of which reports one hears oneself."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from accounts.models import Organization
from accounts.selectors import demand_recruiter, home_organization
from common.errors import ApplicationError, InvalidInput, NotAllowed, NotFound
from common.pages.views import MemberPage
from interviews.inviting.enums import MailKind, MailLanguage
from interviews.inviting.texts import Words, placeholders_of
from interviews.models import MessageTemplate
from interviews.pages import invitation_forms as forms
from interviews.services.mail_rendering import example
from interviews.services.mails import set_wish, wish_of
from interviews.services.message_templates import checked_words, reset_message, save_message, words_of

# A mail carries its style in itself; it is shown in a frame of ours and runs nothing.
_OF_A_MAIL = {
    **settings.CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "default-src": ["'none'"],
    "script-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": ["'self'"],
}


class MessagesPage(MemberPage):
    section = "invitations"

    def organization(self) -> Organization:
        found = home_organization(self.request.user)
        if found is None:
            raise NotAllowed
        return found


class Messages(MessagesPage):
    """Every mail in both languages. POST: of which reports one hears."""

    template_name = "console/invitation_messages.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        organization = self.organization()
        wish = wish_of(request.user, organization.pk)
        reader = "en" if (get_language() or "").startswith("en") else "zh"
        language = wish.language if wish.pk else reader
        form = forms.WishForm(initial={"reports": wish.reports, "language": language})
        own = MessageTemplate.objects.visible_to(request.user).filter(organization=organization)
        changed = {(template.kind, template.language): template for template in own}
        kinds = [
            (kind, [(language, changed.get((kind.value, language.value))) for language in MailLanguage])
            for kind in MailKind
        ]
        return self.show(kinds=kinds, form=form)

    def post(self, request: HttpRequest) -> HttpResponse:
        organization = self.organization()
        form = forms.WishForm(request.POST)
        if not form.is_valid():
            raise InvalidInput
        set_wish(user=request.user, organization_id=organization.pk, base_url=self.base_url(), **form.cleaned_data)
        self.say(_("Saved."))
        return redirect("console:invitation_messages")


class MessagePage(MessagesPage):
    """One mail in one language: its words, changed by recruiters, read by all. POST with ``reset``: the built-in
    words."""

    template_name = "console/invitation_message.html"

    def get(self, request: HttpRequest, kind: str, language: str) -> HttpResponse:
        words = words_of(self.organization().pk, kind=_kind(kind), language=language)
        return self._form(kind, language, forms.MessageForm(initial={"subject": words.subject, "body": words.body}))

    def post(self, request: HttpRequest, kind: str, language: str) -> HttpResponse:
        organization = self.organization()
        demand_recruiter(request.user, organization.pk)
        if "reset" in request.POST:
            reset_message(organization=organization, kind=_kind(kind), language=language)
            self.say(_("The built-in words are used again."))
            return redirect("console:invitation_message", kind, language)
        form = forms.MessageForm(request.POST)
        if not form.is_valid():
            return self._form(kind, language, form, status=400)
        try:
            save_message(
                organization=organization, actor=request.user, kind=_kind(kind), language=language, **form.cleaned_data
            )
        except ApplicationError as error:
            form.take_errors(error)
            return self._form(kind, language, form, status=error.status)
        self.say(_("Saved. The next mail of this kind reads like this."))
        return redirect("console:invitation_message", kind, language)

    def _form(self, kind: str, language: str, form: forms.MessageForm, *, status: int = 200) -> HttpResponse:
        organization = self.organization()
        own = MessageTemplate.objects.visible_to(self.request.user).filter(
            organization=organization, kind=kind, language=language
        )
        return self.show(
            kind=_kind(kind),
            language=MailLanguage(language),
            other=MailLanguage.ENGLISH if language == "zh" else MailLanguage.CHINESE,
            form=form,
            placeholders=_explained(kind),
            own=own.select_related("updated_by").first(),
            status=status,
        )


@method_decorator(csp_replace(_OF_A_MAIL), name="dispatch")
@method_decorator(xframe_options_sameorigin, name="dispatch")
class MessagePreview(MessagesPage):
    """The mail as somebody might get it, for a frame: the stored words, or those that are posted."""

    def get(self, request: HttpRequest, kind: str, language: str) -> HttpResponse:
        return self._shown(kind, language, words_of(self.organization().pk, kind=_kind(kind), language=language))

    def post(self, request: HttpRequest, kind: str, language: str) -> HttpResponse:
        try:
            words = checked_words(
                kind=_kind(kind), subject=request.POST.get("subject", ""), body=request.POST.get("body", "")
            )
        except InvalidInput as error:
            return self.show("console/_invitation_preview_refused.html", errors=error.errors, status=400)
        return self._shown(kind, language, words)

    def _shown(self, kind: str, language: str, words: Words) -> HttpResponse:
        shown = example(_kind(kind), language=language, organization=self.organization().name, words=words)
        return HttpResponse(shown.html, headers={"Cache-Control": "private, no-store"})


def _kind(name: str) -> MailKind:
    if name not in MailKind.values:
        raise NotFound
    return MailKind(name)


def _explained(kind: str) -> list[tuple[str, Any]]:
    meaning = {
        "candidate": _("the candidate's name, else the address"),
        "position": _("the position's title"),
        "organization": _("your organization's name"),
        "link": _("the address the button leads to"),
        "opens_at": _("when the interview opens"),
        "deadline": _("until when it can be begun"),
        "minutes": _("how many minutes it takes"),
        "questions": _("how many questions there are"),
    }
    return [(f"{{{name}}}", meaning[name]) for name in placeholders_of(kind)]
