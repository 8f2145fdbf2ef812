"""The console's accounts at Feishu and Tencent Meeting. Secrets go in and are never shown again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.selectors import demand_recruiter, home_organization
from common.errors import ApplicationError, NotAllowed
from common.pages.listing import rows_of
from common.pages.views import RecruiterPage
from interviews.models import RemoteAccount
from interviews.pages.forms import RemoteAccountForm
from interviews.services.remote_accounts import add_remote_account, remove_remote_account


class RemoteAccounts(RecruiterPage):
    template_name = "console/remote_accounts.html"
    section = "remote_accounts"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._list(RemoteAccountForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RemoteAccountForm(request.POST)
        if not form.is_valid():
            return self._list(form, status=400)
        organization = home_organization(request.user)
        if organization is None:
            raise NotAllowed
        demand_recruiter(request.user, organization.pk)
        try:
            account = add_remote_account(organization=organization, actor=request.user, **form.account())
        except ApplicationError as error:
            form.take_errors(error)
            return self._list(form, status=error.status)
        self.say(_("%(name)s is kept. Interviews can be brought in with it.") % {"name": account.name})
        return redirect("console:remote_accounts")

    def _list(self, form: RemoteAccountForm, *, status: int = 200) -> HttpResponse:
        found = RemoteAccount.objects.visible_to(self.request.user).select_related("created_by")
        return self.show(rows=rows_of(found.order_by("-created_at", "-pk"), self.request), form=form, status=status)


class RemoveRemoteAccount(RecruiterPage):
    def post(self, request: HttpRequest, account_id: str) -> HttpResponse:
        account = RemoteAccount.objects.get_visible(request.user, account_id)
        demand_recruiter(request.user, account.organization_id)
        remove_remote_account(account)
        self.say(_("%(name)s and its secrets were removed.") % {"name": account.name})
        return redirect("console:remote_accounts")
