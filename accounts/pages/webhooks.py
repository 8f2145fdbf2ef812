"""The console's webhooks: made (the secret is shown once), changed, tried, switched off; and what each was told."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.models import WebhookDelivery, WebhookEndpoint
from accounts.pages.team import organization_shown
from accounts.pages.webhooks_forms import DeliveryFilter, WebhookForm
from accounts.services import webhooks
from common.errors import ApplicationError, Conflict
from common.pages.listing import rows_of
from common.pages.views import OwnerPage


class WebhookPage(OwnerPage):
    section = "webhooks"

    def endpoint(self, endpoint_id: str) -> WebhookEndpoint:
        return WebhookEndpoint.objects.get_visible(self.request.user, endpoint_id)


@method_decorator(never_cache, name="dispatch")
class Webhooks(WebhookPage):
    template_name = "console/webhooks.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._list(WebhookForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = WebhookForm(request.POST)
        if not form.is_valid():
            return self._list(form, status=400)
        try:
            endpoint, secret = webhooks.add_webhook(
                organization=organization_shown(request), actor=request.user, **form.cleaned_data
            )
        except ApplicationError as error:
            form.take_errors(error)
            return self._list(form, status=error.status)
        return self.show("console/webhook_secret.html", endpoint=endpoint, secret=secret)

    def _list(self, form: WebhookForm, *, status: int = 200) -> HttpResponse:
        found = WebhookEndpoint.objects.visible_to(self.request.user)
        return self.show(rows=rows_of(found, self.request), form=form, status=status)


class Webhook(WebhookPage):
    """GET: its log. POST: another address or other events."""

    template_name = "console/webhook.html"

    def get(self, request: HttpRequest, endpoint_id: str) -> HttpResponse:
        endpoint = self.endpoint(endpoint_id)
        return self._page(endpoint, WebhookForm(initial={"url": endpoint.url, "events": endpoint.events}))

    def post(self, request: HttpRequest, endpoint_id: str) -> HttpResponse:
        endpoint = self.endpoint(endpoint_id)
        form = WebhookForm(request.POST)
        if not form.is_valid():
            return self._page(endpoint, form, status=400)
        try:
            webhooks.change_webhook(endpoint, actor=request.user, **form.cleaned_data)
        except ApplicationError as error:
            form.take_errors(error)
            return self._page(self.endpoint(endpoint_id), form, status=error.status)
        self.say(_("The webhook was changed."))
        return redirect("console:webhook", endpoint.public_id)

    def _page(self, endpoint: WebhookEndpoint, form: WebhookForm, *, status: int = 200) -> HttpResponse:
        asked = DeliveryFilter(self.request.GET)
        narrowed = asked.narrowed()
        found = endpoint.deliveries.filter(**narrowed)
        return self.show(
            endpoint=endpoint,
            form=form,
            filter=asked,
            is_narrowed=bool(narrowed),
            rows=rows_of(found.defer("payload", "answer"), self.request),
            status=status,
        )


class WebhookAction(WebhookPage):
    """Base of what is done to one webhook; says what it did."""

    def post(self, request: HttpRequest, endpoint_id: str) -> HttpResponse:
        endpoint = self.endpoint(endpoint_id)
        try:
            self.say(self.act(endpoint))
        except Conflict as error:
            self.say(error.message, level=messages.ERROR)
        return redirect("console:webhook", endpoint.public_id)

    def act(self, endpoint: WebhookEndpoint) -> str:
        raise NotImplementedError


class TestWebhook(WebhookAction):
    def act(self, endpoint: WebhookEndpoint) -> str:
        webhooks.send_test(endpoint, actor=self.request.user)
        return _("A test is on its way. See below how it was answered.")


class SwitchOffWebhook(WebhookAction):
    def act(self, endpoint: WebhookEndpoint) -> str:
        webhooks.switch_off_webhook(endpoint, actor=self.request.user)
        return _("The webhook is switched off.")


class SwitchOnWebhook(WebhookAction):
    def act(self, endpoint: WebhookEndpoint) -> str:
        webhooks.switch_on_webhook(endpoint, actor=self.request.user)
        return _("The webhook is switched on.")


@method_decorator(never_cache, name="dispatch")
class RotateSecret(WebhookPage):
    def post(self, request: HttpRequest, endpoint_id: str) -> HttpResponse:
        endpoint = self.endpoint(endpoint_id)
        secret = webhooks.rotate_secret(endpoint, actor=request.user)
        return self.show("console/webhook_secret.html", endpoint=endpoint, secret=secret, is_rotated=True)


class DeleteWebhook(WebhookPage):
    def post(self, request: HttpRequest, endpoint_id: str) -> HttpResponse:
        webhooks.remove_webhook(self.endpoint(endpoint_id), actor=request.user)
        self.say(_("The webhook was deleted, and its log with it."))
        return redirect("console:webhooks")


class Delivery(WebhookPage):
    """What was sent and what came back."""

    template_name = "console/webhook_delivery.html"

    def get(self, request: HttpRequest, endpoint_id: str, delivery_id: str) -> HttpResponse:
        delivery = self.delivery(endpoint_id, delivery_id)
        shown = json.dumps(delivery.payload, ensure_ascii=False, indent=2)
        return self.show(delivery=delivery, endpoint=delivery.endpoint, payload=shown)

    def delivery(self, endpoint_id: str, delivery_id: str) -> WebhookDelivery:
        found = WebhookDelivery.objects.filter(endpoint__public_id=endpoint_id).select_related("endpoint")
        return found.get_visible(self.request.user, delivery_id)


class ResendDelivery(Delivery):
    def get(self, request: HttpRequest, endpoint_id: str, delivery_id: str) -> HttpResponse:
        return redirect("console:webhook_delivery", endpoint_id, delivery_id)

    def post(self, request: HttpRequest, endpoint_id: str, delivery_id: str) -> HttpResponse:
        try:
            webhooks.resend(self.delivery(endpoint_id, delivery_id), actor=request.user)
        except Conflict as error:
            self.say(error.message, level=messages.ERROR)
        else:
            self.say(_("The message is on its way again."))
        return redirect("console:webhook_delivery", endpoint_id, delivery_id)
